"""A count as a walk of acts, and what can be said when it meets a tie that no rule decides.

A count is an unchanging value that knows its next act; a tie makes it a fork. Without a lot the
count stops there, and every way the tie (and any later one) could fall is walked to its end: who
is elected on all of them is elected beyond doubt.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, Protocol, Self, TypeVar

from voting.ballots import OptionId
from voting.canonical import Json
from voting.outcome import Reason
from voting.tiebreak import TieBreak, TieUse, Votes

MOST_BRANCHES = 2_000
_WORK = 40_000  # branches times options: a branch costs more, the more options there are


class Act(NamedTuple):
    """One act of a count: its kind, the options it is done to, why, and the ties behind it."""

    kind: str
    of: tuple[OptionId, ...] = ()
    reasons: tuple[Reason, ...] = ()
    ties: tuple[TieUse, ...] = ()


class Fork(NamedTuple):
    """A tie: between whom, for what (see ``TieUse``), the act each pick leads to.

    ``votes`` is what each of them holds, as JSON shows it. ``together`` is the act to be done
    where no step decides and the order of the tied, who all must go, cannot matter.
    """

    purpose: str
    among: tuple[OptionId, ...]
    votes: int | str
    acts: Mapping[OptionId, Act]
    together: Act | None = None


class Count(Protocol):
    """A count between two acts."""

    @property
    def elected(self) -> tuple[OptionId, ...]:
        """Return who is elected so far, in order."""
        ...

    @property
    def earlier(self) -> Sequence[Mapping[OptionId, Votes]]:
        """Return the votes at all earlier stages, oldest first, for the step ``previous``."""
        ...

    def next(self) -> Act | Fork | None:
        """Return what comes next; None when the count is over."""
        ...

    def after(self, act: Act) -> Self:
        """Return the count after an act."""
        ...

    def likeness(self) -> Hashable:
        """Return what decides all that follows: counts alike in this have the same winners."""
        ...


def settle(
    fork: Fork, tie_break: TieBreak, earlier: Sequence[Mapping[OptionId, Votes]]
) -> Act | None:
    """Return the act that a contest's tie rule leads to, with its reason, or None."""
    use = tie_break.pick(fork.purpose, fork.among, earlier)
    if use is None:
        return fork.together
    act = fork.acts[use.picked]
    reason = Reason(
        code=f"tie.{use.purpose}.{use.by}",
        params={"votes": fork.votes},
        options={"tied": use.among, "picked": (use.picked,)},
    )
    return Act(kind=act.kind, of=act.of, reasons=(reason, *act.reasons), ties=(*act.ties, use))


class Doubt(NamedTuple):
    """An undecided tie: the options left tied, who wins on every branch, who wins on some.

    ``complete`` tells whether all branches were walked, on at most ``most``; if not, only those
    elected already are certain and everybody else is possible. ``results`` are the sets of winners
    met on the way.
    """

    fork: Fork
    left: tuple[OptionId, ...]
    certain: tuple[OptionId, ...]
    possible: tuple[OptionId, ...]
    complete: bool
    changes_winners: bool
    results: frozenset[frozenset[OptionId]] = frozenset()
    most: int = MOST_BRANCHES

    def reasons(self) -> tuple[Reason, ...]:
        """Return what is said of the tie, and of what hangs on it."""
        met = Reason(
            code=f"tie.open.{self.fork.purpose}",
            params={"votes": self.fork.votes},
            options={"tied": self.left},
        )
        if not self.complete:
            return (met, Reason(code="tie.too-many-ways", params={"most": self.most}))
        if not self.possible:
            return (met,)
        if not self.changes_winners:
            return (met, Reason(code="tie.same-winners", options={"elected": self.certain}))
        open_to = tuple(option for option in self.possible if option not in self.certain)
        if self.certain:
            between = {"elected": self.certain, "possible": open_to}
            return (met, Reason(code="tie.some-winners", options=between))
        return (met, Reason(code="tie.no-winner-yet", options={"possible": open_to}))

    def tied(self) -> tuple[tuple[OptionId, ...], ...]:
        """Return the sets between which no rule decides.

        The first is the tie that was met. Where others hang on it, the second holds everybody to
        whom the open seats may fall: so whoever may still win is named.
        """
        open_to = tuple(option for option in self.possible if option not in self.certain)
        return (self.left,) if {*open_to} <= {*self.left} else (self.left, open_to)

    def details(self) -> dict[str, Json]:
        """Return what a page needs in order to publish without a draw, if that is possible."""
        return {"tie_changes_winners": self.changes_winners, "possible_winners": [*self.possible]}


C = TypeVar("C", bound=Count)


class Walk(NamedTuple, Generic[C]):
    """A whole count: each act with the count before and after it, the end, and an undecided tie."""

    steps: tuple[tuple[C, Act, C], ...]
    end: C
    doubt: Doubt | None

    @property
    def winners(self) -> tuple[OptionId, ...]:
        """Return who is elected beyond doubt, in order of election."""
        return self.doubt.certain if self.doubt else self.end.elected


def walk(count: C, tie_break: TieBreak, standing: Sequence[OptionId]) -> Walk[C]:
    """Count to the end, or to a tie that no step of the contest's tie rule decides."""
    steps: list[tuple[C, Act, C]] = []
    while (found := count.next()) is not None:
        act = settle(found, tie_break, count.earlier) if isinstance(found, Fork) else found
        if isinstance(found, Fork) and act is None:
            most = min(MOST_BRANCHES, _WORK // (len(standing) or 1))
            doubt = weigh(count, found, tie_break, standing, most)
            return Walk(steps=tuple(steps), end=count, doubt=doubt)
        if act is not None:
            after = count.after(act)
            steps.append((count, act, after))
            count = after
    return Walk(steps=tuple(steps), end=count, doubt=None)


@dataclass
class _Search:
    tie_break: TieBreak
    seen: set[Hashable] = field(default_factory=set)
    results: set[frozenset[OptionId]] = field(default_factory=set)

    def ends(self, count: Count) -> list[tuple[Count, Act]]:
        """Walk to the next undecided fork; return it with each of its picks, or note who has won.

        The picks are not walked yet: of a wide tie only few may ever be.
        """
        while True:
            found = count.next()
            if found is None:
                self.results.add(frozenset(count.elected))
                return []
            if isinstance(found, Fork):
                act = settle(found, self.tie_break, count.earlier)
                if act is None:
                    left, _ = self.tie_break.narrow(found.purpose, found.among, count.earlier)
                    return [(count, found.acts[option]) for option in left]
                found = act
            count = count.after(found)


def weigh(
    count: Count,
    fork: Fork,
    tie_break: TieBreak,
    standing: Sequence[OptionId],
    most: int = MOST_BRANCHES,
) -> Doubt:
    """Find out who is elected however an undecided tie falls, on at most ``most`` branches."""
    left, _ = tie_break.narrow(fork.purpose, fork.among, count.earlier)
    search = _Search(tie_break)
    waiting: list[tuple[Count, Act]] = [(count, fork.acts[option]) for option in reversed(left)]
    walked = 0
    while waiting and walked < most:
        before, act = waiting.pop()
        here = before.after(act)
        likeness = here.likeness()
        if likeness not in search.seen:
            search.seen.add(likeness)
            walked += 1
            waiting.extend(search.ends(here))
    complete = all(before.after(act).likeness() in search.seen for before, act in waiting)
    certain = frozenset(count.elected)
    possible = frozenset(standing)
    if complete:
        certain = frozenset.intersection(*search.results)
        possible = frozenset.union(*search.results)
    in_order = count.elected + tuple(o for o in standing if o not in count.elected)
    return Doubt(
        fork=fork,
        left=left,
        certain=tuple(o for o in in_order if o in certain),
        possible=tuple(o for o in in_order if o in possible),
        complete=complete,
        changes_winners=not complete or len(search.results) > 1,
        results=frozenset(search.results),
        most=most,
    )


def recent(
    earlier: Sequence[Mapping[OptionId, Votes]], options: Sequence[OptionId]
) -> tuple[tuple[Votes, ...], ...]:
    """Return the history of some options, without stages at which none of their votes changed."""
    history: list[tuple[Votes, ...]] = []
    for votes in earlier:
        held = tuple(votes.get(option, 0) for option in options)
        if not history or history[-1] != held:
            history.append(held)
    return tuple(history)
