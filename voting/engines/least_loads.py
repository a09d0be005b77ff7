"""The least possible maximum load: how evenly the costs of chosen projects can be shared.

Aziz, Lee and Talmon, "Proportionally Representative Participatory Budgeting" (AAMAS 2018), where
buying what keeps it least is called generalised sequential Phragmén, elsewhere maximin support.
Supporters share the cost of each project in any way; the most that anybody bears cannot be less
than the cost of any set of projects for each of those who support one of them, and the largest of
these shares is reached. With few projects all sets are looked at. Else a flow finds it: costs flow
to supporters who may bear so much and no more; a project whose cost finds no way names, with all it
could push aside, a set whose share is higher, and that is what may be borne from then on (the step
of W. Dinkelbach, Management Science 13, 1967). All is exact.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from voting.ballots import OptionId
from voting.engines.cost_loads import Offer
from voting.engines.supporters import Supporters

FEW = 14


def by_sets(
    voters: Supporters, costs: Mapping[OptionId, int], options: Sequence[OptionId]
) -> Fraction:
    """Return the least maximum load of some projects, each with support, from all their sets."""
    sets = [(0, 0)]
    for option in options:
        sets += [(mask | voters.of[option], cost + costs[option]) for mask, cost in sets]
    shares = (Fraction(cost, voters.count(mask)) for mask, cost in sets if mask)
    return max(shares, default=Fraction(0))


class _Flow:
    """Costs of projects on groups of voters who support the same of them."""

    def __init__(
        self, voters: Supporters, costs: Mapping[OptionId, int], options: Sequence[OptionId]
    ) -> None:
        self.voters, self.costs = voters, costs
        self.groups = [sum(plane for _, plane in voters.planes)]
        for option in options:
            mask = voters.of[option]
            self.groups = [part for g in self.groups for part in (g & mask, g & ~mask) if part]
        self.sizes = [voters.count(group) for group in self.groups]
        self.borne = [Fraction(0)] * len(self.groups)
        self.of = {
            o: [n for n, group in enumerate(self.groups) if group & voters.of[o]] for o in options
        }
        self.flow: dict[OptionId, dict[int, Fraction]] = {o: {} for o in options}
        self.in_group: list[set[OptionId]] = [set() for _ in self.groups]
        self.most = Fraction(0)
        for option in options:
            self._place(option)

    def _place(self, option: OptionId) -> None:
        """Let a project's cost flow, raising what may be borne as often as it must be."""
        missing = Fraction(self.costs[option])
        while missing:
            distance, is_open = self._reach(option)
            if not is_open:
                mask = 0
                for reached in distance:
                    mask |= self.voters.of[reached]
                cost = sum(self.costs[reached] for reached in distance)
                self.most = Fraction(cost, self.voters.count(mask))
                continue
            missing -= self._push(option, missing, distance)

    def _room(self, group: int) -> Fraction:
        return self.most * self.sizes[group] - self.borne[group]

    def _reach(self, option: OptionId) -> tuple[dict[OptionId, int], bool]:
        """Return how far away the projects are that a cost could push aside; whether room is."""
        distance, queue, is_open = {option: 0}, [option], False
        for one in queue:
            for group in self.of[one]:
                is_open = is_open or self._room(group) > 0
                for other in self.in_group[group]:
                    if other not in distance:
                        distance[other] = distance[one] + 1
                        queue.append(other)
        return distance, is_open

    def _push(self, one: OptionId, amount: Fraction, distance: dict[OptionId, int]) -> Fraction:
        """Place as much as goes, directly or by moving farther projects on; return how much."""
        left = amount
        for group in self.of[one]:
            if not left:
                break
            here = min(left, self._room(group))
            if here > 0:
                self._add(one, group, here)
                left -= here
        for group in self.of[one]:
            for other in tuple(self.in_group[group]):
                if left and distance.get(other, 0) == distance[one] + 1:
                    moved = self._push(other, min(left, self.flow[other][group]), distance)
                    self._add(other, group, -moved)
                    self._add(one, group, moved)
                    left -= moved
        if left == amount:
            distance[one] = -1  # a dead end for the rest of this pass
        return amount - left

    def _add(self, option: OptionId, group: int, amount: Fraction) -> None:
        held = self.flow[option].get(group, Fraction(0)) + amount
        self.flow[option][group] = held
        self.borne[group] += amount
        if held:
            self.in_group[group].add(option)
        else:
            self.in_group[group].discard(option)


def by_flow(
    voters: Supporters, costs: Mapping[OptionId, int], options: Sequence[OptionId]
) -> Fraction:
    """Return the least maximum load of some projects, each with support, from a flow."""
    return _Flow(voters, costs, options).most


@dataclass(frozen=True, kw_only=True)
class LeastLoads:
    """A purchase in turn of what fits and keeps the least possible maximum load least.

    ``known`` are loads found before: more projects never make one smaller.
    """

    voters: Supporters
    costs: Mapping[OptionId, int]
    left: tuple[OptionId, ...]
    money: int
    chosen: tuple[OptionId, ...] = ()
    known: Mapping[OptionId, Fraction]

    @classmethod
    def start(cls, voters: Supporters, costs: Mapping[OptionId, int], budget: int) -> "LeastLoads":
        """Begin with nothing bought; without support, or dearer than all, is out at once."""
        left = tuple(o for o in costs if voters.of[o] and costs[o] <= budget)
        known = {o: Fraction(costs[o], voters.count(voters.of[o])) for o in left}
        return cls(voters=voters, costs=costs, left=left, money=budget, known=known)

    @cached_property
    def found(self) -> dict[OptionId, Fraction]:
        """Return the loads with each project that may be next; dearer ones are not looked at."""
        fitting = [option for option in self.left if self.costs[option] <= self.money]
        loads: dict[OptionId, Fraction] = {}
        for option in sorted(fitting, key=lambda o: self.known[o]):
            if loads and self.known[option] > min(loads.values()):
                break
            loads[option] = self._with(option)
        return loads

    def offer(self) -> Offer | None:
        """Return who is next, or None where nothing that is left fits."""
        if not self.found:
            return None
        least = min(self.found.values())
        level = tuple(option for option in self.left if self.found.get(option) == least)
        return Offer(load=least, level=level)

    def buy(self, option: OptionId, _load: Fraction, /) -> "LeastLoads":
        """Buy a project."""
        return replace(
            self,
            left=tuple(other for other in self.left if other != option),
            money=self.money - self.costs[option],
            chosen=(*self.chosen, option),
            known={**self.known, **self.found},
        )

    def without(self, options: Iterable[OptionId], /) -> "LeastLoads":
        """Leave out projects that may not be bought any more."""
        gone = set(options)
        return replace(self, left=tuple(other for other in self.left if other not in gone))

    def _with(self, option: OptionId) -> Fraction:
        find = by_sets if len(self.costs) <= FEW else by_flow
        return find(self.voters, self.costs, (*self.chosen, option))
