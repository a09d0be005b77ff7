"""Matters: the list of all, and the one record of each."""

from starlette.responses import Response

from voting.services import matters, recording
from voting.services.matters import Wanted
from web import acts
from web.matters import decision, phases, problem, sittings, talk
from web.visit import Visit

PAGE = 20


def index(visit: Visit) -> Response:
    """List the matters, the newest first."""
    with visit.read() as connection:
        wanted = Wanted(limit=PAGE)
        views = matters.index(connection, wanted)
        total = matters.count(connection, wanted)
    listed = [(view, phases.number(view.phase), phases.until(visit, view)) for view in views]
    return visit.render("matters/index", {"listed": listed, "total": total})


def show(visit: Visit) -> Response:
    """Show the record of a matter."""
    with visit.read() as connection:
        view = matters.show(connection, visit.params["matter"])
        raised = problem.read(visit, connection, view)
        talked = talk.read(visit, connection, view)
        held = sittings.read(visit, connection, view)
        decided = decision.read(visit, connection, view)
        entries = recording.acts_of_matter(connection, view.id)
    context = {
        "view": view,
        "rail": phases.rail(visit, view),
        "problem": raised,
        "talk": talked,
        "sittings": held,
        "decision": decided,
        "acts": [acts.read(visit, act) for act in entries],
    }
    return visit.render("matters/show", context, 410 if view.hidden else 200)
