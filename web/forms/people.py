"""Forms about people: whom a page is about, somebody new, until when an office lasts."""

from zoneinfo import ZoneInfo

from voting.canonical import tidy
from voting.errors import InvalidError
from voting.formats.roll_csv import LONGEST_NAME, LONGEST_REFERENCE
from voting.roll import Elector
from voting.services import permission
from web.forms import Fields, Reader
from web.forms.moments import read_moment

LONGEST_SEARCH = 100
_DIGITS = 9
_LAST_MINUTE = "23:59"
_MINUTE = 60


def whole(fields: Fields, name: str) -> int:
    """Return a number as an address or hidden field writes it; 0 for anything else."""
    text = str(fields.get(name, ""))
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0


def search(fields: Fields) -> str:
    """Return what somebody looks for."""
    return str(fields.get("q", "")).strip()[:LONGEST_SEARCH]


def read_elector(reader: Reader) -> Elector | None:
    """Read somebody new: number, name and place; None while there are problems."""
    name = tidy(reader.text("name", most=LONGEST_NAME))
    reference = tidy(reader.text("reference", most=LONGEST_REFERENCE))
    place = tidy(reader.text("place", most=LONGEST_NAME, required=False))
    for field, value in (("name", name), ("reference", reference)):
        if not value:
            reader.refuse(field, InvalidError("form.empty"))
    return None if reader.problems else Elector(reference=reference, name=name, place=place)


def read_reason(reader: Reader) -> str:
    """Read the reason for an act, which everybody will be able to read."""
    return reader.value("reason", lambda: permission.reason(reader.raw("reason")), "")


def read_last_day(reader: Reader, name: str, zone: ZoneInfo) -> int | None:
    """Read the last day of an office and return the moment it is over; None if left empty."""
    typed = reader.raw(name).strip()
    if not typed:
        return None
    try:
        return read_moment(f"{typed} {_LAST_MINUTE}", zone) + _MINUTE
    except InvalidError:
        reader.refuse(name, InvalidError("form.not-a-day"))
        return None
