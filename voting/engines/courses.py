"""A course of purchases with equal shares, and how it changes when everybody starts with more.

A course is kept with the endowment up to which each purchase holds, so that at another endowment
only what comes after the first change is done again. All numbers are exact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from voting.ballots import OptionId
from voting.engines.budget_ties import Ladder
from voting.engines.price_bounds import Bounds, Key
from voting.engines.shares import (
    Buyer,
    Line,
    Offer,
    Price,
    Purses,
    accepted,
    becomes_rich,
    offer,
    pay,
    sooner,
)
from voting.tiebreak import TieUse

UNKNOWN = Line(0, 0, 1)
Until = tuple[int, int] | None


class Purchase(NamedTuple):
    """One purchase: with which purses, of what, at which price, and what else was known then.

    ``known`` are bounds for the prices of all that could still be bought, ``short`` the money of
    supporters who could not pay. ``together`` are projects at the same price that have no supporter
    in common, so that all are bought in any order. ``until`` is the endowment at which something
    else may be bought, None for never.
    """

    purses: Purses
    picked: OptionId
    found: Price
    known: Mapping[OptionId, Line]
    short: Mapping[OptionId, Line]
    together: tuple[OptionId, ...]
    tie: TieUse | None
    until: Until


@dataclass(kw_only=True)
class Course:
    """All purchases at one endowment, in order; ``advance`` moves on to another.

    ``above`` tells whether it is the course at ``e`` itself, or that for all endowments just above.
    ``stops_over`` ends the course as soon as it costs more than ``money``.
    """

    buyers: Mapping[OptionId, Buyer]
    piles: int
    money: int
    ladder: Ladder
    stops_over: bool = False
    e: Fraction = Fraction(0)
    above: bool = False
    purchases: list[Purchase] = field(default_factory=list)
    until: Until = None
    purses: Purses = field(init=False)

    def __post_init__(self) -> None:
        """Fill the purses."""
        self.purses = Purses.full(self.piles)

    @property
    def bought(self) -> tuple[OptionId, ...]:
        """Return the projects in order of purchase."""
        return tuple(purchase.picked for purchase in self.purchases)

    @property
    def cost(self) -> int:
        """Return what they cost together."""
        return sum(self.buyers[option].cost for option in self.bought)

    def advance(self, e: Fraction, *, above: bool = False) -> None:
        """Bring the course to an endowment; what holds up to there is kept."""
        self.e, self.above = e, above
        for number, old in enumerate(self.purchases):
            if self._is_over(old.until):
                bounds, short = self._bounds(old.known, old.short)
                new = self._choose(old.purses, bounds, short)
                if new is None or (new.picked, new.found) != (old.picked, old.found):
                    del self.purchases[number:]
                    self._buy(old.purses, bounds, short, new)
                    return
                self.purchases[number] = new
        if not self.purchases or self._is_over(self.until):
            gone = self._gone()
            known = {option: UNKNOWN for option in self.buyers if option not in gone}
            self._buy(self.purses, *self._bounds(known, {}))

    def _is_over(self, until: Until) -> bool:
        return until is not None and until[0] * self.e.denominator <= self.e.numerator * until[1]

    def _gone(self) -> frozenset[OptionId]:
        bought = self.bought
        return frozenset(bought).union(*(self.buyers[option].rivals for option in bought))

    def _bounds(
        self, known: Mapping[OptionId, Line], short: Mapping[OptionId, Line]
    ) -> tuple[Bounds, dict[OptionId, Line]]:
        """Return bounds for the endowment; whose supporters now have enough is priced again."""
        still = {o: m for o, m in short.items() if m.at(self.e) < self.buyers[o].cost}
        again = {option: UNKNOWN for option in short if option not in still}
        return Bounds({**known, **again}, self.e, above=self.above), still

    def _buy(
        self,
        purses: Purses,
        bounds: Bounds,
        short: dict[OptionId, Line],
        first: Purchase | None = None,
    ) -> None:
        """Buy until nothing is affordable, or, if asked, until the money is exceeded."""
        spent = self.cost
        while not (self.stops_over and spent > self.money):
            purchase, first = first or self._choose(purses, bounds, short), None
            if purchase is None:
                break
            self.purchases.append(purchase)
            buyer = self.buyers[purchase.picked]
            spent += buyer.cost
            purses = pay(buyer, purses, purchase.found)
            bounds.drop(buyer.rivals | {purchase.picked})
            for rival in buyer.rivals:
                short.pop(rival, None)
        self.purses = purses
        self.until = self._opens(short)

    def _choose(
        self, purses: Purses, bounds: Bounds, short: dict[OptionId, Line]
    ) -> Purchase | None:
        """Return the next purchase, or None; bounds and the list of who is short are refreshed."""
        level, offers = self._least(purses, bounds, short)
        if not level:
            return None
        picked, together, tie = self._pick(level, purses)
        found = accepted(self.buyers[picked], offers[picked])
        return Purchase(
            purses=purses,
            picked=picked,
            found=found,
            known=dict(bounds.known),
            short=dict(short),
            together=together,
            tie=tie,
            until=self._holds(picked, found, purses, bounds.known, short),
        )

    def _least(
        self, purses: Purses, bounds: Bounds, short: dict[OptionId, Line]
    ) -> tuple[list[OptionId], dict[OptionId, Offer]]:
        """Return the projects of the least price, and all prices found on the way."""
        values = purses.values(self.e)
        fresh: dict[OptionId, Offer] = {}
        level: list[OptionId] = []
        least: Key | None = None
        while bounds.heap:
            key, option = bounds.pop()
            if least is not None and key > least:
                bounds.put(option, bounds.known[option])
                break
            if option in fresh:
                least = key
                level.append(option)
                continue
            found = offer(self.buyers[option], purses, values, self.e)
            if found.is_short:
                del bounds.known[option]
                short[option] = found.line
            else:
                fresh[option] = found
                bounds.put(option, found.line)
        for option in level:
            bounds.put(option, bounds.known[option])
        order = list(self.buyers)
        return sorted(level, key=order.index) if len(level) > 1 else level, fresh

    def _pick(
        self, level: Sequence[OptionId], purses: Purses
    ) -> tuple[OptionId, tuple[OptionId, ...], TieUse | None]:
        """Return what is bought first of those at the least price."""
        together = self.ladder.foremost(level)
        if len(together) > 1 and self._are_apart(together, purses):
            return together[0], together, None
        picked, tie = self.ladder.first(level)
        return picked, (), tie

    def _are_apart(self, options: Sequence[OptionId], purses: Purses) -> bool:
        """Tell whether no purchase of these changes what another costs anybody."""
        seen: set[int] = set()
        for option in options:
            buyer = self.buyers[option]
            piles = {pile for pile, _, _ in buyer.piles if purses.level[pile]}
            if seen & piles or buyer.rivals & set(options):
                return False
            seen |= piles
        return True

    def _holds(
        self,
        picked: OptionId,
        found: Price,
        purses: Purses,
        known: Mapping[OptionId, Line],
        short: Mapping[OptionId, Line],
    ) -> Until:
        """Return the least endowment at which this may no longer be the purchase to make."""
        if not self.stops_over:
            return None
        until = becomes_rich(purses, found)
        for option, line in known.items():
            if option != picked:
                until = sooner(until, line.meets(found.line))
        return sooner(until, self._opens(short))

    def _opens(self, short: Mapping[OptionId, Line]) -> Until:
        """Return the least endowment at which supporters who are short could pay."""
        until: Until = None
        for option, money in short.items():
            if money.rate > 0:
                gap = self.buyers[option].cost * money.unit - money.fixed
                until = sooner(until, (gap, money.rate))
        return until
