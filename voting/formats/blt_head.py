"""The head of a BLT file: how many options and seats, who is withdrawn, names used in ballots.

The dialects it knows are told in ``voting.formats.blt``.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from voting.ballots import MOST_OPTIONS
from voting.errors import InvalidFileError
from voting.formats import source

_DIRECTIVE = re.compile(r"\[\s*(\w+)\s*([^\]]*)\]\s*(?:#.*)?")
_LEFT_TO_THE_RULES = ("tie", "droop")
_DIRECTIVES = "[nick ...], [tie ...], [undeclared ...], [withdrawn ...]"
_HEADER_NUMBERS = 2


class Head(NamedTuple):
    """What stands above the ballots; ``lines`` is how many lines it takes."""

    options: int
    seats: int
    withdrawn: set[int]
    write_in: set[int]
    numbers: dict[str, int]
    lines: int


def tokens_of(line: str) -> list[str]:
    """Return the words of a line, without comment and stray commas."""
    return line.partition("#")[0].replace(",", " ").split()


def read_head(lines: Iterable[str]) -> Head:
    """Read the lines of a file up to the first ballot."""
    head: Head | None = None
    number = 0
    for number, line in enumerate(lines, 1):
        tokens = tokens_of(line)
        try:
            if not tokens:
                continue
            if head is None:
                head = _first_line(tokens)
            elif tokens[0].startswith("["):
                _directive(line.strip(), head)
            elif tokens[0].startswith("-"):
                _withdraw(tokens, head)
            else:
                return head._replace(lines=number - 1)
        except InvalidFileError as error:
            raise source.at_line(error, number) from None
    if head is None:
        raise InvalidFileError("file.blt-header", line=1, found="0", expected="4 2")
    return head._replace(lines=number)


def _first_line(tokens: Sequence[str]) -> Head:
    options, seats = ([source.whole(token) for token in tokens] + [-1, -1])[:_HEADER_NUMBERS]
    if options < 0 or seats < 0:
        found = source.shown(" ".join(tokens))
        raise InvalidFileError("file.blt-header", found=found, expected="4 2")
    if options > MOST_OPTIONS:
        raise InvalidFileError("file.too-many-options", found=options, expected=MOST_OPTIONS)
    if options == 0:
        raise InvalidFileError("file.no-options", found=0, expected=1)
    if not 1 <= seats <= MOST_OPTIONS:
        raise InvalidFileError("file.seats", found=tokens[1], expected=f"1–{MOST_OPTIONS}")
    numbers = {str(number): number for number in range(1, options + 1)}
    head = Head(options, seats, set(), set(), numbers, 0)
    _withdraw(tokens[_HEADER_NUMBERS:], head)
    return head


def _withdraw(tokens: Sequence[str], head: Head) -> None:
    for token in tokens:
        number = head.numbers.get(token[1:], 0) if token.startswith("-") else 0
        if not number or number in head.withdrawn:
            raise InvalidFileError(
                "file.blt-withdrawn", found=source.shown(token), expected=f"-1 ... -{head.options}"
            )
        head.withdrawn.add(number)


def _directive(line: str, head: Head) -> None:
    match = _DIRECTIVE.fullmatch(line)
    if match is None:
        raise InvalidFileError("file.blt-directive", found=source.shown(line), expected=_DIRECTIVES)
    word, values = match[1], match[2].replace(",", " ").split()
    if word == "withdrawn":
        head.withdrawn.update(number_of(value, head) for value in values)
    elif word == "undeclared":
        head.write_in.update(number_of(value, head) for value in values)
    elif word == "nick":
        _nicknames(values, head)
    elif word not in _LEFT_TO_THE_RULES:
        raise InvalidFileError("file.blt-directive", found=source.shown(line), expected=_DIRECTIVES)


def _nicknames(names: Sequence[str], head: Head) -> None:
    given = dict(zip(names, range(1, head.options + 1), strict=False))
    strange = [name for name in names if name[0] in '-(["' or name == "0" or "=" in name]
    strange += [name for name in given if head.numbers.get(name, given[name]) != given[name]]
    if strange or len(names) != head.options or len(given) != head.options:
        found = source.shown(" ".join(names))
        raise InvalidFileError("file.blt-nick", found=found, expected=head.options)
    head.numbers.update(given)


def number_of(token: str, head: Head) -> int:
    """Return the number of the option that a word in a ballot names."""
    if token not in head.numbers:
        raise InvalidFileError(
            "file.unknown-option", found=source.shown(token), expected=f"1–{head.options}"
        )
    return head.numbers[token]
