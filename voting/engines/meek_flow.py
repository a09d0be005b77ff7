"""Where votes go between two states of a Meek count, and why parts of papers rest.

A paper is a line one vote long: each option on it holds a stretch, in order of preference, and what
nobody holds is at the end. Laying the line of one state over that of the next tells what moved from
whom to whom; each paper has just one such answer. So an elected option both passes on and receives,
where somebody above it passes on. Options at one rank mean the average over strict orders. What
rounding up brings back from the rest, a few units of the last decimal, is no move.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from voting.engines.meek import Meek, Path, cut, orders
from voting.engines.piles import EXHAUSTED_CHOICES, OVERVOTES
from voting.tiebreak import Votes

# The rest of a paper after the elected on it kept their parts: nobody who is still in follows.
PARTS_LEFT_OVER = "partsLeftOver"

Holder: TypeAlias = int | str
Flow: TypeAlias = dict[int, dict[Holder, Votes]]


def resting(here: Meek) -> dict[str, Votes]:
    """Return the units that nobody holds, by cause."""
    found: dict[str, Votes] = {}
    for marks, cause, weight in _lines(here, here):
        if rest := _held(here, marks)[-1]:
            found[cause] = found.get(cause, 0) + rest * weight
    return {cause: found[cause] for cause in sorted(found)}


def flow(before: Meek, after: Meek) -> Flow:
    """Return the units that moved, by whom or what they left, then by where they are."""
    moved: Flow = {}
    changed = {n for n, kept in before.keep.items() if kept != after.keep[n]}
    for marks, cause, weight in _lines(before, after):
        if changed.isdisjoint(marks):
            continue
        targets: list[Holder] = [*marks, cause]
        for old, new, units in _overlaid(_held(before, marks), _held(after, marks)):
            if old != new and old < len(marks):
                to = moved.setdefault(marks[old], {})
                to[targets[new]] = to.get(targets[new], 0) + units * weight
    return moved


def _lines(before: Meek, after: Meek) -> Iterator[tuple[tuple[int, ...], str, Votes]]:
    """Yield strict orders, down to the first who continues after, with cause and weight."""
    numbers = before.frame.numbers
    alive = {numbers[option] for option in (*before.left, *before.elected)}
    ends = frozenset(numbers[option] for option in after.left)
    still = {numbers[option] for option in (*after.left, *after.elected)}
    short: dict[tuple[Path, str], int] = {}
    for path, count in before.frame.papers.items():
        key = cut(path, ends, alive), _cause(path, still)
        short[key] = short.get(key, 0) + count
    for (path, cause), count in short.items():
        for marks, share in orders(path, ends):
            yield marks, cause, share * count


def _cause(path: Path, still: set[int]) -> str:
    """Return why what is left at the end of a paper goes no further."""
    if path and not path[-1]:
        return OVERVOTES
    named = any(not still.isdisjoint(rank) for rank in path)
    return PARTS_LEFT_OVER if named else EXHAUSTED_CHOICES


def _held(here: Meek, marks: Sequence[int]) -> list[int]:
    """Return what each of some options keeps of a paper that names them, and what is left."""
    unit = weight = here.frame.unit
    held: list[int] = []
    for number in marks:
        held.append(-(-weight * here.keep[number] // unit))
        weight -= held[-1]
    return [*held, weight]


def _overlaid(old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Lay two divisions of one length over each other: yield place, place and common length."""
    places = [0, 0]
    left = [old[0], new[0]]
    while True:
        step = min(left)
        if step:
            yield places[0], places[1], step
        left = [rest - step for rest in left]
        for side, whole in enumerate((old, new)):
            if not left[side]:
                places[side] += 1
                if places[side] == len(whole):
                    return
                left[side] = whole[places[side]]
