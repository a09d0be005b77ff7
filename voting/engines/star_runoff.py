"""STAR as a walk: two finalists by their totals, then a runoff between them on the same scores.

The rules and the ladder of ties are those of starvote 2.1.6
(https://github.com/larryhastings/starvote), told in our own words. Where more options are level
than places among the finalists are left, these steps are tried in turn, each between those still
level: the most votes in duels against each other, summed (a ballot is a vote for whichever of two
it scores higher); the most ballots with the highest score; the contest's tie rule. A runoff that is
level goes to the higher total; then to the most highest scores; then to the tie rule.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from voting.ballots import OptionId
from voting.engines.branches import Act, Fork
from voting.engines.score_sums import Piles
from voting.outcome import Reason
from voting.tiebreak import Votes

ADVANCE = "advance"
ELECT = "elect"
FINALISTS = 2

Standing = Mapping[OptionId, int]


@dataclass(frozen=True, kw_only=True, eq=False)
class Scored:
    """What a STAR count reads: piles of scores, totals, the options that can win, the best score.

    An option without a score on a ballot has 0 there.
    """

    piles: Piles
    totals: Standing
    able: tuple[OptionId, ...]
    max_score: int

    def duel(self, one: OptionId, other: OptionId) -> tuple[int, int]:
        """Return how many ballots score either of two options above the other."""
        first = second = 0
        for scores, count in self.piles:
            difference = scores.get(one, 0) - scores.get(other, 0)
            if difference > 0:
                first += count
            elif difference < 0:
                second += count
        return first, second

    def preferences(self, options: Sequence[OptionId]) -> dict[OptionId, int]:
        """Return each option's votes in its duels against the others, summed."""
        votes = dict.fromkeys(options, 0)
        for scores, count in self.piles:
            ordered = sorted(scores.get(option, 0) for option in options)
            below = {score: place for place, score in reversed([*enumerate(ordered)])}
            for option in options:
                votes[option] += below[scores.get(option, 0)] * count
        return votes

    def tops(self, options: Sequence[OptionId]) -> dict[OptionId, int]:
        """Return how many ballots give each option the highest score."""
        votes = dict.fromkeys(options, 0)
        for scores, count in self.piles:
            for option in options:
                votes[option] += count if scores.get(option, 0) == self.max_score else 0
        return votes

    @cached_property
    def shortlist(self) -> tuple[tuple[OptionId, ...], tuple[OptionId, ...], tuple[Reason, ...]]:
        """Return the finalists beyond doubt, those level for the places left, and why."""
        sure: tuple[OptionId, ...] = ()
        left, reasons = self.able, []
        for code, votes_of in (
            ("star.finalist-total", self._totals_of),
            ("star.finalist-duels", self.preferences),
            ("star.finalist-tops", self.tops),
        ):
            votes = votes_of(left)
            for most in sorted(set(votes.values()), reverse=True):
                group = tuple(option for option in left if votes[option] == most)
                if len(sure) + len(group) > FINALISTS:
                    left = group
                    break
                told = {"finalists": group}
                reasons.append(Reason(code=code, params={"votes": most}, options=told))
                sure += group
                if len(sure) == FINALISTS:
                    return sure, (), tuple(reasons)
        return sure, left, tuple(reasons)

    def _totals_of(self, options: Sequence[OptionId]) -> dict[OptionId, int]:
        return {option: self.totals[option] for option in options}


class Star(NamedTuple):
    """The count between two acts: the finalists so far, and who has won."""

    scored: Scored
    finalists: tuple[OptionId, ...] = ()
    elected: tuple[OptionId, ...] = ()
    earlier: tuple[Mapping[OptionId, Votes], ...] = ()

    def next(self) -> Act | Fork | None:
        """Return who goes on to the runoff, or who wins it; None when somebody has won."""
        able = self.scored.able
        if self.elected or not able:
            return None
        if len(able) == 1:
            reason = Reason(code="count.unopposed", options={"elected": able})
            return Act(kind=ELECT, of=able, reasons=(reason,))
        return self._advance() if len(self.finalists) < FINALISTS else self._elect()

    def after(self, act: Act) -> "Star":
        """Return the count after somebody has become a finalist, or has won."""
        if act.kind == ADVANCE:
            return self._replace(finalists=self.finalists + act.of)
        return self._replace(elected=act.of)

    def likeness(self) -> Hashable:
        """Return what decides the rest of the count."""
        return (frozenset(self.finalists), self.elected)

    def _advance(self) -> Act | Fork:
        sure, tied, reasons = self.scored.shortlist
        if sure and not self.finalists:
            return Act(kind=ADVANCE, of=sure, reasons=reasons)
        left = tuple(option for option in tied if option not in self.finalists)
        acts = {option: Act(kind=ADVANCE, of=(option,)) for option in left}
        total = self.scored.totals[left[0]]
        return Fork(purpose=ADVANCE, among=left, votes=total, acts=acts)

    def _elect(self) -> Act | Fork:
        scored, (one, other) = self.scored, self.finalists
        first, second = scored.duel(one, other)
        for code, ones, others in self._runoff(first, second):
            if ones != others:
                winner = one if ones > others else other
                told = {"votes": max(ones, others), "fewer": min(ones, others)}
                reason = Reason(code=code, params=told, options={"elected": (winner,)})
                return Act(kind=ELECT, of=(winner,), reasons=(reason,))
        acts = {option: Act(kind=ELECT, of=(option,)) for option in self.finalists}
        return Fork(purpose=ELECT, among=self.finalists, votes=first, acts=acts)

    def _runoff(self, first: int, second: int) -> Iterator[tuple[str, int, int]]:
        scored, (one, other) = self.scored, self.finalists
        yield "star.elected-runoff", first, second
        yield "star.elected-total", scored.totals[one], scored.totals[other]
        tops = scored.tops(self.finalists)
        yield "star.elected-tops", tops[one], tops[other]
