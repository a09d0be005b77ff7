"""Numbers given to options: scores, points or votes; gifts of money, with the giver's groups."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from voting.ballots.form import VERSION, OptionId, read_fields
from voting.canonical import LARGEST, Json
from voting.errors import InvalidBallotError

MOST_GROUPS = 20


@dataclass(frozen=True, slots=True)
class Scores:
    """A whole number for each option that the voter gives one; the empty ballot is blank.

    Zero is a score: it is not the same as giving none, and the method says what either means.
    Negative numbers are votes against.
    """

    points: Mapping[OptionId, int]
    form: ClassVar[str] = "scores"

    def __post_init__(self) -> None:
        """Bring the options into ascending order; refuse numbers beyond canonical JSON."""
        object.__setattr__(self, "points", _ordered(self.points, self.form))

    def __hash__(self) -> int:
        """Return the hash of what the ballot says."""
        return hash(tuple(self.points.items()))

    @classmethod
    def of(cls, *options: str, **points: int) -> Self:
        """Return scores by option; an option named without a number gets 1."""
        given = {OptionId(option): 1 for option in options}
        return cls(given | {OptionId(option): value for option, value in points.items()})

    def options(self) -> frozenset[OptionId]:
        """Return the options that the ballot names."""
        return frozenset(self.points)

    def is_clean(self) -> bool:
        """Return True: which numbers are allowed is for the method to say."""
        return True

    def json(self) -> Mapping[str, Json]:
        """Return the ballot as JSON: an object of whole numbers by option."""
        return {
            "scores": {str(option): value for option, value in self.points.items()},
            "v": VERSION,
        }

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Read the ballot back; InvalidBallotError for any other shape."""
        return cls(_numbers(read_fields(value, cls.form), cls.form))

    def code(self, numbers: Mapping[OptionId, int]) -> bytes:
        """Return for each option, ascending, its number and its score (see ``score_bytes``)."""
        return scores_code((numbers[option], value) for option, value in self.points.items())

    @classmethod
    def from_code(cls, code: bytes, options: Sequence[OptionId]) -> Self:
        """Return the scores that a code stands for."""
        return cls({options[number - 1]: value for number, value in code_scores(code)})


@dataclass(frozen=True, slots=True)
class Gifts:
    """What one person gives to projects, in whole minor units of money, and the groups they are of.

    ``groups`` matter where a match asks whether givers belong together (a dusun, an association);
    they are names of lower-case letters, digits and hyphens, in ascending order.
    """

    amounts: Mapping[OptionId, int]
    groups: tuple[str, ...] = field(default=())
    form: ClassVar[str] = "gifts"

    def __post_init__(self) -> None:
        """Bring options and groups into ascending order; refuse an amount below zero."""
        amounts = _ordered(self.amounts, self.form)
        groups = tuple(sorted(set(self.groups)))
        names = all(name and set(name) <= _NAME and len(name) < _NEXT for name in groups)
        if min(amounts.values(), default=0) < 0 or len(groups) > MOST_GROUPS or not names:
            raise InvalidBallotError("ballot.shape", form=self.form)
        object.__setattr__(self, "amounts", amounts)
        object.__setattr__(self, "groups", groups)

    def __hash__(self) -> int:
        """Return the hash of what the ballot says."""
        return hash((tuple(self.amounts.items()), self.groups))

    @classmethod
    def of(cls, *options: str, **amounts: int) -> Self:
        """Return gifts by option; an option named without an amount gets 1."""
        given = {OptionId(option): 1 for option in options}
        return cls(given | {OptionId(option): value for option, value in amounts.items()})

    def options(self) -> frozenset[OptionId]:
        """Return the options that the ballot names."""
        return frozenset(self.amounts)

    def is_clean(self) -> bool:
        """Return True: a gift cannot be marked wrongly."""
        return True

    def json(self) -> Mapping[str, Json]:
        """Return the ballot as JSON: amounts by option, and a list of groups."""
        amounts = {str(option): value for option, value in self.amounts.items()}
        return {"gifts": {"amounts": amounts, "groups": list(self.groups)}, "v": VERSION}

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Read the ballot back; InvalidBallotError for any other shape or order."""
        said = read_fields(value, cls.form)
        if not isinstance(said, Mapping) or set(said) != {"amounts", "groups"}:
            raise InvalidBallotError("ballot.shape", form=cls.form)
        groups = said["groups"]
        if not isinstance(groups, list | tuple) or not all(isinstance(g, str) for g in groups):
            raise InvalidBallotError("ballot.shape", form=cls.form)
        ballot = cls(_numbers(said["amounts"], cls.form), tuple(groups))
        if list(ballot.groups) != list(groups):
            raise InvalidBallotError("ballot.shape", form=cls.form)
        return ballot

    def code(self, numbers: Mapping[OptionId, int]) -> bytes:
        """Return the amounts as scores, then, if there are groups, 0 and their names."""
        amounts = scores_code((numbers[option], value) for option, value in self.amounts.items())
        return amounts + (b"\0" + ",".join(self.groups).encode() if self.groups else b"")

    @classmethod
    def from_code(cls, code: bytes, options: Sequence[OptionId]) -> Self:
        """Return the gifts that a code stands for."""
        scores, groups = split_groups(code)
        amounts = {options[number - 1]: value for number, value in code_scores(scores)}
        return cls(amounts, groups)


_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_NEXT = 0x80  # a byte of a number with this bit is followed by another


def score_bytes(value: int) -> bytes:
    """Return a whole number as bytes: seven bits each, lowest first, the sign as the lowest bit."""
    left = value << 1 if value >= 0 else (-value << 1) - 1
    out = bytearray()
    while left >= _NEXT:
        out.append(left & (_NEXT - 1) | _NEXT)
        left >>= 7
    return bytes((*out, left))


def scores_code(pairs: Iterable[tuple[int, int]]) -> bytes:
    """Return the code of scores, given pairs of an option's number and its score."""
    return b"".join(bytes((number,)) + score_bytes(value) for number, value in sorted(pairs))


def code_scores(code: bytes) -> list[tuple[int, int]]:
    """Return pairs of an option's number and its score, ascending by number."""
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(code):
        number, shift, value = code[place], 0, 0
        place += 1
        while code[place] >= _NEXT:
            value |= (code[place] & (_NEXT - 1)) << shift
            shift += 7
            place += 1
        value |= code[place] << shift
        place += 1
        found.append((number, -((value + 1) >> 1) if value & 1 else value >> 1))
    return found


def split_groups(code: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return the amounts of a code of gifts, as the code of scores, and the giver's groups."""
    place = 0
    while place < len(code) and code[place]:
        place += 1
        while code[place] >= _NEXT:
            place += 1
        place += 1
    names = code[place + 1 :].decode()
    return code[:place], tuple(names.split(",")) if names else ()


def _ordered(given: Mapping[OptionId, int], form: str) -> dict[OptionId, int]:
    if any(abs(value) > LARGEST for value in given.values()):
        raise InvalidBallotError("ballot.shape", form=form)
    return dict(sorted(given.items()))


def _numbers(value: Any, form: str) -> dict[OptionId, int]:
    if not isinstance(value, Mapping) or not all(
        isinstance(name, str) and type(number) is int for name, number in value.items()
    ):
        raise InvalidBallotError("ballot.shape", form=form)
    return {OptionId(name): number for name, number in value.items()}
