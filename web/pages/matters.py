"""Matters: the list of all, and the one record of each."""

from starlette.responses import Response

from voting.deliberation.matters import Phase
from voting.deliberation.themes import THEMES
from voting.services import listing
from voting.services.listing import Wanted
from web import paging
from web.forms import filters
from web.forms.filters import Filters
from web.matters import cards, frame, phases
from web.visit import Visit

PAGE = 20
_GONE = 410


def index(visit: Visit) -> Response:
    """List matters by words, phase, theme and place, page by page."""
    with visit.read() as connection:
        places = listing.places(connection)
        asked = filters.read(visit.query, places)
        wanted = listing.found(connection, asked.q, _wanted(asked))
        by_phase = listing.by_phase(connection, wanted)
        total = by_phase.get(asked.phase, 0) if asked.phase else sum(by_phase.values())
        page = paging.pages(visit, total, PAGE)
        views = listing.page(connection, wanted, page.offset, PAGE)
        empty = not (total or asked.given or listing.by_phase(connection, Wanted()))
    context = {
        "asked": asked,
        "cards": cards.cards(visit, views),
        "total": total,
        "by_phase": by_phase,
        "page": page,
        "nothing": empty,
        "places": places,
        "themes": list(THEMES.values()),
        "phases": [(phase.value, phases.phase_words(visit, phase)) for phase in Phase],
    }
    return visit.render("matters/index", context)


def show(visit: Visit) -> Response:
    """Show the record of a matter."""
    with visit.read() as connection:
        record = frame.read(visit, connection, visit.params["matter"])
    context = {
        "record": record,
        "view": record.view,
        "rail": record.rail,
        "acts": record.acts,
        **record.parts,
    }
    return visit.render("matters/show", context, _GONE if record.view.hidden else 200)


def _wanted(asked: Filters) -> Wanted:
    """Return the list that filters ask for; words alone are looked for in what ended too."""
    running = asked.running if asked.state or not asked.q else None
    return Wanted(
        phase=asked.phase,
        theme=asked.theme,
        place=asked.place,
        running=running,
        order=asked.order,
    )
