"""Stances: where somebody stands on the text that a consensus round puts before them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from voting.ballots.form import VERSION, OptionId, read_fields, read_names
from voting.canonical import Json
from voting.errors import InvalidBallotError

AGREE = "agree"
AGREE_WITH_NOTE = "agree-note"
STAND_ASIDE = "aside"
ABSTAIN = "abstain"
DISAGREE = "disagree"
BLOCK = "block"
STANCES = (AGREE, AGREE_WITH_NOTE, STAND_ASIDE, ABSTAIN, DISAGREE, BLOCK)


@dataclass(frozen=True, slots=True)
class Stance:
    """One stance, or none on a blank ballot.

    Agree; agree with a note, which counts as agree; stand aside (not for me, but I do not stop it);
    abstain; disagree; block. Notes and reasons are no part of the ballot.
    """

    taken: tuple[str, ...]
    form: ClassVar[str] = "stance"

    def __post_init__(self) -> None:
        """Refuse more than one stance, and what is none."""
        if len(self.taken) > 1 or not set(self.taken) <= set(STANCES):
            raise InvalidBallotError("ballot.shape", form=self.form)

    @classmethod
    def of(cls, *taken: str) -> Self:
        """Return a stance, or a blank ballot."""
        return cls(taken)

    def options(self) -> frozenset[OptionId]:
        """Return no option: a stance is on the one text of its round."""
        return frozenset()

    def is_clean(self) -> bool:
        """Return True: more than one stance is no Stance at all."""
        return True

    def json(self) -> Mapping[str, Json]:
        """Return the ballot as JSON: a list of one stance or none."""
        return {"stance": list(self.taken), "v": VERSION}

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Read the ballot back; InvalidBallotError for any other shape."""
        return cls(tuple(read_names(read_fields(value, cls.form), cls.form)))

    def code(self, numbers: Mapping[OptionId, int]) -> bytes:  # noqa: ARG002 - a face of every form
        """Return the place of the stance in ``STANCES``, from 1, as one byte, or no byte."""
        return bytes(STANCES.index(stance) + 1 for stance in self.taken)

    @classmethod
    def from_code(cls, code: bytes, options: Sequence[OptionId]) -> Self:  # noqa: ARG003
        """Return the stance that a code stands for."""
        return cls(tuple(STANCES[number - 1] for number in code))
