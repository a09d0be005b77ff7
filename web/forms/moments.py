"""Days and times as people type them, where a browser has no calendar of its own.

A ``datetime-local`` field sends ``2026-05-14T08:00``. An old phone shows it as a plain line, and
people write ``14-05-2026 08.00`` or ``14 Mei 2026 pukul 08.00``: the day first, as in Indonesia.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from voting.errors import InvalidError
from web.forms import Reader, local_moment

FIRST_YEAR = 2000
LAST_YEAR = 2199

_TIME = r"(?:pukul |jam |at )?([0-9]{1,2})[:.]([0-9]{2})(?::[0-9]{2})?"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})-([0-9]{{1,2}})-([0-9]{{1,2}})[t, ]+{_TIME}")
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}})[-/. ]([0-9]{{1,2}}|[a-z]+)[-/. ]([0-9]{{4}})[, ]+{_TIME}")
# By their first three letters, in both languages.
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "agu": 8,
    "agt": 8, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "des": 12, "dec": 12,
}  # fmt: skip


def read_moment(text: str, zone: ZoneInfo) -> int:
    """Return a typed day and time of a zone as Unix seconds; InvalidError if it is none."""
    typed = " ".join(text.lower().split())
    try:
        year, month, day, hour, minute = _parts(typed)
        value = datetime(year, month, day, hour, minute, tzinfo=zone)
    except ValueError as error:
        raise InvalidError("form.not-a-moment") from error
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidError("form.not-a-moment")
    return int(value.timestamp())


def moment_field(reader: Reader, name: str, zone: ZoneInfo, at: int) -> tuple[str, str]:
    """Return value and type of a field for a moment: what was typed, else the moment ``at``.

    What cannot be read comes back in a plain line, for a calendar field would show nothing of it.
    """
    typed = reader.raw(name).strip()
    if not typed:
        return ("" if name in reader.errors else local_moment(at, zone)), "datetime-local"
    try:
        return local_moment(read_moment(typed, zone), zone), "datetime-local"
    except InvalidError:
        return typed, "text"


def _parts(typed: str) -> tuple[int, int, int, int, int]:
    """Return year, month, day, hour and minute; ValueError if the text holds no such thing."""
    if found := _YEAR_FIRST.fullmatch(typed):
        year, month, day, hour, minute = found.groups()
    elif found := _DAY_FIRST.fullmatch(typed):
        day, month, year, hour, minute = found.groups()
    else:
        raise ValueError(typed)
    number = _MONTHS.get(month[:3], 0) if month.isalpha() else int(month)
    return int(year), number, int(day), int(hour), int(minute)
