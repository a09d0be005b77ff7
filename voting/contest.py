"""A contest: a single decision put before the voters, with its options and rules."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from voting.ballots import MOST_OPTIONS, OptionId
from voting.errors import InvalidError

R = TypeVar("R")

_ID = re.compile(r"[a-z0-9-]{1,32}")


@dataclass(frozen=True, kw_only=True)
class Option:
    """A votable choice; in a budget a project with a cost in whole minor units of money.

    ``withdrawn``: registered but taken out before counting, skipped on every ballot. ``write_in``:
    stands for all names written in that were not declared: it can hold votes but never win.
    """

    id: OptionId
    label: str
    description: str = ""
    picture: str = ""
    cost: int | None = None
    withdrawn: bool = False
    write_in: bool = False

    def __post_init__(self) -> None:
        """Refuse an id that is not 1 to 32 of ``a-z 0-9 -``, and a cost below zero."""
        if not _ID.fullmatch(self.id):
            raise InvalidError("contest.option-id", option=self.id)
        if self.cost is not None and self.cost < 0:
            raise InvalidError("contest.negative-cost", option=self.label)


@dataclass(frozen=True, kw_only=True)
class Contest(Generic[R]):
    """One decision: its title and question, its method by id, the method's rules, its options."""

    title: str
    method: str
    rules: R
    options: tuple[Option, ...]
    question: str = ""

    def __post_init__(self) -> None:
        """Refuse no options, too many, or an id used twice."""
        if not self.options:
            raise InvalidError("contest.no-options")
        if len(self.options) > MOST_OPTIONS:
            raise InvalidError("contest.too-many-options", most=MOST_OPTIONS)
        if len({option.id for option in self.options}) != len(self.options):
            raise InvalidError("contest.option-twice")

    @property
    def ids(self) -> tuple[OptionId, ...]:
        """Return the ids of all options in order."""
        return tuple(option.id for option in self.options)

    @property
    def standing(self) -> tuple[OptionId, ...]:
        """Return the ids of the options that can win: neither withdrawn nor write-in."""
        return tuple(o.id for o in self.options if not (o.withdrawn or o.write_in))

    def numbers(self) -> Mapping[OptionId, int]:
        """Return the number of each option, counted from 1: what stands for it in ballot codes."""
        return {option.id: number for number, option in enumerate(self.options, 1)}

    def labels(self) -> Mapping[OptionId, str]:
        """Return a name for each option, no two alike; a label met twice gets its number."""
        names = {option.id: option.label for option in self.options}
        while len(set(names.values())) < len(names):
            often = Counter(names.values())
            names = {
                option: name if often[name] == 1 else f"{name} ({number})"
                for number, (option, name) in enumerate(names.items(), 1)
            }
        return names
