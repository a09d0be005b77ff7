"""Sessions end by themselves, by signing out, and never carry more roles than they proved."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.village import FOUNDED
from voting.roll import Role
from voting.services import sessions

TOKEN = b"t" * 32
HOUR = 3600
MINUTE = 60


def found(village, at, token=TOKEN):
    return village.read(sessions.find, token, at)


@pytest.mark.parametrize(
    ("officer", "idle", "longest"),
    [(True, 30 * MINUTE, 12 * HOUR), (False, 8 * HOUR, 24 * HOUR)],
)
def test_a_session_ends_when_idle_and_in_any_case_some_day(village, officer, idle, longest):
    person = village.residents[0]
    village.write(sessions.start, person.id, officer, TOKEN, FOUNDED)
    assert found(village, FOUNDED + idle - 1) == person
    assert found(village, FOUNDED + idle) is None
    for at in range(FOUNDED, FOUNDED + longest, idle // 2):
        assert found(village, at) == person
        village.write(sessions.touch, TOKEN, at)
    assert found(village, FOUNDED + longest) is None


def test_use_is_noted_at_most_once_a_minute(village):
    village.write(sessions.start, village.residents[0].id, False, TOKEN, FOUNDED)
    assert not village.read(sessions.look_up, TOKEN, FOUNDED + 59).touch_due
    assert not village.write(sessions.touch, TOKEN, FOUNDED + 59)
    assert village.read(sessions.look_up, TOKEN, FOUNDED + 60).touch_due
    assert village.write(sessions.touch, TOKEN, FOUNDED + 60)
    assert not village.write(sessions.touch, TOKEN, FOUNDED + 61)


def test_a_session_by_slip_is_a_residents_and_one_by_password_an_officers(sqlite_village):
    village = sqlite_village
    both = village.add("B1", "Bu Lurah", Role.RESIDENT, Role.MODERATOR)
    village.write(sessions.start, both.id, False, TOKEN, FOUNDED)
    village.write(sessions.start, both.id, True, b"o" * 32, FOUNDED)
    assert found(village, FOUNDED).roles == {Role.RESIDENT}
    assert found(village, FOUNDED, b"o" * 32).roles == {Role.RESIDENT, Role.MODERATOR}


def test_signing_out_ends_one_session_or_all(village):
    ours, theirs = village.residents[:2]
    for person, token in ((ours, b"a"), (ours, b"b"), (theirs, b"c")):
        village.write(sessions.start, person.id, False, token, FOUNDED)
    village.write(sessions.end, b"a")
    assert found(village, FOUNDED, b"a") is None
    assert found(village, FOUNDED, b"b") == ours
    assert village.write(sessions.end_all, ours.id) == 1
    assert found(village, FOUNDED, b"b") is None
    assert found(village, FOUNDED, b"c") == theirs


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 10 * HOUR), max_size=20), st.booleans())
def test_a_session_is_never_alive_after_an_idle_gap(sqlite_village, gaps, officer):
    village = sqlite_village
    token = repr((gaps, officer)).encode()
    village.write(sessions.end, token)
    village.write(sessions.start, village.residents[0].id, officer, token, FOUNDED)
    idle, longest = (30 * MINUTE, 12 * HOUR) if officer else (8 * HOUR, 24 * HOUR)
    at = seen = FOUNDED
    over = False
    for gap in gaps:
        at += gap
        over = over or at - seen >= idle or at - FOUNDED >= longest
        alive = village.read(sessions.look_up, token, at)
        assert (alive is None) == over
        if alive is not None and alive.touch_due:
            village.write(sessions.touch, token, at)
            seen = at
