"""The walk of a weighted inclusive Gregory count: who is elected or excluded, and what moves.

A surplus moves with all papers of the elected, each at a reduced value. The rounds are those of
RCTab 2.0 (https://github.com/BrightSpots/rcv): papers of undeclared write-ins move first, then
whoever reaches the quota is elected and all surpluses move at once (or one elected a round), else
the last is excluded; a last round shows what the last surpluses left. With ``largest_first`` they
are those of the PR Foundation's reference rule (WIGM): one surplus a stage, the largest first, and
nothing more where those left just fill the seats. Votes are whole units; an exact count makes the
units finer whenever a value would not be whole (``voting.engines.surpluses``).
"""

from collections.abc import Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from voting.ballots import MOST_OPTIONS, OptionId
from voting.engines.branches import Act, Fork, recent
from voting.engines.piles import Holdings, Moved
from voting.engines.surpluses import Scale, finer, finer_move, needed_factor, pass_surplus
from voting.outcome import Reason
from voting.tiebreak import TieBreak

FINAL = "finalRoundSurplus"
_EVERYBODY = bytes(range(1, MOST_OPTIONS + 1))


class Plan(NamedTuple):
    """What the rule card says on the course; ``strict``: only more than the quota elects.

    ``fewest``: who has fewer votes goes at once.
    """

    numbers: Mapping[OptionId, int]
    write_ins: frozenset[OptionId]
    seats: int
    strict: bool
    largest_first: bool
    one_at_a_time: bool
    batch: bool
    fewest: int
    uses_history: bool


class Gregory(NamedTuple):
    """The count at the start of a round.

    ``left`` are the continuing; ``waiting`` those elected whose surplus has
    not moved; ``newly`` who was elected on these votes before any act, ``reasons`` why. ``ending``:
    "" while seats are open, else ``show`` (the last round) or ``over``. ``moved`` is what the last
    act moved, by the option it came from.
    """

    plan: Plan
    holdings: Holdings
    scale: Scale
    left: tuple[OptionId, ...]
    elected: tuple[OptionId, ...] = ()
    waiting: tuple[OptionId, ...] = ()
    newly: tuple[OptionId, ...] = ()
    reasons: tuple[Reason, ...] = ()
    ending: str = ""
    earlier: tuple[Mapping[OptionId, int], ...] = ()
    moved: Mapping[OptionId, Moved] = MappingProxyType({})
    trail: tuple[Act, ...] = ()

    def votes_of(self, option: OptionId) -> int:
        """Return the units that an option holds."""
        return self.holdings.votes[self.plan.numbers[option]]

    def credited(self) -> dict[OptionId, int]:
        """Return the units of the elected and the continuing, in the order of the ballot paper."""
        shown = {*self.left, *self.elected}
        return {option: self.votes_of(option) for option in self.plan.numbers if option in shown}

    def able(self) -> tuple[OptionId, ...]:
        """Return who may still be elected, the most votes first."""
        names = (option for option in self.left if option not in self.plan.write_ins)
        return tuple(sorted(names, key=self.votes_of, reverse=True))

    def next(self) -> Act | Fork | None:
        """Return what comes next; None when the count is over."""
        if self.ending:
            return Act(kind="show") if self.ending == "show" else None
        if written := self._written():
            return self._exclude("irv.excluded-write-ins", written)
        if self.plan.largest_first:
            return self._surplus() if self.waiting else self._exclusion()
        return self._election() or self._exclusion()

    def after(self, act: Act) -> "Gregory":
        """Return the count after an act."""
        if act.kind == "show":
            return self._replace(ending="over", moved={}, earlier=(*self.earlier, self.credited()))
        gone = {*act.of}
        here = self._replace(
            left=tuple(option for option in self.left if option not in gone),
            elected=self.elected + (act.of if act.kind == "elect" else ()),
            waiting=tuple(option for option in self.waiting if option not in gone),
            newly=(),
            reasons=(),
            earlier=(*self.earlier, self.credited()),
            moved={},
            trail=(*self.trail, Act(kind=act.kind, of=act.of)),
        )
        return here.moving(act)

    def moving(self, act: Act) -> "Gregory":
        """Return the count after an act's papers have moved, which it has already taken note of."""
        if act.kind != "elect" or (len(self.elected) < self.plan.seats and self.able()):
            return self._passed(act, to_end=False).begin()
        if len(self.elected) < self.plan.seats:
            return self._replace(ending="over")
        return self._passed(act, to_end=True)

    def begin(self) -> "Gregory":
        """Elect who has reached the quota, where surpluses move one at a time; else do nothing.

        Where those left just fill the seats they are elected, and the count is over.
        """
        if not self.plan.largest_first:
            return self if self.able() or self.elected else self._replace(ending="over")
        able, open_seats = self.able(), self.plan.seats - len(self.elected)
        if len(able) <= open_seats or not open_seats:
            newly = able[:open_seats]
            return self._with_elected(newly, (), ending="over")
        newly = () if self._written() else self._reached()
        return self._with_elected(newly, newly)

    def likeness(self) -> Hashable:
        """Return what decides the rest of the count."""
        history = recent(self.earlier, self.left) if self.plan.uses_history else ()
        return (frozenset(self.left), frozenset(self.elected), self.trail, history)

    def _written(self) -> tuple[OptionId, ...]:
        names = self.plan.write_ins
        return tuple(option for option in self.left if option in names and self.votes_of(option))

    def _reached(self) -> tuple[OptionId, ...]:
        least = self.scale.quota + self.plan.strict
        return tuple(option for option in self.able() if self.votes_of(option) >= least)

    def _with_elected(
        self, newly: tuple[OptionId, ...], waiting: tuple[OptionId, ...], ending: str = ""
    ) -> "Gregory":
        return self._replace(
            left=tuple(option for option in self.left if option not in newly),
            elected=self.elected + newly,
            waiting=self.waiting + waiting,
            newly=newly,
            reasons=self._why(newly),
            ending=ending,
        )

    def _why(self, elected: Sequence[OptionId]) -> tuple[Reason, ...]:
        reached = self._reached()
        reasons = [
            Reason(
                code="stv.elected-quota",
                params={
                    "votes": self.scale.told(self.votes_of(option)),
                    "quota": self.scale.told(self.scale.quota),
                },
                options={"elected": (option,)},
            )
            for option in elected
            if option in reached
        ]
        if last := tuple(option for option in elected if option not in reached):
            reasons.append(Reason(code="stv.elected-last", options={"elected": last}))
        return tuple(reasons)

    def _election(self) -> Act | Fork | None:
        able = self.able()
        newly = able if len(able) <= self.plan.seats - len(self.elected) else self._reached()
        if not newly:
            return None
        if not self.plan.one_at_a_time or len(able) < self.plan.seats - len(self.elected):
            return Act(kind="elect", of=newly, reasons=self._why(newly))
        most = self.votes_of(newly[0])
        top = tuple(option for option in newly if self.votes_of(option) == most)
        acts = {
            option: Act(kind="elect", of=(option,), reasons=self._why((option,))) for option in top
        }
        return acts[top[0]] if len(top) == 1 else self._order(top, acts)

    def _surplus(self) -> Act | Fork:
        most = max(self.votes_of(option) for option in self.waiting)
        largest = tuple(option for option in self.waiting if self.votes_of(option) == most)
        if most == self.scale.quota:
            # Nothing moves, so no lot is needed for the order.
            largest, _ = TieBreak(("previous",)).narrow("order", largest, self.earlier)
            reason = Reason(code="stv.no-surplus", options={"source": largest})
            return Act(kind="surplus", of=largest, reasons=(reason,))
        acts = {option: Act(kind="surplus", of=(option,)) for option in largest}
        return acts[largest[0]] if len(largest) == 1 else self._order(largest, acts)

    def _order(self, tied: tuple[OptionId, ...], acts: Mapping[OptionId, Act]) -> Fork:
        votes = self.scale.told(self.votes_of(tied[0]))
        return Fork(purpose="order", among=tied, votes=votes, acts=acts)

    def _exclusion(self) -> Act | Fork:
        if together := self._below() or (self._batch() if self.plan.batch else None):
            return together
        fewest = min(self.votes_of(option) for option in self.left)
        last = tuple(option for option in self.left if self.votes_of(option) == fewest)
        if names := tuple(option for option in last if option in self.plan.write_ins):
            return self._exclude("irv.excluded-write-ins", names)
        if len(last) == 1:
            return self._exclude("count.excluded", last)
        may_go = len(self.able()) - len(last) >= self.plan.seats - len(self.elected)
        together = self._exclude("stv.excluded-without-votes", last)
        return Fork(
            purpose="exclude",
            among=last,
            votes=self.scale.told(fewest),
            acts={option: Act(kind="exclude", of=(option,)) for option in last},
            together=together if fewest == 0 and may_go else None,
        )

    def _below(self) -> Act | None:
        """Return the exclusion of all who have too few votes, as the first, if enough stay."""
        least = self.plan.fewest * self.scale.unit
        group = tuple(option for option in self.left if self.votes_of(option) < least)
        stay = sum(option not in group for option in self.able())
        gone = {option for act in self.trail if act.kind == "exclude" for option in act.of}
        is_first = gone <= self.plan.write_ins
        if not group or not is_first or stay < self.plan.seats - len(self.elected):
            return None
        held = self.scale.told(sum(self.votes_of(option) for option in group))
        params = {"votes": held, "fewest": self.plan.fewest}
        named = {"excluded": group}
        reason = Reason(code="count.excluded-minimum", params=params, options=named)
        return Act(kind="exclude", of=group, reasons=(reason,))

    def _batch(self) -> Act | None:
        """Return the largest group that cannot catch up with the next, if it is more than one.

        Whoever is elected meanwhile passes on no more than came from the group.
        """
        open_seats = self.plan.seats - len(self.elected)
        for level in sorted({self.votes_of(option) for option in self.left}, reverse=True):
            group = tuple(option for option in self.left if self.votes_of(option) < level)
            held = sum(self.votes_of(option) for option in group)
            stay = sum(option not in group for option in self.able())
            if len(group) > 1 and held < level and stay >= open_seats:
                told = {"votes": self.scale.told(held), "next": self.scale.told(level)}
                reason = Reason(
                    code="count.excluded-together", params=told, options={"excluded": group}
                )
                return Act(kind="exclude", of=group, reasons=(reason,))
        return None

    def _exclude(self, code: str, options: tuple[OptionId, ...]) -> Act:
        votes = self.scale.told(sum(self.votes_of(option) for option in options))
        reason = Reason(code=code, params={"votes": votes}, options={"excluded": options})
        return Act(kind="exclude", of=options, reasons=(reason,))

    def _passed(self, act: Act, *, to_end: bool) -> "Gregory":
        """Move the papers of all whom an act names; at the end nobody receives them."""
        scale, holdings, moved = self.scale, self.holdings, dict[OptionId, Moved]()
        out = bytes(n for option, n in self.plan.numbers.items() if option not in self.left)
        for option in act.of:
            number = self.plan.numbers[option]
            if act.kind == "exclude":
                holdings, moved[option] = holdings.pass_on(number, out)
                continue
            factor = needed_factor(scale, holdings, number)
            scale, before = scale.finer(factor), finer(holdings, factor)
            moved = {source: finer_move(one, factor) for source, one in moved.items()}
            everybody = _EVERYBODY if to_end else out
            holdings, moved[option] = pass_surplus(scale, before, number, everybody)
            if to_end:
                holdings, moved[option] = _finally(before, holdings, moved[option])
        ending = "show" if to_end else ""
        return self._replace(scale=scale, holdings=holdings, moved=moved, ending=ending)


def _finally(before: Holdings, after: Holdings, moved: Moved) -> tuple[Holdings, Moved]:
    """Book what moved after the last seat was filled under a cause of its own."""
    held = sum(moved.stopped.values())
    if not held:
        return after, moved
    total = before.stopped.get(FINAL, 0) + held
    stopped = {**before.stopped, FINAL: total}
    return after._replace(stopped=stopped), moved._replace(stopped={FINAL: held})
