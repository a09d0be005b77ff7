"""The walk of a Meek count: keep factors, converged totals, and who is elected or excluded.

After the PR Foundation's reference rule, told in our own words; Hill, Wichmann and Woodall,
Algorithm 123, Computer Journal 30 (1987). Every elected option keeps of each paper just the part
that leaves it with the quota; a paper passes the rest on. Weights and factors are whole numbers of
units of the last decimal and are rounded up, so that no vote is lost.

Options at one rank mean the average over all strict orders of them (Hill, Voting matters 22), each
order followed to its end; a part of a unit stays a fraction.
"""

from collections.abc import Hashable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from voting.ballots import OptionId, code_ranks
from voting.engines.branches import Act, Fork, recent
from voting.outcome import Reason, votes_json
from voting.tiebreak import Votes

Path = tuple[tuple[int, ...], ...]
Paths = Mapping[Path, int]


class Frame(NamedTuple):
    """What does not change in a count: papers, seats, decimals, and when totals have converged."""

    papers: Mapping[Path, int]
    numbers: Mapping[OptionId, int]
    seats: int
    decimals: int
    omega: int
    uses_history: bool

    @property
    def unit(self) -> int:
        """Return the units of one vote."""
        return int(10**self.decimals)


class Meek(NamedTuple):
    """The count when its totals have converged, or somebody has reached the quota.

    ``keep`` are the keep factors in units, by number; those excluded have none. ``votes`` are in
    units. ``newly`` are elected on these votes; ``filling``: because they just fill the seats.
    """

    frame: Frame
    keep: Mapping[int, int]
    left: tuple[OptionId, ...]
    elected: tuple[OptionId, ...] = ()
    votes: Mapping[int, Votes] = MappingProxyType({})
    quota: int = 0
    surplus: Votes = 0
    iterations: int = 0
    newly: tuple[OptionId, ...] = ()
    filling: bool = False
    earlier: tuple[Mapping[OptionId, Votes], ...] = ()
    trail: tuple[tuple[OptionId, ...], ...] = ()

    def credited(self) -> dict[OptionId, Votes]:
        """Return the units of the elected and the continuing, in the order of the ballot paper."""
        shown = {*self.left, *self.elected}
        return {o: self.votes[n] for o, n in self.frame.numbers.items() if o in shown}

    def told(self, units: Votes) -> int | str:
        """Return units as votes for JSON."""
        return votes_json(Fraction(units) * Fraction(1, self.frame.unit), self.frame.decimals)

    def votes_of(self, option: OptionId) -> Votes:
        """Return the units that an option holds."""
        return self.votes[self.frame.numbers[option]]

    def next(self) -> Act | Fork | None:
        """Return what comes next; None when the count is over."""
        if not self.left or len(self.elected) >= self.frame.seats:
            return None
        if self.newly:
            return Act(kind="elect", of=self.newly, reasons=self._why())
        fewest = min(self.votes_of(option) for option in self.left)
        low = tuple(o for o in self.left if self.votes_of(o) <= fewest + self.surplus)
        if len(low) == 1:
            return self._exclude("count.excluded", low)
        open_seats = self.frame.seats - len(self.elected)
        all_go = len(self.left) - len(low) >= open_seats and not any(map(self.votes_of, low))
        return Fork(
            purpose="exclude",
            among=low,
            votes=self.told(fewest),
            acts={option: Act(kind="exclude", of=(option,)) for option in low},
            together=self._exclude("stv.excluded-without-votes", low) if all_go else None,
        )

    def after(self, act: Act) -> "Meek":
        """Return the count after an act, its totals converged again."""
        keep = {**self.keep}
        for option in act.of:
            if act.kind == "exclude":
                keep[self.frame.numbers[option]] = 0
        return self._replace(
            keep=keep,
            left=tuple(option for option in self.left if option not in act.of),
            elected=self.elected + (act.of if act.kind == "elect" else ()),
            earlier=(*self.earlier, self.credited()),
            trail=(*self.trail, act.of),
        ).converge()

    def converge(self) -> "Meek":
        """Distribute votes and adjust keep factors until somebody is elected or nothing is over."""
        here, last = self._replace(newly=(), filling=False, iterations=0), None
        open_seats = self.frame.seats - len(self.elected)
        paths = self._shortened()
        while True:
            here = here.distributed(paths)
            if len(here.left) <= open_seats:
                newly = tuple(sorted(here.left, key=here.votes_of, reverse=True))
                return here._replace(newly=newly, filling=True)
            if here.newly or not open_seats:
                return here
            if here.surplus < self.frame.omega or (last is not None and here.surplus >= last):
                return here
            last = here.surplus
            keep = {**here.keep}
            for option in here.elected:
                number = here.frame.numbers[option]
                kept = _up(keep[number] * here.quota, here.frame.unit) * here.frame.unit
                # Nobody keeps more of a paper than there is of it, however coarsely is counted.
                keep[number] = min(here.frame.unit, _up(kept, here.votes[number]))
            here = here._replace(keep=keep)

    def likeness(self) -> Hashable:
        """Return what decides the rest of the count."""
        history = recent(self.earlier, self.left) if self.frame.uses_history else ()
        return (frozenset(self.left), frozenset(self.elected), self.trail, history)

    def _shortened(self) -> Paths:
        """Return papers cut after their first rank with a continuing option, alike ones together.

        What an option further down would get does not depend on such a paper.
        """
        hopeful = {self.frame.numbers[option] for option in self.left}
        alive = hopeful | {self.frame.numbers[option] for option in self.elected}
        short: dict[Path, int] = {}
        for path, count in self.frame.papers.items():
            key = cut(path, hopeful, alive)
            short[key] = short.get(key, 0) + count
        return short

    def distributed(self, paths: Paths) -> "Meek":
        """Return the totals that the keep factors make, with quota, surplus and who is elected."""
        unit = self.frame.unit
        ends = frozenset(self.frame.numbers[option] for option in self.left)
        votes: dict[int, Votes] = dict.fromkeys(self.frame.numbers.values(), 0)
        for path, count in paths.items():
            for marks, share in orders(path, ends):
                weight = unit
                for number in marks:
                    kept = _up(weight * self.keep[number], unit)
                    votes[number] += kept * count if share == 1 else kept * count * share
                    weight -= kept
                    if not weight:
                        break
        quota = int(sum(votes.values()) // (self.frame.seats + 1)) + 1
        held = {option: votes[self.frame.numbers[option]] for option in self.frame.numbers}
        reached = tuple(o for o in self.left if held[o] >= quota)
        newly = tuple(sorted(reached, key=lambda o: held[o], reverse=True))
        surplus = max(0, sum(held[o] - quota for o in (*self.elected, *newly)))
        return self._replace(
            votes=votes,
            quota=quota,
            newly=newly,
            surplus=surplus,
            iterations=self.iterations + 1,
        )

    def _why(self) -> tuple[Reason, ...]:
        if self.filling:
            return (Reason(code="stv.elected-last", options={"elected": self.newly}),)
        return tuple(
            Reason(
                code="stv.elected-quota",
                params={"votes": self.told(self.votes_of(option)), "quota": self.told(self.quota)},
                options={"elected": (option,)},
            )
            for option in self.newly
        )

    def _exclude(self, code: str, options: tuple[OptionId, ...]) -> Act:
        params = {"votes": self.told(sum(self.votes_of(option) for option in options))}
        reason = Reason(code=code, params=params, options={"excluded": options})
        return Act(kind="exclude", of=options, reasons=(reason,))


def papers(piles: Mapping[bytes, int], standing: frozenset[int]) -> dict[Path, int]:
    """Return papers by the ranks of options that stand; an option met again is passed over.

    A rank whose marks are not known ends a paper, as a rank without marks: nobody can tell what it
    says.
    """
    found: dict[Path, int] = {}
    for code, count in piles.items():
        if not code:
            continue
        ranks: list[tuple[int, ...]] = []
        seen: set[int] = set()
        for rank in code_ranks(code):
            if rank is None:
                ranks.append(())
                break
            if marks := tuple(n for n in rank if n in standing and n not in seen):
                ranks.append(marks)
                seen.update(marks)
        path = tuple(ranks)
        found[path] = found.get(path, 0) + count
    return found


def cut(path: Path, hopeful: AbstractSet[int], alive: AbstractSet[int]) -> Path:
    """Return a path up to its first rank with a continuing option, without those excluded."""
    cut: list[tuple[int, ...]] = []
    for rank in path:
        if len(rank) == 1:
            if rank[0] not in alive:
                continue
            marks: tuple[int, ...] = rank
        else:
            marks = tuple(mark for mark in rank if mark in alive)
        if marks:
            cut.append(marks)
            if not hopeful.isdisjoint(marks):
                break
    return tuple(cut)


def orders(path: Path, ends: frozenset[int]) -> Iterator[tuple[tuple[int, ...], Votes]]:
    """Yield the strict orders that a path of ranks stands for, each with its share of the paper.

    Nothing gets past one of ``ends``, so orders alike up to there are one.
    """
    if all(len(rank) == 1 for rank in path):
        yield tuple(rank[0] for rank in path), 1
    else:
        yield from _strict(path, ends, Fraction(1))


def _strict(
    path: Path, ends: frozenset[int], share: Fraction
) -> Iterator[tuple[tuple[int, ...], Fraction]]:
    if not path:
        yield (), share
        return
    first, rest = path[0], path[1:]
    part = share * Fraction(1, len(first))
    for place, mark in enumerate(first):
        if mark in ends:
            yield (mark,), part
            continue
        others = first[:place] + first[place + 1 :]
        for order, held in _strict((others, *rest) if others else rest, ends, part):
            yield (mark, *order), held


def _up(value: Votes, divisor: Votes) -> int:
    return int(-(-value // divisor))
