"""Slips: issued to whoever lacks one, printed in sheets to cut, replaced when lost."""

from dataclasses import dataclass

from markupsafe import Markup
from starlette.responses import Response

from voting.services import enrolment, slips
from voting.services.slips import Slip
from web import offices, qr
from web.forms import Reader
from web.forms.people import read_reason, whole
from web.pages.changes import done
from web.sending import status
from web.visit import Visit

SHEET = 100  # ten pages of ten; a code takes some milliseconds to draw
A_PAGE = 10
_SCHEME = "://"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A dusun with the slips that wait there, and its neighbourhoods if it has any."""

    name: str
    slips: int
    parts: list[tuple[str, int]]


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One slip to cut out, its address as a QR code."""

    slip: Slip
    code: Markup


def index(visit: Visit) -> Response:
    """Show how many slips wait in each dusun; issue slips to all who have none, or to one."""
    officer = offices.officer(visit)
    if visit.is_post:
        only = whole(visit.form, "person")
        ids = [only] if only else None
        issued = visit.write(lambda c: slips.issue(c, officer, visit.keys, ids, visit.at))
        if only:
            return visit.redirect("roll/person", person=only, done="issued")
        return visit.redirect("slips/index", issued=issued)
    with visit.read() as connection:
        summary = enrolment.summary(connection, officer)
        waiting = slips.printable(connection, officer, visit.keys)
    context = {
        "summary": summary,
        "places": _places(waiting),
        "waiting": len(waiting),
        "issued": whole(visit.query, "issued"),
        "a_page": A_PAGE,
    }
    return visit.render("slips/index", context)


def sheet(visit: Visit) -> Response:
    """Show slips to print and cut: of a place, of one person, or all; at most 100 at once."""
    officer = offices.officer(visit)
    place, only = str(visit.query.get("place", ""))[:200], whole(visit.query, "person")
    ids = [only] if only else None
    with visit.read() as connection:
        found = slips.printable(connection, officer, visit.keys, place, ids)
    pages = max(1, -(-len(found) // SHEET))
    page = min(max(1, whole(visit.query, "halaman")), pages)
    shown = found[(page - 1) * SHEET : page * SHEET]
    context = {
        "papers": [Paper(slip=one, code=_code(visit, one)) for one in shown],
        "total": len(found),
        "place": place,
        "person": only,
        "page": page,
        "pages": pages,
        "address": _short(visit.address("account/slip")),
    }
    return visit.render("slips/sheet", context)


def replace(visit: Visit) -> Response:
    """Give somebody a new slip in place of a lost one or a forgotten PIN, with the reason."""
    officer, reader = offices.officer(visit), Reader(visit.form, visit.language)
    person_id = whole(visit.form if visit.is_post else visit.query, "person")
    with visit.read() as connection:
        found = enrolment.resident(connection, officer, person_id, at=visit.at)
    if visit.is_post:
        reason = read_reason(reader)
        if done(
            visit,
            reader,
            lambda c: slips.replace(c, officer, visit.keys, person_id, reason, at=visit.at),
        ):
            return visit.redirect("roll/person", person=person_id, done="replaced")
    context = {"reader": reader, "found": found}
    return visit.render("slips/replace", context, status(reader))


def _places(waiting: list[Slip]) -> list[Place]:
    """Return where slips wait: each dusun, and within it each neighbourhood."""
    counts: dict[str, dict[str, int]] = {}
    for slip in waiting:
        parts = counts.setdefault(slip.place.partition(",")[0], {})
        parts[slip.place] = parts.get(slip.place, 0) + 1
    return [
        Place(name=name, slips=sum(parts.values()), parts=_parts(name, parts))
        for name, parts in counts.items()
    ]


def _parts(name: str, parts: dict[str, int]) -> list[tuple[str, int]]:
    return [] if set(parts) == {name} else list(parts.items())


def _code(visit: Visit, slip: Slip) -> Markup:
    return qr.svg(visit.address("account/slip_link", code=slip.code.replace(" ", "")))


def _short(address: str) -> str:
    """Return an address as people type it."""
    return address.partition(_SCHEME)[2]
