"""The form of an outcome: what was decided, rows of who does what by when, the day of review."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from voting.services.deciding import LONGEST_OUTCOME, LONGEST_WHAT, LONGEST_WHO, MOST_TASKS, Task
from web.forms import Reader
from web.forms.moments import read_moment

PARTS = ("who", "what", "due")


def rows_of(fields: Mapping[str, object], least: int = 3) -> list[int]:
    """Return the numbers of the rows to show: those that are filled in, and some empty ones."""
    filled = [
        number
        for number in range(1, MOST_TASKS + 1)
        if any(str(fields.get(f"{part}{number}", "")).strip() for part in PARTS)
    ]
    return list(range(1, min(MOST_TASKS, max([least, *(n + 1 for n in filled)])) + 1))


def read_tasks(reader: Reader, zone: ZoneInfo) -> tuple[Task, ...]:
    """Read every row of which anything was written; a half-written one is a problem."""
    found = []
    for number in range(1, MOST_TASKS + 1):
        names = [f"{part}{number}" for part in PARTS]
        if not any(reader.raw(name).strip() for name in names):
            continue
        who = reader.text(names[0], most=LONGEST_WHO)
        what = reader.text(names[1], most=LONGEST_WHAT)
        found.append(Task(who=who, what=what, due=_read_day(reader, names[2], zone)))
    return tuple(found)


def read_words(reader: Reader) -> str:
    """Read what was decided."""
    return reader.text("words", most=LONGEST_OUTCOME)


def read_review(reader: Reader, zone: ZoneInfo) -> int:
    """Read the day of review: its end, in the community's zone."""
    return _read_day(reader, "review", zone)


def _read_day(reader: Reader, name: str, zone: ZoneInfo) -> int:
    return reader.value(name, lambda: read_moment(_day(reader.raw(name)), zone), 0)


def _day(text: str) -> str:
    """Return a day as a moment: its last minute; a moment stays as it is."""
    typed = text.strip()
    return typed if not typed or ":" in typed or "T" in typed else f"{typed} 23:59"
