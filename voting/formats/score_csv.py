"""Score CSV: one row per ballot or pile of equal ballots, one column per option.

The header is ``count`` and the options' names; a name may be marked ``withdrawn:NAME`` or
``write-in:NAME``, and one that would read so by itself is ``option:NAME``. A cell holds a whole
number. An empty cell gives the option no score, which is not the same as 0; a row of a count alone
is a blank ballot. Cells are as in ``voting.formats.csv_cells``.
"""

import re
from collections.abc import Callable

from voting.ballots import Scores, code_scores, scores_code
from voting.canonical import LARGEST
from voting.contest import Option
from voting.errors import InvalidError, InvalidFileError
from voting.formats import source
from voting.formats.csv_cells import delimiter_of, guarded, header_line, quoted, split, unguarded
from voting.formats.names import KINDS, Names, kind_of
from voting.formats.poll import Format, Poll, poll_of
from voting.words import Phrase

_SCORE = re.compile(r"-?[0-9]{1,16}")


def read(text: str) -> Poll:
    """Read a score CSV; a row with more cells than the header has options is refused."""
    lines = text.split("\n")
    top = header_line(lines)
    names = Names()
    try:
        delimiter, options = _header(lines[top], names)
    except InvalidFileError as error:
        raise source.at_line(error, top + 1) from None
    piles = source.piles(lines[top + 1 :], top + 2, _row_reader(delimiter, options))
    return poll_of(Scores, names.options(), piles)


def _header(line: str, names: Names) -> tuple[str, int]:
    """Declare the options that a header names; return the delimiter and how many they are."""
    delimiter = delimiter_of(line)
    cells = [unguarded(cell) for cell in split(line, delimiter)]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) <= 1 or cells[0].lower() != "count":
        found = source.shown(line)
        raise InvalidFileError("file.score-header", found=found, expected="count,A,B")
    for cell in cells[1:]:
        kind, colon, name = cell.partition(":")
        if colon and kind in KINDS:
            names.declare(kind, name)
        else:
            names.declare("option", cell)
    return delimiter, len(cells) - 1


def _row_reader(delimiter: str, options: int) -> Callable[[str], tuple[bytes, int] | None]:
    def row(line: str) -> tuple[bytes, int] | None:
        cells = [cell.strip() for cell in split(line, delimiter)]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            return None
        often = source.count(cells[0])
        if len(cells) > options + 1:
            found = source.shown(cells[options + 1])
            raise InvalidFileError("file.score-cells", found=found, expected=options)
        given = enumerate(cells[1:], 1)
        return scores_code((number, _score(cell)) for number, cell in given if cell), often

    return row


def _score(cell: str) -> int:
    text = unguarded(cell)
    if not _SCORE.fullmatch(text) or abs(int(text)) > LARGEST:
        raise InvalidFileError(
            "file.not-a-score", found=source.shown(cell), expected="0, 1, 2, ..."
        )
    return int(text)


def write(poll: Poll) -> str:
    """Write a poll as score CSV with commas; refuse ballots of another form, or equal names."""
    if poll.form is not Scores:
        raise InvalidError("file.holds-scores-only", format="score-csv", form=poll.form.form)
    if len({option.label for option in poll.options}) != len(poll.options):
        raise InvalidError("file.cannot-hold-names", format="score-csv")
    header = ["count", *(guarded(_title(option)) for option in poll.options)]
    lines = [",".join(map(quoted, header))]
    numbers = range(1, len(poll.options) + 1)
    for code, often in sorted(poll.profile.piles.items(), key=lambda pile: (-pile[1], pile[0])):
        given = dict(code_scores(code))
        lines.append(",".join([str(often), *(str(given.get(n, "")) for n in numbers)]))
    return "\n".join(lines) + "\n"


def _title(option: Option) -> str:
    kind = kind_of(option)
    plain = kind == "option" and option.label.partition(":")[0] not in KINDS
    return option.label if plain else f"{kind}:{option.label}"


FORMATS = (
    Format(
        id="score-csv",
        title=Phrase("CSV, satu kolom per pilihan", "CSV, one column per option"),
        endings=(),
        read=read,
        write=write,
    ),
)
