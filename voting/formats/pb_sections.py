"""The sections of a ``.pb`` file as tables: a header, and rows with the lines they stand in."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from voting.errors import InvalidFileError
from voting.formats import source

_NEEDED = {
    "META": ("key", "value"),
    "PROJECTS": ("project_id", "cost"),
    "VOTES": ("voter_id", "vote"),
}


@dataclass
class Section:
    """One section: the line it begins in, its columns, and its rows by line."""

    line: int
    columns: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)

    def cell(self, row: Sequence[str], column: str) -> str:
        """Return a row's cell in a column; empty where the file or the row has none."""
        place = self.columns.get(column, len(row))
        return row[place] if place < len(row) else ""

    def column(self, name: str) -> list[str]:
        """Return every cell of a column."""
        return [self.cell(row, name) for _, row in self.rows]


def sections(text: str) -> dict[str, Section]:
    """Return the three sections; InvalidFileError for one that lacks or has no such columns."""
    found: dict[str, Section] = {}
    here: Section | None = None
    # Only a line end ends a line: text may hold other separators of lines, such as U+2028.
    reader = csv.reader((f"{each}\n" for each in text.split("\n")), delimiter=";")
    line = 1
    for row in _rows(reader):
        word = row[0].strip() if row else ""
        if word in _NEEDED and not any(cell.strip() for cell in row[1:]):
            if word in found:
                raise InvalidFileError("file.pb-section-twice", line=line, found=word)
            here = found[word] = Section(line)
        elif any(cell.strip() for cell in row):
            _take(here, word, row, line)
        line = reader.line_num + 1
    for name in _NEEDED:
        _check(found.get(name), name)
    return found


def _rows(reader: Any) -> Iterator[list[str]]:
    """Yield the rows of a csv.reader; a quote that is not closed is refused with its line."""
    try:
        yield from reader
    except csv.Error as error:
        raise InvalidFileError(
            "file.quotes", line=reader.line_num, found=source.shown(str(error)), expected='"..."'
        ) from None


def _take(here: Section | None, word: str, row: list[str], line: int) -> None:
    if here is None:
        found = source.shown(word)
        raise InvalidFileError("file.pb-section", line=line, found=found, expected="META")
    if here.columns:
        here.rows.append((line, row))
    else:
        here.columns = {cell.strip(): place for place, cell in enumerate(row)}


def _check(section: Section | None, name: str) -> None:
    if section is None:
        raise InvalidFileError("file.pb-no-section", expected=name)
    for column in _NEEDED[name]:
        if column not in section.columns:
            raise InvalidFileError(
                "file.pb-column", line=section.line, section=name, expected=column
            )
