"""Won duels locked in order of strength, leaving out what would close a circle; all ways at once.

Where wins are equally strong, every order of them is right, and each may lock other wins. What
an order has locked is kept as the set of options below each option (a bit for each), and two
orders that have come to the same sets go on alike: so all orders are walked, but no state twice.
"""

from collections.abc import Iterable, Iterator, Sequence

MOST_STATES = 5_000

Below = tuple[int, ...]
Win = tuple[int, int]


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
    size: int, groups: Sequence[Sequence[Win]], most: int = MOST_STATES
) -> set[Below] | None:
    """Return what all orders come to, from groups of equally strong wins, the strongest first.

    None if more than ``most`` states would have to be walked.
    """
    states: set[Below] = {(0,) * size}
    walked = 0
    for wins in groups:
        seen, waiting = set[Below](), list(states)
        states = set()
        while waiting:
            below = _lock_uncontested(waiting.pop(), wins)
            if below in seen:
                continue
            seen.add(below)
            walked += 1
            if walked > most:
                return None
            contested = [win for win in wins if is_open(below, win)]
            if contested:
                waiting += [lock(below, win) for win in contested]
            else:
                states.add(below)
    return states


def _lock_uncontested(below: Below, wins: Sequence[Win]) -> Below:
    """Lock the wins that are on no circle of open and locked wins: no order can leave them out."""
    contested = [win for win in wins if is_open(below, win)]
    reach = _reach(below, contested)
    for winner, loser in contested:
        if not reach[loser] >> winner & 1:
            below = lock(below, (winner, loser))
    return below


def _reach(below: Below, wins: Sequence[Win]) -> list[int]:
    reach = list(below)
    for winner, loser in wins:
        reach[winner] |= 1 << loser
    for middle in range(len(reach)):
        through = reach[middle]
        for option, under in enumerate(reach):
            if under >> middle & 1:
                reach[option] = under | through
    return reach


def above(below: Below) -> list[int]:
    """Return for each option the set of those above it."""
    return [
        sum(1 << option for option, under in enumerate(below) if under >> other & 1)
        for other in range(len(below))
    ]


def members(subset: int) -> Iterator[int]:
    """Yield the numbers of the options in a set."""
    return (n for n in range(subset.bit_length()) if subset >> n & 1)
