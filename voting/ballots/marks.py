"""Marks: the options a voter approves of, or the one option chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from voting.ballots.form import VERSION, OptionId, read_fields, read_names
from voting.canonical import Json
from voting.errors import InvalidBallotError


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
        names = read_names(read_fields(value, cls.form), cls.form)
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
        return cls(read_names(read_fields(value, cls.form), cls.form))

    def code(self, numbers: Mapping[OptionId, int]) -> bytes:
        """Return the number of the option as one byte, or no byte."""
        return bytes(numbers[option] for option in self.chosen)

    @classmethod
    def from_code(cls, code: bytes, options: Sequence[OptionId]) -> Self:
        """Return the choice that a code stands for."""
        return cls(tuple(options[number - 1] for number in code))
