"""A moderator starts a matter from a template, moves it on with a check list, and ends it."""

from sqlalchemy import Connection
from starlette.datastructures import FormData, QueryParams
from starlette.responses import Response

from voting.deliberation.matters import Ending, Phase
from voting.deliberation.templates import PROBLEM, TEMPLATES
from voting.deliberation.themes import THEMES
from voting.errors import ConflictError
from voting.services import contests, matters
from voting.services.matters import MatterView, Wanted
from voting.services.writing import LONGEST_TITLE, LONGEST_WORDS
from voting.words import say
from web import offices, sending
from web.forms import Reader
from web.forms.keys import form_key, is_key
from web.forms.moments import moment_field, read_moment
from web.matters import phases
from web.visit import Visit

_EVERYWHERE = "-"
_EARLIER = Wanted(templates=tuple(name for name in TEMPLATES if name != PROBLEM), limit=6)
_ENDINGS = (Ending.WITHDRAWN, Ending.LAPSED, Ending.DONE)
_FIELDS = {
    "matter.no-title": "title",
    "matter.no-theme": "theme",
    "matter.no-reason": "reason",
    "matter.until-in-the-past": "until",
    "matter.no-such-ending": "ended",
    "people.no-reason": "reason",
}


def start(visit: Visit) -> Response:
    """Start a matter from a template: musyawarah, budget, choosing people, quick consensus."""
    person = offices.officer(visit)
    with visit.read() as connection:
        places = contests.places(connection)
        given = visit.form if visit.is_post else _like(connection, visit, places)
        earlier = matters.index(connection, _EARLIER)
    reader = Reader(given, visit.language)
    if visit.is_post:
        values = _wanted(reader, places)
        made: list[MatterView] = []

        def body(connection: Connection) -> None:
            sent = reader.raw("key").encode() if is_key(reader.raw("key")) else b""
            made[:] = [matters.start(connection, person, values, key=sent, at=visit.at)]

        if sending.done(visit, reader, body, _FIELDS):
            return visit.redirect("matters/show", matter=made[0].number)
    context = {
        "reader": reader,
        "templates": [one for one in TEMPLATES.values() if one.id != PROBLEM],
        "themes": list(THEMES.values()),
        "places": places,
        "earlier": earlier,
        "everywhere": _EVERYWHERE,
        "key": form_key(reader.fields),
        "phase_words": {phase.value: phases.phase_words(visit, phase) for phase in Phase},
    }
    return visit.render("phases/start", context, sending.status(reader))


def _like(connection: Connection, visit: Visit, places: tuple[str, ...]) -> QueryParams | FormData:
    """Return the form filled in as an earlier matter was, if the address names one; else it."""
    number = visit.query.get("from", "")
    if not number:
        return visit.query
    view = matters.show(connection, number)
    if view.hidden:
        raise ConflictError("matter.is-hidden")
    return FormData(
        {
            "template": view.template if view.template != PROBLEM else "",
            "title": view.title,
            "words": view.words,
            "theme": view.theme,
            "place": view.place if view.place in places else _EVERYWHERE,
            "from": view.number,
        }
    )


def move(visit: Visit) -> Response:
    """Move a matter to its next phase, or back; everything that is still missing is listed."""
    person, number = offices.officer(visit), visit.params["matter"]
    reader = Reader(visit.form, visit.language)
    zone = visit.site.settings.timezone
    if visit.is_post:
        to = reader.choice("to", tuple(Phase))
        seen = reader.choice("seen", tuple(Phase))
        until = None
        if reader.raw("until").strip():
            until = reader.value("until", lambda: read_moment(reader.raw("until"), zone), 0)
        why = reader.raw("reason")

        def body(connection: Connection) -> object:
            if to == seen:
                return matters.extend(connection, person, number, until or 0, why, at=visit.at)
            return matters.move(
                connection,
                person,
                number,
                Phase(to),
                seen=Phase(seen),
                until=until,
                reason=why,
                at=visit.at,
            )

        if sending.done(visit, reader, body, _FIELDS):
            return visit.redirect("matters/show", matter=number)
    with visit.read() as connection:
        view = matters.show(connection, number)
        steps = matters.steps(view, matters.facts(connection, view))
    context = {
        "view": view,
        "rail": phases.rail(visit, view),
        "steps": steps,
        "ends": {step.to.value: _planned(visit, view, step.to) for step in steps},
        "now": moment_field(
            Reader(FormData(), visit.language), "until", zone, view.phase_until or visit.at
        ),
        "reader": reader,
        "phase_words": {phase.value: phases.phase_words(visit, phase) for phase in Phase},
    }
    return visit.render("phases/move", context, sending.status(reader))


def end(visit: Visit) -> Response:
    """End a matter for good, with a reason that everybody can read."""
    person, number = offices.officer(visit), visit.params["matter"]
    reader = Reader(visit.form, visit.language)
    if visit.is_post:
        ended = reader.choice("ended", _ENDINGS)
        why = reader.text("reason", most=500)
        if sending.done(
            visit,
            reader,
            lambda c: matters.end(c, person, number, ended, why, at=visit.at),
            _FIELDS,
        ):
            return visit.redirect("matters/show", matter=number)
    with visit.read() as connection:
        view = matters.show(connection, number)
    endings = [(one.value, say(f"ending.{one}", {}, visit.language)) for one in _ENDINGS]
    context = {"view": view, "reader": reader, "endings": endings}
    return visit.render("phases/end", context, sending.status(reader))


def _wanted(reader: Reader, places: tuple[str, ...]) -> dict[str, str]:
    place = reader.choice("place", (_EVERYWHERE, *places))
    chosen = reader.choice("template", TEMPLATES)
    return {
        "template": chosen,
        "title": reader.text("title", most=LONGEST_TITLE),
        "words": reader.text("words", most=LONGEST_WORDS, required=False),
        "theme": reader.choice("theme", THEMES),
        "place": "" if place == _EVERYWHERE else place,
        "picture": TEMPLATES[chosen].picture if chosen in TEMPLATES else "",
    }


def _planned(visit: Visit, view: MatterView, to: Phase) -> tuple[str, str]:
    """Return the field for the end of a phase: as planned, if that is not over."""
    planned = view.plan.get(to.value, 0)
    days = TEMPLATES[view.template].days.get(to, 14) if view.template in TEMPLATES else 14
    end = planned if planned > visit.at else visit.at + days * 86_400
    return _field(visit, end)


def _field(visit: Visit, at: int) -> tuple[str, str]:
    zone = visit.site.settings.timezone
    return moment_field(Reader(FormData(), visit.language), "until", zone, at)
