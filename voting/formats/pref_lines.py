"""Preference lines: ``12: A > B = C``, how many ballots say what, best first.

Names not mentioned are unranked. ``=`` marks an equal rank (an overvote, as the rules of the count
see it), nothing between two ``>`` a skipped one, ``12:`` alone blank ballots. Lines that begin
with ``#`` are comments; of these ``# option: NAME``, ``# withdrawn: NAME`` and ``# write-in: NAME``
declare the options where the ballots alone do not tell them.
"""

import re
from collections.abc import Sequence

from voting.ballots import Ranking
from voting.errors import InvalidFileError
from voting.formats import source
from voting.formats.names import KINDS, Names, kind_of, written
from voting.formats.poll import Format, Poll, poll_of
from voting.words import Phrase

_DECLARATION = re.compile(rf"#\s*({'|'.join(KINDS)})\s*:(.*)")


def read(text: str) -> Poll:
    """Read preference lines."""
    lines = text.split("\n")
    names = Names()
    _declare(lines, names)

    def ballot(line: str) -> tuple[bytes, int] | None:
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            return None
        often, colon, ranks = stripped.partition(":")
        if not colon:
            found = source.shown(stripped)
            raise InvalidFileError("file.pref-line", found=found, expected="12: A > B = C")
        return names.ranking(ranks), source.count(often.strip())

    return poll_of(Ranking, names.options(), source.piles(lines, 1, ballot))


def _declare(lines: Sequence[str], names: Names) -> None:
    for number, line in enumerate(lines, 1):
        if line.startswith("#") and (declared := _DECLARATION.fullmatch(line)):
            try:
                names.declare(declared[1], declared[2])
            except InvalidFileError as error:
                raise source.at_line(error, number) from None


def write(poll: Poll) -> str:
    """Write a poll as preference lines; refuse ballots of another form, or equal names."""
    ballots, declare = written(poll, "pref-lines", " > ")
    lines = [f"# {kind_of(o)}: {o.label}" for o in poll.options] if declare else []
    lines += [f"{often}: {ranks}".rstrip() for ranks, often in ballots]
    return "\n".join(lines) + "\n"


FORMATS = (
    Format(
        id="pref-lines",
        title=Phrase("Baris urutan pilihan (A > B = C)", "Preference lines (A > B = C)"),
        endings=(".txt", ".pref"),
        read=read,
        write=write,
    ),
)
