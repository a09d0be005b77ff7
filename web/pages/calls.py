"""Calling a sitting on a matter: its text and rules, the vote announced, who is invited."""

from collections.abc import Mapping

from sqlalchemy import Connection
from starlette.responses import Response

from voting.canonical import tidy
from voting.deliberation.matters import MatterAct
from voting.deliberation.presets import PRESETS
from voting.deliberation.templates import TEMPLATES
from voting.errors import ConflictError, InvalidError
from voting.methods import METHODS
from voting.services import attending, calling, contests, matters, sittings
from voting.services.keys import fresh
from voting.services.matters import MatterView
from web import drafting
from web.forms import Reader
from web.forms.calls import FIELDS, MAIN, SHOWN_PRESET, fields_of, read_call
from web.forms.rules_form import PREFIX
from web.visit import Visit

_KEY = 16
_SHOWN = 30
_DIGITS = 9
_AMISS = 422


def call(visit: Visit) -> Response:
    """Call a sitting."""
    person = drafting.moderator(visit)
    with visit.read() as connection:
        about = matters.show(connection, visit.params["matter"])
        matters.check(about, MatterAct.CALL, person)
    reader = Reader(visit.form, visit.language)
    if visit.is_post:
        wanted, key = read_call(reader), _key(reader)
        if wanted is not None:
            try:
                view = visit.write(
                    lambda c: calling.call(c, person, about.number, wanted, key=key, at=visit.at)
                )
                return visit.redirect("calls/invite", sitting=view.number)
            except InvalidError as error:
                reader.refuse(FIELDS.get(error.code, ""), error)
    preset = reader.raw("preset") if reader.raw("preset") in PRESETS else _usual(about)
    fields = fields_of(reader, preset, visit.language)
    context = {
        "about": about,
        "reader": reader,
        "values": _values(reader, about, posted=visit.is_post),
        "presets": PRESETS.values(),
        "chosen": PRESETS[preset],
        "main_rules": [f for f in fields if f.name.removeprefix(PREFIX) in MAIN],
        "fine_rules": [f for f in fields if f.name.removeprefix(PREFIX) not in MAIN],
        "methods": [METHODS[name] for name in calling.CHOICES],
        "turned": visit.is_post and reader.raw(SHOWN_PRESET) != preset,
        "key": (_key(reader) or fresh(_KEY)).hex(),
    }
    return visit.render("calls/call", context, _AMISS if reader.problems else 200)


def invite(visit: Visit) -> Response:
    """Invite people to a sitting: everybody of a place, or by name."""
    person, number = drafting.moderator(visit), visit.params["sitting"]
    reader = Reader(visit.form, visit.language)
    search = tidy(str((visit.form if visit.is_post else visit.query).get("cari", ""))[:60])
    if visit.is_post and not reader.checked("search"):
        try:
            _invite(visit, reader)
            return visit.redirect("calls/invite", sitting=number, ok=1)
        except (InvalidError, ConflictError) as error:
            reader.refuse("place", error)
    with visit.read() as connection:
        view = sittings.show(connection, number)
        about = matters.show(connection, view.matter)
        invited = attending.invited(connection, view)
        found = attending.to_invite(connection, person, search, visit.at) if search else []
        places = contests.places(connection)
    known = {one.id for one in invited}
    context = {
        "view": view,
        "about": about,
        "reader": reader,
        "search": search,
        "found": [one for one in found if one.id not in known][:_SHOWN],
        "places": places,
        "invited": invited,
        "done": bool(visit.query.get("ok")),
    }
    return visit.render("calls/invite", context, _AMISS if reader.problems else 200)


def _invite(visit: Visit, reader: Reader) -> None:
    """Invite whom the form names."""
    person, number = drafting.moderator(visit), visit.params["sitting"]
    chosen = [int(one) for one in map(str, visit.form.getlist("person")) if _is_number(one)]
    with visit.read() as connection:
        known = {"", *contests.places(connection)}
    places = [place for place in map(str, visit.form.getlist("place")) if place in known]
    if not (places or chosen):
        raise InvalidError("sitting.nobody-chosen")
    element = reader.raw("element")

    def body(connection: Connection) -> None:
        for place in places:
            calling.invite(connection, person, number, place=place, element=element, at=visit.at)
        if chosen:
            calling.invite(connection, person, number, chosen=chosen, element=element, at=visit.at)

    visit.write(body)


def _values(reader: Reader, about: MatterView, *, posted: bool) -> Mapping[str, str]:
    """Return what stands in the fields: as sent, else what the matter says and is usual."""
    template = TEMPLATES.get(about.template)
    usual = {
        "title": about.title,
        "words": "",
        "method": template.method if template and template.method in calling.CHOICES else "irv",
        "level": "A",
        "hours": "72",
        "others": "",
    }
    return {name: reader.raw(name) for name in usual} if posted else usual


def _usual(about: MatterView) -> str:
    template = TEMPLATES.get(about.template)
    return template.preset if template and template.preset else "mufakat"


def _key(reader: Reader) -> bytes:
    try:
        return bytes.fromhex(reader.raw("key"))
    except ValueError:
        return b""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS
