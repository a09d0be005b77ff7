"""The plain engine over piles: papers sorted by next preference, as a returning officer does it.

Papers that say the same lie on one pile and move together; only the touched piles move. A paper is
carried as its *path*, a short form of the ranking made once by the rules on marking errors: one
byte per option in order of preference. A rank with several marks that may still come down to one
stands between two bytes 255. Zero bytes at the end say why the paper goes no further (``CAUSES``
by how many zeros; none means that its choices are used up). Options that are out are simply taken
out of a path, whose first byte then is the next preference. Papers with equal rests fall together.

The rules on marking errors are those of RCTab 2.0 (https://github.com/BrightSpots/rcv), and their
keys those of ``tests/vectors/ranked/SOURCES.md``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Self, TypeAlias, TypeVar

from voting.ballots import SEVERAL, SKIPPED, code_ranks

Papers: TypeAlias = dict[bytes, int]

EXHAUST = "exhaustImmediately"
SKIP = "alwaysSkipToNextRank"
WAIT = "exhaustIfMultipleContinuing"

EXHAUSTED_CHOICES = "exhaustedChoices"
OVERVOTES = "overvotes"
SKIPPED_RANKINGS = "skippedRankings"
REPEATED_RANKINGS = "repeatedRankings"
CAUSES = (EXHAUSTED_CHOICES, OVERVOTES, SKIPPED_RANKINGS, REPEATED_RANKINGS)

_STOP = 0
_GROUP = 255


class Marking(NamedTuple):
    """What marking errors do to a paper; None is no limit.

    ``overvote``: at a rank with several marks the paper is exhausted, goes on to the next rank, or
    is exhausted only while two or more of the marked are still in. More than ``max_skipped_ranks``
    empty ranks before a mark exhaust it. Ranks beyond ``max_rankings`` are not read.
    ``exhaust_on_duplicate``: so does an option met a second time; else the second mark is ignored.
    """

    overvote: str = EXHAUST
    max_skipped_ranks: int | None = None
    max_rankings: int | None = None
    exhaust_on_duplicate: bool = False


def paths(piles: Mapping[bytes, int], marking: Marking, passed_over: bytes = b"") -> Papers:
    """Return papers by path, from ranking codes with their counts; blank ballots are left out.

    ``passed_over`` are the numbers of options that were taken out before the count.
    """
    once, most = marking.exhaust_on_duplicate, marking.max_rankings
    marks = b"".join(piles)
    plain = not once and most is None and SKIPPED not in marks and SEVERAL not in marks
    if plain and not passed_over:
        papers = dict(piles)
        papers.pop(b"", None)
        return papers
    papers = {}
    for code, count in piles.items():
        if not plain and (SKIPPED in code or SEVERAL in code or (once and _repeats(code))):
            path = _path(code, marking)
        else:
            path = code if most is None else code[:most]
        if passed_over:
            path = path.translate(None, passed_over)
        if code:
            papers[path] = papers.get(path, 0) + count
    return papers


def sort_papers(papers: Mapping[bytes, int], out: bytes) -> tuple[dict[int, Papers], Papers]:
    """Sort papers by their next preference, with the options numbered in ``out`` taken out.

    Returns the papers of each option by its number, and the papers that name no option any more.
    """
    sorted_papers: dict[int, Papers] = {}
    stopped: Papers = {}
    for path, count in papers.items() if out else _sort_whole(papers, sorted_papers):
        rest = path.translate(None, out) if out else path
        if not rest or rest[0] in (_STOP, _GROUP):
            rest = _open_groups(rest)
            if not rest or rest[0] == _STOP:
                stopped[rest] = stopped.get(rest, 0) + count
                continue
        pile = sorted_papers.get(rest[0])
        if pile is None:
            sorted_papers[rest[0]] = {rest: count}
        else:
            pile[rest] = pile.get(rest, 0) + count
    return sorted_papers, stopped


def _sort_whole(
    papers: Mapping[bytes, int], sorted_papers: dict[int, Papers]
) -> Sequence[tuple[bytes, int]]:
    """Sort papers nobody is taken out of, all different; return those that begin with no option."""
    by_first: defaultdict[bytes, Papers] = defaultdict(dict)
    for path, count in papers.items():
        by_first[path[:1]][path] = count
    others = [by_first.pop(first, {}) for first in (b"", bytes((_STOP,)), bytes((_GROUP,)))]
    sorted_papers.update((first[0], pile) for first, pile in by_first.items())
    return [paper for pile in others for paper in pile.items()]


class Parcel(NamedTuple):
    """Papers that an option received together, each worth ``value`` units of a vote."""

    value: int
    papers: Papers


class Moved(NamedTuple):
    """What left an option: units to each option, units stopped by cause, units lost to rounding."""

    to: Mapping[int, int]
    stopped: Mapping[str, int]
    rounding: int


class Holdings(NamedTuple):
    """Who holds which papers: an unchanging value, so that a count can try several ways.

    ``votes`` are in units; an option that is out holds none. ``stopped`` are the units of papers
    that name no option any more, by cause; ``rounding`` the units lost to truncation. The sum of
    all never changes.
    """

    parcels: Mapping[int, tuple[Parcel, ...]]
    votes: Mapping[int, int]
    stopped: Mapping[str, int]
    rounding: int = 0

    @classmethod
    def first_count(cls, papers: Mapping[bytes, int], numbers: Iterable[int], unit: int) -> Self:
        """Sort papers by first preference among ``numbers``, each paper worth ``unit`` units."""
        piles, stopped = sort_papers(papers, b"")
        return cls(
            parcels={n: (Parcel(unit, piles[n]),) if n in piles else () for n in numbers},
            votes={n: unit * sum(piles[n].values()) if n in piles else 0 for n in numbers},
            stopped=_by_cause(stopped, unit),
        )

    def pass_on(
        self, number: int, out: bytes, *, keep: int = 0, revalue: Callable[[int], int] | None = None
    ) -> tuple["Holdings", Moved]:
        """Move all papers of an option to their next preferences among those not ``out``.

        The option keeps ``keep`` units as its votes and no paper. ``revalue`` gives the new value
        of a paper from its old one; without it papers keep their value.
        """
        arriving: dict[int, dict[int, Papers]] = {}
        stopped: dict[str, int] = {}
        for old, papers in self.parcels[number]:
            value = revalue(old) if revalue else old
            if value:
                piles, ended = sort_papers(papers, out)
                for target, pile in piles.items():
                    _lay(arriving.setdefault(target, {}), value, pile)
                stopped = _add(stopped, _by_cause(ended, value))
        to = {
            target: sum(value * sum(pile.values()) for value, pile in by_value.items())
            for target, by_value in arriving.items()
        }
        rounding = self.votes[number] - keep - sum(to.values()) - sum(stopped.values())
        new = {
            target: self.parcels[target] + tuple(Parcel(*item) for item in by_value.items())
            for target, by_value in arriving.items()
        }
        after = self._replace(
            parcels={**self.parcels, **new, number: ()},
            votes={**_add(self.votes, to), number: keep},
            stopped=_add(self.stopped, stopped),
            rounding=self.rounding + rounding,
        )
        return after, Moved(to, stopped, rounding)


def _repeats(code: bytes) -> bool:
    return len(set(code)) != len(code)


def _path(code: bytes, marking: Marking) -> bytes:
    path = bytearray()
    skipped = 0
    seen: set[int] = set()
    for rank in code_ranks(code)[: marking.max_rankings]:
        if rank == b"":
            skipped += 1
            continue
        stop = _stop(rank, skipped, seen, marking)
        if stop:
            return bytes(path) + bytes(CAUSES.index(stop))
        skipped = 0
        seen.update(rank or b"")
        if rank is not None and len(rank) == 1:
            path += rank
        elif rank is not None and marking.overvote == WAIT:
            path += bytes((_GROUP, *rank, _GROUP))
    return bytes(path)


def _stop(rank: bytes | None, skipped: int, seen: set[int], marking: Marking) -> str:
    """Return why a paper goes no further than this rank, or nothing; checked in RCTab's order.

    Where the marks of an overvote are not known, nobody can tell that only one of them is left.
    """
    if marking.max_skipped_ranks is not None and skipped > marking.max_skipped_ranks:
        return SKIPPED_RANKINGS
    if marking.exhaust_on_duplicate and not seen.isdisjoint(rank or b""):
        return REPEATED_RANKINGS
    if rank is None:
        return "" if marking.overvote == SKIP else OVERVOTES
    return OVERVOTES if len(rank) > 1 and marking.overvote == EXHAUST else ""


def _open_groups(path: bytes) -> bytes:
    """Bring a path that begins with a rank of several marks to its next preference or its end."""
    while path and path[0] == _GROUP:
        end = path.index(_GROUP, 1)
        marks = path[1:end]
        if len(marks) > 1:
            return bytes(CAUSES.index(OVERVOTES))
        path = marks + path[end + 1 :]
    return path


def _by_cause(stopped: Mapping[bytes, int], value: int) -> dict[str, int]:
    return {CAUSES[len(path)]: count * value for path, count in stopped.items()}


def _lay(by_value: dict[int, Papers], value: int, pile: Papers) -> None:
    if value in by_value:
        pile = _add(by_value[value], pile)
    by_value[value] = pile


K = TypeVar("K")


def _add(first: Mapping[K, int], second: Mapping[K, int]) -> dict[K, int]:
    total = dict(first)
    for key, value in second.items():
        total[key] = total.get(key, 0) + value
    return total
