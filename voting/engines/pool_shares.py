"""A pool of money shared out in proportion to exact numbers, in whole units that add up.

Largest remainder (Hamilton): everybody gets the whole part of the exact share, and the units left
over go to the largest remainders; of equal ones to those first in an order. A cap holds a share
down and the rest is shared out anew among the others, until nobody is above it.
"""

from collections.abc import Sequence
from functools import cmp_to_key
from typing import NamedTuple

from voting.engines.roots import Quotient, Real, Sum, compare, floor, sign, whole


class Shares(NamedTuple):
    """What each gets, exactly and in whole units, who was held at the cap, and the factor.

    ``factor`` is what a claim of one unit gets, None where nobody claims anything. ``level`` are
    places with equal remainders of which only the first in the order got a unit left over.
    """

    exact: tuple[Real, ...]
    units: tuple[int, ...]
    capped: tuple[int, ...]
    factor: Real | None
    level: tuple[int, ...] = ()


class _Rest(NamedTuple):
    """What is shared among those below the cap: claim times money by total each, ``over`` in all.

    ``money`` is 0 and ``total`` 1 where nobody claims anything.
    """

    free: tuple[int, ...]
    money: int
    over: Real
    total: Real
    factor: Real | None


def share(
    claims: Sequence[Real],
    pool: int,
    *,
    cap: int,
    never_more: bool,
    order: Sequence[int] | None = None,
) -> Shares:
    """Share a pool by claims, none below zero; ``never_more``: nobody gets more than the claim.

    ``order``: all places, the first is served first where remainders are equal; else as they stand.
    """
    served = range(len(claims)) if order is None else order
    capped: set[int] = set()
    while True:
        rest = _rest(claims, capped, pool - cap * len(capped), never_more)
        high = {
            place
            for place in rest.free
            if compare(Sum([(rest.money, claims[place])]), Sum([(cap, rest.total)])) > 0
        }
        if not high:
            return _whole_shares(claims, capped, cap, rest, served)
        capped |= high


def _rest(claims: Sequence[Real], capped: set[int], money: int, never_more: bool) -> _Rest:
    free = tuple(place for place in range(len(claims)) if place not in capped)
    total, one = Sum([(1, claims[place]) for place in free]), whole(1)
    if sign(total) == 0:
        return _Rest(free=free, money=0, over=whole(0), total=one, factor=None)
    if never_more and compare(total, whole(money)) < 0:
        return _Rest(free=free, money=1, over=total, total=one, factor=one)
    factor = Quotient(whole(money), total)
    return _Rest(free=free, money=money, over=whole(money), total=total, factor=factor)


def _whole_shares(
    claims: Sequence[Real], capped: set[int], cap: int, rest: _Rest, order: Sequence[int]
) -> Shares:
    units = dict.fromkeys(capped, cap)
    exact: dict[int, Real] = {place: whole(cap) for place in capped}
    left: dict[int, Real] = {}
    for place in rest.free:
        claim = Sum([(rest.money, claims[place])])
        units[place] = _whole_part(claim, rest.total)
        exact[place] = Quotient(claim, rest.total)
        left[place] = Sum([(1, claim), (-units[place], rest.total)])
    spare = floor(rest.over) - sum(units[place] for place in rest.free)

    def by_remainder(one: int, other: int) -> int:
        return compare(left[other], left[one])

    free = [place for place in order if place not in capped]
    queue = sorted(free, key=cmp_to_key(by_remainder))
    for place in queue[:spare]:
        units[place] += 1
    edge = queue[spare - 1 : spare + 1] if spare else []
    is_tied = len(edge) > 1 and not by_remainder(*edge)
    level = [place for place in sorted(queue) if is_tied and not by_remainder(place, edge[0])]
    return Shares(
        exact=tuple(exact[place] for place in range(len(claims))),
        units=tuple(units[place] for place in range(len(claims))),
        capped=tuple(sorted(capped)),
        factor=rest.factor,
        level=tuple(level),
    )


def _whole_part(over: Real, under: Real) -> int:
    """Return the whole part of a quotient, proven without dividing."""
    quotient, bits = Quotient(over, under), 64
    while True:
        low, high = quotient.bounds(bits)
        if low >> bits == high >> bits:
            return low >> bits
        if high - low < 1 << bits:
            most = high >> bits
            return most if compare(over, Sum([(most, under)])) >= 0 else most - 1
        bits *= 2
