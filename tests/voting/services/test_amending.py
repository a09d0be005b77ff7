"""Amendments: proposed against a version, answered with a reason; nothing is undone by accident."""

import pytest

from tests.solutions import amend, answer, matter, now, propose, replace, revise
from tests.talk import hide
from tests.village import DURING
from voting.deliberation.matters import Phase
from voting.errors import ConflictError, ForbiddenError, InvalidError, MissingError
from voting.services import amending, matters, notices, proposing

DAY = 86_400
WELL = "Sumur bor saja"


def told(village, who):
    return [one.kind for one in village.read(notices.inbox, village.residents[who], limit=9)]


def test_accepted_its_text_becomes_the_next_version(village):
    solution = propose(village, matter(village))
    made = amend(village, solution, title=WELL)
    assert told(village, 0)[0] == "amendment-proposed"
    assert now(village, solution).amendments == 1
    after = answer(village, solution, made, "accepted")
    assert (after.version, after.text.title, after.amendments) == (2, WELL, 0)
    assert told(village, 1)[0] == "amendment-accepted"
    newest, _first = village.read(proposing.versions, after)
    assert newest.amendment == made.id
    shown = village.read(amending.show, after, made.id)
    assert (shown.answer, shown.answered_by) == ("accepted", village.residents[0].name)


def test_sent_twice_it_is_one_and_answered_twice_it_is_answered_once(village):
    solution = propose(village, matter(village))
    made = amend(village, solution, title=WELL)
    assert amend(village, solution, title=WELL).id == made.id
    answer(village, solution, made, "accepted")
    assert answer(village, solution, made, "accepted").version == 2
    with pytest.raises(ConflictError, match="answered-already"):
        answer(village, now(village, solution), made, "declined")


def test_partly_the_authors_write_what_they_take(village):
    solution = propose(village, matter(village))
    made = amend(village, solution, title=WELL, gains="Semua.")
    with pytest.raises(InvalidError, match="no-text"):
        answer(village, solution, made, "partly")
    with pytest.raises(InvalidError, match="same"):
        answer(village, solution, made, "partly", wanted=solution.text)
    taken = replace(solution.text, gains="Semua.")
    after = answer(village, solution, made, "partly", wanted=taken)
    assert (after.text.title, after.text.gains) == (solution.text.title, "Semua.")


def test_declined_nothing_changes_and_the_reason_stands(village):
    solution = propose(village, matter(village))
    made = amend(village, solution, title=WELL)
    with pytest.raises(InvalidError, match="no-reason"):
        answer(village, solution, made, "declined", reason=" \u200b")
    assert answer(village, solution, made, "declined").version == 1
    (shown,) = village.read(amending.listed, solution)
    assert (shown.answer, shown.answer_reason) == ("declined", "Sudah kami timbang.")


def test_against_an_old_version_nothing_is_written(village):
    solution = propose(village, matter(village))
    early = amend(village, solution, title=WELL)
    changed = revise(village, solution, title="Pipa 900 meter")
    with pytest.raises(ConflictError) as refused:
        amend(village, solution, 2, title=WELL)
    assert (refused.value.code, refused.value.params["version"]) == ("amendment.old-version", 2)
    with pytest.raises(ConflictError, match="accept-old"):
        answer(village, changed, early, "accepted")
    with pytest.raises(ConflictError, match="changed-meanwhile"):
        answer(village, changed, early, "partly", seen=1, wanted=replace(early.text))
    assert now(village, solution).version == 2
    after = answer(village, changed, early, "partly", wanted=replace(changed.text, gains="x"))
    assert (after.version, after.text.title) == (3, "Pipa 900 meter")


def test_who_may_not_is_refused(village):
    view = matter(village)
    solution = propose(village, view)
    with pytest.raises(ConflictError, match="own-solution"):
        amend(village, solution, 0, title=WELL)
    with pytest.raises(ForbiddenError):
        amend(village, solution, village.auditor, title=WELL)
    with pytest.raises(InvalidError, match="same"):
        amend(village, solution)
    with pytest.raises(InvalidError, match="no-reason"):
        amend(village, solution, title=WELL, reason=" ")
    made = amend(village, solution, title=WELL)
    for who in (1, 2, village.moderator):
        with pytest.raises(ForbiddenError):
            answer(village, solution, made, "declined", who)
    other = propose(village, matter(village, title="Lampu mati"), 3)
    with pytest.raises(MissingError):
        answer(village, other, made, "declined", 3)
    with pytest.raises(InvalidError, match="no-answer"):
        answer(village, solution, made, "yes")


def test_after_a_week_of_silence_a_moderator_may_decline_but_never_accept(village):
    solution = propose(village, matter(village))
    made = amend(village, solution, title=WELL)
    late = DURING + 8 * DAY
    with pytest.raises(ForbiddenError, match="authors-only"):
        answer(village, solution, made, "accepted", village.moderator, at=late)
    answer(village, solution, made, "declined", village.moderator, at=late)
    assert now(village, solution).amendments == 0


def test_its_author_may_take_it_back_while_it_waits(village):
    solution = propose(village, matter(village))
    made = amend(village, solution, title=WELL)
    place = (solution.matter, solution.number, made.id)
    with pytest.raises(ForbiddenError):
        village.write(amending.take_back, village.residents[2], *place, at=DURING)
    for _twice in range(2):
        village.write(amending.take_back, village.residents[1], *place, at=DURING)
    with pytest.raises(ConflictError, match="answered-already"):
        answer(village, solution, made, "accepted")


def test_ten_a_day(village):
    solution = propose(village, matter(village))
    for number in range(10):
        amend(village, solution, title=f"{WELL} {number}", key=str(number))
    with pytest.raises(ConflictError, match="too-many"):
        amend(village, solution, title=WELL, key="x")


def test_hidden_it_waits_for_nobody_and_is_not_answered(village):
    solution = propose(village, matter(village))
    made = amend(village, solution, title=WELL)
    hide(village, made, "amendment")
    assert now(village, solution).amendments == 0
    with pytest.raises(ConflictError, match="is-hidden"):
        answer(village, solution, made, "accepted")


def test_one_that_waits_keeps_the_matter_from_being_decided(village):
    view = matter(village, Phase.TALK)
    amend(village, village.read(proposing.show, view, 1), title=WELL)
    (step, *_back) = matters.steps(view, village.read(matters.facts, view))
    assert "matter.amendments-wait" in [hole.code for hole in step.holes]


def test_picture_and_photo_stay_with_the_authors(village):
    solution = propose(village, matter(village), picture="jalan")
    made = amend(village, solution, title=WELL, picture="sawah")
    assert made.text.picture == "jalan"
