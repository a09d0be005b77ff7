"""Duels: how many ballots rank one option above another, and what follows from that alone.

A ballot prefers a to b where it ranks a before b, or ranks a and not b (``unranked=last``). Options
at one rank are equal: the ballot takes no side. Empty ranks mean nothing, marks nobody can read are
passed over, and of an option met twice the first mark counts. With ``unranked=no-opinion`` a
ballot takes a side only between options that it ranks. Withdrawn options are out; names
written in hold duels in the matrix, but all that follows is said of the options that can win.

The Smith set is the smallest group whose members each win their duel against everybody outside
(J. H. Smith, Econometrica 41, 1973); the Schwartz set is the union of the smallest groups that
nobody outside beats (T. Schwartz, 1972).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from voting.ballots import OptionId, Ranking
from voting.contest import Contest
from voting.engines.duel_lanes import wins
from voting.errors import InvalidBallotError
from voting.profile import Profile

LAST = "last"
NO_OPINION = "no-opinion"

Rows = Mapping[OptionId, Mapping[OptionId, int]]


@dataclass(frozen=True)
class Duels:
    """All duels: ``matrix[a][b]`` is how many ballots rank a above b.

    The matrix has every option not withdrawn; ``standing`` are those that can win, in order.
    """

    matrix: Rows
    standing: tuple[OptionId, ...]

    def over(self, one: OptionId, other: OptionId) -> int:
        """Return how many ballots rank one option above another."""
        return self.matrix[one][other]

    def margin(self, one: OptionId, other: OptionId) -> int:
        """Return by how many ballots one option is ahead of another; below zero if behind."""
        return self.matrix[one][other] - self.matrix[other][one]

    def beats(self, one: OptionId, other: OptionId) -> bool:
        """Tell whether one option wins its duel against another; nobody beats itself."""
        return one != other and self.matrix[one][other] > self.matrix[other][one]

    @cached_property
    def winner(self) -> OptionId | None:
        """Return the Condorcet winner, who wins every duel, or None."""
        return next((o for o in self.standing if self._wins_all(o)), None)

    @cached_property
    def weak_winners(self) -> tuple[OptionId, ...]:
        """Return the options that lose no duel."""
        others = self.standing
        return tuple(o for o in others if not any(self.beats(other, o) for other in others))

    @cached_property
    def loser(self) -> OptionId | None:
        """Return the Condorcet loser, who loses every duel, or None; one alone loses nothing."""
        if len(self.standing) == 1:
            return None
        others = self.standing
        losing = (o for o in others if all(self.beats(x, o) for x in others if x != o))
        return next(losing, None)

    @cached_property
    def tiers(self) -> tuple[tuple[OptionId, ...], ...]:
        """Return the Smith set, then that of the others, and so on to the last."""
        # By number of duels lost or drawn nobody can be parted from the group it belongs to.
        held = {o: sum(not self.beats(o, x) for x in self.standing) for o in self.standing}
        order = sorted(self.standing, key=lambda o: held[o])
        groups: list[list[OptionId]] = []
        lowest = 0
        for place, option in enumerate(order):
            if place > lowest or not groups:
                groups.append([])
                lowest = place
            groups[-1].append(option)
            hold = [n for n in range(place, len(order)) if not self.beats(option, order[n])]
            lowest = max(lowest, *hold)
        place_of = {option: place for place, option in enumerate(self.standing)}
        return tuple(tuple(sorted(group, key=place_of.__getitem__)) for group in groups)

    @property
    def smith_set(self) -> tuple[OptionId, ...]:
        """Return the smallest group that wins every duel against the others; all if nobody can."""
        return self.tiers[0] if self.tiers else ()

    @cached_property
    def schwartz_set(self) -> tuple[OptionId, ...]:
        """Return the options that beat, by a chain of won duels, whoever so beats them."""
        reach = {o: self._reached_from(o) for o in self.smith_set}
        return tuple(
            o for o in self.smith_set if all(x in reach[o] for x in reach if o in reach[x])
        )

    @cached_property
    def cycle(self) -> tuple[OptionId, ...]:
        """Return a shortest circle of options in the Smith set, each beating the next; or none."""
        circles = (self._circle(option) for option in self.smith_set)
        return min((c for c in circles if c), key=len, default=())

    def _wins_all(self, option: OptionId) -> bool:
        return all(self.beats(option, other) for other in self.standing if other != option)

    def _reached_from(self, start: OptionId) -> set[OptionId]:
        found, waiting = set[OptionId](), [start]
        while waiting:
            option = waiting.pop()
            new = [o for o in self.smith_set if o not in found and self.beats(option, o)]
            found.update(new)
            waiting += new
        return found

    def _circle(self, start: OptionId) -> tuple[OptionId, ...]:
        paths: list[tuple[OptionId, ...]] = [(start,)]
        seen = {start}
        while paths:
            longer: list[tuple[OptionId, ...]] = []
            for path in paths:
                if len(path) > 1 and self.beats(path[-1], start):
                    return path
                new = [o for o in self.smith_set if o not in seen and self.beats(path[-1], o)]
                seen.update(new)
                longer += [(*path, option) for option in new]
            paths = longer
        return ()


def duels(contest: Contest[Any], profile: Profile, unranked: str = LAST) -> Duels:
    """Return the duels of a profile of rankings; InvalidBallotError for another form."""
    if profile.form is not Ranking:
        raise InvalidBallotError("ballot.wrong-form", form=Ranking.form)
    in_it = [(n, o.id) for n, o in enumerate(contest.options, 1) if not o.withdrawn]
    rows = wins(profile.piles, [number for number, _ in in_it], unranked_is_last=unranked == LAST)
    ids = [option for _, option in in_it]
    matrix = {
        one: {other: votes for other, votes in zip(ids, row, strict=True) if other != one}
        for one, row in zip(ids, rows, strict=True)
    }
    return Duels(matrix=matrix, standing=contest.standing)


def facts(contest: Contest[Any], profile: Profile) -> Duels | None:
    """Return the duels that stand beside any count of rankings, whatever its method; else None.

    They are no part of the outcome. Where the contest's rules say what unranked means, so it is.
    """
    if profile.form is not Ranking:
        return None
    return duels(contest, profile, getattr(contest.rules, "unranked", LAST))


def layers(
    options: Sequence[OptionId], above: Mapping[OptionId, frozenset[OptionId]]
) -> tuple[tuple[OptionId, ...], ...]:
    """Return options by groups of equals: first those with nobody above them, and so on.

    ``above`` holds for each option everybody who is above it; it has no circle.
    """
    left, groups = list(options), []
    while left:
        still = frozenset(left)
        group = tuple(option for option in left if not above[option] & still)
        groups.append(group)
        left = [option for option in left if option not in group]
    return tuple(groups)
