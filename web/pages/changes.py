"""What may still change in an open contest: each a page that says what follows, and asks why.

The act and its reason stand in the public log. What is refused is said in place, with everything
that was typed.
"""

from collections.abc import Callable

from sqlalchemy import Connection
from starlette.responses import Response

from voting.canonical import tidy
from voting.deliberation import STEPS, Act, ContestState
from voting.services import changing
from web import drafting, sending
from web.forms import Reader
from web.forms.moments import moment_field, read_moment
from web.sending import status
from web.visit import Visit

# The field that a refusal is about; any other is about the whole form.
_FIELDS = {
    "act.no-reason": "reason",
    "act.reason-too-long": "reason",
    "contest.closes-not-later": "closes",
    "contest.option-unknown": "option",
    "contest.option-withdrawn-already": "option",
    "contest.too-few-options": "option",
}
_FEWEST = 2
_LONGEST_SEARCH = 100
_DIGITS = 9


def extend(visit: Visit) -> Response:
    """Let a contest close later than planned."""
    zone = visit.site.settings.timezone
    reader = Reader(visit.form, visit.language)
    person, number = drafting.moderator(visit), visit.params["number"]
    if visit.is_post:
        closes = reader.value("closes", lambda: read_moment(reader.raw("closes"), zone), 0)
        why = reason(reader)
        if done(
            visit,
            reader,
            lambda c: changing.extend(c, person, number, closes, why, at=visit.at),
        ):
            return visit.redirect("counts/desk", number=number)
    view = drafting.show(visit)
    context = {
        "view": view,
        "reader": reader,
        "closes": moment_field(reader, "closes", zone, view.closes),
    }
    return visit.render("changes/extend", context, status(reader))


def withdraw(visit: Visit) -> Response:
    """Take an option out of an open contest."""
    reader = Reader(visit.form, visit.language)
    person, number = drafting.moderator(visit), visit.params["number"]
    view = drafting.show(visit)
    standing = [option for option in view.options if not option.withdrawn]
    if visit.is_post:
        option = reader.choice("option", [option.id for option in standing])
        why = reason(reader)
        if done(
            visit,
            reader,
            lambda c: changing.withdraw_option(c, person, number, option, why, at=visit.at),
        ):
            return visit.redirect("counts/desk", number=number)
    context = {
        "view": view,
        "reader": reader,
        "standing": standing,
        "too_few": len(standing) <= _FEWEST,
        "chosen": reader.raw("option"),
    }
    return visit.render("changes/withdraw", context, status(reader))


def cancel(visit: Visit) -> Response:
    """Cancel a contest for good, or throw a draft away."""
    reader = Reader(visit.form, visit.language)
    person, number = drafting.moderator(visit), visit.params["number"]
    view = drafting.show(visit)
    is_draft = view.state is ContestState.DRAFT
    if view.state not in STEPS[Act.CANCEL].before:
        return visit.redirect("counts/desk", number=number)
    if visit.is_post:
        why = "" if is_draft else reason(reader)
        if done(visit, reader, lambda c: changing.cancel(c, person, number, why, at=visit.at)):
            if is_draft:
                return visit.redirect("today/show")
            return visit.redirect("counts/desk", number=number)
    context = {"view": view, "reader": reader, "is_draft": is_draft}
    return visit.render("changes/cancel", context, status(reader))


def correct_roll(visit: Visit) -> Response:
    """Put somebody on the roll of an open contest who was forgotten, or strike somebody off.

    First the person is looked for (``q``), then named (``person``), then the reason is given.
    """
    officer, number = drafting.moderator(visit), visit.params["number"]
    reader = Reader(visit.form if visit.is_post else visit.query, visit.language)
    search = tidy(reader.raw("q"))[:_LONGEST_SEARCH]
    person_id = _number(reader.raw("person"))
    if visit.is_post and person_id:
        why = reason(reader)
        change = _ROLL_ACTS[reader.choice("act", _ROLL_ACTS, "add")]
        if done(
            visit,
            reader,
            lambda c: change(c, officer, number, person_id, why, at=visit.at),
        ):
            return visit.redirect("changes/correct_roll", number=number, done=person_id)
    with visit.read() as connection:
        lines = changing.roll_lines
        named = lines(connection, officer, number, person_id=person_id) if person_id else []
        found = lines(connection, officer, number, text=search) if search and not named else []
        changed = _number(reader.raw("done"))
        last = lines(connection, officer, number, person_id=changed) if changed else []
    context = {
        "view": drafting.show(visit),
        "reader": reader,
        "search": search,
        "named": named[0] if named else None,
        "found": found,
        "last": last[0] if last else None,
    }
    return visit.render("changes/correct_roll", context, status(reader))


_ROLL_ACTS = {"add": changing.add_elector, "strike": changing.strike_elector}


def reason(reader: Reader) -> str:
    """Read the reason for an act, which everybody will be able to read."""
    return reader.value("reason", lambda: changing.check_reason(reader.raw("reason")), "")


def done(visit: Visit, reader: Reader, act: Callable[[Connection], object]) -> bool:
    """Do an act unless the form has problems already; tell whether it is done and on record."""
    return sending.done(visit, reader, act, _FIELDS)


def _number(text: str) -> int:
    """Return the number of a person as an address writes it; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0
