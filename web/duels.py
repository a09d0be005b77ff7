"""Duels between options as a page tells them: who wins them all or where the circle is, and each.

A few options make one table, which folds on a phone; more make a fold for each option; of very
many only how their duels ended is told, and the file to count again has the rest.
"""

from dataclasses import dataclass

from voting.ballots import OptionId
from voting.engines.pairwise import Duels
from voting.services.evidence import Result

MOST_IN_TABLE = 5
MOST_IN_FOLDS = 30


@dataclass(frozen=True, kw_only=True)
class Duel:
    """One duel as its first option sees it; ``won`` is 1, 0 where it is drawn, -1 where lost."""

    against: str
    votes: int
    other_votes: int
    won: int


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One option with its duels, in the order of the options; None stands for itself."""

    name: str
    is_winner: bool
    duels: tuple[Duel | None, ...]

    def count(self, won: int) -> int:
        """Return how many duels ended so: 1 won, 0 drawn, -1 lost."""
        return sum(duel is not None and duel.won == won for duel in self.duels)


@dataclass(frozen=True, kw_only=True)
class DuelsPage:
    """What a page says of the duels of a contest; names, the most successful option first."""

    winner: str
    smith: tuple[str, ...]
    cycle: tuple[Duel, ...]
    cycle_names: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def in_table(self) -> bool:
        """Tell whether one table can hold them all."""
        return len(self.entries) <= MOST_IN_TABLE

    @property
    def in_folds(self) -> bool:
        """Tell whether there are few enough for every duel to be shown."""
        return len(self.entries) <= MOST_IN_FOLDS


def duels_page(duels: Duels | None, result: Result) -> DuelsPage | None:
    """Return the duels of a result in words; None where there are none to tell of."""
    if duels is None or len(duels.matrix) < 2:  # noqa: PLR2004 - a duel takes two
        return None
    labels = result.labels
    order = sorted(duels.matrix, key=lambda one: -_lead(duels, one))
    around = tuple(zip(duels.cycle, (*duels.cycle[1:], *duels.cycle[:1]), strict=True))
    return DuelsPage(
        winner="" if duels.winner is None else labels[duels.winner],
        smith=tuple(labels[option] for option in duels.smith_set),
        cycle=tuple(_duel(duels, labels[other], one, other) for one, other in around),
        cycle_names=tuple(labels[option] for option in duels.cycle),
        entries=tuple(
            Entry(
                name=labels[one],
                is_winner=one in result.winners,
                duels=tuple(
                    None if one == other else _duel(duels, labels[other], one, other)
                    for other in order
                ),
            )
            for one in order
        ),
    )


def _lead(duels: Duels, one: OptionId) -> int:
    """Return duels won less duels lost."""
    return sum(
        duels.beats(one, other) - duels.beats(other, one) for other in duels.matrix if other != one
    )


def _duel(duels: Duels, against: str, one: OptionId, other: OptionId) -> Duel:
    return Duel(
        against=against,
        votes=duels.over(one, other),
        other_votes=duels.over(other, one),
        won=duels.beats(one, other) - duels.beats(other, one),
    )
