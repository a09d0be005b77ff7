"""Tables of plain text: columns aligned by what the eye sees, never wider than asked."""

import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """Return how many columns a text takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def shortened(text: str, most: int) -> str:
    """Return a text of at most ``most`` columns, its end cut off where it is longer."""
    if width(text) <= most:
        return text
    while width(text) > most - 1:
        text = text[:-1]
    return f"{text}…"


def table(rows: Sequence[Sequence[str]], *, right: bool = True) -> list[str]:
    """Return the lines of a table: the first column to the left, the others to the right or left.

    All rows have as many cells as the first.
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [_fill(row[0], widths[0], right=False)]
        cells += [_fill(*cell, right=right) for cell in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    return lines


def blocks(
    first: Sequence[str], columns: Sequence[Sequence[str]], most: int
) -> list[list[Sequence[str]]]:
    """Group columns into blocks that fit beside the first column into ``most`` columns of text.

    Every block holds at least one column, so nothing is ever left out.
    """
    room = most - max(map(width, first), default=0)
    groups: list[list[Sequence[str]]] = []
    left = 0
    for column in columns:
        needed = 2 + max(map(width, column), default=0)
        if not groups or needed > left:
            groups.append([])
            left = room
        groups[-1].append(column)
        left -= needed
    return groups


def _fill(text: str, columns: int, *, right: bool) -> str:
    room = " " * (columns - width(text))
    return room + text if right else text + room
