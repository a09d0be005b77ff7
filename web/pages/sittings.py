"""A sitting for everybody: its text, its rounds, its objections; being there and speaking up."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection
from starlette.responses import Response

from voting.deliberation.minutes import Line, minutes
from voting.errors import ConflictError, ForbiddenError, MissingError, RefusalError
from voting.roll import Person
from voting.services import attending, objecting, sittings, stances, watching
from voting.words import say
from web.forms import Reader
from web.sittings import Told, tell
from web.visit import Visit

_DIGITS = 6


def show(visit: Visit) -> Response:
    """Show a sitting."""
    return page(visit)


def now(visit: Visit) -> Response:
    """Show where a sitting stands at this moment: the part of its page that renews itself."""
    with visit.read() as connection:
        pulse = watching.pulse(connection, visit.params["sitting"], visit.at)
        mine = watching.mine(connection, pulse, visit.person)
    return visit.render("sittings/_now", {"pulse": pulse, "mine": mine})


def short(visit: Visit) -> Response:
    """Lead from the short address on the screen of the hall: ``/s/12`` is this year's twelfth."""
    typed = visit.params["sitting"]
    if typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS:
        zone = visit.site.settings.timezone
        typed = f"K-{datetime.fromtimestamp(visit.at, zone).year:04}-{int(typed):03}"
    return visit.redirect("sittings/show", sitting=typed)


def record(visit: Visit) -> Response:
    """Show the minutes, to be printed and signed."""
    with visit.read() as connection:
        view = sittings.show(connection, visit.params["sitting"])
        if view.matter_hidden:
            raise ConflictError("matter.is-hidden")
        standing = sittings.standing(connection, view)
        told = tell(visit, connection, standing)
        present = [one for one in attending.invited(connection, view) if one.present_at]
    lines = minutes(standing.events, told.names)
    context = {
        "told": told,
        "view": view,
        "lines": [(line.at, _sentence(visit, told, line)) for line in lines],
        "present": present,
    }
    return visit.render("sittings/record", context)


def attend(visit: Visit) -> Response:
    """Note one's own presence."""
    return _act(visit, lambda c, who, number: attending.attend(c, who, number, visit.at))


def speak(visit: Visit) -> Response:
    """Ask to speak, or leave the list again."""
    if visit.form.get("leave"):
        return _act(visit, attending.take_back)
    return _act(visit, lambda c, who, number: attending.ask(c, who, number, visit.at))


def resolve(visit: Visit) -> Response:
    """Say that one's own objection is settled."""
    asked = objection(visit)
    return _act(visit, lambda c, who, number: objecting.resolve(c, who, number, asked, at=visit.at))


def cosign(visit: Visit) -> Response:
    """Sign that an objection is out of order."""
    asked = objection(visit)
    return _act(visit, lambda c, who, number: objecting.cosign(c, who, number, asked, at=visit.at))


def take_away(visit: Visit) -> Response:
    """Take one's own words away for good."""
    contest = str(visit.form.get("contest", ""))
    return _act(
        visit,
        lambda c, who, _number: stances.take_away(c, who, contest, who.id, "", at=visit.at),
    )


def page(visit: Visit, sentence: str = "", status: int = 200) -> Response:
    """Show a sitting, with the sentence of what was refused if something was."""
    with visit.read() as connection:
        view = sittings.show(connection, visit.params["sitting"])
        if view.matter_hidden:
            raise ConflictError("matter.is-hidden")
        told = tell(visit, connection, sittings.standing(connection, view))
        pulse = watching.pulse(connection, view.number, visit.at)
        mine = watching.mine(connection, pulse, visit.person)
        elements = attending.elements(connection, view)
    context = {
        "told": told,
        "view": view,
        "pulse": pulse,
        "mine": mine,
        "elements": elements,
        "sentence": sentence,
    }
    return visit.render("sittings/show", context, status)


def objection(visit: Visit) -> int:
    """Return which objection a form is about; 0 for none."""
    typed = Reader(visit.form, visit.language).raw("objection")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS else 0


def _act(visit: Visit, act: Callable[[Connection, Person, str], object]) -> Response:
    """Do something as oneself and go back to the sitting; what is refused is told there."""
    number = visit.params["sitting"]
    person = visit.person
    if not visit.is_post or person is None:
        return visit.redirect("sittings/show", sitting=number)
    try:
        visit.write(lambda connection: act(connection, person, number))
    except (ConflictError, ForbiddenError) as error:
        return page(visit, visit.explain(error), _status(error))
    return visit.redirect("sittings/show", sitting=number)


def _status(error: RefusalError) -> int:
    return {ConflictError: 409, ForbiddenError: 403, MissingError: 404}.get(type(error), 422)


def _sentence(visit: Visit, told: Told, line: Line) -> str:
    """Return a line of the minutes; long hashes are cut to their beginning."""
    params = dict(line.reason.params)
    for version in told.now.versions:
        if params.get("text") == version.hash:
            params["text"] = version.hash[:12]
    return say(line.reason.code, params, visit.language)
