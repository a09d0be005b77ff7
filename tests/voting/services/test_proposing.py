"""Solutions: proposed, changed version by version, withdrawn; which problems they answer."""

from fractions import Fraction

import pytest

from tests import matters, solutions
from tests.solutions import PIPE, PIPES, matter, propose, revise
from tests.talk import hide, second_moderator
from tests.village import DURING
from voting.canonical import sha256
from voting.deliberation.matters import Phase
from voting.deliberation.solutions import Fit, written
from voting.errors import ConflictError, ForbiddenError, InvalidError, MissingError
from voting.services import notices, proposing, searching
from voting.store.rows import gathering

DAY = 86_400


def told(village, who):
    return [one.kind for one in village.read(notices.inbox, village.residents[who], limit=9)]


def test_a_solution_gets_a_number_a_hash_and_a_day_of_verification(village):
    view = matter(village)
    village.write(notices.follow, village.residents[5].id, view.id, DURING)
    made = propose(village, view)
    assert (made.number, made.version, made.matter) == (1, 1, view.number)
    assert made.text.money == 34_200_000
    assert made.text.picture == view.picture  # where nobody chose one
    assert made.verify_due == DURING + 14 * DAY
    assert made.hash == sha256(written(made.text, view.number, 1)[0])
    assert told(village, 5)[0] == "solution-proposed"
    assert "solution-proposed" not in told(village, 0)
    assert village.read(notices.is_followed, village.residents[0].id, view.id)
    found = village.read(searching.found, "ganti pipa 1.200", limit=5)
    assert [one.number for one in found] == [view.number]


def test_sent_twice_it_is_one_solution_and_numbers_count_in_the_matter(village):
    view = matter(village)
    first = propose(village, view)
    assert propose(village, view).id == first.id
    assert propose(village, view, key="b").number == 2
    assert propose(village, view, 1).number == 3
    assert propose(village, matter(village, title="Lampu mati")).number == 1


def test_who_may_not_or_not_now_is_refused(village):
    view = matters.start(village)
    with pytest.raises(ConflictError, match="not-in-this-phase"):
        propose(village, view)
    with pytest.raises(ForbiddenError):
        propose(village, matter(village, title="b"), village.auditor)
    with pytest.raises(MissingError):
        village.read(proposing.show, view, 1)


def test_five_a_day(village):
    view = matter(village)
    for number in range(5):
        propose(village, view, key=str(number))
    with pytest.raises(ConflictError, match="too-many"):
        propose(village, view, key="six")
    propose(village, view, key="six", at=DURING + DAY + 1)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": " \u200b"}, "solution.no-title"),
        ({"title": "x" * 121}, "matter.text-too-long"),
        ({"words": "x" * 4001}, "matter.text-too-long"),
        ({"gains": "x" * 301}, "matter.text-too-long"),
        ({"place": "Atlantis"}, "problem.no-such-place"),
        ({"cites": ()}, "solution.no-problem"),
        ({"cites": (" ", "\u200b")}, "solution.no-problem"),
        ({"cites": ("M-1999-001",)}, "solution.no-such-problem"),
        ({"cites": ("\x00é",)}, "solution.no-such-problem"),
        ({"cites": tuple(f"M-2023-{n:03}" for n in range(11))}, "solution.too-many-cites"),
        ({"costs": (solutions.replace(PIPE, what="\u200b"),)}, "solution.no-what"),
        ({"costs": (solutions.replace(PIPE, unit="x" * 31),)}, "matter.text-too-long"),
        ({"fit": {"land": Fit(words="x" * 301)}}, "matter.text-too-long"),
    ],
)
def test_words_that_cannot_be_are_refused(village, values, code):
    view = matter(village)
    with pytest.raises(InvalidError) as refused:
        propose(village, view, **values)
    assert refused.value.code == code


def test_it_answers_its_matter_and_others_but_none_that_is_hidden(village):
    other = matters.start(village, title="Sumur kering")
    view = matter(village)
    propose(village, view, cites=(view.number, other.number.lower(), other.number))
    assert village.read(proposing.citing, other) == ((view.number, 1, PIPES.title),)
    assert village.read(proposing.citing, view) == ()
    hide(village, other, "matter", actor=second_moderator(village))
    with pytest.raises(InvalidError, match="no-such-problem"):
        propose(village, view, key="b", cites=(other.number,))


def test_a_meeting_is_no_problem_but_those_it_gathers_are(village):
    problem = matters.start(village, title="Sumur kering")
    meeting = matters.start(village, "musdes", title="Rapat dusun")
    assert propose(village, meeting).text.cites == (meeting.number,)  # it gathers nothing yet
    row = {"matter_id": meeting.id, "part_id": problem.id, "at": DURING}
    village.database.write(lambda c: c.execute(gathering.insert().values(**row)))
    with pytest.raises(InvalidError, match="no-problem"):
        propose(village, meeting, key="b")
    assert propose(village, meeting, key="b", cites=(problem.number,)).number == 2


def test_a_change_is_a_new_version_and_the_old_one_stays(village):
    first = propose(village, matter(village))
    second = revise(village, first, title="Ganti pipa 900 meter")
    assert (second.version, second.changed_at) == (2, DURING + 1)
    old = village.read(proposing.versions, second)
    assert [(one.number, one.text.title) for one in old] == [
        (2, "Ganti pipa 900 meter"),
        (1, "Ganti pipa 1.200 meter"),
    ]
    assert (old[1].hash, old[0].hash) == (first.hash, second.hash)
    assert revise(village, second).version == 2  # the same words
    assert village.read(searching.found, "900", limit=5)
    assert not village.read(searching.found, "1.200", limit=5)


def test_of_two_authors_at_once_one_wins(village):
    first = propose(village, matter(village))
    second = revise(village, first, title="Pipa 900 meter")
    assert revise(village, first, title="Pipa 900 meter").version == 2  # the form came twice
    with pytest.raises(ConflictError, match="changed-meanwhile"):
        revise(village, first, title="Pipa 800 meter")
    assert solutions.now(village, first).text == second.text


def test_only_authors_change_it_and_only_while_it_is_talked_about(village):
    view = matter(village, Phase.TALK)
    solution = village.read(proposing.show, view, 1)
    with pytest.raises(ForbiddenError):
        revise(village, solution, 1, title="Milik saya")
    village.database.write(
        lambda c: proposing.matters.store.change(c, view.id, phase=Phase.DECISION.value)
    )
    with pytest.raises(ConflictError, match="not-in-this-phase"):
        revise(village, solution, title="Terlambat")


def test_withdrawn_it_is_neither_found_nor_decided_on(village):
    view = matter(village)
    solution = propose(village, view)
    with pytest.raises(ForbiddenError):
        village.write(proposing.withdraw, village.residents[1], view.number, 1, at=DURING)
    for _twice in range(2):
        village.write(proposing.withdraw, village.residents[0], view.number, 1, at=DURING)
    assert village.read(proposing.standing, view.id) == ()
    assert not village.read(searching.found, "ganti", limit=5)
    with pytest.raises(ConflictError, match="was-withdrawn"):
        revise(village, solution, title="Lagi")


def test_hidden_it_is_not_found_until_it_is_shown_again(village):
    view = matter(village)
    solution = propose(village, view)
    hide(village, solution, "solution")
    assert village.read(proposing.standing, view.id) == ()
    assert not village.read(searching.found, "ganti", limit=5)
    with pytest.raises(ConflictError, match="is-hidden"):
        revise(village, solution, title="Lagi")
    village.write(proposing.searching.refresh, view.id)


def test_what_can_be_decided_on(village):
    view = matter(village)
    propose(village, view)
    half = solutions.replace(PIPE, volume=Fraction(5, 2), price=1001, source="own")
    propose(village, view, 1, title="Sumur bor", costs=(half,), picture="sawah")
    solutions.verify(village, village.read(proposing.show, view, 2), "yellow")
    first, second = village.read(proposing.standing, view.id)
    assert (first.number, first.cost, first.in_kind, first.light) == (1, 34_200_000, 4_200_000, "")
    assert (second.title, second.cost, second.picture, second.light) == (
        "Sumur bor", 2503, "sawah", "yellow",
    )  # fmt: skip
    revise(village, village.read(proposing.show, view, 2), 1, title="Sumur bor 40 m")
    assert village.read(proposing.standing, view.id)[1].light == ""
