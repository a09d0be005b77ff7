"""What waits for officers: for whom, in which order, and never more than a few rows of many."""

import pytest

from tests import matters as made
from tests import solutions, talk
from tests.talk import refused
from tests.village import DURING, chance
from voting.deliberation.matters import Phase
from voting.services import deciding, matters, raising, waiting
from voting.services.raising import ProblemDraft
from voting.store import waiting as store

DAY = 86_400
TONIGHT = DURING + DAY // 2


def of_moderator(village, at=DURING, tonight=TONIGHT):
    return village.read(waiting.of_moderator, village.moderator, at, tonight)


def problem(village, who, title, at=DURING):
    draft = ProblemDraft(theme="water", title=title, words="x", place="Krajan")
    key = chance("problem", title).hex()
    return village.write(raising.raise_problem, village.residents[who], draft, key=key, at=at)


def test_only_those_in_office_may_ask(village):
    outsiders = (village.roll_officer, village.auditor, village.residents[0])
    for who in outsiders:
        refused("people.not-your-role", village.read, waiting.of_moderator, who, DURING, TONIGHT)
        refused("people.not-your-role", village.read, waiting.voices, who)
        refused("people.not-your-role", village.read, waiting.appeals, who)
    for who in (village.moderator, village.residents[0]):
        refused("people.not-your-role", village.read, waiting.concluded, who, DURING)


def test_late_problems_stand_before_those_that_many_have(village):
    late = problem(village, 0, "Terlambat", at=DURING - 20 * DAY)
    many = problem(village, 1, "Banyak")
    problem(village, 2, "Biasa")
    for who in range(2, 6):
        village.write(raising.support, village.residents[who], many.number, wanted=True, at=DURING)
    found = of_moderator(village).problems
    assert [(one.number, one.count, one.pressing) for one in found.rows] == [
        (late.number, 1, False),
        (many.number, 5, True),
    ]
    assert found.total == 2


def test_a_few_rows_of_many_and_how_many_there_are(village):
    for who in range(waiting.MOST + 2):
        problem(village, who, f"Masalah {who}", at=DURING - 30 * DAY + who)
    found = of_moderator(village).problems
    assert [one.title for one in found.rows] == [f"Masalah {who}" for who in range(waiting.MOST)]
    assert found.total == waiting.MOST + 2


@pytest.mark.parametrize(
    ("until", "seen"), [(TONIGHT, True), (TONIGHT + 1, False), (TONIGHT - 5 * DAY, True)]
)
def test_a_phase_waits_from_the_day_it_ends_on(village, until, seen):
    view = made.start(village, template="quick")
    values = {"phase": "decision", "phase_until": until}
    village.database.write(lambda c: matters.store.change(c, view.id, **values))
    assert [one.number for one in of_moderator(village).phases.rows] == [view.number] * seen


def test_a_talk_without_a_summary_waits_some_days_earlier(village):
    view = talk.talk(village)
    talk.speak(village, view, 0)
    gone = talk.speak(village, view, 1)
    talk.speak(village, view, 1, "against", at=DURING + 1)
    assert gone.side == "for"
    until = TONIGHT + waiting.SOON
    village.database.write(lambda c: matters.store.change(c, view.id, phase_until=until))
    (found,) = of_moderator(village).phases.rows
    assert (found.number, found.count, found.pressing) == (view.number, 2, False)
    talk.summarise(village, view)
    assert of_moderator(village).phases.rows == ()


def test_verdicts_and_amendments_wait_by_matter_and_by_solution(village):
    view = solutions.matter(village)
    first = solutions.propose(village, view)
    solutions.propose(village, view, 1)
    solutions.verify(village, first, at=DURING + 1)
    amendment = solutions.amend(village, first, 2, title="Lain", at=DURING + 2)
    solutions.amend(village, first, 3, title="Lain lagi", at=DURING + 3)
    found = of_moderator(village, at=DURING + 8 * DAY, tonight=TONIGHT + 8 * DAY)
    (verdict,), (waits,) = found.verdicts.rows, found.amendments.rows
    assert (verdict.number, verdict.solution, verdict.count) == (view.number, 2, 1)
    assert not verdict.pressing
    assert (waits.solution, waits.item, waits.count) == (1, amendment.id, 2)
    assert waits.title == first.text.title
    solutions.revise(village, first, title="Pipa lain", at=DURING + 4)
    (verdict,) = of_moderator(village).verdicts.rows
    assert (verdict.solution, verdict.count, verdict.pressing) == (1, 2, True)
    village.database.write(lambda c: matters.store.change(c, view.id, hidden=True))
    assert of_moderator(village).verdicts.rows == ()


def test_an_appeal_waits_for_nobody_who_is_a_party(village):
    view = talk.talk(village)
    said = talk.speak(village, view, 0)
    second, third = talk.second_moderator(village), village.add("M3", "Bu Ani", "moderator")
    talk.flag(village, third, said)
    case = talk.hide(village, said)
    assert village.read(waiting.appeals, second).rows == ()
    talk.appeal(village, case, 0, at=DURING + 5)
    (found,) = village.read(waiting.appeals, second).rows
    assert (found.item, found.number, found.at) == (case.id, view.number, DURING + 5)
    assert village.read(waiting.appeals, village.moderator).rows == ()
    assert village.read(waiting.appeals, third).rows == ()


def test_an_outcome_and_a_contest_are_known_by_their_matter(village):
    view = made.start(village, template="quick")
    number = village.draft()
    village.write(deciding.store.tie_contest, village.view(number).id, view.id)
    assert village.read(waiting.contests) == {number: (view.number, "choice")}
    village.write(deciding.expect, view.id, contest_id=village.view(number).id, at=DURING)
    (outcome,) = of_moderator(village).outcomes
    assert outcome.contest == number


def test_the_talk_that_closes_first_is_heard_by_place(village):
    assert village.read(waiting.voices, village.moderator) is None
    view = talk.talk(village)
    for who in range(4):
        talk.speak(village, view, who)
    (place,) = village.read(waiting.voices, village.moderator).places
    assert (place.place, place.spoke, place.residents) == ("Krajan", None, 12)
    hidden = talk.speak(village, view, 4)
    (place,) = village.read(waiting.voices, village.moderator).places
    assert place.spoke == 5
    talk.hide(village, hidden)
    (place,) = village.read(waiting.voices, village.moderator).places
    assert place.spoke is None
    assert village.read(store.voices).number == view.number
    village.database.write(lambda c: matters.store.change(c, view.id, phase=Phase.CAPACITY.value))
    assert village.read(waiting.voices, village.moderator) is None
