"""A surplus on its way: how finely votes are counted, and what each paper is worth afterwards.

Votes are whole units. With decimals, values are cut to them; an exact count makes the units finer
whenever a new value would not be whole, so that nothing is ever rounded.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from math import gcd
from typing import NamedTuple, TypeVar

from voting.engines.piles import Holdings, Moved, Parcel
from voting.outcome import votes_json

K = TypeVar("K")


class Scale(NamedTuple):
    """How votes are counted: the units of one vote, those of the quota, and how values are cut.

    ``decimals`` is None where the count is exact. ``twice``: the fraction of a surplus is cut to
    the decimals, and then each value; else each value once.
    """

    unit: int
    quota: int
    decimals: int | None
    twice: bool

    def told(self, units: int) -> int | str:
        """Return units as votes for JSON."""
        return votes_json(Fraction(units, self.unit), self.decimals)

    def finer(self, factor: int) -> "Scale":
        """Return the same scale in units so many times finer."""
        return self._replace(unit=self.unit * factor, quota=self.quota * factor)


def needed_factor(scale: Scale, holdings: Holdings, number: int) -> int:
    """Return how much finer the units must be so that a surplus moves without rounding."""
    total = holdings.votes[number]
    surplus = total - scale.quota
    if scale.decimals is not None or surplus <= 0:
        return 1
    return total // gcd(total, *(surplus * parcel.value for parcel in holdings.parcels[number]))


def pass_surplus(
    scale: Scale, holdings: Holdings, number: int, out: bytes
) -> tuple[Holdings, Moved]:
    """Move all papers of an elected option on, together worth its surplus, if it has one."""
    total = holdings.votes[number]
    keep = min(total, scale.quota)
    surplus = total - keep
    if scale.twice and scale.decimals is not None and total:
        surplus, total = surplus * scale.unit // total, scale.unit
    return holdings.pass_on(number, out, keep=keep, revalue=partial(_share, surplus, total))


def finer(holdings: Holdings, factor: int) -> Holdings:
    """Return the same holdings in units so many times finer."""
    if factor == 1:
        return holdings
    return Holdings(
        parcels={
            number: tuple(Parcel(parcel.value * factor, parcel.papers) for parcel in parcels)
            for number, parcels in holdings.parcels.items()
        },
        votes=_times(holdings.votes, factor),
        stopped=_times(holdings.stopped, factor),
        rounding=holdings.rounding * factor,
    )


def finer_move(moved: Moved, factor: int) -> Moved:
    """Return what moved, in units so many times finer."""
    return Moved(_times(moved.to, factor), _times(moved.stopped, factor), moved.rounding * factor)


def _share(surplus: int, total: int, value: int) -> int:
    return surplus * value // total if total else 0


def _times(units: Mapping[K, int], factor: int) -> dict[K, int]:
    return {key: value * factor for key, value in units.items()}
