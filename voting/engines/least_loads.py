"""The least possible maximum load: how evenly the costs of chosen projects can be shared.

Aziz, Lee and Talmon, "Proportionally Representative Participatory Budgeting" (AAMAS 2018), where
buying what keeps it least is called generalised sequential Phragmén, elsewhere maximin support.
Supporters share the cost of each project in any way; the most that anybody bears cannot be less
than the cost of any set of projects for each of those who support one of them, and the largest of
these shares is reached. A flow finds it: what it cannot place names a set whose share is higher,
and that is what may be borne from then on (the step of W. Dinkelbach, Management Science 13, 1967).

Each purchase begins from the flow of what is chosen. A set found once bounds the load with any
other project from below as well, and a project is placed only when no other has a lower bound: the
first that finds room under its own bound is the best. All is exact.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from voting.ballots import OptionId
from voting.engines.cost_loads import Offer
from voting.engines.load_flow import Flow, Groups
from voting.engines.supporters import Supporters


class _Set(NamedTuple):
    """Chosen projects that bound loads: what they cost together, and who supports one of them."""

    cost: int
    backers: int


class _Bound(NamedTuple):
    """What the load with a project is at least, by the first ``sets`` of all sets found."""

    load: Fraction
    sets: int = 0


class _Search:
    """The search for the projects that keep the load least."""

    def __init__(self, before: "LeastLoads") -> None:
        """Put the projects that fit in order by what is known of them, and place them."""
        self.voters, self.costs = before.voters, before.costs
        self.sets, self.known = [*before.sets], dict(before.known)
        self.before, self.risen, self.flow = before.flow, before.flow, before.flow
        self.level: list[OptionId] = []
        fitting = (o for o in before.left if before.costs[o] <= before.money)
        self.heap = [(self.known[o].load, n, o) for n, o in enumerate(fitting)]
        heapify(self.heap)
        while self.heap and (not self.level or self.heap[0][0] <= self.flow.load):
            self._look(*heappop(self.heap))

    def with_one(self, option: OptionId) -> Flow:
        """Return the flow with one of those that keep the load least."""
        if option not in self.flow.placed:
            self.flow = self.risen.copy()
            self.flow.place(option)
        return self.flow

    def _look(self, load: Fraction, place: int, option: OptionId) -> None:
        """Place the project with the least bound, unless its bound turns out to be higher."""
        bound = self._bound(option, load)
        self.known[option] = _Bound(bound, len(self.sets))
        if bound == load:
            bound = self._place(option, load)
        if bound > load:
            heappush(self.heap, (bound, place, option))

    def _place(self, option: OptionId, load: Fraction) -> Fraction:
        """Return the load if the project can be placed under it, else a higher bound."""
        if self.risen.load < load:
            self.risen = self.before.copy()
            self.risen.rise(load)
        flow = self.risen.copy()
        dear = flow.place(option)
        if dear:
            found = self._set(other for other in dear if other != option)
            self.sets.append(found)
            return self._share(found, option)
        if not self.level:
            self.flow = flow
        self.level.append(option)
        return load

    def _set(self, options: Iterable[OptionId]) -> _Set:
        cost = backers = 0
        for option in options:
            cost += self.costs[option]
            backers |= self.voters.of[option]
        return _Set(cost, backers)

    def _bound(self, option: OptionId, load: Fraction) -> Fraction:
        """Return what the load is at least, by the sets found since the project was looked at."""
        since = self.sets[self.known[option].sets :]
        return max([load, *(self._share(found, option) for found in since)])

    def _share(self, found: _Set, option: OptionId) -> Fraction:
        backers = self.voters.count(found.backers | self.voters.of[option])
        return Fraction(found.cost + self.costs[option], backers)


@dataclass(frozen=True, kw_only=True)
class LeastLoads:
    """A purchase in turn of what fits and keeps the least possible maximum load least.

    ``flow`` has placed what is chosen; ``known`` are bounds for the others, from the ``sets`` found
    before: more projects never make a load smaller.
    """

    voters: Supporters
    costs: Mapping[OptionId, int]
    left: tuple[OptionId, ...]
    money: int
    flow: Flow
    known: Mapping[OptionId, _Bound]
    sets: tuple[_Set, ...] = ()

    @classmethod
    def start(cls, voters: Supporters, costs: Mapping[OptionId, int], budget: int) -> "LeastLoads":
        """Begin with nothing bought; without support, or dearer than all, is out at once."""
        left = tuple(o for o in costs if voters.of[o] and costs[o] <= budget)
        known = {o: _Bound(Fraction(costs[o], voters.count(voters.of[o]))) for o in left}
        flow = Flow(Groups.read(voters, left), costs)
        return cls(voters=voters, costs=costs, left=left, money=budget, flow=flow, known=known)

    @cached_property
    def found(self) -> _Search:
        """Return the search for who is next."""
        return _Search(self)

    def offer(self) -> Offer | None:
        """Return who is next, or None where nothing that is left fits."""
        if not self.found.level:
            return None
        level = tuple(option for option in self.left if option in self.found.level)
        return Offer(load=self.found.flow.load, level=level)

    def buy(self, option: OptionId, _load: Fraction, /) -> "LeastLoads":
        """Buy a project."""
        return replace(
            self,
            left=tuple(other for other in self.left if other != option),
            money=self.money - self.costs[option],
            flow=self.found.with_one(option),
            known=self.found.known,
            sets=tuple(self.found.sets),
        )

    def without(self, options: Iterable[OptionId], /) -> "LeastLoads":
        """Leave out projects that may not be bought any more."""
        gone = set(options)
        return replace(self, left=tuple(other for other in self.left if other not in gone))
