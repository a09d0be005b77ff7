"""Rank CSV: one row per ballot or pile of equal ballots, one column per rank.

The header is ``count,rank1,rank2,...``. A cell holds an option's name; an empty cell is a skipped
rank (at the end of a row it means nothing), ``A=B`` an overvote with known marks, ``overvote`` one
whose marks are not known, ``UWI`` an undeclared write-in. Columns may be parted by ``;`` or tabs,
as spreadsheets of other countries write them, with or without a first line ``sep=;``. Where the
ballots alone do not tell the options and their order, further columns of the header do:
``option:NAME``, ``withdrawn:NAME``, ``write-in:NAME``.

A cell that a spreadsheet would take for a formula begins with an apostrophe, which is no part of
the name (OWASP, "CSV Injection").
"""

import re
from collections.abc import Callable, Sequence

from voting.ballots import Ranking
from voting.errors import InvalidFileError
from voting.formats import source
from voting.formats.names import KINDS, Names, closing, kind_of, written
from voting.formats.poll import Format, Poll, poll_of
from voting.words import Phrase

_GUARDED = re.compile(r"'+[=+\-@]")
_FORMULA = re.compile(r"'*[=+\-@]")
_HEADER = "count,rank1,rank2"
_DELIMITERS = (",", ";", "\t")
_SEPARATOR_HINTS = ("sep=,", "sep=;", "sep=")


def read(text: str) -> Poll:
    """Read a rank CSV; a row with more cells than the header has ranks is refused."""
    lines = text.split("\n")
    top = _header_line(lines)
    names = Names()
    try:
        delimiter, ranks = _header(lines[top], names)
    except InvalidFileError as error:
        raise source.at_line(error, top + 1) from None
    piles = source.piles(lines[top + 1 :], top + 2, _row_reader(names, delimiter, ranks))
    return poll_of(Ranking, names.options(), piles)


def _header_line(lines: Sequence[str]) -> int:
    """Return where the header stands: a spreadsheet's ``sep=;`` may come before it."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    hint = lines[filled[0]].strip().lower()
    return filled[1] if hint in _SEPARATOR_HINTS and len(filled) > 1 else filled[0]


def _header(line: str, names: Names) -> tuple[str, int]:
    """Return the delimiter and how many ranks there are; declare the options a header names."""
    delimiter = next((d for d in _DELIMITERS if line.lower().startswith(f"count{d}")), ",")
    cells = [cell.strip() for cell in _cells(line, delimiter)]
    titles = [cell.lower().replace(" ", "").replace("_", "") for cell in cells]
    ranks = 0
    while titles[ranks + 1 : ranks + 2] == [f"rank{ranks + 1}"]:
        ranks += 1
    if titles[0] != "count" or not ranks:
        found = source.shown(line)
        raise InvalidFileError("file.csv-header", found=found, expected=_HEADER)
    for cell in cells[ranks + 1 :]:
        kind, colon, name = cell.partition(":")
        if kind in KINDS and colon:
            names.declare(kind, name)
        elif cell:
            found = source.shown(cell)
            raise InvalidFileError("file.csv-column", found=found, expected=f"rank{ranks + 1}")
    return delimiter, ranks


def _row_reader(
    names: Names, delimiter: str, ranks: int
) -> Callable[[str], tuple[bytes, int] | None]:
    def row(line: str) -> tuple[bytes, int] | None:
        cells = _cells(line, delimiter)
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            return None
        often = source.count(cells[0].strip())
        if len(cells) > ranks + 1:
            found = source.shown(cells[ranks + 1])
            raise InvalidFileError("file.csv-cells", found=found, expected=ranks)
        return b"".join([names.code(_unguarded(cell)) for cell in cells[1:]]), often

    return row


def _cells(line: str, delimiter: str) -> list[str]:
    if '"' not in line:
        return line.split(delimiter)
    cells: list[str] = []
    place = 0
    while place <= len(line):
        cell, place = _cell(line, place, delimiter)
        cells.append(cell)
    return cells


def _cell(line: str, place: int, delimiter: str) -> tuple[str, int]:
    """Return the cell that begins at a place, and where the next one begins."""
    end = line.find(delimiter, place)
    end = len(line) if end < 0 else end
    plain = line[place:end]
    if not plain.lstrip().startswith('"'):
        return plain, end + 1
    opening = line.index('"', place)
    close = closing(line, opening)
    after = line.find(delimiter, close)
    after = len(line) if after < 0 else after
    if close < 0 or line[close + 1 : after].strip():
        found = source.shown(line[opening:])
        raise InvalidFileError("file.quotes", found=found, expected='"..."')
    return line[opening + 1 : close].replace('""', '"'), after + 1


def _unguarded(cell: str) -> str:
    text = cell.strip()
    return text[1:] if _GUARDED.match(text) else text


def write(poll: Poll) -> str:
    """Write a poll as rank CSV with commas; refuse ballots of another form, or equal names."""
    rows, declare = written(poll, "rank-csv", "\0")
    table = [(str(often), *text.split("\0")) for text, often in rows]
    ranks = max([len(row) - 1 for row in table], default=1)
    header = ["count", *(f"rank{number}" for number in range(1, ranks + 1))]
    if declare:
        header += [f"{kind_of(option)}:{option.label}" for option in poll.options]
    lines = [",".join(map(_quoted, header))]
    for often, *cells in table:
        filled = [_guarded(cell) for cell in cells] + [""] * (ranks - len(cells))
        lines.append(",".join([often, *map(_quoted, filled)]))
    return "\n".join(lines) + "\n"


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _quoted(cell: str) -> str:
    if any(character in cell for character in '",;\t') or cell != cell.strip():
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'
    return cell


FORMATS = (
    Format(
        id="rank-csv",
        title=Phrase("CSV, satu kolom per urutan", "CSV, one column per rank"),
        endings=(".csv",),
        read=read,
        write=write,
    ),
)
