"""The home of the community: what waits for one's voice, what is coming, what was decided."""

from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from voting.deliberation import ContestState
from voting.services import appointing, balloting, contests, evidence, signing_in
from voting.services.contests import ContestView
from web import offices, summaries
from web.visit import Visit

_DECIDED_SHOWN = 4


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A running contest; ``voted`` tells whether this visitor's voice is in already."""

    view: ContestView
    voted: bool
    may_change: bool
    line: str
    deadline: summaries.Deadline
    picture: str


@dataclass(frozen=True, kw_only=True)
class Office:
    """What an officer who signed in by slip is trusted with; ``has_password``: one is chosen."""

    words: str
    has_password: bool


def show(visit: Visit) -> Response:
    """Show the home of the community."""
    with visit.read() as connection:
        views = contests.index(connection, visit.at)
        running = [v for v in views if summaries.is_running(v, visit.at)]
        waiting = [w for view in running if (w := _waiting(visit, connection, view)) is not None]
        published = [v for v in views if v.state is ContestState.PUBLISHED][:_DECIDED_SHOWN]
        decided = [evidence.outcome(connection, view.number) for view in published]
        office = _office(visit, connection)
    open_here = [each for each in waiting if not each.voted]
    context = {
        "office": office,
        "waiting": open_here,
        "done": [each for each in waiting if each.voted],
        "coming": [v for v in views if summaries.is_coming(v, visit.at)],
        "counting": [v for v in views if _is_counting(v, visit.at)],
        "decided": decided,
        "nothing": not views,
        "picture_of": summaries.picture_of,
    }
    return visit.render("home/show", context)


def _office(visit: Visit, connection: Connection) -> Office | None:
    """Return the office of somebody who is here by slip only, and needs a password for it."""
    if visit.person is None or visit.is_staff:
        return None
    held = appointing.offices(connection, visit.person, visit.at)
    if not held:
        return None
    ready = signing_in.login_name(connection, visit.person) != ""
    return Office(words=offices.listed(visit, held), has_password=ready)


def _waiting(visit: Visit, connection: Connection, view: ContestView) -> Waiting | None:
    """Return a running contest for this visitor; None if they are not on its roll."""
    voted = may_change = False
    if visit.person is not None:
        right = balloting.may_vote(connection, visit.person, view.number, visit.at)
        if not right.eligible:
            return None
        voted, may_change = right.voted, right.may_cast and right.voted
    return Waiting(
        view=view,
        voted=voted,
        may_change=may_change,
        line=summaries.task(visit, view),
        deadline=summaries.deadline(visit, view),
        picture=summaries.picture_of(view),
    )


def _is_counting(view: ContestView, at: int) -> bool:
    over = view.state is ContestState.OPEN and at >= view.closes + view.grace
    states = (ContestState.CLOSED, ContestState.SEALED, ContestState.COUNTED, ContestState.DRAWN)
    return over or view.state in states
