"""Won duels locked in order of strength, leaving out what would close a circle; all ways at once.

Where wins are equally strong, every order of them is right, and each may lock other wins. What is
locked is kept as the set of options below each option (a bit for each). Of equal wins, some order
locks just those of which none could be added: what it leaves out is a smallest set that breaks
every circle. So circles are broken one after the other, at each of their wins in turn.
"""

from collections.abc import Iterable, Iterator, Sequence

_MOST_WORK = 2_000_000
_LEAST_STATES = 20

Below = tuple[int, ...]
Win = tuple[int, int]


def most_states(size: int) -> int:
    """Return how many ways to break circles are tried among so many options: fewer among more."""
    return max(_LEAST_STATES, _MOST_WORK // max(1, size * size))


def lock(below: Below, win: Win) -> Below:
    """Return the sets after one more win (winner, loser), which must not close a circle."""
    winner, loser = win
    new = below[loser] | 1 << loser
    return tuple(
        under | new if option == winner or under >> winner & 1 else under
        for option, under in enumerate(below)
    )


def is_open(below: Below, win: Win) -> bool:
    """Tell whether a win is neither settled already nor against what is locked."""
    winner, loser = win
    return not (below[winner] >> loser & 1 or below[loser] >> winner & 1)


def lock_in_order(size: int, wins: Iterable[Win]) -> Below:
    """Lock wins one after the other, each unless it would close a circle."""
    below: Below = (0,) * size
    for win in wins:
        if is_open(below, win):
            below = lock(below, win)
    return below


def lock_in_every_order(
    size: int, groups: Sequence[Sequence[Win]], most: int | None = None
) -> set[Below] | None:
    """Return what all orders come to, from groups of equally strong wins, the strongest first.

    None if more than ``most`` ways to break circles would have to be tried, besides one for each
    group.
    """
    states: set[Below] = {(0,) * size}
    left = (most or most_states(size)) + len(groups)
    for wins in groups:
        after: set[Below] = set()
        for below in states:
            found, tried = _lock_group(below, wins, left)
            left -= tried
            if left <= 0:
                return None
            after |= found
        states = after
    return states


def _lock_group(below: Below, wins: Sequence[Win], most: int) -> tuple[set[Below], int]:
    """Lock equally strong wins in every order; return the ends, and how much was tried."""
    able = [win for win in wins if is_open(below, win)]
    found, seen = set[Below](), set[int]()
    waiting = [(1 << len(able)) - 1]
    while waiting and len(seen) < most:
        kept = waiting.pop()
        if kept in seen:
            continue
        seen.add(kept)
        reach = _reach(below, (able[n] for n in members(kept)))
        dropped = members(~kept & (1 << len(able)) - 1)
        if not all(reach[able[n][1]] >> able[n][0] & 1 for n in dropped):
            continue  # something was left out that closes no circle any more
        circle = _circle(below, able, kept, reach)
        waiting += [kept & ~(1 << n) for n in circle]
        if not circle:
            found.add(tuple(reach))
    return found, len(seen) + bool(waiting)


def _reach(below: Below, wins: Iterable[Win]) -> list[int]:
    reach = list(below)
    for winner, loser in wins:
        reach[winner] |= 1 << loser
    for middle in range(len(reach)):
        through = reach[middle]
        for option, under in enumerate(reach):
            if under >> middle & 1:
                reach[option] = under | through
    return reach


def _circle(below: Below, able: Sequence[Win], kept: int, reach: Sequence[int]) -> list[int]:
    """Return the wins (by number) of a shortest circle through the first win on any; or none."""
    wins = {able[n]: n for n in members(kept)}
    for (winner, loser), number in wins.items():
        if reach[loser] >> winner & 1:
            return [number, *_path(below, wins, loser, winner)]
    return []


def _path(below: Below, wins: dict[Win, int], start: int, end: int) -> list[int]:
    """Return the wins of a shortest way down from one option to another, locked ones not named."""
    ways: dict[int, list[int]] = {start: []}
    waiting = [start]
    for option in waiting:
        steps = {other: [*ways[option]] for other in members(below[option])}
        steps |= {
            loser: [*ways[option], n] for (winner, loser), n in wins.items() if winner == option
        }
        for other, way in steps.items():
            if other not in ways:
                ways[other] = way
                waiting.append(other)
    return ways[end]


def above(below: Below) -> list[int]:
    """Return for each option the set of those above it."""
    return [
        sum(1 << option for option, under in enumerate(below) if under >> other & 1)
        for other in range(len(below))
    ]


def members(subset: int) -> Iterator[int]:
    """Yield the numbers of the options in a set."""
    return (n for n in range(subset.bit_length()) if subset >> n & 1)
