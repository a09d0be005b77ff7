"""A matter's decision: its contests, what they decided, who does what by when."""

from dataclasses import dataclass

from sqlalchemy import Connection

from voting.deliberation import ContestState
from voting.deliberation.matters import MatterAct
from voting.roll import Role
from voting.services import deciding, overview
from voting.services.contests import ContestView
from voting.services.deciding import Outcome
from voting.services.matters import MatterView
from web import summaries
from web.desk.task import late
from web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class ContestLine:
    """A contest of the matter: where it stands in words, and the page to go to."""

    view: ContestView
    part: str
    state: str
    tone: str
    when: str
    route: str


@dataclass(frozen=True, kw_only=True)
class DecisionPart:
    """What a matter's page says of its decision; ``late``: how late an awaited outcome is."""

    contests: tuple[ContestLine, ...]
    outcomes: tuple[Outcome, ...]
    late: dict[int, str]
    may_call: bool
    may_record: bool


def read(visit: Visit, connection: Connection, view: MatterView) -> DecisionPart:
    """Return the part of a matter's page about its decision."""
    moderator = visit.has(Role.MODERATOR)
    standing = view.standing()
    lines = [
        _line(visit, one, part) for one, part in overview.of_matter(connection, view, visit.at)
    ]
    found = deciding.outcomes(connection, view)
    overdue = [one for one in found if one.at is None and one.due < visit.at]
    return DecisionPart(
        contests=tuple(one for one in lines if moderator or one.view.opened_at is not None),
        outcomes=found,
        late={one.id: late(visit, one.due) for one in overdue},
        may_call=moderator and standing.allows(MatterAct.CALL),
        may_record=moderator and standing.allows(MatterAct.RECORD),
    )


def _line(visit: Visit, view: ContestView, part: str) -> ContestLine:
    state, tone = summaries.state_words(visit, view)
    route = "contests/show"
    if view.state is ContestState.PUBLISHED:
        route = "results/show"
    elif view.state is ContestState.DRAFT:
        route = "openings/open"
    return ContestLine(
        view=view, part=part, state=state, tone=tone, when=summaries.when(visit, view), route=route
    )
