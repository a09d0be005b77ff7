"""Casting: what is stored, what is refused, and that a repetition changes nothing (T4)."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.village import AFTER, CLOSES, DURING, GRACE, OPENED, OPENS, chance
from voting.audit.notes import read_note
from voting.audit.receipts import read_receipt
from voting.ballots import Ranking
from voting.errors import ConflictError, ForbiddenError, InvalidBallotError, InvalidError
from voting.services import balloting, changing, opening
from voting.services.keys import receipt_name
from voting.store import ballot_box
from voting.store.rows import box, elector, log_entry, open_ballot, retry

LEVELS = pytest.mark.parametrize("level", ["A", "B"])


def counts(village):
    """Return how many ballots, receipts, marks and log entries there are."""
    tables = (box, retry, open_ballot, log_entry)
    with village.database.read() as c:
        rows = [c.execute(select(func.count()).select_from(t)).scalar() for t in tables]
        return (*rows, c.execute(select(func.sum(elector.c.voted))).scalar() or 0)


def refuses(village, code, do, error=ConflictError):
    """Assert that something is refused with a code and stores nothing."""
    before = counts(village)
    with pytest.raises(error) as refusal:
        do()
    assert refusal.value.code == code
    assert counts(village) == before


@LEVELS
def test_a_ballot_is_stored_with_the_mark(village, level):
    number = village.open(level)
    before = counts(village)
    receipt = village.cast(number, 0, "1", "2")
    boxed, kept, opened, entries, marks = (
        a - b for a, b in zip(counts(village), before, strict=True)
    )
    assert (boxed, kept, opened, entries) == ((1, 1, 0, 0) if level == "B" else (0, 0, 1, 1))
    assert marks == 1
    right = village.read(balloting.may_vote, village.residents[0], number, DURING)
    assert (right.eligible, right.voted, right.open) == (True, True, True)
    assert right.may_cast is (level == "A")
    assert receipt.code.count("-") == 3


@LEVELS
def test_the_receipt_is_a_signed_promise_that_opens(village, level):
    number = village.open(level)
    receipt = village.cast(number, 0, "3", "1")
    key = village.keys.receipt.public(receipt_name("desa-tirtasari.example/log"))
    file = read_receipt(receipt.file)
    assert file.is_signed_by(key)
    assert file.fits_opening()
    assert file.commitment == receipt.commitment
    assert read_note(receipt.note) == file.note
    assert file.opening.voter == receipt.nv == chance("voter", number, 0, 0)


@LEVELS
def test_a_repetition_gets_the_same_receipt_and_stores_nothing(village, level):
    number = village.open(level)
    prepared = village.prepare(number, 0, "1")
    first = village.write(balloting.cast, village.residents[0], prepared, "phone", DURING)
    before = counts(village)
    again = village.prepare(number, 0, "1")  # sealed anew, with other random bytes
    assert level == "A" or again.sealed != prepared.sealed
    for at in (DURING, CLOSES + GRACE - 1, AFTER):
        second = village.write(balloting.cast, village.residents[0], again, "phone", at)
        assert second == first
    assert counts(village) == before


@LEVELS
def test_a_repetition_counts_as_one_even_after_its_option_was_withdrawn(village, level):
    number = village.open(level)
    first = village.cast(number, 0, "1", "2")
    village.write(changing.withdraw_option, village.moderator, number, "2", "Ditarik", at=DURING)
    assert village.cast(number, 0, "1", "2") == first


def test_a_second_secret_ballot_is_refused(village):
    number = village.open()
    village.cast(number, 0, "1")
    refuses(village, "ballot.already-cast", lambda: village.cast(number, 0, "2", retry=1))
    # The same form, changed with the back button and sent again, is no repetition.
    refuses(village, "ballot.already-cast", lambda: village.cast(number, 0, "2"))


def test_an_open_ballot_may_be_replaced_until_the_close(village):
    number = village.open("A")
    village.cast(number, 0, "1")
    village.cast(number, 0, "2", retry=1)
    assert village.read(balloting.own_ballot, village.residents[0], number) == Ranking.of("2")
    assert village.view(number).voted == 1
    refuses(village, "contest.is-closed", lambda: village.cast(number, 0, "3", retry=2, at=AFTER))
    refuses(village, "ballot.already-cast", lambda: village.cast(number, 0, "3", retry=1))


def test_nobody_can_say_what_a_secret_ballot_said(village):
    number = village.open()
    village.cast(number, 0, "1")
    assert village.read(balloting.own_ballot, village.residents[0], number) is None


@LEVELS
def test_people_who_are_not_on_the_roll_are_refused(village, level):
    number = village.open(level)
    stranger = village.add("W9999", "Warga baru", *village.residents[0].roles)
    prepared = village.prepare(number, "stranger", "1")
    refuses(
        village,
        "ballot.not-on-roll",
        lambda: village.write(balloting.cast, stranger, prepared, "phone", DURING),
        ForbiddenError,
    )
    village.write(
        changing.strike_elector,
        village.roll_officer,
        number,
        village.residents[1].id,
        "Sudah pindah",
        at=DURING,
    )
    refuses(village, "ballot.not-on-roll", lambda: village.cast(number, 1, "1"), ForbiddenError)
    assert not village.read(balloting.may_vote, village.residents[1], number, DURING).eligible


@LEVELS
def test_officers_vote_as_residents_or_not_at_all(village, level):
    number = village.open(level)
    prepared = village.prepare(number, "moderator", "1")
    refuses(
        village,
        "contest.not-your-act",
        lambda: village.write(balloting.cast, village.moderator, prepared, "phone", DURING),
        ForbiddenError,
    )


@LEVELS
def test_early_and_late_ballots_are_refused(village, level):
    number = village.open(level)
    for at, code in (
        (OPENS - 1, "contest.not-open-yet"),
        (AFTER, "contest.is-closed"),
        (AFTER + 86_400, "contest.is-closed"),
    ):
        refuses(village, code, lambda at=at: village.cast(number, 0, "1", at=at))
    village.cast(number, 0, "1", at=AFTER - 1)


def test_a_draft_and_a_cancelled_contest_take_no_ballot(village):
    number = village.draft()
    refuses(village, "contest.not-open-yet", lambda: village.cast(number, 0, "1"))
    village.write(opening.open_contest, village.moderator, village.keys, number, OPENED)
    village.write(changing.cancel, village.moderator, number, "Keliru", at=DURING)
    refuses(village, "contest.was-cancelled", lambda: village.cast(number, 0, "1"))


@LEVELS
def test_a_ballot_that_names_a_withdrawn_option_is_refused(village, level):
    number = village.open(level)
    prepared = village.prepare(number, 0, "2", "1")  # on its way when the option goes
    village.write(changing.withdraw_option, village.moderator, number, "2", "Ditarik", at=DURING)
    refuses(
        village,
        "ballot.option-withdrawn",
        lambda: village.write(balloting.cast, village.residents[0], prepared, "phone", DURING),
        InvalidBallotError,
    )
    refuses(
        village, "ballot.option-withdrawn", lambda: village.cast(number, 0, "2"),
        InvalidBallotError,
    )  # fmt: skip
    village.cast(number, 0, "1", "3")


TAMPERED = {
    "ballot": lambda whole, _: replace(whole, ballot=Ranking.of("3")),
    "commitment": lambda whole, other: replace(whole, commitment=other.commitment),
    "opening": lambda whole, other: replace(whole, opening=other.opening),
    "share": lambda whole, _: replace(whole, opening=replace(whole.opening, voter=bytes(32))),
    "seal": lambda whole, _: replace(whole, sealed=b"" if whole.sealed else b"sealed"),
    "contest": lambda whole, other: replace(whole, poll=other.poll),
}


@LEVELS
@pytest.mark.parametrize("part", TAMPERED)
def test_a_prepared_cast_that_was_tampered_with_is_refused(village, level, part):
    number, elsewhere = village.open(level), village.open(level)
    prepared = TAMPERED[part](village.prepare(number, 0, "1"), village.prepare(elsewhere, 0, "2"))
    refuses(
        village,
        "ballot.tampered",
        lambda: village.write(balloting.cast, village.residents[0], prepared, "phone", DURING),
        InvalidError,
    )


def test_a_form_left_open_on_a_shared_phone_is_nobody_elses_receipt(village):
    number = village.open()
    prepared = village.prepare(number, 0, "1")
    village.write(balloting.cast, village.residents[0], prepared, "kiosk", DURING)
    refuses(
        village,
        "ballot.form-used-up",
        lambda: village.write(balloting.cast, village.residents[1], prepared, "kiosk", DURING),
    )
    other = village.prepare(number, 0, "2")  # the same form, another ballot: their own
    village.write(balloting.cast, village.residents[1], other, "kiosk", DURING)


def test_nothing_of_a_secret_cast_enters_the_log_before_the_close(village):
    number = village.open()
    before = counts(village)[3]
    for who in range(6):
        village.cast(number, who, "1", "2")
    assert counts(village)[3] == before
    assert village.read(ballot_box.count, village.view(number).id) == 6
