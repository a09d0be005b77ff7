"""Ballot forms: the kinds of expression a method may ask for.

A ballot is a frozen value; each form refuses a meaningless shape. A form has three faces: the
value, its canonical JSON (what a voter commits to), and its code: the shortest bytes that say the
same relative to a contest's list of options. Counting works on codes, grouped into piles of
identical ballots. Codes stay inside the program; commitments cover the canonical JSON.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NewType, Protocol, Self

from voting.canonical import Json
from voting.errors import InvalidBallotError

OptionId = NewType("OptionId", str)

VERSION = 1
MOST_OPTIONS = 254
UNKNOWN_MARKS = "*"

SKIPPED = 0
SEVERAL = 255


class Ballot(Protocol):
    """What every ballot form offers."""

    form: ClassVar[str]

    def options(self) -> frozenset[OptionId]:
        """Return the options that the ballot names."""
        ...

    def json(self) -> Mapping[str, Json]:
        """Return the ballot as a JSON object, canonical once encoded."""
        ...

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Read the ballot back; InvalidBallotError for any other shape."""
        ...

    def code(self, numbers: Mapping[OptionId, int]) -> bytes:
        """Return the ballot's code, given each option's number, counted from 1."""
        ...

    @classmethod
    def from_code(cls, code: bytes, options: Sequence[OptionId]) -> Self:
        """Return the ballot that a code stands for, given the options in order."""
        ...

    def is_clean(self) -> bool:
        """Tell whether the ballot has no marking error (what the site lets through)."""
        ...


def _fields(value: Any, name: str) -> Any:
    if not isinstance(value, Mapping) or set(value) != {name, "v"} or value["v"] != VERSION:
        raise InvalidBallotError("ballot.shape", form=name)
    return value[name]


def _names(value: Any, form: str) -> tuple[OptionId, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise InvalidBallotError("ballot.shape", form=form)
    return tuple(OptionId(item) for item in value)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Options in order of preference, best first; each rank is a tuple of the options marked there.

    An empty rank was skipped; two or more at one rank are an overvote (or an equal rank, as the
    contest's rules say); ``("*",)`` is an overvote whose marks are not known. Empty ranks at the
    end mean nothing and are dropped. An option may occur twice on a paper ballot: the rule card
    says what that does.
    """

    ranks: tuple[tuple[OptionId, ...], ...]
    form: ClassVar[str] = "ranking"

    def __post_init__(self) -> None:
        """Drop empty ranks at the end; order the marks within a rank; refuse one marked twice."""
        ranks = [tuple(sorted(rank)) for rank in self.ranks]
        while ranks and not ranks[-1]:
            ranks.pop()
        if any(len(set(rank)) != len(rank) for rank in ranks):
            raise InvalidBallotError("ballot.marked-twice")
        object.__setattr__(self, "ranks", tuple(ranks))

    @classmethod
    def of(cls, *options: str) -> Self:
        """Return a plain ranking of options, one at each rank."""
        return cls(tuple((OptionId(option),) for option in options))

    def options(self) -> frozenset[OptionId]:
        """Return the options that the ballot names."""
        marks = {mark for rank in self.ranks for mark in rank}
        return frozenset(marks - {OptionId(UNKNOWN_MARKS)})

    def is_clean(self) -> bool:
        """Tell whether every rank holds just one option and none occurs twice."""
        return all(len(rank) == 1 and rank[0] != UNKNOWN_MARKS for rank in self.ranks) and len(
            self.options()
        ) == len(self.ranks)

    def json(self) -> Mapping[str, Json]:
        """Return the ballot as JSON: a rank with one option is its id, any other rank a list."""
        ranks: list[Json] = [
            rank[0] if len(rank) == 1 and rank[0] != UNKNOWN_MARKS else list(rank)
            for rank in self.ranks
        ]
        return {"ranking": ranks, "v": VERSION}

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Read the ballot back; InvalidBallotError for any other shape."""
        ranks = _fields(value, cls.form)
        if not isinstance(ranks, list | tuple):
            raise InvalidBallotError("ballot.shape", form=cls.form)
        ballot = cls(
            tuple(
                (OptionId(rank),) if isinstance(rank, str) else _names(rank, cls.form)
                for rank in ranks
            )
        )
        if ballot.json() != {"ranking": list(ranks), "v": VERSION}:
            raise InvalidBallotError("ballot.shape", form=cls.form)
        return ballot

    def code(self, numbers: Mapping[OptionId, int]) -> bytes:
        """Return one byte a rank: the option's number, 0 skipped, 255 n and n numbers for several.

        An overvote whose marks are not known is 255 0.
        """
        out = bytearray()
        for rank in self.ranks:
            if len(rank) == 1 and rank[0] != UNKNOWN_MARKS:
                out.append(numbers[rank[0]])
            elif not rank:
                out.append(SKIPPED)
            else:
                marks = [] if UNKNOWN_MARKS in rank else sorted(numbers[mark] for mark in rank)
                out += bytes((SEVERAL, len(marks), *marks))
        return bytes(out)

    @classmethod
    def from_code(cls, code: bytes, options: Sequence[OptionId]) -> Self:
        """Return the ranking that a code stands for."""
        return cls(
            tuple(
                (OptionId(UNKNOWN_MARKS),)
                if rank is None
                else tuple(options[number - 1] for number in rank)
                for rank in code_ranks(code)
            )
        )


def code_ranks(code: bytes) -> list[bytes | None]:
    """Return the ranks of a ranking's code: the numbers marked there, None for unknown marks."""
    ranks: list[bytes | None] = []
    place = 0
    while place < len(code):
        mark = code[place]
        place += 1
        if mark == SEVERAL:
            end = place + 1 + code[place]
            ranks.append(code[place + 1 : end] or None)
            place = end
        else:
            ranks.append(b"" if mark == SKIPPED else bytes((mark,)))
    return ranks


@dataclass(frozen=True, slots=True)
class Approval:
    """The set of options a voter approves of; the empty set is a blank ballot."""

    approved: frozenset[OptionId]
    form: ClassVar[str] = "approval"

    @classmethod
    def of(cls, *options: str) -> Self:
        """Return the approval of some options."""
        return cls(frozenset(OptionId(option) for option in options))

    def options(self) -> frozenset[OptionId]:
        """Return the options that the ballot names."""
        return self.approved

    def is_clean(self) -> bool:
        """Return True: an approval cannot be marked wrongly."""
        return True

    def json(self) -> Mapping[str, Json]:
        """Return the ballot as JSON, its options in ascending order."""
        return {"approval": sorted(self.approved), "v": VERSION}

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Read the ballot back; InvalidBallotError for any other shape, order or a repetition."""
        names = _names(_fields(value, cls.form), cls.form)
        if list(names) != sorted(set(names)):
            raise InvalidBallotError("ballot.shape", form=cls.form)
        return cls(frozenset(names))

    def code(self, numbers: Mapping[OptionId, int]) -> bytes:
        """Return the numbers of the approved options in ascending order, one byte each."""
        return bytes(sorted(numbers[option] for option in self.approved))

    @classmethod
    def from_code(cls, code: bytes, options: Sequence[OptionId]) -> Self:
        """Return the approval that a code stands for."""
        return cls(frozenset(options[number - 1] for number in code))


@dataclass(frozen=True, slots=True)
class Choice:
    """One option, or none on a blank ballot."""

    chosen: tuple[OptionId, ...]
    form: ClassVar[str] = "choice"

    def __post_init__(self) -> None:
        """Refuse more than one option."""
        if len(self.chosen) > 1:
            raise InvalidBallotError("ballot.more-than-one")

    @classmethod
    def of(cls, *options: str) -> Self:
        """Return the choice of one option, or a blank one."""
        return cls(tuple(OptionId(option) for option in options))

    def options(self) -> frozenset[OptionId]:
        """Return the options that the ballot names."""
        return frozenset(self.chosen)

    def is_clean(self) -> bool:
        """Return True: more than one mark is no Choice at all."""
        return True

    def json(self) -> Mapping[str, Json]:
        """Return the ballot as JSON: a list of one option or none."""
        return {"choice": list(self.chosen), "v": VERSION}

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Read the ballot back; InvalidBallotError for any other shape."""
        return cls(_names(_fields(value, cls.form), cls.form))

    def code(self, numbers: Mapping[OptionId, int]) -> bytes:
        """Return the number of the option as one byte, or no byte."""
        return bytes(numbers[option] for option in self.chosen)

    @classmethod
    def from_code(cls, code: bytes, options: Sequence[OptionId]) -> Self:
        """Return the choice that a code stands for."""
        return cls(tuple(options[number - 1] for number in code))


AnyBallot = Ranking | Approval | Choice
FORMS: Mapping[str, type[AnyBallot]] = {form.form: form for form in (Ranking, Approval, Choice)}
