"""Committees chosen one after the other from approvals: the walk that the sequential rules share.

At each step the option with the most votes is chosen. What an option's votes are is the rule's:
its ``Weighing`` gives less weight to voters who have been served already. In the first step they
are plain approvals under every rule here; where every voter supports one list, they are the
list's approvals divided by 1, 2, 3, ... as D'Hondt does (Lackner and Skowron, *Multi-Winner Voting
with Approval Preferences*, 2023, chapters 2 and 4).
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from math import lcm
from typing import NamedTuple, Protocol

from voting.ballots import OptionId
from voting.engines.branches import Act, Fork, recent
from voting.engines.supporters import Supporters
from voting.outcome import Reason, votes_json
from voting.tiebreak import Votes


class Levels(dict[Votes, int]):
    """The voters at each level."""

    @cached_property
    def whole(self) -> tuple[int, tuple[tuple[int, int], ...]]:
        """Return a unit in which all levels are whole, and the voters at each, in ascending order.

        The unit is how many make 1. Sums of whole numbers are much faster than of fractions.
        """
        unit = lcm(*(level.denominator for level in self))
        return unit, tuple(sorted((int(level * unit), voters) for level, voters in self.items()))


class Choice(NamedTuple):
    """One option chosen: how many support it, its votes, and its supporters' parts in them.

    ``parts`` are numbers of supporters, each with what every one of them gives to this choice.
    """

    option: OptionId
    supporters: int
    votes: Votes
    parts: tuple[tuple[int, Votes], ...]


class Weighing(Protocol):
    """What a voter's support still weighs, by how far the voter has been served.

    A level is what a voter has had so far, in the rule's own measure; all voters begin at 0.
    """

    @property
    def fills(self) -> bool:
        """Return whether seats go on being filled when nobody has votes any more."""
        ...

    def votes(self, voters: Supporters, levels: Levels, option: OptionId) -> Votes:
        """Return an option's votes; 0 where it cannot be chosen on its own strength."""
        ...

    def serve(self, level: Votes, votes: Votes, /) -> tuple[Votes, Votes]:
        """Return what a supporter at a level gives to an option chosen with these votes.

        With it comes the supporter's level after that.
        """
        ...

    @property
    def measure(self) -> str:
        """Return the name of what is one over the votes, to be recorded too, or ""."""
        ...

    @property
    def opening(self) -> tuple[Reason, ...]:
        """Return what is said before the first choice."""
        ...

    def reasons(self, choice: Choice) -> tuple[Reason, ...]:
        """Return why an option was chosen."""
        ...


Closing = Callable[[Supporters, Levels, Sequence[OptionId], int], tuple[Reason, ...]]


class Course(NamedTuple):
    """What stays the same through a count: voters, seats, the rule's phases, use of history.

    ``closing`` says why nobody can be chosen any more while seats are open, and how many are.
    """

    voters: Supporters
    seats: int
    phases: tuple[Weighing, ...]
    uses_history: bool
    closing: Closing | None = None

    @property
    def fills(self) -> bool:
        """Return whether all seats are filled in the end, as far as there are options."""
        return self.phases[-1].fills


class Committee(NamedTuple):
    """A committee in the making: the votes of those left, and how far each voter was served.

    ``news`` is what must be said before the next act: the opening, or that a phase ended.
    """

    course: Course
    levels: Levels
    votes: Mapping[OptionId, Votes]
    phase: int = 0
    elected: tuple[OptionId, ...] = ()
    earlier: tuple[Mapping[OptionId, Votes], ...] = ()
    news: tuple[Reason, ...] = ()
    choices: tuple[Choice, ...] = ()
    is_over: bool = False

    @classmethod
    def start(cls, course: Course) -> "Committee":
        """Return the count before the first choice: nobody has been served."""
        everyone = sum(plane for _, plane in course.voters.planes)
        first = cls(course=course, levels=Levels({0: everyone} if everyone else {}), votes={})
        votes = first.weigh(course.voters.of)
        news = course.phases[0].opening if any(votes.values()) else ()
        news = news or (Reason(code="count.no-votes"),)
        return first._replace(votes=votes, news=news).next_phase()

    @property
    def weighing(self) -> Weighing:
        """Return the rule of the present phase."""
        return self.course.phases[self.phase]

    @property
    def open_seats(self) -> int:
        """Return how many seats are not filled yet."""
        return self.course.seats - len(self.elected)

    def weigh(self, options: Mapping[OptionId, object]) -> dict[OptionId, Votes]:
        """Return the votes that some options have now."""
        voters, levels, rule = self.course.voters, self.levels, self.weighing
        return {option: rule.votes(voters, levels, option) for option in options}

    def next(self) -> Act | Fork | None:
        """Return the next choice, a tie for it, or None when the count is over."""
        if self.is_over or self.open_seats <= 0 or not self.votes:
            return None
        if self.course.fills and not self.elected and len(self.votes) <= self.open_seats:
            return self._unopposed()
        most = max(self.votes.values())
        if most == 0 and not self.weighing.fills:
            return Act(kind="show", reasons=self._closing())
        top = tuple(option for option in self.votes if self.votes[option] == most)
        # Where no voter supports two of them, choosing one leaves the votes of the others as they
        # are, and nobody else can rise: if there is room for all, their order cannot matter.
        if len(top) == 1 or (len(top) <= self.open_seats and self.course.voters.are_apart(top)):
            return self._elect(*top)
        acts = {option: self._elect(option) for option in top}
        return Fork(purpose="elect", among=top, votes=votes_json(most, None), acts=acts)

    def after(self, act: Act) -> "Committee":
        """Return the count after a choice."""
        earlier = (*self.earlier, self.votes)
        if act.kind != "elect":
            return self._replace(earlier=earlier, is_over=True, news=(), choices=())
        left = {option: votes for option, votes in self.votes.items() if option not in act.of}
        if self.course.fills and not left:  # unopposed: nobody was weighed against anybody
            return self._replace(elected=self.elected + act.of, votes={}, news=(), choices=())
        choices = tuple(self.choice(option) for option in act.of)
        levels = self.levels
        for choice in choices:
            levels = self._serve(levels, choice)
        after = self._replace(
            levels=levels,
            votes=left,
            elected=self.elected + act.of,
            earlier=earlier,
            news=(),
            choices=choices,
        )
        of = self.course.voters.of
        touched = {o: v for o, v in left.items() if any(of[o] & of[chosen] for chosen in act.of)}
        return after._replace(votes={**left, **after.weigh(touched)}).next_phase()

    def likeness(self) -> Hashable:
        """Return what decides the rest of the count."""
        history = recent(self.earlier, tuple(self.votes)) if self.course.uses_history else ()
        levels = frozenset(self.levels.items())
        return (frozenset(self.elected), self.phase, self.is_over, levels, history)

    def choice(self, option: OptionId) -> Choice:
        """Return an option as it would be chosen now."""
        mask, votes, voters = self.course.voters.of[option], self.votes[option], self.course.voters
        parts: dict[Votes, int] = {}
        for level, at in self.levels.items():
            if mask & at:
                part, _ = self.weighing.serve(level, votes)
                parts[part] = parts.get(part, 0) + voters.count(mask & at)
        return Choice(
            option=option,
            supporters=voters.count(mask),
            votes=votes,
            parts=tuple((parts[part], part) for part in sorted(parts, reverse=True)),
        )

    def _serve(self, levels: Levels, choice: Choice) -> Levels:
        mask = self.course.voters.of[choice.option]
        after = Levels()
        for level, at in levels.items():
            if at & mask:
                _, served = self.weighing.serve(level, choice.votes)
                after[served] = after.get(served, 0) | (at & mask)
            if at & ~mask:
                after[level] = after.get(level, 0) | (at & ~mask)
        return after

    def next_phase(self) -> "Committee":
        """Return the count in its next phase, if nobody can be chosen in this one."""
        is_last = self.phase + 1 == len(self.course.phases)
        if is_last or self.open_seats <= 0 or not self.votes or any(self.votes.values()):
            return self
        changed = self._replace(phase=self.phase + 1, news=(*self.news, *self._closing()))
        return changed._replace(votes=changed.weigh(self.votes))

    def _closing(self) -> tuple[Reason, ...]:
        say, course = self.course.closing, self.course
        return say(course.voters, self.levels, tuple(self.votes), self.open_seats) if say else ()

    def _elect(self, *options: OptionId) -> Act:
        together = (
            (Reason(code="committee.level", options={"elected": options}),)
            if len(options) > 1
            else ()
        )
        said = tuple(reason for option in options for reason in self._why(option))
        return Act(kind="elect", of=options, reasons=together + said)

    def _why(self, option: OptionId) -> tuple[Reason, ...]:
        if not self.votes[option]:
            return (Reason(code="committee.nobody-else", options={"elected": (option,)}),)
        return self.weighing.reasons(self.choice(option))

    def _unopposed(self) -> Act:
        order = tuple(sorted(self.votes, key=lambda option: self.votes[option], reverse=True))
        reason = Reason(code="count.unopposed", options={"elected": order})
        return Act(kind="elect", of=order, reasons=(reason,))
