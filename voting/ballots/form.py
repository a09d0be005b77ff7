"""What every ballot form offers, and what all of them are read with."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NewType, Protocol, Self

from voting.canonical import Json
from voting.errors import InvalidBallotError

OptionId = NewType("OptionId", str)

VERSION = 1
MOST_OPTIONS = 254


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


def read_fields(value: Any, name: str) -> Any:
    """Return what stands under a form's name in a ballot's JSON; refuse any other shape."""
    if not isinstance(value, Mapping) or set(value) != {name, "v"}:
        raise InvalidBallotError("ballot.shape", form=name)
    if type(value["v"]) is not int or value["v"] != VERSION:  # True is 1 to Python, not to JSON
        raise InvalidBallotError("ballot.shape", form=name)
    return value[name]


def read_names(value: Any, form: str) -> tuple[OptionId, ...]:
    """Return a list of option ids; refuse anything else."""
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise InvalidBallotError("ballot.shape", form=form)
    return tuple(OptionId(item) for item in value)
