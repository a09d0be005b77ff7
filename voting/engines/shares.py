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
from fractions import Fraction
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


class Buyer(NamedTuple):
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


class Purses(NamedTuple):
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


class Offer(NamedTuple):
    """What a project would cost its supporters: the price's line, and who pays all they have.

    Where supporters cannot pay the cost together, ``is_short``, and the line is their money.
    ``groups`` maps level and utility to ballots, or level alone where all have the same utility.
    """

    line: Line
    groups: Mapping[tuple[int, int], int] | Mapping[int, int]
    poor: Sequence[tuple[int, int]] = ()
    is_short: bool = False


class Price(NamedTuple):
    """The price of a purchase: its line, who takes part, and who of them pays all they have.

    ``groups`` maps level and utility to ballots; ``poor`` are some of its keys.
    """

    line: Line
    groups: Mapping[tuple[int, int], int]
    poor: frozenset[tuple[int, int]]


def offer(buyer: Buyer, purses: Purses, values: Sequence[int], e: Fraction) -> Offer:
    """Return the price of a project with these purses, ``values`` being those at e.

    Who has just as much as the price pays in full: with more money for all it stays so.
    """
    needed = buyer.cost * purses.unit * e.denominator
    taking: Mapping[tuple[int, int], int] | Mapping[int, int]
    if buyer.even:
        worth = buyer.piles[0][2]
        taking = levels = _levels(buyer, purses)
        weight, level_poor = _split_even(levels, values, needed)
        poor = [(level, worth) for level in level_poor]
        ballots = [levels[level] for level in level_poor]
        weight *= worth
    else:
        taking = groups = _groups(buyer, purses)
        weight, poor = _split(groups, values, needed)
        ballots = [groups[group] for group in poor]
    fixed = sum(n * purses.fixed[level] for n, (level, _) in zip(ballots, poor, strict=True))
    rate = sum(n * purses.rate[level] for n, (level, _) in zip(ballots, poor, strict=True))
    if not weight:
        return Offer(Line(fixed, rate, purses.unit), taking, is_short=True)
    line = Line(buyer.cost * purses.unit - fixed, -rate, purses.unit * weight)
    return Offer(line, taking, poor)


def accepted(buyer: Buyer, made: Offer) -> Price:
    """Return the price of a purchase from an offer."""
    worth = buyer.piles[0][2]
    groups = {
        (group, worth) if isinstance(group, int) else group: ballots
        for group, ballots in made.groups.items()
    }
    return Price(made.line, groups, frozenset(made.poor))


def _levels(buyer: Buyer, purses: Purses) -> dict[int, int]:
    """Return the ballots of supporters with money, by level."""
    level_of = purses.level
    levels: dict[int, int] = {}
    for pile, ballots, _ in buyer.piles:
        level = level_of[pile]
        levels[level] = levels.get(level, 0) + ballots
    levels.pop(0, None)
    return levels


def _split_even(
    levels: Mapping[int, int], values: Sequence[int], needed: int
) -> tuple[int, list[int]]:
    """Return how many pay in full, and the levels that pay all, poorest first.

    All pay alike, so whoever has less than an equal part of what is missing pays all.
    """
    weight = sum(levels.values())
    poor: list[int] = []
    for level in sorted(levels, key=values.__getitem__):
        if values[level] * weight >= needed:
            break
        needed -= values[level] * levels[level]
        weight -= levels[level]
        poor.append(level)
    return weight, poor


def _split(
    groups: Mapping[tuple[int, int], int], values: Sequence[int], needed: int
) -> tuple[int, list[tuple[int, int]]]:
    """Return the utility of those who pay in full, and the groups that pay all."""
    weight = sum(ballots * worth for (_, worth), ballots in groups.items())
    poor: list[tuple[int, int]] = []
    paying = list(groups)
    while now := [group for group in paying if values[group[0]] * weight < needed * group[1]]:
        for group in now:
            needed -= groups[group] * values[group[0]]
            weight -= groups[group] * group[1]
        poor += now
        gone = set(now)
        paying = [group for group in paying if group not in gone]
    return weight, poor


def _groups(buyer: Buyer, purses: Purses) -> dict[tuple[int, int], int]:
    """Return the ballots of supporters with money, by level and utility."""
    level_of = purses.level
    found: dict[tuple[int, int], int] = {}
    for pile, ballots, worth in buyer.piles:
        if level := level_of[pile]:
            found[level, worth] = found.get((level, worth), 0) + ballots
    return found


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
    """Drop levels that no pile has, and reduce all figures together."""
    used = sorted(set(levels) | {0})
    common = gcd(unit, *(fixed[level] for level in used), *(rate[level] for level in used))
    renamed = [0] * len(fixed)
    for new, level in enumerate(used):
        renamed[level] = new
    return Purses(
        level=[renamed[level] for level in levels],
        fixed=[fixed[level] // common for level in used],
        rate=[rate[level] // common for level in used],
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
