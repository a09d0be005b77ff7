"""The committees of the highest PAV score, found by branch and bound, without rounding.

A voter with j members on the ballot adds 1 + 1/2 + ... + 1/j to the score. Scores are whole numbers
of a unit small enough for every fraction in them. A branch is cut where even the best members that
could still come in, each at what it would add now, cannot reach the score to beat: what a member
adds never grows, because the more a voter has, the less one more is worth.
"""

from collections.abc import Iterator, Sequence
from math import lcm
from typing import NamedTuple, Self

from voting.ballots import OptionId
from voting.engines.supporters import Supporters


class _Branch(NamedTuple):
    """A part of a committee: its members, who has how many of them, and who may still come in."""

    members: tuple[OptionId, ...]
    score: int
    levels: tuple[int, ...]
    able: tuple[OptionId, ...]


class Search(NamedTuple):
    """All committees of some size; ``unit`` is how many units of score are 1."""

    voters: Supporters
    seats: int
    unit: int

    @classmethod
    def of(cls, voters: Supporters, seats: int) -> Self:
        """Return the search for committees of as many members as there are seats."""
        return cls(voters=voters, seats=seats, unit=lcm(*range(1, seats + 1)))

    def best(self) -> int:
        """Return the highest score of all, in units."""
        best, waiting = -1, [self._root(tuple(self.voters.of))]
        while waiting:
            branch = waiting.pop()
            if len(branch.members) == self.seats:
                best = max(best, branch.score)
            else:
                waiting += reversed(list(self._branches(branch, best + 1, by_gain=True)))
        return best

    def reaching(self, score: int, order: Sequence[OptionId]) -> Iterator[tuple[OptionId, ...]]:
        """Yield the committees with at least this score, in the order of a dictionary.

        Their letters are the options, in the alphabet ``order``.
        """
        waiting = [self._root(tuple(order))]
        while waiting:
            branch = waiting.pop()
            if len(branch.members) == self.seats:
                yield branch.members
            else:
                waiting += reversed(list(self._branches(branch, score, by_gain=False)))

    def _root(self, able: tuple[OptionId, ...]) -> _Branch:
        everyone = sum(plane for _, plane in self.voters.planes)
        return _Branch(members=(), score=0, levels=(everyone,), able=able)

    def _branches(self, branch: _Branch, need: int, *, by_gain: bool) -> Iterator[_Branch]:
        """Yield the branches with one member more that can still reach the score needed."""
        gains = {option: self._gain(branch, option) for option in branch.able}
        able = sorted(gains, key=lambda o: gains[o], reverse=True) if by_gain else [*branch.able]
        more = self.seats - len(branch.members) - 1
        for place, option in enumerate(able):
            after = able[place + 1 :]
            if len(after) < more:
                return
            rest = after if by_gain else sorted(after, key=lambda o: gains[o], reverse=True)
            most = branch.score + gains[option] + sum(gains[o] for o in rest[:more])
            if most >= need:
                yield self._with(branch, option, gains[option], tuple(after))
            elif by_gain:
                return  # those that follow add less still

    def _gain(self, branch: _Branch, option: OptionId) -> int:
        mask, count = self.voters.of[option], self.voters.count
        return sum(
            self.unit // have * count(mask & level) for have, level in enumerate(branch.levels, 1)
        )

    def _with(
        self, branch: _Branch, option: OptionId, gain: int, able: tuple[OptionId, ...]
    ) -> _Branch:
        mask = self.voters.of[option]
        stay = [level & ~mask for level in branch.levels]
        rise = [level & mask for level in branch.levels]
        return _Branch(
            members=(*branch.members, option),
            score=branch.score + gain,
            levels=tuple(a | b for a, b in zip([*stay, 0], [0, *rise], strict=True)),
            able=able,
        )
