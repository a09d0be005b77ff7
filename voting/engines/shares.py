"""Equal shares for budgets: everybody has the same money, and supporters buy projects together.

Peters, Pierczynski and Skowron, "Proportional Participatory Budgeting with Additive Utilities"
(NeurIPS 2021). A project is affordable at a price rho per unit of utility if its supporters, each
paying rho times their utility but never more than they have, pay its cost. The project with the
least rho is bought, again and again, until none is affordable.

The first endowment e is a parameter: for a given course of purchases every purse is a line in e,
and so is every price as long as the same supporters pay all they have. So it can be said up to
which e a course holds, and raising the endowments can jump to where something changes. A price
found with any split into those who pay all and those who pay in full is never above the true one
(the true price is a convex function of e), and it never falls when money is spent: so one found
earlier is a bound, and a project is priced again only when its bound could be the least.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import gcd
from typing import NamedTuple, Self

from voting.ballots import OptionId


class Line(NamedTuple):
    """A figure that depends on the first endowment e: (fixed + rate * e) / unit."""

    fixed: int
    rate: int
    unit: int

    def at(self, e: Fraction) -> Fraction:
        """Return the figure at one endowment."""
        above = self.fixed * e.denominator + self.rate * e.numerator
        return Fraction(above, self.unit * e.denominator)

    def meets(self, other: "Line") -> tuple[int, int] | None:
        """Return where this line comes down to another, as numerator and positive denominator."""
        falls = other.rate * self.unit - self.rate * other.unit
        if falls <= 0:
            return None
        return self.fixed * other.unit - other.fixed * self.unit, falls


@dataclass(frozen=True, slots=True)
class Buyer:
    """A project as its supporters see it: ``piles`` are triples of pile, ballots and utility."""

    id: OptionId
    cost: int
    piles: tuple[tuple[int, int, int], ...]
    rivals: frozenset[OptionId]
    even: bool

    @classmethod
    def of(
        cls,
        option: OptionId,
        cost: int,
        utilities: Mapping[int, int],
        sizes: Sequence[int],
        rivals: frozenset[OptionId],
    ) -> Self:
        """Return the buyer of a project, given the utility of each pile that supports it."""
        piles = tuple((pile, sizes[pile], worth) for pile, worth in utilities.items())
        return cls(option, cost, piles, rivals, len(set(utilities.values())) < 2)  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Purses:
    """What is left to each pile: the number of a level, and what a ballot of that level has."""

    level: list[int]
    fixed: list[int]
    rate: list[int]
    unit: int

    @classmethod
    def full(cls, piles: int) -> Self:
        """Return purses that hold the first endowment; level 0 is an empty purse."""
        return cls([1] * piles, [0, 0], [0, 1], 1)

    def values(self, e: Fraction) -> list[int]:
        """Return what each level holds at an endowment, in parts of unit times denominator of e."""
        above, below = e.numerator, e.denominator
        return [f * below + r * above for f, r in zip(self.fixed, self.rate, strict=True)]


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a project: the line it lies on, who pays all they have and who pays in full.

    ``groups`` maps level and utility to ballots; ``poor`` are those of them that pay all.
    """

    line: Line
    groups: Mapping[tuple[int, int], int]
    poor: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Short:
    """The money of supporters who cannot pay the cost together, as a line in e."""

    money: Line


def price(buyer: Buyer, purses: Purses, values: Sequence[int], e: Fraction) -> Price | Short:
    """Return the price of a project with these purses, or the money of supporters that is short.

    Who has just as much as the price pays in full: with more money for all it stays so.
    """
    groups = _groups(buyer, purses)
    needed = buyer.cost * purses.unit * e.denominator
    if sum(ballots * values[level] for (level, _), ballots in groups.items()) < needed:
        fixed = sum(ballots * purses.fixed[level] for (level, _), ballots in groups.items())
        rate = sum(ballots * purses.rate[level] for (level, _), ballots in groups.items())
        return Short(Line(fixed, rate, purses.unit))
    weight = sum(ballots * worth for (_, worth), ballots in groups.items())
    poor: list[tuple[int, int]] = []
    paying = list(groups)
    while True:
        now = [group for group in paying if values[group[0]] * weight < needed * group[1]]
        if not now:
            break
        for group in now:
            needed -= groups[group] * values[group[0]]
            weight -= groups[group] * group[1]
        poor += now
        gone = set(now)
        paying = [group for group in paying if group not in gone]
    fixed = buyer.cost * purses.unit - sum(groups[g] * purses.fixed[g[0]] for g in poor)
    rate = -sum(groups[g] * purses.rate[g[0]] for g in poor)
    return Price(Line(fixed, rate, purses.unit * weight), groups, frozenset(poor))


def _groups(buyer: Buyer, purses: Purses) -> dict[tuple[int, int], int]:
    """Return the ballots of supporters with money, by level and utility."""
    level_of = purses.level
    if not buyer.even:
        found: dict[tuple[int, int], int] = {}
        for pile, ballots, worth in buyer.piles:
            if level := level_of[pile]:
                found[level, worth] = found.get((level, worth), 0) + ballots
        return found
    levels: dict[int, int] = {}
    for pile, ballots, _ in buyer.piles:
        level = level_of[pile]
        levels[level] = levels.get(level, 0) + ballots
    levels.pop(0, None)
    worth = buyer.piles[0][2]
    return {(level, worth): ballots for level, ballots in levels.items()}


def pay(buyer: Buyer, purses: Purses, found: Price) -> Purses:
    """Return the purses after a purchase."""
    weight = found.line.unit // purses.unit
    fixed = [f * weight for f in purses.fixed]
    rate = [r * weight for r in purses.rate]
    moved: dict[tuple[int, int], int] = {}
    for level, worth in found.groups:
        if (level, worth) in found.poor:
            moved[level, worth] = 0
            continue
        moved[level, worth] = len(fixed)
        fixed.append(fixed[level] - worth * found.line.fixed)
        rate.append(rate[level] - worth * found.line.rate)
    levels = purses.level.copy()
    for pile, _, worth in buyer.piles:
        if levels[pile]:
            levels[pile] = moved[levels[pile], worth]
    return _tidied(levels, fixed, rate, purses.unit * weight)


def _tidied(levels: list[int], fixed: list[int], rate: list[int], unit: int) -> Purses:
    """Drop levels that no pile has, join equal ones, and reduce all figures together."""
    common = unit
    used = sorted(set(levels) - {0})
    for level in used:
        common = gcd(common, fixed[level], rate[level])
        if common == 1:
            break
    new: dict[tuple[int, int], int] = {(0, 0): 0}
    renamed = {0: 0}
    for level in used:
        renamed[level] = new.setdefault((fixed[level] // common, rate[level] // common), len(new))
    return Purses(
        level=[renamed[level] for level in levels],
        fixed=[f for f, _ in new],
        rate=[r for _, r in new],
        unit=unit // common,
    )


def becomes_rich(purses: Purses, found: Price) -> tuple[int, int] | None:
    """Return the least e at which one who pays all could pay in full, or None."""
    weight = found.line.unit // purses.unit
    least: tuple[int, int] | None = None
    for level, worth in found.poor:
        rises = purses.rate[level] * weight - worth * found.line.rate
        if rises > 0:
            gap = worth * found.line.fixed - purses.fixed[level] * weight
            least = sooner(least, (gap, rises))
    return least


def sooner(one: tuple[int, int] | None, other: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the lesser of two fractions, where None is never."""
    if one is None or (other is not None and other[0] * one[1] < one[0] * other[1]):
        return other
    return one


class Bounds:
    """The least price that each project left can have, in a heap; and whose supporters are short.

    ``above`` tells whether prices are compared at e or just above it.
    """

    def __init__(self, known: Mapping[OptionId, Line], e: Fraction, *, above: bool) -> None:
        """Put known bounds in order at an endowment."""
        self.e = e
        self.above = above
        self.known = dict(known)
        self.heap = [(*self._key(line), o) for o, line in self.known.items()]
        heapify(self.heap)

    def _key(self, line: Line) -> tuple[Fraction, Fraction]:
        rate = Fraction(line.rate, line.unit) if self.above else Fraction(0)
        return line.at(self.e), rate

    def put(self, option: OptionId, line: Line) -> None:
        """Set a project's bound anew."""
        self.known[option] = line
        heappush(self.heap, (*self._key(line), option))

    def pop(self) -> tuple[tuple[Fraction, Fraction], OptionId]:
        """Take the project with the least bound out of the heap; its bound stays known."""
        *key, option = heappop(self.heap)
        return (key[0], key[1]), option

    def drop(self, options: frozenset[OptionId]) -> None:
        """Forget some projects."""
        for option in options:
            self.known.pop(option, None)
        self.heap = [entry for entry in self.heap if entry[2] not in options]
        heapify(self.heap)
