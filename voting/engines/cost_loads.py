"""Projects bought in turn by sequential Phragmén: each cost is a load on its supporters.

Los, Christoff and Grossi, "Proportional Budget Allocations" (IJCAI 2022). Buying a project puts its
cost on its supporters, and whoever bears little already takes more of it, so that all of them bear
the same afterwards. The next is the project that leaves its supporters with the least load.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from voting.ballots import OptionId
from voting.engines.supporters import Supporters


def backers(
    points: Mapping[OptionId, Iterable[int]], sizes: Sequence[int], voters: int
) -> Supporters:
    """Return supporters as sets of voters, from the piles that support each project.

    ``sizes`` are the voters in each pile; ``voters`` are all, those who support nothing included.
    """
    places: list[list[int]] = []
    weights: list[int] = []
    for size in sizes:
        powers = [1 << power for power in range(size.bit_length()) if size >> power & 1]
        places.append([*range(len(weights), len(weights) + len(powers))])
        weights += powers
    length = len(weights) // 8 + 1
    rows = {weight: bytearray(length) for weight in sorted(set(weights))}
    for at, weight in enumerate(weights):
        _set(rows[weight], at)
    masks = {}
    for option, piles in points.items():
        row = bytearray(length)
        for pile in piles:
            for at in places[pile]:
                _set(row, at)
        masks[option] = int.from_bytes(row, "little")
    return Supporters(
        of=masks,
        planes=tuple((weight, int.from_bytes(row, "little")) for weight, row in rows.items()),
        voters=voters,
    )


def _set(row: bytearray, place: int) -> None:
    row[place >> 3] |= 1 << (place & 7)


class Offer(NamedTuple):
    """The projects that are next, all level: what each supporter would bear, and what misfits.

    ``misfits`` are those of the level projects that cost more than is left. ``harmless``: all of
    them will be bought next, in whatever order.
    """

    load: Fraction
    level: tuple[OptionId, ...]
    misfits: tuple[OptionId, ...] = ()
    harmless: bool = False


class CostLoads(NamedTuple):
    """A purchase in turn: who bears how much, what is left to buy, what money is left.

    ``loads`` are sets of voters by what each of them bears. ``skips``: a project that does not fit
    is passed over; otherwise the whole count stops at the first that is next and does not fit.
    """

    voters: Supporters
    costs: Mapping[OptionId, int]
    left: tuple[OptionId, ...]
    money: int
    skips: bool
    loads: Mapping[Fraction, int]

    @classmethod
    def start(
        cls, voters: Supporters, costs: Mapping[OptionId, int], budget: int, *, skips: bool
    ) -> "CostLoads":
        """Begin with no load on anybody; without support, or dearer than all, is out at once."""
        left = tuple(o for o in costs if voters.of[o] and costs[o] <= budget)
        everybody = sum(plane for _, plane in voters.planes)
        return cls(
            voters=voters,
            costs=costs,
            left=left,
            money=budget,
            skips=skips,
            loads={Fraction(0): everybody},
        )

    def offer(self) -> Offer | None:
        """Return who is next, or None where nothing is left that could be bought."""
        left = [o for o in self.left if not self.skips or self.costs[o] <= self.money]
        if not left:
            return None
        unit = lcm(*(load.denominator for load in self.loads))
        whole = [(int(load * unit), voters) for load, voters in self.loads.items() if load]
        loads = {option: self._load(option, unit, whole) for option in left}
        least = min(loads.values())
        level = tuple(option for option in left if loads[option] == least)
        misfits = tuple(option for option in level if self.costs[option] > self.money)
        fits = sum(self.costs[option] for option in level) <= self.money
        harmless = fits and self.voters.are_apart(level)
        return Offer(load=least, level=level, misfits=misfits, harmless=harmless)

    def buy(self, option: OptionId, load: Fraction) -> "CostLoads":
        """Buy a project: each of its supporters bears this load from now on."""
        mask = self.voters.of[option]
        loads = {old: rest for old, voters in self.loads.items() if (rest := voters & ~mask)}
        loads[load] = loads.get(load, 0) | mask
        left = tuple(other for other in self.left if other != option)
        return self._replace(loads=loads, left=left, money=self.money - self.costs[option])

    def without(self, options: Iterable[OptionId], /) -> "CostLoads":
        """Leave out projects that may not be bought any more."""
        gone = set(options)
        return self._replace(left=tuple(other for other in self.left if other not in gone))

    def _load(self, option: OptionId, unit: int, whole: Sequence[tuple[int, int]]) -> Fraction:
        mask, count = self.voters.of[option], self.voters.count
        borne = sum(load * count(mask & voters) for load, voters in whole)
        return Fraction(self.costs[option] * unit + borne, count(mask) * unit)
