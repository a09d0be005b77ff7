"""The runoff as a walk: a round's decision, and the count after it.

The rules of a round, in the order in which they are asked (RCTab 2.0 does the same): papers of
undeclared write-ins move on first; whoever has a majority is elected; of two left who are level,
one is elected by the tie rule; else all who have fewer votes than the card asks for are excluded
together, or all those who cannot catch up with the next, or the last.
"""

from collections.abc import Hashable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from voting.ballots import OptionId
from voting.engines.branches import Act, Fork, recent
from voting.engines.piles import Holdings, Moved
from voting.outcome import Reason

_LAST_TWO = 2


class Course(NamedTuple):
    """What the rule card says on the course of a runoff.

    ``is_order_free``: papers end up the same in whatever order options were excluded.
    ``uses_history``: ties look at earlier rounds. ``fewest``: who has fewer votes goes at once.
    ``rounds``: after so many the count stops, whoever is left; None where it goes to the end.
    """

    numbers: Mapping[OptionId, int]
    write_ins: frozenset[OptionId]
    batch: bool
    fixed_threshold: bool
    until_two: bool
    is_order_free: bool
    uses_history: bool
    fewest: int = 0
    rounds: int | None = None


class Runoff(NamedTuple):
    """A runoff at the start of a round: who holds what, who is left, who has won.

    ``threshold`` is the majority where it no longer changes, else 0; ``moves`` is what the last
    act moved, by the option it came from.
    """

    course: Course
    holdings: Holdings
    left: tuple[OptionId, ...]
    is_over: bool
    elected: tuple[OptionId, ...] = ()
    earlier: tuple[Mapping[OptionId, int], ...] = ()
    threshold: int = 0
    moves: Mapping[OptionId, Moved] = MappingProxyType({})
    trail: tuple[tuple[OptionId, ...], ...] = ()

    def votes(self) -> dict[OptionId, int]:
        """Return the votes of those left, in the order of the ballot paper."""
        return {option: self.holdings.votes[self.course.numbers[option]] for option in self.left}

    def majority(self) -> int:
        """Return the fewest votes that elect: more than half of those that count."""
        return self.threshold or sum(self.votes().values()) // 2 + 1

    @property
    def is_stopped(self) -> bool:
        """Tell whether as many rounds are over as the card allows."""
        return self.course.rounds is not None and len(self.earlier) >= self.course.rounds

    def next(self) -> Act | Fork | None:
        """Return the decision of this round, None after the last."""
        if self.is_over or self.is_stopped:
            return None
        votes = self.votes()
        if self.elected:
            return Act(kind="show") if len(self.left) <= _LAST_TWO else self._exclude(votes)
        return self._drop_write_ins(votes) or self._elect(votes) or self._exclude(votes)

    def after(self, act: Act) -> "Runoff":
        """Return the count after a decision: the next round's start, or the end."""
        course, earlier = self.course, (*self.earlier, self.votes())
        if act.kind != "exclude":
            goes_on = act.kind == "elect" and course.until_two and self._can_go_on()
            return self._replace(
                elected=self.elected + act.of,
                earlier=earlier,
                threshold=self.majority(),
                moves={},
                is_over=not goes_on,
            )
        left = tuple(option for option in self.left if option not in act.of)
        out = bytes(number for option, number in course.numbers.items() if option not in left)
        holdings, moves = self.holdings, {}
        for option in act.of:
            holdings, moves[option] = holdings.pass_on(course.numbers[option], out)
        return self._replace(
            holdings=holdings,
            left=left,
            earlier=earlier,
            threshold=self.majority() if self.elected or course.fixed_threshold else 0,
            moves=moves,
            trail=(*self.trail, act.of),
        )

    def likeness(self) -> Hashable:
        """Return what decides the rest of the count."""
        course = self.course
        return (
            frozenset(self.left),
            self.elected,
            () if course.is_order_free else self.trail,
            recent(self.earlier, self.left) if course.uses_history else (),
            0 if course.rounds is None else len(self.earlier),
        )

    def _can_go_on(self) -> bool:
        return len(self.left) > _LAST_TWO and any(self.votes().values())

    def _drop_write_ins(self, votes: Mapping[OptionId, int]) -> Act | None:
        names = tuple(o for o in self.left if o in self.course.write_ins and votes[o])
        if not names:
            return None
        held = sum(votes[option] for option in names)
        return _exclude("irv.excluded-write-ins", names, votes=held)

    def _elect(self, votes: Mapping[OptionId, int]) -> Act | Fork | None:
        able = [option for option in self.left if option not in self.course.write_ins]
        if len(able) == 1:
            return _elect("irv.elected-alone", able[0], votes=votes[able[0]])
        active, most = sum(votes.values()), max(votes[option] for option in able)
        top = [option for option in able if votes[option] == most]
        if active == 0 or (len(top) == len(able) == _LAST_TWO):
            acts = {option: Act(kind="elect", of=(option,)) for option in top}
            return Fork(purpose="elect", among=tuple(top), votes=most, acts=acts)
        if most >= self.majority():
            values = {"votes": most, "active": active, "threshold": self.majority()}
            return _elect("irv.elected-majority", top[0], **values)
        if len(able) == _LAST_TWO:
            return _elect("irv.elected-most", top[0], votes=most)
        return None

    def _exclude(self, votes: Mapping[OptionId, int]) -> Act | Fork:
        if below := self._below(votes):
            return below
        if self.course.batch and (act := self._batch(votes)):
            return act
        fewest = min(votes.values())
        last = tuple(option for option in self.left if votes[option] == fewest)
        names = tuple(option for option in last if option in self.course.write_ins)
        if names:
            return _exclude("irv.excluded-write-ins", names, votes=fewest * len(names))
        if len(last) == 1:
            return _exclude("count.excluded", last, votes=fewest)
        return Fork(
            purpose="exclude",
            among=last,
            votes=fewest,
            acts={option: Act(kind="exclude", of=(option,)) for option in last},
            together=self._tied_together(last, votes),
        )

    def _below(self, votes: Mapping[OptionId, int]) -> Act | None:
        """Return the exclusion of all who have too few votes, as the first, if anybody has enough.

        RCTab breaks off where nobody has; a community that voted wants an answer.
        """
        fewest, write_ins = self.course.fewest, self.course.write_ins
        group = tuple(option for option in self.left if votes[option] < fewest)
        stay = [option for option in self.left if option not in {*group, *write_ins}]
        is_first = write_ins.issuperset(chain.from_iterable(self.trail))
        if not group or not stay or not is_first:
            return None
        held = sum(votes[option] for option in group)
        return _exclude("count.excluded-minimum", group, votes=held, fewest=fewest)

    def _tied_together(self, last: Sequence[OptionId], votes: Mapping[OptionId, int]) -> Act | None:
        """Return the exclusion of all who are tied, where it is the same in whatever order.

        Where later ties look back at earlier rounds it is not: the order makes those rounds.
        """
        if not self.course.is_order_free or self.course.uses_history:
            return None
        return self._together(last, votes)

    def _batch(self, votes: Mapping[OptionId, int]) -> Act | None:
        """Return the largest group that cannot catch up, if it is more than one option.

        Where the count goes on until two are left, a group that would leave only one is not taken.
        """
        groups = [
            group
            for level in sorted(set(votes.values()))
            if (group := tuple(option for option in self.left if votes[option] < level))
            and sum(votes[option] for option in group) < level
        ]
        if groups and self.course.until_two and len(groups[-1]) == len(self.left) - 1:
            groups.pop()
        return self._together(groups[-1], votes) if groups and len(groups[-1]) > 1 else None

    def _together(self, group: Sequence[OptionId], votes: Mapping[OptionId, int]) -> Act | None:
        """Return the exclusion of all of a group, if together they have less than the next."""
        above = [votes[option] for option in self.left if option not in group]
        held = sum(votes[option] for option in group)
        fewest_left = _LAST_TWO if self.course.until_two else 1
        if len(above) < fewest_left or held >= min(above):
            return None
        return _exclude("count.excluded-together", tuple(group), votes=held, next=min(above))


def _elect(code: str, option: OptionId, **values: int) -> Act:
    reason = Reason(code=code, params=values, options={"elected": (option,)})
    return Act(kind="elect", of=(option,), reasons=(reason,))


def _exclude(code: str, options: Sequence[OptionId], **values: int) -> Act:
    reason = Reason(code=code, params=values, options={"excluded": tuple(options)})
    return Act(kind="exclude", of=tuple(options), reasons=(reason,))
