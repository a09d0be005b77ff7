"""The states of a contest: who may move it, from where, and when a ballot may be cast.

draft -> open -> closed -> sealed -> counted -> (drawn) -> published, and cancelled. Every step is
one act of one role and one entry in the public log. Nothing goes back: a contest that has closed
never opens again, whatever the clock says later. Times are Unix seconds and come in as arguments.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import NamedTuple

from voting.errors import ConflictError, ForbiddenError
from voting.roll import Role


class ContestState(StrEnum):
    """Where a contest stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    SEALED = "sealed"
    COUNTED = "counted"
    DRAWN = "drawn"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Act(StrEnum):
    """What can be done to a contest."""

    REVISE = "revise"
    OPEN = "open"
    CAST = "cast"
    EXTEND = "extend"
    WITHDRAW_OPTION = "withdraw-option"
    CORRECT_ROLL = "correct-roll"
    CANCEL = "cancel"
    CLOSE = "close"
    SEAL = "seal"
    COUNT = "count"
    DRAW = "draw"
    PUBLISH = "publish"


class Step(NamedTuple):
    """One act: the states it may start from, the state it ends in, the roles that may do it."""

    before: frozenset[ContestState]
    after: ContestState | None
    roles: frozenset[Role]


_S = ContestState
_MODERATOR = frozenset({Role.MODERATOR})


def _step(before: Collection[ContestState], after: ContestState | None, *roles: Role) -> Step:
    return Step(frozenset(before), after, frozenset(roles) or _MODERATOR)


STEPS: Mapping[Act, Step] = {
    Act.REVISE: _step([_S.DRAFT], None),
    Act.OPEN: _step([_S.DRAFT], _S.OPEN),
    Act.CAST: _step([_S.OPEN], None, Role.RESIDENT),
    Act.EXTEND: _step([_S.OPEN], None),
    Act.WITHDRAW_OPTION: _step([_S.OPEN], None),
    Act.CORRECT_ROLL: _step([_S.OPEN], None, Role.ROLL_OFFICER),
    Act.CANCEL: _step([_S.DRAFT, _S.OPEN, _S.CLOSED], _S.CANCELLED),
    Act.CLOSE: _step([_S.OPEN], _S.CLOSED),
    Act.SEAL: _step([_S.CLOSED], _S.SEALED),
    Act.COUNT: _step([_S.SEALED], _S.COUNTED),
    Act.DRAW: _step([_S.COUNTED], _S.DRAWN),
    Act.PUBLISH: _step([_S.COUNTED, _S.DRAWN], _S.PUBLISHED),
}


def allows(state: ContestState, act: Act) -> bool:
    """Tell whether an act is possible in a state, whoever does it."""
    return state in STEPS[act].before


def check_act(state: ContestState, act: Act, roles: Collection[Role]) -> ContestState:
    """Return the state after an act; ForbiddenError by role, ConflictError by state."""
    step = STEPS[act]
    if not step.roles & frozenset(roles):
        raise ForbiddenError("contest.not-your-act", act=act.value)
    if not allows(state, act):
        raise ConflictError("contest.wrong-state", act=act.value, state=state.value)
    return step.after or state


class Voting(NamedTuple):
    """When ballots are taken: from ``opens`` until ``closes`` plus ``grace`` seconds."""

    state: ContestState
    opens: int
    closes: int
    grace: int

    def is_due_to_close(self, at: int) -> bool:
        """Tell whether the contest is open on record although its time is over."""
        return self.state is ContestState.OPEN and at >= self.closes + self.grace

    def takes_ballots(self, at: int) -> bool:
        """Tell whether a ballot may be cast at this time."""
        return self.state is ContestState.OPEN and self.opens <= at < self.closes + self.grace

    def check_cast(self, at: int) -> None:
        """Refuse a ballot that comes too early or too late; nothing but the record reopens."""
        if self.state is ContestState.DRAFT or (
            self.state is ContestState.OPEN and at < self.opens
        ):
            raise ConflictError("contest.not-open-yet")
        if self.state is ContestState.CANCELLED:
            raise ConflictError("contest.was-cancelled")
        if not self.takes_ballots(at):
            raise ConflictError("contest.is-closed")


def check_publishable(state: ContestState, *, tied: bool) -> None:
    """Refuse to publish a result whose tie has not been resolved by the lot."""
    if tied and state is ContestState.COUNTED:
        raise ConflictError("contest.tie-not-drawn")
