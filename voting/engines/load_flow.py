"""Costs of projects that flow to their supporters, who may bear so much each and no more.

Voters who support the same projects stand together. One project is placed after the other; what
finds no room pushes costs placed before on to other supporters of theirs, level by level as in
E. A. Dinic, Soviet Mathematics Doklady 11 (1970). A cost for which no way is left names a set of
projects that is too dear for its supporters. All amounts are whole: the unit of money is divided as
finely as the loads ask for.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import gcd
from typing import NamedTuple, Self

from voting.ballots import OptionId
from voting.engines.supporters import Supporters


class Groups(NamedTuple):
    """Voters who support the same of some projects: how many, and the groups of each project."""

    sizes: tuple[int, ...]
    of: Mapping[OptionId, tuple[int, ...]]

    @classmethod
    def read(cls, voters: Supporters, options: Iterable[OptionId]) -> Self:
        """Return the groups of all who support one of these projects."""
        marks: defaultdict[int, list[OptionId]] = defaultdict(list)
        for option in options:
            for place in _places(voters.of[option]):
                marks[place].append(option)
        weights = {place: weight for weight, plane in voters.planes for place in _places(plane)}
        sizes: defaultdict[tuple[OptionId, ...], int] = defaultdict(int)
        for place, marked in marks.items():
            sizes[tuple(marked)] += weights[place]
        of: defaultdict[OptionId, list[int]] = defaultdict(list)
        for group, supported in enumerate(sizes):
            for option in supported:
                of[option].append(group)
        groups = {option: tuple(found) for option, found in of.items()}
        return cls(sizes=tuple(sizes.values()), of=groups)


def _places(mask: int) -> list[int]:
    return [place for place, bit in enumerate(reversed(f"{mask:b}")) if bit == "1"]


class Flow:
    """Projects placed on groups, where every voter may bear a load and no more.

    ``placed`` are the projects; in other places they are bits of whole numbers, in this order.
    """

    def __init__(self, groups: Groups, costs: Mapping[OptionId, int]) -> None:
        """Begin with nothing placed and nothing to be borne."""
        self.placed: list[OptionId] = []
        self._groups, self._costs = groups, costs
        self._most, self._unit = 0, 1
        self._room = [0] * len(groups.sizes)
        self._on = [0] * len(groups.sizes)
        self._amounts: list[dict[int, int]] = []
        self._own = 0

    @property
    def load(self) -> Fraction:
        """Return what every voter may bear."""
        return Fraction(self._most, self._unit)

    def copy(self) -> "Flow":
        """Return a flow that goes on from here by itself; amounts are copied where they change."""
        other = Flow(self._groups, self._costs)
        other.placed, other._most, other._unit = [*self.placed], self._most, self._unit
        other._room, other._on, other._amounts = [*self._room], [*self._on], [*self._amounts]
        self._own = 0
        return other

    def rise(self, load: Fraction) -> None:
        """Let every voter bear more."""
        finer = load.denominator // gcd(load.denominator, self._unit)
        self._unit *= finer
        most = load.numerator * (self._unit // load.denominator)
        more = most - self._most * finer
        self._most = most
        sizes = self._groups.sizes
        self._room = [r * finer + more * size for r, size in zip(self._room, sizes, strict=True)]
        if finer > 1:
            self._amounts = [{g: a * finer for g, a in by.items()} for by in self._amounts]
            self._own = (1 << len(self._amounts)) - 1

    def place(self, option: OptionId) -> tuple[OptionId, ...]:
        """Place the whole cost of a project, new or begun last; else return what is too dear.

        That is a set of projects, this one among them, which cost more than all who support one of
        them may bear. What found room stays placed; the rest can follow after a ``rise``.
        """
        if option not in self.placed[-1:]:
            self._own |= 1 << len(self.placed)
            self.placed.append(option)
            self._amounts.append({})
        last = len(self.placed) - 1
        missing = self._costs[option] * self._unit - sum(self._amounts[last].values())
        while missing:
            levels, is_open = self._levels(last)
            if not is_open:
                seen = sum(levels)
                return tuple(o for n, o in enumerate(self.placed) if seen >> n & 1)
            missing -= self._push(last, missing, levels, 0)
        return ()

    def _levels(self, one: int) -> tuple[list[int], bool]:
        """Return which projects can be pushed on after 0, 1, 2, ... others; if that finds room."""
        levels, seen = [1 << one], 1 << one
        while levels[-1]:
            on = 0
            for n in _places(levels[-1]):
                groups = self._groups.of[self.placed[n]]
                if any(self._room[group] for group in groups):
                    return levels, True
                for group in groups:
                    on |= self._on[group]
            levels.append(on & ~seen)
            seen |= on
        return levels, False

    def _push(self, one: int, amount: int, levels: list[int], level: int) -> int:
        """Place as much of a project as goes on supporters of its own; return how much."""
        if level + 1 == len(levels):
            left = amount - self._fill(one, amount)
        else:
            left = self._displace(one, amount, levels, level)
        if left == amount:
            levels[level] &= ~(1 << one)  # a dead end for the rest of this pass
        return amount - left

    def _fill(self, one: int, amount: int) -> int:
        """Place as much as there is room for; return how much."""
        left, room, bit = amount, self._room, 1 << one
        held = self._held(one)
        for group in self._groups.of[self.placed[one]]:
            if room[group]:
                here = min(left, room[group])
                room[group] -= here
                held[group] = held.get(group, 0) + here
                self._on[group] |= bit
                left -= here
                if not left:
                    break
        return amount - left

    def _displace(self, one: int, amount: int, levels: list[int], level: int) -> int:
        """Take the places of projects of the next level that can be pushed on; return the rest."""
        groups, on, left = self._groups.of[self.placed[one]], 0, amount
        for group in groups:
            on |= self._on[group]
        for other in _places(on & levels[level + 1]):
            held = self._amounts[other]
            shared = [group for group in groups if group in held]
            most = min(left, sum([held[group] for group in shared]))
            moved = self._push(other, most, levels, level + 1) if most else 0
            self._swap(one, other, shared, moved)
            left -= moved
            if not left:
                break
        return left

    def _swap(self, one: int, other: int, shared: Iterable[int], amount: int) -> None:
        """Let a project have an amount of what another holds in groups of both."""
        if not amount:
            return
        mine, theirs = self._held(one), self._held(other)
        for group in shared:
            here = theirs[group]
            if here > amount:
                here = amount
                theirs[group] -= here
            else:
                del theirs[group]
                self._on[group] &= ~(1 << other)
            mine[group] = mine.get(group, 0) + here
            self._on[group] |= 1 << one
            amount -= here
            if not amount:
                return

    def _held(self, one: int) -> dict[int, int]:
        """Return what a project has placed on each group, to be changed here and in no copy."""
        if not self._own >> one & 1:
            self._amounts[one] = dict(self._amounts[one])
            self._own |= 1 << one
        return self._amounts[one]
