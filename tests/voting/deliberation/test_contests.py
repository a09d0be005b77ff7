import pytest

from voting.deliberation import (
    STEPS,
    Act,
    ContestState,
    Voting,
    allows,
    check_act,
    check_publishable,
)
from voting.errors import ConflictError, ForbiddenError
from voting.roll import Role

OPENS, CLOSES, GRACE = 1_000, 2_000, 60
ROAD = ("open", "closed", "sealed", "counted", "drawn", "published")


def voting(state=ContestState.OPEN):
    return Voting(state=state, opens=OPENS, closes=CLOSES, grace=GRACE)


def test_the_whole_road_and_no_way_back():
    state = ContestState.DRAFT
    for act, expected in zip(
        ("open", "close", "seal", "count", "draw", "publish"), ROAD, strict=True
    ):
        passed = state
        state = check_act(state, Act(act), [Role.MODERATOR])
        assert state == expected
        assert not any(STEPS[a].after == passed for a in Act if allows(state, a))
    assert not any(allows(ContestState.PUBLISHED, act) for act in Act)
    assert not any(allows(ContestState.CANCELLED, act) for act in Act)


def test_a_result_without_a_tie_needs_no_draw():
    assert check_act(ContestState.COUNTED, Act.PUBLISH, [Role.MODERATOR]) == ContestState.PUBLISHED
    check_publishable(ContestState.COUNTED, tied=False)
    check_publishable(ContestState.DRAWN, tied=True)
    with pytest.raises(ConflictError) as refusal:
        check_publishable(ContestState.COUNTED, tied=True)
    assert refusal.value.code == "contest.tie-not-drawn"


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", ContestState)
@pytest.mark.parametrize("role", Role)
def test_role_first_then_state(act, state, role):
    if role not in STEPS[act].roles:
        with pytest.raises(ForbiddenError):
            check_act(state, act, [role])
    elif state not in STEPS[act].before:
        with pytest.raises(ConflictError):
            check_act(state, act, [role])
    else:
        assert check_act(state, act, [role]) == (STEPS[act].after or state)


def test_nobody_without_a_role_does_anything():
    for act in Act:
        with pytest.raises(ForbiddenError):
            check_act(ContestState.OPEN, act, [])


@pytest.mark.parametrize(
    ("at", "takes"),
    [
        (OPENS - 1, False),
        (OPENS, True),
        (CLOSES, True),
        (CLOSES + GRACE - 1, True),
        (CLOSES + GRACE, False),
    ],
)
def test_ballots_are_taken_from_opening_to_the_end_of_grace(at, takes):
    assert voting().takes_ballots(at) is takes
    if takes:
        voting().check_cast(at)
    else:
        with pytest.raises(ConflictError):
            voting().check_cast(at)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("draft", "contest.not-open-yet"),
        ("cancelled", "contest.was-cancelled"),
        ("closed", "contest.is-closed"),
        ("published", "contest.is-closed"),
    ],
)
def test_the_record_counts_whatever_the_clock_says(state, code):
    with pytest.raises(ConflictError) as refusal:
        voting(ContestState(state)).check_cast(OPENS + 1)
    assert refusal.value.code == code


def test_only_an_open_contest_falls_due():
    assert voting().is_due_to_close(CLOSES + GRACE)
    assert not voting().is_due_to_close(CLOSES + GRACE - 1)
    assert not voting(ContestState.CLOSED).is_due_to_close(CLOSES + GRACE)
