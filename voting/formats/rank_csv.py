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

from collections.abc import Callable

from voting.ballots import Ranking
from voting.errors import InvalidFileError
from voting.formats import source
from voting.formats.csv_cells import delimiter_of, guarded, header_line, quoted, split, unguarded
from voting.formats.names import KINDS, Names, kind_of, written
from voting.formats.poll import Format, Poll, poll_of
from voting.words import Phrase

_HEADER = "count,rank1,rank2"


def read(text: str) -> Poll:
    """Read a rank CSV; a row with more cells than the header has ranks is refused."""
    lines = text.split("\n")
    top = header_line(lines)
    names = Names()
    try:
        delimiter, ranks = _header(lines[top], names)
    except InvalidFileError as error:
        raise source.at_line(error, top + 1) from None
    piles = source.piles(lines[top + 1 :], top + 2, _row_reader(names, delimiter, ranks))
    return poll_of(Ranking, names.options(), piles)


def _header(line: str, names: Names) -> tuple[str, int]:
    """Return the delimiter and how many ranks there are; declare the options a header names."""
    delimiter = delimiter_of(line)
    cells = [cell.strip() for cell in split(line, delimiter)]
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
        cells = split(line, delimiter)
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            return None
        often = source.count(cells[0].strip())
        if len(cells) > ranks + 1:
            found = source.shown(cells[ranks + 1])
            raise InvalidFileError("file.csv-cells", found=found, expected=ranks)
        return b"".join([names.code(unguarded(cell)) for cell in cells[1:]]), often

    return row


def write(poll: Poll) -> str:
    """Write a poll as rank CSV with commas; refuse ballots of another form, or equal names."""
    rows, declare = written(poll, "rank-csv", "\0")
    table = [(str(often), *text.split("\0")) for text, often in rows]
    ranks = max([len(row) - 1 for row in table], default=1)
    header = ["count", *(f"rank{number}" for number in range(1, ranks + 1))]
    if declare:
        header += [f"{kind_of(option)}:{option.label}" for option in poll.options]
    lines = [",".join(map(quoted, header))]
    for often, *cells in table:
        filled = [guarded(cell) for cell in cells] + [""] * (ranks - len(cells))
        lines.append(",".join([often, *map(quoted, filled)]))
    return "\n".join(lines) + "\n"


FORMATS = (
    Format(
        id="rank-csv",
        title=Phrase("CSV, satu kolom per urutan", "CSV, one column per rank"),
        endings=(".csv",),
        read=read,
        write=write,
    ),
)
