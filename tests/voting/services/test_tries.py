"""The limit on failed tries, under a clock that the test turns."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.village import FOUNDED
from voting.errors import TooManyTriesError
from voting.services import tries

ACCOUNT = b"a" * 32


def fails(village, at, account=ACCOUNT):
    """Try once and fail; return how long one has to wait instead, or 0."""
    try:
        village.write(tries.count, account, at)
    except TooManyTriesError as error:
        return error.params["seconds"]
    return 0


def test_waiting_grows_and_has_an_end(village):
    waits, at = [], FOUNDED
    for _ in range(12):
        wait = fails(village, at)
        waits.append(wait)
        if wait:
            at += wait
            assert fails(village, at - 1) == 1
            assert fails(village, at) == 0
    assert waits == [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 900, 0]


def test_a_try_that_comes_too_early_does_not_count(sqlite_village):
    for at in (FOUNDED, FOUNDED, FOUNDED):
        assert fails(sqlite_village, at) == 0
    for _ in range(50):
        assert fails(sqlite_village, FOUNDED + 1) == 1
    assert fails(sqlite_village, FOUNDED + 2) == 0


def test_success_forgets_and_accounts_are_apart(sqlite_village):
    for _ in range(3):
        assert fails(sqlite_village, FOUNDED) == 0
    assert fails(sqlite_village, FOUNDED) == 2
    assert fails(sqlite_village, FOUNDED, b"b" * 32) == 0
    sqlite_village.write(tries.clear, ACCOUNT)
    assert fails(sqlite_village, FOUNDED) == 0


def test_a_clock_that_jumps_back_locks_nobody_out(sqlite_village):
    for _ in range(3):
        fails(sqlite_village, FOUNDED + 10**6)
    assert fails(sqlite_village, FOUNDED) == 2


def test_long_waits_are_told_in_minutes(sqlite_village):
    at = FOUNDED
    for failures in range(10):
        at += tries.wait_after(failures)
        sqlite_village.write(tries.count, ACCOUNT, at)
    with pytest.raises(TooManyTriesError) as refused:
        sqlite_village.write(tries.count, ACCOUNT, at + 1)
    assert refused.value.code == "signing-in.wait-minutes"
    assert refused.value.params == {"seconds": 899, "minutes": 15}


def test_what_was_never_looked_at_is_forgiven(sqlite_village):
    for _ in range(10):
        assert fails(sqlite_village, FOUNDED) == 0
        sqlite_village.write(tries.forgive, ACCOUNT)
    sqlite_village.write(tries.forgive, b"nobody")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=60))
def test_no_quarter_of_an_hour_has_more_than_ten_failures(sqlite_village, gaps):
    account = repr(gaps).encode()
    sqlite_village.write(tries.clear, account)
    at, failed = FOUNDED, []
    for gap in gaps:
        at += gap
        wait = fails(sqlite_village, at, account)
        assert wait <= tries.WINDOW
        if not wait:
            failed.append(at)
    for start in failed:
        assert sum(start <= at < start + tries.WINDOW for at in failed) <= tries.MOST
