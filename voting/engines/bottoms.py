"""The walk of a bottoms-up count: exclude the last until all who are left hold a stated share.

The rounds are those of RCTab 2.0 (https://github.com/BrightSpots/rcv): papers of undeclared
write-ins move on first; where all who are left reach the share they are elected together; else the
last is excluded, or all below the share. Whoever has the most always stays.
"""

from collections.abc import Hashable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from voting.ballots import OptionId
from voting.engines.branches import Act, Fork, recent
from voting.engines.piles import Holdings, Moved
from voting.outcome import Reason


class Bottoms(NamedTuple):
    """The count at the start of a round; ``fixed`` is the threshold where it no longer changes."""

    numbers: Mapping[OptionId, int]
    write_ins: frozenset[OptionId]
    percent: int
    all_below: bool
    uses_history: bool
    holdings: Holdings
    left: tuple[OptionId, ...]
    fixed: Fraction | None = None
    elected: tuple[OptionId, ...] = ()
    earlier: tuple[Mapping[OptionId, int], ...] = ()
    moves: Mapping[OptionId, Moved] = MappingProxyType({})
    trail: tuple[tuple[OptionId, ...], ...] = ()

    def votes(self) -> dict[OptionId, int]:
        """Return the votes of those left, in the order of the ballot paper."""
        return {option: self.holdings.votes[self.numbers[option]] for option in self.left}

    def threshold(self) -> Fraction:
        """Return the votes that are the share: exact, so that nobody wins or loses by rounding."""
        if self.fixed is not None:
            return self.fixed
        return Fraction(sum(self.votes().values()) * self.percent, 100)

    def next(self) -> Act | Fork | None:
        """Return the decision of this round; None after the last, or where there is no vote."""
        votes = self.votes()
        able = tuple(option for option in self.left if option not in self.write_ins)
        if self.elected or not able:
            return None
        written = tuple(option for option in self.left if option in self.write_ins)
        if held := sum(votes[option] for option in written):
            return _act("exclude", "irv.excluded-write-ins", written, held)
        if not any(votes.values()):
            return None
        below = tuple(option for option in self.left if votes[option] < self.threshold())
        if not {*below} & {*able}:
            order = tuple(sorted(able, key=lambda option: votes[option], reverse=True))
            return _act("elect", "bottoms-up.elected", order, votes[order[-1]])
        return self._exclusion(votes, below)

    def after(self, act: Act) -> "Bottoms":
        """Return the count after a decision."""
        earlier = (*self.earlier, self.votes())
        if act.kind == "elect":
            return self._replace(elected=act.of, earlier=earlier, moves={})
        left = tuple(option for option in self.left if option not in act.of)
        out = bytes(number for option, number in self.numbers.items() if option not in left)
        holdings, moves = self.holdings, dict[OptionId, Moved]()
        for option in act.of:
            holdings, moves[option] = holdings.pass_on(self.numbers[option], out)
        return self._replace(
            holdings=holdings,
            left=left,
            earlier=earlier,
            moves=moves,
            trail=(*self.trail, act.of),
        )

    def likeness(self) -> Hashable:
        """Return what decides the rest of the count."""
        history = recent(self.earlier, self.left) if self.uses_history else ()
        return (frozenset(self.left), frozenset(self.elected), self.trail, history)

    def _exclusion(self, votes: Mapping[OptionId, int], below: tuple[OptionId, ...]) -> Act | Fork:
        most = max(votes.values())
        group = tuple(option for option in below if votes[option] < most)
        if self.all_below and group:
            held = sum(votes[option] for option in group)
            return _act("exclude", "bottoms-up.excluded-below", group, held)
        fewest = min(votes.values())
        last = tuple(option for option in self.left if votes[option] == fewest)
        if len(last) == 1:
            return _act("exclude", "count.excluded", last, fewest)
        together = _act("exclude", "stv.excluded-without-votes", last, 0)
        return Fork(
            purpose="exclude",
            among=last,
            votes=fewest,
            acts={option: Act(kind="exclude", of=(option,)) for option in last},
            together=None if fewest else together,
        )


def _act(kind: str, code: str, options: tuple[OptionId, ...], votes: int) -> Act:
    name = "elected" if kind == "elect" else "excluded"
    reason = Reason(code=code, params={"votes": votes}, options={name: options})
    return Act(kind=kind, of=options, reasons=(reason,))
