"""Pages of a long list: which one the address asks for, of how many."""

from dataclasses import dataclass

from web.visit import Visit

_MOST_DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class Pages:
    """One page of a list; pages count from 1, ``offset`` entries come before it."""

    page: int
    pages: int
    offset: int


def pages(visit: Visit, total: int, size: int) -> Pages:
    """Return the page that ``?page=`` asks for, or the nearest there is."""
    count = max(1, -(-total // size))
    asked = visit.query.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and _is_short(asked) else 1
    page = min(max(1, number), count)
    return Pages(page=page, pages=count, offset=(page - 1) * size)


def _is_short(text: str) -> bool:
    return len(text) <= _MOST_DIGITS
