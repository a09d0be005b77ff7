"""Problems: raised by residents, supported, answered in public, merged with everybody's consent."""

import pytest

from tests.village import DURING, chance
from voting.deliberation.matters import Phase
from voting.errors import ConflictError, ForbiddenError, InvalidError, MissingError
from voting.services import answering, matters, merging, notices, raising, recording, searching
from voting.services.raising import ProblemDraft
from voting.store import problems

DAY = 86_400
AIR = ProblemDraft(title="Air sering mati", words="Pipa bocor.", theme="water", place="Krajan")


def raised(village, who=0, key="a", at=DURING, **values):
    draft = ProblemDraft(**{**AIR.__dict__, **values})
    token = chance("problem", who, key).hex()
    return village.write(raising.raise_problem, village.residents[who], draft, key=token, at=at)


def supported(village, view, *who, wanted=True, at=DURING):
    for one in who:
        view = village.write(
            raising.support, village.residents[one], view.number, wanted=wanted, at=at
        )
    return view


def answered(village, view, decision, words="Kami setuju.", seen=0, **values):
    return village.write(
        answering.answer,
        village.moderator,
        view.number,
        decision,
        words,
        **{"seen": seen, "at": DURING, **values},
    )


def told(village, who):
    found = village.read(notices.inbox, village.residents[who], limit=9)
    return [notice.kind for notice in found]


def test_a_problem_gets_a_number_a_date_and_stands_in_the_log(village):
    view = raised(village, households=38, causes=("Pipa tua", " ", "Tak ada iuran"))
    assert view.number == "M-2023-001"
    assert view.phase is Phase.PROBLEM
    assert view.answer_due == DURING + 14 * DAY
    assert (view.supports, view.households, view.causes) == (1, 38, ("Pipa tua", "Tak ada iuran"))
    acts = village.read(recording.acts_of_matter, view.id)
    assert [(act.kind, act.officer) for act in acts] == [("matter-raised", "Warga Tirtasari 0000")]
    assert [v.number for v in village.read(searching.found, "iuran", limit=5)] == [view.number]


def test_sent_twice_it_is_one_problem_and_numbers_have_no_gap(village):
    first = raised(village)
    assert raised(village).number == first.number
    assert raised(village, key="b").number == "M-2023-002"
    assert raised(village, who=1).number == "M-2023-003"  # the same key of somebody else


def test_only_residents_raise_and_only_so_many_a_day(village):
    with pytest.raises(ForbiddenError):
        village.write(raising.raise_problem, village.auditor, AIR, key="x" * 32, at=DURING)
    for number in range(5):
        raised(village, key=number)
    with pytest.raises(ConflictError, match="too-many"):
        raised(village, key="six")
    raised(village, key="six", at=DURING + DAY + 1)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": " \u200b "}, "matter.no-title"),
        ({"title": "x" * 121}, "matter.text-too-long"),
        ({"words": "x" * 4001}, "matter.text-too-long"),
        ({"theme": "cuaca"}, "matter.no-theme"),
        ({"place": "Jakarta"}, "problem.no-such-place"),
        ({"households": 0}, "problem.households"),
        ({"households": 10**9}, "problem.households"),
        ({"causes": ("a",) * 6}, "matter.text-too-long"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(village, values, code):
    with pytest.raises(InvalidError) as refused:
        raised(village, **values)
    assert refused.value.code == code
    assert village.read(matters.count, matters.Wanted()) == 0


def test_supporting_counts_once_and_can_be_taken_back_but_not_by_the_author(village):
    view = supported(village, raised(village), 1, 1, 2)
    assert view.supports == 3
    assert supported(village, view, 1, wanted=False).supports == 2
    assert supported(village, view, 1).supports == 3
    with pytest.raises(ConflictError, match="your-own"):
        supported(village, view, 0, wanted=False)
    with pytest.raises(ForbiddenError):
        village.write(raising.support, village.auditor, view.number, wanted=True, at=DURING)
    with pytest.raises(MissingError):
        village.write(raising.support, village.residents[0], "M-2099-001", wanted=True, at=DURING)


def test_at_the_threshold_the_answer_presses_and_moderators_are_told_once(village):
    view = raised(village)
    assert village.read(raising.threshold_of, view.place) == 5
    view = supported(village, view, 1, 2, 3)
    assert view.answer_due == DURING + 14 * DAY
    view = supported(village, view, 4, at=DURING + DAY)
    assert view.answer_due == DURING + DAY + 7 * DAY
    supported(village, view, 5, 6)
    box = village.read(notices.inbox, village.moderator, limit=9)
    assert [(notice.kind, notice.detail["count"]) for notice in box] == [("pressing", 5)]


def test_taking_a_problem_up_opens_the_solutions_and_tells_whoever_has_it(village):
    view = supported(village, raised(village), 1)
    with pytest.raises(ConflictError, match="needs-answer"):
        village.write(
            matters.move,
            village.moderator,
            view.number,
            Phase.SOLUTIONS,
            seen=view.phase,
            at=DURING,
        )
    view = answered(village, view, "take-up")
    assert view.phase is Phase.SOLUTIONS
    assert view.answer_due is None
    kinds = [act.kind for act in village.read(recording.acts_of_matter, view.id)]
    assert kinds == ["matter-raised", "matter-answered", "matter-moved"]
    assert told(village, 0) == told(village, 1) == ["answered-take-up"]
    assert told(village, 2) == []


def test_later_needs_a_date_and_declining_ends_it_with_the_reason(village):
    view = raised(village)
    with pytest.raises(InvalidError, match="no-answer-date"):
        answered(village, view, "later", due=DURING)
    view = answered(village, view, "later", due=DURING + 60 * DAY)
    assert (view.phase, view.answer_due) == (Phase.PROBLEM, DURING + 60 * DAY)
    assert view.phase_until == view.answer_due
    with pytest.raises(ConflictError, match="needs-answer"):
        village.write(
            matters.move,
            village.moderator,
            view.number,
            Phase.SOLUTIONS,
            seen=view.phase,
            at=DURING,
        )
    view = answered(village, view, "decline", "Bukan wewenang desa.", seen=1)
    assert view.ended_as == "declined"
    acts = village.read(recording.acts_of_matter, view.id)
    assert acts[-1].reason == "Bukan wewenang desa."
    with pytest.raises(ConflictError, match="has-ended"):
        answered(village, view, "take-up", seen=2)
    with pytest.raises(ConflictError, match="has-ended"):
        supported(village, view, 1)


def test_two_moderators_answer_at_once_and_one_is_told(village):
    view = raised(village)
    answered(village, view, "later", due=DURING + DAY)
    with pytest.raises(ConflictError, match="answered-meanwhile"):
        answered(village, view, "decline", seen=0)
    assert len(village.read(answering.answers, view)) == 1


@pytest.mark.parametrize(
    ("decision", "words", "code"),
    [("maybe", "Ya.", "problem.no-decision"), ("take-up", " \n ", "problem.no-answer")],
)
def test_an_answer_needs_a_decision_and_words(village, decision, words, code):
    view = raised(village)
    with pytest.raises(InvalidError) as refused:
        answered(village, view, decision, words)
    assert refused.value.code == code


def merger(village, view, into):
    return village.write(
        merging.propose, village.moderator, view.number, into.number, "Sama.", at=DURING
    )


def test_a_merger_happens_only_with_consent_and_asks_each_supporter(village):
    target = raised(village, who=3, key="b", title="Lampu mati di Krajan")
    view = supported(village, raised(village), 1, 2)
    proposed = merger(village, view, target)
    assert told(village, 0) == ["merger-proposed"]
    with pytest.raises(ForbiddenError, match="not-yours"):
        village.write(merging.consent, village.residents[1], proposed.id, agreed=True, at=DURING)
    village.write(merging.consent, village.residents[0], proposed.id, agreed=True, at=DURING)
    view, target = (village.read(matters.show, one.number) for one in (view, target))
    assert (view.ended_as, view.merged_into) == ("merged", target.number)
    assert target.supports == 2  # its own author and the one who agreed: nobody else was moved
    assert [one.number for one in village.read(merging.mergers_into, target.id)] == [view.number]
    for who, says in ((1, True), (2, False)):
        (asked,) = village.read(merging.asked, village.residents[who])
        village.write(merging.reply, village.residents[who], asked.id, agreed=says, at=DURING)
        assert village.read(merging.asked, village.residents[who]) == ()
    assert village.read(matters.show, target.number).supports == 3
    with pytest.raises(ConflictError, match="answered-already"):
        village.write(merging.reply, village.residents[2], asked.id, agreed=True, at=DURING)
    assert village.read(problems.supporters, view.id)  # its own supporters stay on its own page


def test_a_refused_merger_leaves_everything_as_it_was(village):
    target = raised(village, who=3, key="b")
    view = raised(village)
    proposed = merger(village, view, target)
    with pytest.raises(ConflictError, match="proposed-already"):
        merger(village, view, target)
    village.write(merging.consent, village.residents[0], proposed.id, agreed=False, at=DURING)
    assert village.read(matters.show, view.number).ended_as == ""
    with pytest.raises(ConflictError, match="answered-already"):
        village.write(merging.consent, village.residents[0], proposed.id, agreed=True, at=DURING)


def test_a_matter_cannot_merge_with_itself_or_into_one_that_ended(village):
    view, target = raised(village), raised(village, who=3, key="b")
    with pytest.raises(ConflictError, match=r"merging\.same"):
        merger(village, view, view)
    proposed = merger(village, view, target)
    answered(village, target, "decline")
    with pytest.raises(ConflictError, match="has-ended"):
        village.write(merging.consent, village.residents[0], proposed.id, agreed=True, at=DURING)
    with pytest.raises(ConflictError, match="has-ended"):
        merger(village, raised(village, key="c"), target)


def test_the_thresholds_of_several_places_are_those_of_each(village):
    places = ("", "Krajan", "Krajan, RT 01", "Nowhere")
    each = {place: village.read(raising.threshold_of, place) for place in places}
    assert village.read(raising.thresholds_of, places) == each
