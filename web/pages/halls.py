"""The hall: the screen on its wall, who is there, who speaks, and whoever has no phone."""

from datetime import datetime
from functools import lru_cache

from markupsafe import Markup
from starlette.responses import Response

from voting.ballots import Stance
from voting.canonical import tidy
from voting.deliberation.rewording import REMOVED, reworded
from voting.deliberation.standing import State
from voting.errors import ConflictError, InvalidError, MissingError, RefusalError
from voting.services import attending, balloting, contests, sittings, stances, watching
from voting.services.keys import fresh
from web import booth, drafting, papers, qr, seats
from web.forms import Reader
from web.sittings import tell
from web.visit import Visit

_SHOWN = 60
_DIGITS = 9
_KEY = 32


def show(visit: Visit) -> Response:
    """Show the screen of the hall."""
    return visit.render("halls/show", _screen(visit))


def now(visit: Visit) -> Response:
    """Show what the screen of the hall says at this moment."""
    return visit.render("halls/_now", _screen(visit))


def presence(visit: Visit) -> Response:
    """Tick who is there."""
    person, number = drafting.moderator(visit), visit.params["sitting"]
    sentence, status = "", 200
    if visit.is_post:
        try:
            visit.write(
                lambda c: attending.note(
                    c, person, number, _who(visit.form.get("person")), visit.at
                )
            )
            return visit.redirect(
                "halls/presence", sitting=number, cari=str(visit.form.get("cari", ""))
            )
        except (ConflictError, MissingError) as error:
            sentence, status = visit.explain(error), 409
    return _people(visit, "halls/presence", sentence, status)


def enter(visit: Visit) -> Response:
    """Write down the open stance of somebody without a phone."""
    person, number = drafting.moderator(visit), visit.params["sitting"]
    who = _who((visit.form if visit.is_post else visit.query).get("person"))
    with visit.read() as connection:
        pulse = watching.pulse(connection, number, visit.at)
        invited = attending.invited(connection, pulse.view)
        view = contests.show(connection, pulse.part.contest) if pulse.part else None
    if not pulse.open or view is None:
        return _people(visit, "halls/enter", visit.gettext("No round is open now."), 409)
    chosen = next((one for one in invited if one.id == who), None)
    if chosen is None:
        return _people(visit, "halls/enter", "", 200)
    reader = Reader(visit.form, visit.language)
    if visit.is_post and reader.raw("stance"):
        ballot = booth.read(view, reader) or Stance.of()
        if papers.check(reader, ballot):
            try:
                prepared = balloting.prepare_cast(
                    visit.keys, view, ballot, b"", "server", retry_key=booth.retry_key(visit.form)
                )
                given = {"words": reader.raw("note"), "ground": reader.raw("ground")}
                visit.write(lambda c: stances.enter(c, person, who, prepared, **given, at=visit.at))
                return visit.redirect("halls/enter", sitting=number, ok=who)
            except RefusalError as error:
                reader.refuse("", error)
    elif visit.is_post:
        reader.refuse("stance", InvalidError("sitting.no-stance"))
    key = booth.retry_key(visit.form)
    context = {
        "view": view,
        "chosen": chosen,
        "pulse": pulse,
        "reader": reader,
        "paper": papers.find(visit, view, reader, own=False),
        "marks": [reader.raw("stance")],
        "errors": dict(reader.problems),
        "key": (key if len(key) == _KEY else fresh(_KEY)).hex(),
        "sentence": "",
    }
    return visit.render("halls/enter", context, 422 if reader.problems else 200)


def speaker(visit: Visit) -> Response:
    """Give somebody of the list the word."""
    person, number = drafting.moderator(visit), visit.params["sitting"]
    sentence, status = "", 200
    if visit.is_post:
        try:
            asked = _who(visit.form.get("speaker"))
            visit.write(lambda c: attending.call(c, person, number, asked, visit.at))
            return visit.redirect("halls/speaker", sitting=number)
        except ConflictError as error:
            sentence, status = visit.explain(error), 409
    with visit.read() as connection:
        pulse = watching.pulse(connection, number, visit.at)
        waiting = watching.waiting(connection, pulse.view)
    context = {"pulse": pulse, "view": pulse.view, "waiting": waiting, "sentence": sentence}
    return visit.render("halls/speaker", context, status)


def _people(visit: Visit, template: str, sentence: str, status: int) -> Response:
    """Show the invited by name, those who fit what was searched for."""
    search = tidy(str((visit.form if visit.is_post else visit.query).get("cari", ""))[:60])
    with visit.read() as connection:
        pulse = watching.pulse(connection, visit.params["sitting"], visit.at)
        people = attending.invited(connection, pulse.view, search=search, limit=_SHOWN + 1)
        done = _who(visit.query.get("ok"))
        known = attending.invited(connection, pulse.view) if done else []
    context = {
        "view": pulse.view,
        "pulse": pulse,
        "done": next((one.name for one in known if one.id == done), ""),
        "people": people[:_SHOWN],
        "more": len(people) > _SHOWN,
        "search": search,
        "sentence": sentence,
        "chosen": None,
        "problems": [],
    }
    return visit.render(template, context, status)


def _screen(visit: Visit) -> dict[str, object]:
    """Return what the screen shows: seats by count while a round is open, stances after it."""
    number = visit.params["sitting"]
    with visit.read() as connection:
        pulse = watching.pulse(connection, number, visit.at)
        texts = sittings.latest_texts(connection, pulse.view)
        closed = None
        if pulse.part and pulse.view.state not in (State.ROUND_OPEN, State.DISCUSSION):
            told = tell(visit, connection, sittings.standing(connection, pulse.view))
            closed = told.rounds[-1] if told.rounds else None
    total = max(pulse.electors, pulse.present)
    if pulse.open and pulse.rules.place == "hall" and pulse.present:
        total = max(pulse.present, pulse.stood)
    address = visit.address("sittings/short", sitting=_short(visit, number))
    return {
        "pulse": pulse,
        "view": pulse.view,
        "closed": closed,
        "total": total,
        "ring": seats.ring(total, pulse.stood if pulse.open else pulse.present),
        "pieces": [p for p in reworded(texts[0], texts[-1]) if p.kind != REMOVED],
        "changed": len(texts) > 1,
        "address": address.partition("://")[2],
        "qr": _code(address),
        "minutes_left": -(-(pulse.part.closes - visit.at) // 60) if pulse.part else 0,
    }


@lru_cache(maxsize=16)
def _code(address: str) -> Markup:
    """Return the code of a sitting's address, drawn once: the screen asks every few seconds."""
    return qr.svg(address)


def _short(visit: Visit, number: str) -> str:
    """Return what the short address ends with: of this year's sittings, the number alone."""
    _, year, count = number.split("-")
    zone = visit.site.settings.timezone
    this_year = f"{datetime.fromtimestamp(visit.at, zone).year:04}"
    return str(int(count)) if year == this_year else number


def _who(typed: object) -> int:
    text = typed if isinstance(typed, str) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0
