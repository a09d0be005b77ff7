"""A moderator takes other matters into a meeting, to decide on them together."""

from sqlalchemy import Connection
from starlette.responses import Response

from voting.deliberation.matters import Phase
from voting.errors import ConflictError, ForbiddenError, InvalidError, MissingError
from voting.services import gathering, listing, matters
from voting.services.listing import Wanted
from voting.services.matters import MatterView
from voting.services.searching import LONGEST_ASKED
from web import offices
from web.forms import Reader
from web.matters import cards
from web.visit import Visit

MOST_OFFERED = 30
MOST_CHOSEN = 60
_AMISS = 422
_BEFORE_DECISION = (Phase.PROBLEM, Phase.SOLUTIONS, Phase.TALK, Phase.CAPACITY)


def add(visit: Visit) -> Response:
    """Choose matters by their numbers; all that are ticked are gathered, or none."""
    number = visit.params["matter"]
    reader = Reader(visit.form if visit.is_post else visit.query, visit.language)
    chosen = _chosen(visit) if visit.is_post else ()
    if visit.is_post:
        if not chosen:
            reader.refuse("number", InvalidError("gathering.nothing-chosen"))
        elif _gathered(visit, reader, chosen):
            return visit.redirect("gatherings/add", matter=number, done=len(chosen))
    with visit.read() as connection:
        view = matters.show(connection, number)
        have = gathering.parts(connection, view)
        offered = _offered(connection, view, have, reader.raw("q")[:LONGEST_ASKED])
    context = {
        "view": view,
        "reader": reader,
        "chosen": chosen,
        "have": have,
        "offered": cards.cards(visit, offered),
        "gathers": gathering.gathers(view),
    }
    return visit.render("gatherings/add", context, _AMISS if reader.problems else 200)


def _chosen(visit: Visit) -> tuple[str, ...]:
    """Return the numbers that were ticked or written, each once."""
    ticked = [str(one) for one in visit.form.getlist("part")]
    written = str(visit.form.get("number") or "").upper().replace(",", " ").split()
    return tuple(dict.fromkeys([*ticked, *written]))[:MOST_CHOSEN]


def _gathered(visit: Visit, reader: Reader, chosen: tuple[str, ...]) -> bool:
    person, number = offices.officer(visit), visit.params["matter"]

    def body(connection: Connection) -> None:
        for part in chosen:
            gathering.gather(connection, person, number, part, at=visit.at)

    try:
        visit.write(body)
    except (ConflictError, ForbiddenError, MissingError) as error:
        reader.refuse("number", error)
        return False
    return True


def _offered(
    connection: Connection, view: MatterView, have: tuple[MatterView, ...], asked: str
) -> tuple[MatterView, ...]:
    """Return running matters of the meeting's place that could be gathered, those asked for."""
    wanted = Wanted(phases=_BEFORE_DECISION, place=view.place, running=True)
    found = listing.page(
        connection, listing.found(connection, asked, wanted), 0, MOST_OFFERED + len(have) + 1
    )
    known = {one.id for one in (*have, view)}
    free = (one for one in found if one.id not in known and not gathering.gathers(one))
    return tuple(free)[:MOST_OFFERED]
