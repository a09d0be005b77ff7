"""The way of a matter: seven phases, who may move it on, when, and what must be true first.

problem -> solutions -> talk -> capacity -> decision -> delivery -> review. A template may leave
phases out; nothing else is skipped. Every move is one act of a moderator and one entry in the
public log. Before anything binds, a matter may go back a phase, with a reason; what has been
decided stays decided. Times are Unix seconds and come in as arguments.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from voting.errors import ConflictError, ForbiddenError, InvalidError, RefusalError
from voting.roll import Role


class Phase(StrEnum):
    """Where a matter stands on its way."""

    PROBLEM = "problem"
    SOLUTIONS = "solutions"
    TALK = "talk"
    CAPACITY = "capacity"
    DECISION = "decision"
    DELIVERY = "delivery"
    REVIEW = "review"


class Ending(StrEnum):
    """How a matter came to an end; empty text while it goes on."""

    DECLINED = "declined"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    DONE = "done"


class MatterAct(StrEnum):
    """What people do in a matter."""

    SUPPORT = "support"
    ANSWER = "answer"
    MERGE = "merge"
    GATHER = "gather"
    PROPOSE = "propose"
    AMEND = "amend"
    VERIFY = "verify"
    SPEAK = "speak"
    SUMMARISE = "summarise"
    CONFIRM = "confirm"
    CALL = "call"
    RECORD = "record"
    MOVE = "move"
    END = "end"


@dataclass(frozen=True)
class Permit:
    """The phases in which something may be done, and the roles that may do it."""

    phases: frozenset[Phase]
    roles: frozenset[Role]


# The answer to a problem that lets solutions be collected.
TAKE_UP = "take-up"

_P = Phase
_BEFORE_DECISION = (_P.PROBLEM, _P.SOLUTIONS, _P.TALK, _P.CAPACITY)


def _permit(phases: Collection[Phase], *roles: Role) -> Permit:
    return Permit(frozenset(phases), frozenset(roles) or frozenset({Role.MODERATOR}))


PERMITS: Mapping[MatterAct, Permit] = {
    MatterAct.SUPPORT: _permit((*_BEFORE_DECISION, _P.DECISION), Role.RESIDENT),
    MatterAct.ANSWER: _permit(tuple(Phase)),
    MatterAct.MERGE: _permit((_P.PROBLEM, _P.SOLUTIONS)),
    MatterAct.GATHER: _permit((_P.SOLUTIONS, _P.TALK, _P.CAPACITY)),
    MatterAct.PROPOSE: _permit((_P.SOLUTIONS, _P.TALK), Role.RESIDENT, Role.MODERATOR),
    MatterAct.AMEND: _permit((_P.SOLUTIONS, _P.TALK, _P.CAPACITY), Role.RESIDENT, Role.MODERATOR),
    MatterAct.VERIFY: _permit((_P.SOLUTIONS, _P.TALK, _P.CAPACITY, _P.DECISION)),
    MatterAct.SPEAK: _permit((_P.SOLUTIONS, _P.TALK, _P.CAPACITY), Role.RESIDENT),
    MatterAct.SUMMARISE: _permit((_P.TALK, _P.CAPACITY)),
    MatterAct.CONFIRM: _permit((_P.TALK, _P.CAPACITY), Role.RESIDENT),
    MatterAct.CALL: _permit((_P.TALK, _P.CAPACITY, _P.DECISION)),
    MatterAct.RECORD: _permit((_P.TALK, _P.CAPACITY, _P.DECISION, _P.DELIVERY, _P.REVIEW)),
    MatterAct.MOVE: _permit(tuple(Phase)),
    MatterAct.END: _permit(tuple(Phase)),
}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a move looks at: counts of what the matter holds by now.

    ``undecided``: contests and sittings that are open or not yet counted to the end; ``decided``:
    those whose result is out; ``outcomes_due``: results whose outcome nobody has written down.
    """

    answered: bool = False
    solutions: int = 0
    unverified: int = 0
    amendments_waiting: int = 0
    positions: int = 0
    summaries: int = 0
    undecided: int = 0
    decided: int = 0
    outcomes_due: int = 0


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where one matter stands: its phase, how it ended (or ""), and the phases on its way."""

    phase: Phase
    ended: str = ""
    way: tuple[Phase, ...] = tuple(Phase)

    @property
    def following(self) -> Phase | None:
        """Return the phase that comes next, if any."""
        rest = self.way[self.way.index(self.phase) + 1 :]
        return rest[0] if rest else None

    def allows(self, act: MatterAct) -> bool:
        """Tell whether something is possible now, whoever does it."""
        return not self.ended and self.phase in PERMITS[act].phases


def check_act(standing: Standing, act: MatterAct, roles: Collection[Role]) -> None:
    """Refuse an act by role (ForbiddenError), by the end or by the phase (ConflictError)."""
    permit = PERMITS[act]
    if not permit.roles & frozenset(roles):
        raise ForbiddenError("matter.not-your-act", act=act.value)
    if standing.ended:
        raise ConflictError("matter.has-ended")
    if standing.phase not in permit.phases:
        raise ConflictError("matter.not-in-this-phase", act=act.value, phase=standing.phase.value)


def holes(standing: Standing, to: Phase, facts: Facts) -> tuple[RefusalError, ...]:
    """Return everything that keeps a matter from a phase, each as a refusal to explain.

    Forward only to the next phase of its way; back to any earlier one but the problem, as long as
    nothing is being decided and nothing has been.
    """
    if to not in standing.way or to is standing.phase:
        return (InvalidError("matter.no-such-move", phase=str(to)),)
    if standing.way.index(to) < standing.way.index(standing.phase):
        return tuple(_holes_back(to, facts))
    if to is not standing.following:
        return (InvalidError("matter.no-such-move", phase=str(to)),)
    return tuple(_NEEDS[standing.phase](facts))


def check_move(
    standing: Standing, to: Phase, facts: Facts, roles: Collection[Role], reason: str
) -> None:
    """Refuse a move: by role, by the end, by the first hole, or going back without a reason."""
    check_act(standing, MatterAct.MOVE, roles)
    for hole in holes(standing, to, facts):
        raise hole
    if is_back(standing, to) and not reason.strip():
        raise InvalidError("matter.no-reason")


def is_back(standing: Standing, to: Phase) -> bool:
    """Tell whether a move leads to an earlier phase."""
    return standing.way.index(to) < standing.way.index(standing.phase)


def check_end(standing: Standing, facts: Facts, roles: Collection[Role]) -> None:
    """Refuse to end a matter while something of it is being decided."""
    check_act(standing, MatterAct.END, roles)
    if facts.undecided:
        raise ConflictError("matter.being-decided")


def _holes_back(to: Phase, facts: Facts) -> list[RefusalError]:
    found: list[RefusalError] = []
    if to is Phase.PROBLEM:
        found.append(ConflictError("matter.problem-was-answered"))
    if facts.undecided:
        found.append(ConflictError("matter.being-decided"))
    if facts.decided:
        found.append(ConflictError("matter.was-decided"))
    return found


def _from_problem(facts: Facts) -> list[RefusalError]:
    return [] if facts.answered else [ConflictError("matter.needs-answer")]


def _from_solutions(facts: Facts) -> list[RefusalError]:
    return [] if facts.solutions else [ConflictError("matter.needs-solution")]


def _from_talk(facts: Facts) -> list[RefusalError]:
    found: list[RefusalError] = []
    if not facts.summaries:
        found.append(ConflictError("matter.needs-summary"))
    if facts.amendments_waiting:
        found.append(ConflictError("matter.amendments-wait", count=facts.amendments_waiting))
    return found


def _from_capacity(facts: Facts) -> list[RefusalError]:
    return [ConflictError("matter.unverified", count=facts.unverified)] if facts.unverified else []


def _from_decision(facts: Facts) -> list[RefusalError]:
    found: list[RefusalError] = []
    if facts.undecided:
        found.append(ConflictError("matter.being-decided"))
    if not facts.decided:
        found.append(ConflictError("matter.needs-decision"))
    if facts.outcomes_due:
        found.append(ConflictError("matter.needs-outcome"))
    return found


def _from_delivery(_facts: Facts) -> list[RefusalError]:
    return []


_NEEDS = {
    Phase.PROBLEM: _from_problem,
    Phase.SOLUTIONS: _from_solutions,
    Phase.TALK: _from_talk,
    Phase.CAPACITY: _from_capacity,
    Phase.DECISION: _from_decision,
    Phase.DELIVERY: _from_delivery,
}
