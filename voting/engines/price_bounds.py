"""Bounds for the prices of projects in order, so that only those are priced that could be least."""

from collections.abc import Mapping
from fractions import Fraction
from heapq import heapify, heappop, heappush

from voting.ballots import OptionId
from voting.engines.shares import Line

_BITS = 64

Key = tuple[int, Fraction, Fraction]


class Bounds:
    """The least price that each project left can have, in a heap; and whose supporters are short.

    ``above`` tells whether prices are compared at e or just above it.
    """

    def __init__(self, known: Mapping[OptionId, Line], e: Fraction, *, above: bool) -> None:
        """Put known bounds in order at an endowment."""
        self.e = e
        self.above = above
        self.known = dict(known)
        self.heap = [(self._key(line), option) for option, line in self.known.items()]
        heapify(self.heap)

    def _key(self, line: Line) -> Key:
        """Return what orders prices: most differ in their whole part of 2**-64 already."""
        value = line.at(self.e)
        rate = Fraction(line.rate, line.unit) if self.above else Fraction(0)
        return (value.numerator << _BITS) // value.denominator, value, rate

    def put(self, option: OptionId, line: Line) -> None:
        """Set a project's bound anew."""
        self.known[option] = line
        heappush(self.heap, (self._key(line), option))

    def pop(self) -> tuple[Key, OptionId]:
        """Take the project with the least bound out of the heap; its bound stays known."""
        return heappop(self.heap)

    def drop(self, options: frozenset[OptionId]) -> None:
        """Forget some projects."""
        for option in options:
            self.known.pop(option, None)
        self.heap = [entry for entry in self.heap if entry[1] not in options]
        heapify(self.heap)
