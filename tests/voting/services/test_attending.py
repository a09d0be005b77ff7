"""Presence is noted once, by oneself or by an officer with both in the log; who spoke waits."""

import pytest

from tests import sittings
from tests.village import DURING
from voting.errors import (
    ConflictError,
    ForbiddenError,
    InvalidBallotError,
    InvalidError,
    MissingError,
)
from voting.services import attending, objecting, recording, stances
from voting.store import speakers


@pytest.fixture
def number(village):
    return sittings.call(village, edits={"place": "hall"})


def present(village, number):
    view = sittings.now(village, number).view
    return [one.name for one in village.read(attending.invited, view) if one.present_at]


def test_presence_is_noted_once(village, number):
    resident = village.residents[3]
    assert village.write(attending.attend, resident, number, DURING)
    assert not village.write(attending.attend, resident, number, DURING + 1)
    with pytest.raises(ConflictError, match="present-already"):
        village.write(attending.note, village.moderator, number, resident.id, DURING)
    assert present(village, number) == [resident.name]


def test_an_officer_ticks_with_both_in_the_log(village, number):
    resident = village.residents[4]
    village.write(attending.note, village.moderator, number, resident.id, DURING)
    act = village.read(recording.public_log).acts[0]
    assert act.kind == "presence-noted"
    assert act.officer == village.moderator.name
    assert act.detail["person"] == f"person-{resident.id}"
    with pytest.raises(ForbiddenError):
        village.write(attending.note, village.residents[0], number, resident.id, DURING)


def test_only_the_invited_come(village, number):
    stranger = village.add_residents([99])[0]
    for act in (attending.attend, attending.ask):
        with pytest.raises(ForbiddenError, match="not-invited"):
            village.write(act, stranger, number, DURING)


def test_who_has_not_spoken_comes_first(village, number):
    first, second = village.residents[:2]
    sitting = sittings.now(village, number).view.id
    village.write(attending.ask, first, number, DURING)
    assert not village.write(attending.ask, first, number, DURING)
    called = village.read(speakers.waiting, sitting)[0]
    village.write(attending.call, village.moderator, number, called.id, DURING + 1)
    with pytest.raises(ConflictError, match="spoke-already"):
        village.write(attending.call, village.moderator, number, called.id, DURING + 1)
    village.write(attending.ask, first, number, DURING + 2)
    village.write(attending.ask, second, number, DURING + 3)
    assert [one.name for one in village.read(speakers.waiting, sitting)] == [
        second.name,
        first.name,
    ]
    assert village.read(speakers.speaking, sitting).name == first.name
    village.write(attending.take_back, second, number)
    assert len(village.read(speakers.waiting, sitting)) == 1


def test_a_helper_enters_a_stance_with_both_in_the_log(village, number):
    contest = sittings.open_round(village, number)
    resident = village.residents[5]
    prepared = sittings.prepare(village, contest, 5, "disagree")
    given = {"words": "Jangan malam Jumat.", "ground": "", "at": DURING + 1}
    for _ in range(2):  # the same form twice is one stance and one entry
        village.write(stances.enter, village.moderator, resident.id, prepared, **given)
    acts = [act for act in village.read(recording.public_log).acts if act.kind == "stance-entered"]
    assert [act.detail["person"] for act in acts] == [f"person-{resident.id}"]
    note = village.read(stances.own_note, resident, village.view(contest))
    assert (note.words, note.entered_by) == ("Jangan malam Jumat.", village.moderator.name)


@pytest.mark.parametrize(
    ("stance", "words", "ground", "code"),
    [
        ("disagree", " ", "", "reason-missing"),
        ("block", "", "harm", "reason-missing"),
        ("block", "Rugi.", "", "ground-missing"),
        ("block", "Rugi.", "mood", "ground-missing"),
        ("agree-note", "\u200b", "", "note-missing"),
        ("agree", "Bagus.", "", "note-without-stance"),
        ("abstain", "Entah.", "", "note-without-stance"),
    ],
)
def test_what_a_stance_needs(sqlite_village, stance, words, ground, code):
    village = sqlite_village
    contest = sittings.open_round(village, sittings.call(village))
    with pytest.raises(InvalidBallotError, match=code):
        sittings.take(village, contest, 0, stance, words, ground)


def test_words_can_be_taken_away_and_the_count_stays(village, number):
    contest = sittings.open_round(village, number)
    for who in range(11):
        sittings.take(village, contest, who, "agree")
    sittings.take(village, contest, 11, "block", "Si Anu pencuri.", "harm")
    author = village.residents[11]
    with pytest.raises(ConflictError, match="round_open"):
        village.write(stances.take_away, author, contest, author.id, "", at=DURING + 1)
    before = sittings.close(village, number)
    assert before.deliberation.objections[0].reason == "Si Anu pencuri."
    with pytest.raises(ForbiddenError):
        village.write(
            stances.take_away, village.residents[0], contest, author.id, "Kasar.", at=DURING + 9
        )
    village.write(
        stances.take_away, village.moderator, contest, author.id, "Menuduh orang.", at=DURING + 9
    )
    after = sittings.now(village, number)
    assert after.deliberation.objections[0].reason == "–"
    assert after.deliberation.rounds == before.deliberation.rounds
    with pytest.raises(MissingError):
        village.write(stances.take_away, author, contest, author.id, "", at=DURING + 9)


def test_out_of_order_needs_two_signatures(village, number):
    contest = sittings.open_round(village, number)
    for who in range(11):
        sittings.take(village, contest, who, "agree")
    sittings.take(village, contest, 11, "block", "Saya tidak suka warnanya.", "harm")
    sittings.close(village, number)
    answer = {"given": "out-of-order", "reason": "Tidak menyangkut naskah.", "at": DURING + 5}
    for who in (0, 1):
        with pytest.raises(InvalidError, match="two-cosigners"):
            village.write(objecting.answer, village.moderator, number, 1, **answer)
        assert village.write(objecting.cosign, village.residents[who], number, 1, at=DURING + 4)
    assert not village.write(objecting.cosign, village.residents[0], number, 1, at=DURING + 4)
    with pytest.raises(ForbiddenError, match="own-objection"):
        village.write(objecting.cosign, village.residents[11], number, 1, at=DURING + 4)
    after = village.write(objecting.answer, village.moderator, number, 1, **answer)
    assert len(after.deliberation.objections[0].cosigners) == 2
    with pytest.raises(ConflictError, match="answered-already"):
        village.write(objecting.answer, village.moderator, number, 1, **answer)


@pytest.mark.parametrize("typed", ["\x00", "%", "_", "\u202e", "x" * 9000])
def test_odd_words_find_nobody(village, number, typed):
    view = sittings.now(village, number).view
    found = village.read(attending.invited, view, search=typed)
    assert typed in ("\x00", "\u202e") or not found
    village.read(attending.to_invite, village.moderator, typed, DURING)
