"""Rankings: options in order of preference, with whatever marking errors paper has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from voting.ballots.form import VERSION, OptionId, read_fields, read_names
from voting.canonical import Json
from voting.errors import InvalidBallotError

UNKNOWN_MARKS = "*"

SKIPPED = 0
SEVERAL = 255


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
        ranks = read_fields(value, cls.form)
        if not isinstance(ranks, list | tuple):
            raise InvalidBallotError("ballot.shape", form=cls.form)
        ballot = cls(
            tuple(
                (OptionId(rank),) if isinstance(rank, str) else read_names(rank, cls.form)
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
