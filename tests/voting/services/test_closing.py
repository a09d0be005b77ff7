"""Closing: written down once, whatever the clock does (T5)."""

import pytest

from tests.village import AFTER, CLOSES, DURING, GRACE
from voting.audit.entries import SYSTEM, read_entry
from voting.deliberation import ContestState
from voting.errors import ConflictError, ForbiddenError, InvalidError
from voting.services import care, changing, closing, recording
from voting.store import ballot_box, log

DAY = 86_400


def test_two_hundred_casts_straddling_the_deadline(village, size):
    """Whoever comes before closes + grace is in the box, nobody after, wherever the clock jumps."""
    electors = size(ci=200, nightly=1000)
    village.residents += village.add_residents(range(len(village.residents), electors))
    number = village.open()
    acknowledged = set()
    for who in range(electors):
        at = AFTER - 5 + who * 10 // electors  # from 5 s before the last moment to 5 s after
        if who == electors // 2:
            assert closing.close_due(village.database, AFTER - 1) == ()
        if who == electors * 3 // 4:
            assert closing.close_due(village.database, at) == (number,)
        if at < AFTER:
            village.cast(number, who, "1", at=at)
            acknowledged.add(who)
        else:
            with pytest.raises(ConflictError, match="is-closed"):
                village.cast(number, who, "1", at=at)
    assert len(acknowledged) == electors // 2
    for at in (DURING, AFTER - DAY, AFTER + DAY):  # the clock goes back, and forward
        with pytest.raises(ConflictError, match="is-closed"):
            village.cast(number, electors - 1, "1", at=at)
    assert village.read(ballot_box.count, village.view(number).id) == len(acknowledged)
    assert village.view(number).voted == len(acknowledged)


def test_a_ballot_that_arrived_is_not_called_late(village):
    number = village.open()
    village.cast(number, 0, "1", at=AFTER - 1)
    closing.close_due(village.database, AFTER)
    with pytest.raises(ConflictError, match="already-cast"):
        village.cast(number, 0, "2", retry=1, at=AFTER)


def test_the_clock_closes_once(village):
    number = village.open()
    assert closing.close_due(village.database, AFTER - 1) == ()
    assert closing.close_due(village.database, AFTER) == (number,)
    assert closing.close_due(village.database, AFTER + DAY) == ()
    view = village.view(number)
    assert (view.state, view.closed_at) == (ContestState.CLOSED, AFTER)
    act = village.read(recording.acts_of_contest, view.id)[-1]
    assert (act.kind, act.officer, act.reason) == ("closed", "", "")
    entry = read_entry(village.read(log.entries_of_contest, view.id)[-1][1])
    assert entry.actor == SYSTEM


def test_a_moderator_closes_early_only_with_a_reason(village):
    number = village.open()
    with pytest.raises(InvalidError, match="no-reason"):
        village.write(closing.close, village.moderator, number, "", at=DURING)
    with pytest.raises(ForbiddenError):
        village.write(closing.close, village.auditor, number, "Semua sudah", at=DURING)
    with pytest.raises(ConflictError, match="not-due"):
        village.write(closing.close, None, number, "", at=DURING)
    view = village.write(closing.close, village.moderator, number, "Semua sudah", at=DURING)
    assert view.state is ContestState.CLOSED
    act = village.read(recording.acts_of_contest, view.id)[-1]
    assert (act.officer, act.reason) == ("Ibu Sri", "Semua sudah")


def test_an_extended_contest_closes_at_its_new_time(village):
    number = village.open()
    village.write(changing.extend, village.moderator, number, CLOSES + 600, "Banjir", at=DURING)
    assert closing.close_due(village.database, AFTER) == ()
    village.cast(number, 0, "1", at=CLOSES + 600 + GRACE - 1)
    assert closing.close_due(village.database, CLOSES + 600 + GRACE) == (number,)


def test_closed_never_opens_again(village):
    number = village.open()
    closing.close_due(village.database, AFTER)
    for service, args in (
        (closing.close, ("Lagi",)),
        (changing.extend, (AFTER + DAY, "Lagi")),
        (changing.withdraw_option, ("1", "Lagi")),
    ):
        with pytest.raises(ConflictError):
            village.write(service, village.moderator, number, *args, at=DURING)
    assert village.view(number).state is ContestState.CLOSED


def test_receipts_for_a_retry_go_with_the_close(village):
    number = village.open()
    village.cast(number, 0, "1")
    village.write(closing.close, village.moderator, number, "Semua sudah", at=DURING)
    with village.database.read() as c:
        assert c.exec_driver_sql("SELECT count(*) FROM retry").scalar() == 1
    care.work(village.database, village.keys, DURING)
    with village.database.read() as c:
        assert c.exec_driver_sql("SELECT count(*) FROM retry").scalar() == 0
