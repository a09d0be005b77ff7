"""Options known by name: what the formats share that write names in ballots instead of numbers.

A rank is written as the names marked there, joined by ``=``; ``overvote`` stands for marks that
are not known, ``UWI`` for any undeclared write-in, nothing for a skipped rank. A name that would
read as something else stands in double quotes, doubled inside. Options are numbered in the order
in which a file first names them, unless it declares them: then no other name is known.
"""

from collections.abc import Iterator, Mapping, Sequence

from voting.ballots import MOST_OPTIONS, SEVERAL, Ranking, code_ranks
from voting.contest import Option
from voting.errors import InvalidError, InvalidFileError
from voting.formats import source
from voting.formats.poll import WRITE_IN, Poll, numbered

UNKNOWN = "overvote"
UNDECLARED = "UWI"
KINDS = ("option", "withdrawn", "write-in")

_UNKNOWN_CODE = bytes((SEVERAL, 0))
_SPECIAL = '"=>'


class Names:
    """The options of one file, growing as names are met; remembers the code of every rank seen."""

    def __init__(self) -> None:
        """Begin without names."""
        self._numbers: dict[str, int] = {}
        self._kinds: dict[int, str] = {}
        self._codes: dict[str, bytes] = {}
        self._declared = False

    def declare(self, kind: str, name: str) -> None:
        """Add an option the file declares, of one of ``KINDS``; twice the same is refused."""
        label = source.label(name)
        if label in self._numbers:
            raise InvalidFileError("file.name-twice", found=source.shown(label))
        self._kinds[self._add(label)] = kind
        self._declared = True

    def options(self) -> Iterator[Option]:
        """Yield the options in order."""
        for label, number in self._numbers.items():
            kind = self._kinds.get(number)
            yield Option(
                id=numbered(number),
                label=label,
                withdrawn=kind == "withdrawn",
                write_in=kind == "write-in",
            )

    def code(self, rank: str) -> bytes:
        """Return the code of one rank, marks joined by ``=``."""
        code = self._codes.get(rank)
        if code is None:
            code = self._codes[rank] = self._rank(list(_marks(rank, "=")))
        return code

    def ranking(self, text: str) -> bytes:
        """Return the code of a whole ranking, ranks joined by ``>``."""
        if '"' not in text:
            return source.ranking_code([self.code(rank) for rank in text.split(">")])
        ranks: list[list[tuple[str, bool, str]]] = [[]]
        for mark in _marks(text, "=>"):
            ranks[-1].append(mark)
            if mark[2] == ">":
                ranks.append([])
        return source.ranking_code([self._rank(rank) for rank in ranks if rank])

    def _rank(self, marks: Sequence[tuple[str, bool, str]]) -> bytes:
        if len(marks) == 1 and not marks[0][0] and not marks[0][1]:
            return source.EMPTY_RANK
        if any(name == UNKNOWN and not quoted for name, quoted, _ in marks):
            return _UNKNOWN_CODE
        numbers = [self._number(name, quoted) for name, quoted, _ in marks]
        for place, number in enumerate(numbers):
            if number in numbers[:place]:
                raise InvalidFileError("file.marked-twice", found=source.shown(marks[place][0]))
        return source.rank_code(numbers)

    def _number(self, name: str, quoted: bool) -> int:
        if name == UNDECLARED and not quoted:
            return self._write_in()
        label = source.label(name)
        number = self._numbers.get(label)
        if number is None:
            if self._declared:
                raise InvalidFileError("file.undeclared-name", found=source.shown(label))
            number = self._add(label)
        return number

    def _write_in(self) -> int:
        number = next((n for n, kind in self._kinds.items() if kind == "write-in"), None)
        if number is None:
            self._declare_write_in()
            number = len(self._numbers)
        return number

    def _declare_write_in(self) -> None:
        """Add the option that stands for all undeclared write-ins."""
        if WRITE_IN in self._numbers:
            raise InvalidFileError("file.name-twice", found=WRITE_IN)
        self._kinds[self._add(WRITE_IN)] = "write-in"

    def _add(self, label: str) -> int:
        number = len(self._numbers) + 1
        if number > MOST_OPTIONS:
            raise InvalidFileError("file.too-many-options", found=number, expected=MOST_OPTIONS)
        self._numbers[label] = number
        return number


def _marks(text: str, separators: str) -> Iterator[tuple[str, bool, str]]:
    """Yield each name, whether it was quoted, and the separator after it (none at the end)."""
    place = 0
    while True:
        name, quoted, end = _mark(text, place, separators)
        yield name, quoted, text[end : end + 1]
        if end >= len(text):
            return
        place = end + 1


def _mark(text: str, place: int, separators: str) -> tuple[str, bool, int]:
    start = place
    while text[start : start + 1].isspace():
        start += 1
    if text[start : start + 1] == '"':
        close = closing(text, start)
        end = close + 1
        while text[end : end + 1].isspace():
            end += 1
        if close > start and (end == len(text) or text[end] in separators):
            return text[start + 1 : close].replace('""', '"'), True, end
    ends = [end for end in (text.find(character, place) for character in separators) if end >= 0]
    end = min(ends, default=len(text))
    return text[place:end].strip(), False, end


def closing(text: str, opening: int) -> int:
    """Return where the quote that opens a name closes, or -1."""
    close = text.find('"', opening + 1)
    while close >= 0 and text[close + 1 : close + 2] == '"':
        close = text.find('"', close + 2)
    return close


def written(poll: Poll, target: str, joiner: str) -> tuple[list[tuple[str, int]], bool]:
    """Return a poll's ballots as text, ranks joined by ``joiner``, and whether to declare options.

    The lines are put in an order in which the options are first named in their own order, so that
    a reader numbers them alike. Where there is no such order, or an option is named by no ballot
    or is not an ordinary one, the file has to declare its options.
    """
    if poll.form is not Ranking:
        raise InvalidError("file.cannot-hold-form", format=target, form=poll.form.form)
    if len({option.label for option in poll.options}) != len(poll.options):
        raise InvalidError("file.cannot-hold-names", format=target)
    unusual = [option for option in poll.options if option.withdrawn or option.write_in]
    undeclared = [option for option in unusual if option.write_in]
    understood = unusual == undeclared and [o.label for o in undeclared] in ([], [WRITE_IN])
    marks = [
        UNDECLARED if understood and option.write_in else mark(option.label)
        for option in poll.options
    ]
    order, complete = _naming_order(poll.profile.piles, len(poll.options))
    plain = complete and understood
    lines = [(joiner.join(_ranks(code, marks)), poll.profile.piles[code]) for code in order]
    return lines, not plain


def kind_of(option: Option) -> str:
    """Return which of ``KINDS`` an option is."""
    return "withdrawn" if option.withdrawn else "write-in" if option.write_in else "option"


def mark(label: str) -> str:
    """Return a name as it stands in a ballot, quoted where it would read as something else."""
    if label in (UNKNOWN, UNDECLARED) or any(character in label for character in _SPECIAL):
        doubled = label.replace('"', '""')
        return f'"{doubled}"'
    return label


def _ranks(code: bytes, marks: Sequence[str]) -> list[str]:
    return [
        UNKNOWN if rank is None else "=".join(marks[number - 1] for number in rank)
        for rank in code_ranks(code)
    ]


def _naming_order(piles: Mapping[bytes, int], options: int) -> tuple[list[bytes], bool]:
    """Order piles, those first that name the options 1, 2, 3, ... in turn; tell if all were named.

    A pile is put first if its next new option is the one due. Putting it there never spoils
    another's chance, so the search finds an order whenever there is one.
    """
    left = sorted(piles, key=lambda code: (-piles[code], code))
    first: list[bytes] = []
    known = 0
    while known < options:
        chosen = next((code for code in left if _names_up_to(code, known) > known), None)
        if chosen is None:
            break
        known = _names_up_to(chosen, known)
        first.append(chosen)
    taken = set(first)
    return first + [code for code in left if code not in taken], known == options


def _names_up_to(code: bytes, known: int) -> int:
    """Return how many options are known after reading a ballot, or 0 if it names one too early."""
    for rank in code_ranks(code):
        for number in rank or b"":
            if number > known + 1:
                return 0
            known = max(known, number)
    return known
