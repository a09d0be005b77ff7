"""The walk of a Scottish count: which papers move next, and the count when they have.

Rules 47 to 52 of Schedule 1 of the Scottish Local Government Elections Orders 2007 (SSI 2007/42)
and 2011 (SSI 2011/399), told in our own words. Votes are whole numbers of units of 0.00001; a
stage is the act that moves papers and the elections that follow from it.
"""

from collections.abc import Hashable, Mapping
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from voting.ballots import OptionId
from voting.engines.branches import Act, Fork, recent
from voting.engines.piles import Holdings, Moved
from voting.outcome import Reason, votes_json
from voting.tiebreak import TieBreak

DECIMALS = 5
UNIT = 10**DECIMALS


class Stv(NamedTuple):
    """The count at the end of a stage.

    ``left`` are the continuing candidates; ``waiting`` those elected whose surplus has not been
    moved; ``newly`` those elected at this stage, ``reasons`` why; ``moved`` is what the last act
    moved, by the candidate it came from; ``trail`` the acts that moved papers.
    """

    numbers: Mapping[OptionId, int]
    seats: int
    quota: int
    holdings: Holdings
    left: tuple[OptionId, ...]
    uses_history: bool
    elected: tuple[OptionId, ...] = ()
    waiting: tuple[OptionId, ...] = ()
    newly: tuple[OptionId, ...] = ()
    reasons: tuple[Reason, ...] = ()
    earlier: tuple[Mapping[OptionId, int], ...] = ()
    moved: Mapping[OptionId, Moved] = MappingProxyType({})
    trail: tuple[Act, ...] = ()

    def votes_of(self, option: OptionId) -> int:
        """Return the units credited to a candidate."""
        return self.holdings.votes[self.numbers[option]]

    def next(self) -> Act | Fork | None:
        """Return the next stage: the largest surplus, or who is excluded (rules 48 to 52)."""
        if not self.left or len(self.elected) == self.seats:
            return None
        return self._surplus() if self.waiting else self._exclusion()

    def _surplus(self) -> Act | Fork:
        """Rule 49: the largest surplus first, among equal ones by history, then by lot.

        A candidate with exactly the quota has a surplus of nothing. Published counts give that a
        stage of its own, in which no paper moves; for its order no lot is needed.
        """
        most = max(self.votes_of(option) for option in self.waiting)
        largest = tuple(option for option in self.waiting if self.votes_of(option) == most)
        if most == self.quota:
            largest, _ = TieBreak(("previous",)).narrow("order", largest, self.earlier)
            return self._no_surplus(largest)
        acts = {option: self._move_surplus(option) for option in largest}
        if len(largest) == 1:
            return acts[largest[0]]
        return Fork(purpose="order", among=largest, votes=as_json(most), acts=acts)

    def _no_surplus(self, options: tuple[OptionId, ...]) -> Act:
        reason = Reason(code="stv.no-surplus", options={"source": options})
        return Act(kind="surplus", of=options, reasons=(reason,))

    def _move_surplus(self, option: OptionId) -> Act:
        surplus = self.votes_of(option) - self.quota
        values = {
            "surplus": as_json(surplus),
            "value": as_json(surplus * UNIT // self.votes_of(option)),
        }
        reason = Reason(code="stv.surplus", params=values, options={"source": (option,)})
        return Act(kind="surplus", of=(option,), reasons=(reason,))

    def _exclusion(self) -> Act | Fork:
        """Rules 50(1) and 51: the lowest is excluded; of several the lowest by history, by lot."""
        fewest = min(self.votes_of(option) for option in self.left)
        last = tuple(option for option in self.left if self.votes_of(option) == fewest)
        if len(last) == 1:
            return _exclude(last, fewest)
        return Fork(
            purpose="exclude",
            among=last,
            votes=as_json(fewest),
            acts={option: Act(kind="exclude", of=(option,)) for option in last},
            together=self._without_votes(last) if fewest == 0 else None,
        )

    def _without_votes(self, last: tuple[OptionId, ...]) -> Act | None:
        """Where all of the tied hold nothing and all must go, their order decides nothing.

        They go one at a time (rule 50(1)), as they stand on the ballot paper.
        """
        if len(self.left) - len(last) < self.seats - len(self.elected):
            return None
        first = last[:1]
        reason = Reason(code="stv.excluded-without-votes", options={"excluded": first})
        return Act(kind="exclude", of=first, reasons=(reason,))

    def after(self, act: Act) -> "Stv":
        """Return the count at the end of the stage that an act makes."""
        keep = self.quota if act.kind == "surplus" else 0
        left = tuple(option for option in self.left if option not in act.of)
        out = bytes(number for option, number in self.numbers.items() if option not in left)
        holdings, moved = self.holdings, {}
        for option in act.of:
            total = self.votes_of(option)
            revalue = partial(transfer_value, surplus=total - self.quota, total=total)
            holdings, moved[option] = holdings.pass_on(
                self.numbers[option],
                out,
                keep=keep,
                # Rule 50(4): papers of an excluded candidate keep the value they came with.
                revalue=revalue if act.kind == "surplus" else None,
            )
        is_moving = any(self.votes_of(option) > keep for option in act.of)
        return self._replace(
            holdings=holdings,
            left=left,
            waiting=tuple(option for option in self.waiting if option not in act.of),
            earlier=(*self.earlier, self.credited()),
            moved=moved,
            trail=(*self.trail, Act(kind=act.kind, of=act.of)) if is_moving else self.trail,
        ).return_candidates()

    def return_candidates(self) -> "Stv":
        """Rules 47(1) and 52(1): elect who has the quota, then all who are left if they just fit.

        Rule 52(2): where the last seats are filled, nothing more is moved.
        """
        by_votes = sorted(self.left, key=self.votes_of, reverse=True)
        reached = tuple(option for option in by_votes if self.votes_of(option) >= self.quota)
        reasons = [
            Reason(
                code="stv.elected-quota",
                params={"votes": as_json(self.votes_of(option)), "quota": as_json(self.quota)},
                options={"elected": (option,)},
            )
            for option in reached
        ]
        rest = tuple(option for option in by_votes if option not in reached)
        open_seats = self.seats - len(self.elected) - len(reached)
        last = rest if 0 < len(rest) <= open_seats else ()
        if last:
            named = {"elected": last}
            reasons.append(Reason(code="stv.elected-last", options=named))
        elected = reached + last
        return self._replace(
            left=tuple(option for option in self.left if option not in elected),
            elected=self.elected + elected,
            waiting=self.waiting + reached,
            newly=elected,
            reasons=tuple(reasons),
        )

    def credited(self) -> dict[OptionId, int]:
        """Return the units credited to every candidate, in the order of the ballot paper."""
        return {option: self.holdings.votes[number] for option, number in self.numbers.items()}

    def likeness(self) -> Hashable:
        """Return what decides the rest of the count."""
        history = recent(self.earlier, self.left) if self.uses_history else ()
        return (frozenset(self.left), frozenset(self.elected), self.trail, history)


def transfer_value(value: int, *, surplus: int, total: int) -> int:
    """Rule 48(3): surplus x value / votes, what is beyond five decimals ignored."""
    return surplus * value // total


def _exclude(options: tuple[OptionId, ...], units: int) -> Act:
    reason = Reason(
        code="count.excluded", params={"votes": as_json(units)}, options={"excluded": options}
    )
    return Act(kind="exclude", of=options, reasons=(reason,))


def as_json(units: int) -> int | str:
    """Return units as votes for JSON: a whole number, or digits with five decimals."""
    return votes_json(Fraction(units, UNIT), DECIMALS)
