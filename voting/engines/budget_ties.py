"""Who goes first among projects that are level: the ladder of a budget's ``ties`` rule.

The steps of equalshares.net (tie-breaking): lower cost, more votes, then a public lot. One lot
holds for the whole count, so an undrawn lot is an unknown order of the projects: ``resolve`` counts
under every order that a tie asks for, and says who is funded under all of them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from voting.ballots import OptionId
from voting.canonical import Json
from voting.contest import Contest
from voting.errors import InvalidRuleError
from voting.outcome import Reason
from voting.tiebreak import Lot, TieUse

MOST_COUNTS = 400

_FEWEST_COUNTS = 8
_WORK = 400_000
_DIGITS = re.compile(r"([0-9]+)")
_STEPS = ("lower-cost", "more-votes")


class UndecidedError(Exception):
    """A tie between projects that no step decides yet; ``left`` are those still level."""

    def __init__(self, among: tuple[OptionId, ...], left: tuple[OptionId, ...]) -> None:
        """Keep who was tied at first, and between whom no step decides."""
        super().__init__(among, left)
        self.among = among
        self.left = left


class Ladder(NamedTuple):
    """The steps of a ``ties`` rule with all they look at; ``first`` asks them.

    ``costs`` and ``votes`` are by option; ``order`` is the order of the last step, empty while a
    lot is not drawn. ``before`` are pairs assumed by ``resolve``: the first goes before the second.
    """

    steps: tuple[str, ...]
    costs: Mapping[OptionId, int]
    votes: Mapping[OptionId, int]
    order: tuple[OptionId, ...] = ()
    before: frozenset[tuple[OptionId, OptionId]] = frozenset()

    def first(
        self, among: Sequence[OptionId], *, harmless: bool = False
    ) -> tuple[OptionId, TieUse | None]:
        """Return who goes first, and the tie if one was broken; UndecidedError if no step does.

        ``harmless`` says that all of them will be funded alike, whoever is first: then no lot is
        asked for, and the order on the ballot paper stands.
        """
        steps = [step for step in self.steps if not (harmless and step == "lot")]
        left, by = self._walk(steps, among)
        if len(left) > 1 and harmless:
            return left[0], None
        if len(left) > 1:
            raise UndecidedError(tuple(among), left)
        use = TieUse(purpose="fund", among=tuple(among), by=by, picked=left[0]) if by else None
        return left[0], use

    def foremost(self, among: Sequence[OptionId]) -> tuple[OptionId, ...]:
        """Return who goes first where the lot is not asked, because all are treated alike."""
        left, _ = self._walk([step for step in self.steps if step != "lot"], among)
        return left

    def _walk(
        self, steps: Sequence[str], among: Sequence[OptionId]
    ) -> tuple[tuple[OptionId, ...], str]:
        left, by = list(among), ""
        for step in steps:
            if len(left) == 1:
                break
            left, by = self._narrow(step, left), step
        return tuple(left), by

    def _narrow(self, step: str, left: list[OptionId]) -> list[OptionId]:
        if step == "lower-cost":
            least = min(self.costs[option] for option in left)
            return [option for option in left if self.costs[option] == least]
        if step == "more-votes":
            most = max(self.votes[option] for option in left)
            return [option for option in left if self.votes[option] == most]
        if self.order:
            return [min(left, key=self.order.index)]
        return [o for o in left if not any((other, o) in self.before for other in left)]

    def assume(self, one: OptionId, others: Iterable[OptionId]) -> Self:
        """Return the ladder with one option before others, and before all that they precede."""
        above = {one} | {a for a, b in self.before if b == one}
        below = set(others) - {one}
        below |= {b for a, b in self.before if a in below}
        return self._replace(before=self.before | {(a, b) for a in above for b in below})


def ladder(contest: Contest[Any], votes: Mapping[OptionId, int], lot: Lot | None) -> Ladder:
    """Return the ladder of a contest's ``ties`` rule, given each project's votes or points."""
    steps, fixed = read_ties(contest.rules.ties)
    order: tuple[OptionId, ...] = fixed
    if steps[-1] == "lot" and lot is not None:
        order = lot.order(contest.ids)
    elif steps[-1] == "id":
        order = natural_order({option.id: option.label for option in contest.options})
    costs = {option.id: option.cost or 0 for option in contest.options}
    return Ladder(steps=steps, costs=costs, votes=votes, order=order)


def read_ties(ties: str) -> tuple[tuple[str, ...], tuple[OptionId, ...]]:
    """Return the steps of a ``ties`` rule and a published order; InvalidRuleError for another."""
    head, separator, ids = ties.partition("order:")
    steps = tuple(step for step in head.split(",") if step)
    if separator:
        steps = (*steps, "order")
    if not steps or steps[-1] not in ("lot", "id", "order"):
        raise InvalidRuleError("budget.ties", value=ties)
    if any(step not in _STEPS for step in steps[:-1]) or len(set(steps)) != len(steps):
        raise InvalidRuleError("budget.ties", value=ties)
    return steps, tuple(OptionId(option) for option in ids.split(",") if option)


def check_ties(contest: Contest[Any]) -> None:
    """Refuse a published order that leaves out a project, names a stranger or one twice."""
    steps, fixed = read_ties(contest.rules.ties)
    if steps[-1] != "order":
        return
    for option in fixed:
        if option not in contest.ids or fixed.count(option) > 1:
            raise InvalidRuleError("ties.order-unknown", option=option)
    if not set(contest.standing) <= set(fixed):
        raise InvalidRuleError("ties.order-incomplete")


def natural_order(labels: Mapping[OptionId, str]) -> tuple[OptionId, ...]:
    """Return options by label, its digits compared as numbers, so that "2" is before "10"."""

    def key(option: OptionId) -> tuple[list[str | int], OptionId]:
        parts = _DIGITS.split(labels[option])
        return [int(part) if place % 2 else part for place, part in enumerate(parts)], option

    return tuple(sorted(labels, key=key))


class Step(NamedTuple):
    """One step of a budget's count: what was done to which projects, why, and what it says.

    ``action``: ``fund``, ``skip``, ``stop`` or whatever else a method does; projects of a ``fund``
    are winners in this order.
    """

    action: str
    of: tuple[OptionId, ...] = ()
    reasons: tuple[Reason, ...] = ()
    ties: tuple[TieUse, ...] = ()
    values: Mapping[str, Json] = MappingProxyType({})


def tie_reasons(ties: Iterable[TieUse]) -> tuple[Reason, ...]:
    """Say which ties were met and what decided them."""
    return tuple(
        Reason(code=f"tie.fund.{tie.by}", options={"tied": tie.among, "picked": (tie.picked,)})
        for tie in ties
    )


Run = Callable[[Ladder], Iterator[Step]]


class Resolved(NamedTuple):
    """The steps of a count, and the tie at which it stopped, if it did.

    ``certain`` are funded and ``possible`` may be funded however the lot falls; ``complete`` tells
    whether every order was tried, on at most ``most`` counts.
    """

    steps: tuple[Step, ...]
    certain: tuple[OptionId, ...]
    possible: tuple[OptionId, ...]
    left: tuple[OptionId, ...] = ()
    complete: bool = True
    changes_winners: bool = False
    most: int = MOST_COUNTS


def funded(steps: Iterable[Step]) -> tuple[OptionId, ...]:
    """Return the projects funded by some steps, in order."""
    return tuple(option for step in steps if step.action == "fund" for option in step.of)


def counts_within(work: int) -> int:
    """Return on how many counts an open tie is looked into, where one is so much work.

    A unit of work is about what it takes to look at one supporter of one project once.
    """
    return max(_FEWEST_COUNTS, min(MOST_COUNTS, _WORK // (work + 1)))


def resolve(
    run: Run,
    rule: Ladder,
    candidates: Sequence[OptionId],
    always: Sequence[OptionId] = (),
    most: int = MOST_COUNTS,
) -> Resolved:
    """Count; at an undecided tie, find out on at most ``most`` further counts what hangs on it.

    ``always`` are funded whatever happens, ``candidates`` are all that can be.
    """
    steps, tie = _until_a_tie(run, rule)
    if tie is None:
        won = funded(steps)
        return Resolved(steps=tuple(steps), certain=won, possible=won)
    results, complete = _every_way(run, rule, tie, most)
    certain = frozenset.intersection(*results) if complete else frozenset(always)
    possible = frozenset.union(*results) if complete else frozenset(candidates)
    before = funded(steps)
    in_order = before + tuple(o for o in candidates if o not in before)
    return Resolved(
        steps=tuple(steps),
        certain=tuple(o for o in in_order if o in certain),
        possible=tuple(o for o in in_order if o in possible),
        left=tie.left,
        complete=complete,
        changes_winners=not complete or len(results) > 1,
        most=most,
    )


def _until_a_tie(run: Run, rule: Ladder) -> tuple[list[Step], UndecidedError | None]:
    steps: list[Step] = []
    try:
        for step in run(rule):
            steps.append(step)  # noqa: PERF402 - what came before the tie is kept
    except UndecidedError as tie:
        return steps, tie
    return steps, None


def _every_way(
    run: Run, rule: Ladder, tie: UndecidedError, most: int
) -> tuple[set[frozenset[OptionId]], bool]:
    """Return the funded sets under each order of the tied, and whether all orders were tried."""
    seen: set[frozenset[tuple[OptionId, OptionId]]] = set()
    results: set[frozenset[OptionId]] = set()
    waiting = [rule.assume(one, tie.left) for one in tie.left]
    while waiting:
        here = waiting.pop()
        if here.before in seen:
            continue
        if len(seen) >= most or len(waiting) > most:
            return results, False
        seen.add(here.before)
        steps, again = _until_a_tie(run, here)
        if again is None:
            results.add(frozenset(funded(steps)))
        else:
            waiting.extend(here.assume(one, again.left) for one in again.left)
    return results, True
