"""All best orders of a group of options, exactly, by dynamic programming over its subsets.

The best order is the one that agrees with the most comparisons: the sum of ``over[a][b]`` for every
a placed above b is the largest (Kemeny 1959; Young and Levenglick 1978). ``best[S]`` is what the
options of S can reach when they stand on top of all others, whatever order those take; one pass
over the 2 to the power n subsets finds it, and one pass back marks the subsets on a best order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

MOST = 16


@dataclass(frozen=True)
class Orders:
    """All best orders of n options, numbered from 0: their score, and the subsets they begin with.

    ``starts[S]`` tells whether some best order begins with just the options of S (a bit for each).
    """

    size: int
    score: int
    starts: bytes
    _best: Sequence[int]
    _over: Sequence[Sequence[int]]

    def tops(self, length: int) -> list[int]:
        """Return every set of ``length`` options that a best order begins with."""
        return [s for s, mark in enumerate(self.starts) if mark and s.bit_count() == length]

    def after(self, start: int) -> list[int]:
        """Return the options that can come next in a best order which begins with a set."""
        return [
            option
            for option in range(self.size)
            if not start >> option & 1
            and self.starts[start | 1 << option]
            and self._best[start | 1 << option]
            == self._best[start] + self._gain(option, start | 1 << option)
        ]

    def first(self, preferred: Sequence[int]) -> list[int]:
        """Return the best order that comes first if options are preferred in this order."""
        order: list[int] = []
        start = 0
        while len(order) < self.size:
            able = self.after(start)
            order.append(next(option for option in preferred if option in able))
            start |= 1 << order[-1]
        return order

    def some(self, most: int) -> list[list[int]]:
        """Return the best orders, or the first of them where there are more than ``most``."""
        found: list[list[int]] = []
        waiting: list[tuple[int, list[int]]] = [(0, [])]
        while waiting and len(found) < most:
            start, order = waiting.pop()
            if len(order) == self.size:
                found.append(order)
            waiting += [(start | 1 << o, [*order, o]) for o in reversed(self.after(start))]
        return found

    def always_above(self) -> list[int]:
        """Return for each option the set of those above it in every best order."""
        above = [(1 << self.size) - 1] * self.size
        for start, mark in enumerate(self.starts):
            if mark:
                for option in self.after(start):
                    above[option] &= start
        return above

    def _gain(self, option: int, start: int) -> int:
        row = self._over[option]
        return sum(votes for other, votes in enumerate(row) if not start >> other & 1)


def best_orders(over: Sequence[Sequence[int]]) -> Orders:
    """Return the best orders for a matrix of comparisons, whose diagonal is 0."""
    size = len(over)
    best = [0] * (1 << size)
    gains = [_gains(row) for row in over]
    for start in range(1, 1 << size):
        best[start] = max(
            best[start ^ 1 << option] + gains[option][start]
            for option in range(size)
            if start >> option & 1
        )
    starts = bytearray(1 << size)
    starts[-1] = 1
    for start in range((1 << size) - 1, 0, -1):
        if starts[start]:
            for option in range(size):
                before = start & ~(1 << option)
                if before != start and best[start] == best[before] + gains[option][start]:
                    starts[before] = 1
    return Orders(size, best[-1], bytes(starts), best, over)


def _gains(row: Sequence[int]) -> list[int]:
    """Return for every subset how many comparisons an option wins against all outside of it."""
    left = [sum(row)]
    for votes in row:
        left += [rest - votes for rest in left]
    return left
