"""The home of the community: what waits for one's voice, what we talk about, what was decided."""

from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from voting.ballots import Stance
from voting.deliberation import ContestState
from voting.deliberation.matters import Phase
from voting.roll import Role
from voting.services import appointing, listing, notices, overview, signing_in
from voting.services.contests import ContestView
from voting.services.listing import Wanted
from voting.services.overview import Decided, SittingEnd, Standing
from web import offices, summaries
from web.cldr import number
from web.matters import cards
from web.sittings import state_words
from web.visit import Visit

_DECIDED_SHOWN = 4
_MATTERS_SHOWN = 6
_TALKED_ABOUT = tuple(phase for phase in Phase if phase is not Phase.PROBLEM)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A running contest; ``voted`` tells whether this visitor's voice is in already.

    ``stance``: it is a round of a sitting, which asks where one stands.
    """

    view: ContestView
    voted: bool
    may_change: bool
    stance: bool
    matter: str
    line: str
    deadline: summaries.Deadline
    picture: str


@dataclass(frozen=True, kw_only=True)
class Ended:
    """What was decided, by vote or by consensus: a headline, lines below it, and its page."""

    title: str
    lines: tuple[str, ...]
    at: int
    url: str


@dataclass(frozen=True, kw_only=True)
class Office:
    """What an officer who signed in by slip is trusted with; ``has_password``: one is chosen."""

    words: str
    has_password: bool


def show(visit: Visit) -> Response:
    """Show the home of the community; the number of queries does not grow with what it shows."""
    talked = Wanted(phases=_TALKED_ABOUT, running=True, order="moved")
    with visit.read() as connection:
        current = overview.current(connection, visit.person, visit.at)
        decided = [
            *(_by_vote(visit, one) for one in overview.decided(connection, _DECIDED_SHOWN)),
            *(_by_consensus(visit, one) for one in overview.ended(connection, _DECIDED_SHOWN)),
        ]
        by_phase = listing.by_phase(connection, Wanted(running=True))
        views = listing.page(connection, talked, 0, _MATTERS_SHOWN)
        office = _office(visit, connection)
        unread = notices.unread(connection, visit.person.id) if visit.person else 0
    running = [
        _waiting(visit, one)
        for one in current
        if one.eligible and summaries.is_running(one.view, visit.at)
    ]
    problems = by_phase.get(Phase.PROBLEM, 0)
    context = {
        "office": office,
        "waiting": [one for one in running if not one.voted],
        "done": [one for one in running if one.voted],
        "coming": [one.view for one in current if summaries.is_coming(one.view, visit.at)],
        "counting": [one.view for one in current if _is_counting(one, visit.at)],
        "decided": sorted(decided, key=lambda one: -one.at)[:_DECIDED_SHOWN],
        "matters": cards.cards(visit, views),
        "talked": sum(by_phase.values()) - problems,
        "problems": problems,
        "unread": unread,
        "may_report": visit.person is None or visit.has(Role.RESIDENT),
        "picture_of": summaries.picture_of,
    }
    context["nothing"] = not (current or decided or by_phase)
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


def _waiting(visit: Visit, one: Standing) -> Waiting:
    line = summaries.task(visit, one.view)
    stance = one.view.ballot_form is Stance
    if stance and one.tie.round:
        which = visit.gettext("Round %(n)s of the sitting.", n=one.tie.round)
        line = f"{which} {line}"
    return Waiting(
        view=one.view,
        voted=one.voted,
        may_change=one.may_change,
        stance=stance,
        matter=one.tie.matter,
        line=line,
        deadline=summaries.deadline(visit, one.view),
        picture=summaries.picture_of(one.view),
    )


def _is_counting(one: Standing, at: int) -> bool:
    """Tell whether a vote is over and its result not out; rounds are told of by their sitting."""
    view = one.view
    if one.tie.part == overview.ROUND:
        return False
    return view.state is not ContestState.OPEN or at >= view.closes + view.grace


def _by_vote(visit: Visit, one: Decided) -> Ended:
    view = one.view
    voted = visit.gettext(
        "%(voted)s of %(eligible)s voted",
        voted=number(view.voted or 0, visit.language),
        eligible=number(view.eligible, visit.language),
    )
    return Ended(
        title=", ".join(one.winners) or visit.gettext("A tie"),
        lines=(view.title, voted),
        at=view.published_at or 0,
        url=visit.url("results/show", number=view.number),
    )


def _by_consensus(visit: Visit, one: SittingEnd) -> Ended:
    return Ended(
        title=one.title,
        lines=(state_words(visit, one.state),),
        at=one.at,
        url=visit.url("sittings/show", sitting=one.number),
    )
