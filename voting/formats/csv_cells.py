"""Cells of CSV as the formats of ballots share them: parting, quoting, the guard against formulas.

Columns may be parted by ``;`` or tabs, as spreadsheets of other countries write them, with or
without a first line ``sep=;``. A cell that a spreadsheet would take for a formula begins with an
apostrophe, which is no part of what it says (OWASP, "CSV Injection").
"""

import re
from collections.abc import Sequence

from voting.errors import InvalidFileError
from voting.formats import source
from voting.formats.names import closing

# Spreadsheets of East Asia take the wide signs for the narrow ones.
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_GUARDED = re.compile(rf"'+[{_SIGNS}]")
_FORMULA = re.compile(rf"'*[{_SIGNS}]")
_DELIMITERS = (",", ";", "\t")
_SEPARATOR_HINTS = ("sep=,", "sep=;", "sep=")


def header_line(lines: Sequence[str]) -> int:
    """Return where the header stands: a spreadsheet's ``sep=;`` may come before it."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    hint = lines[filled[0]].strip().lower()
    return filled[1] if hint in _SEPARATOR_HINTS and len(filled) > 1 else filled[0]


def delimiter_of(header: str) -> str:
    """Return what parts the columns, told by what follows ``count`` in a header."""
    plain = header.lower().replace('"', "")
    return next((d for d in _DELIMITERS if plain.startswith(f"count{d}")), ",")


def split(line: str, delimiter: str) -> list[str]:
    """Return the cells of a row, without their quotes; refuse quotes that do not close."""
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


def unguarded(cell: str) -> str:
    """Return what a cell says: without spaces around it and without its guard."""
    text = cell.strip()
    return text[1:] if _GUARDED.match(text) else text


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def quoted(cell: str) -> str:
    """Return a cell as it stands in a row, in quotes where it has to be."""
    if any(character in cell for character in '",;\t') or cell != cell.strip():
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'
    return cell
