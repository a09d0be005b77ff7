"""Projects bought one after the other, each for the load that it leaves on its supporters.

The published rules know neither districts nor projects that replace each other. Here each district
is a count of its own, by its own voters, from no load on; and a project stops being one that may be
bought as soon as another that replaces it has been.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple, Protocol, Self

from voting.ballots import OptionId
from voting.contest import Contest
from voting.engines.budget import Budget
from voting.engines.budget_outcomes import outcome_of, too_short
from voting.engines.budget_parts import Exclusive, exclusive_of, in_parts
from voting.engines.budget_ties import Ladder, Step, counts_within, ladder, resolve
from voting.engines.cost_loads import Offer, backers
from voting.engines.supporters import Supporters
from voting.outcome import Outcome, Reason, votes_json
from voting.profile import Profile
from voting.tiebreak import Lot, TieUse


class Purchase(Protocol):
    """A purchase between two projects."""

    @property
    def voters(self) -> Supporters:
        """Return who supports what."""
        ...

    @property
    def money(self) -> int:
        """Return what is left to spend."""
        ...

    def offer(self) -> Offer | None:
        """Return who is next; None where nothing more can be bought."""
        ...

    def buy(self, option: OptionId, load: Fraction, /) -> Self:
        """Return the purchase after a project was bought for a load."""
        ...

    def without(self, options: Iterable[OptionId], /) -> Self:
        """Return the purchase without projects that may not be bought any more."""
        ...


Start = Callable[[Supporters, Mapping[OptionId, int], int], Purchase]


def buy_in_turn(
    contest: Contest[Any], profile: Profile, lot: Lot | None, start: Start, *, each: int
) -> Outcome:
    """Buy one project after the other; stop at a tie that no rule decides.

    ``each`` is what a project costs in a count beside its supporters (see ``counts_within``).
    """
    budget = Budget.read(contest, profile)
    buying = _Buying(method=contest.method, start=start, exclusive=exclusive_of(contest))
    found = resolve(
        in_parts(contest, profile, budget, buying.steps),
        ladder(contest, budget.scores, lot),
        (*budget.free, *budget.projects),
        budget.free,
        counts_within(sum(each + len(project.points) for project in budget.projects.values())),
    )
    opening = Reason(code=f"{contest.method}.opening")
    return outcome_of(contest, profile, budget, found, opening=(opening,))


class _Buying(NamedTuple):
    """How one budget is spent."""

    method: str
    start: Start
    exclusive: Exclusive

    def steps(self, budget: Budget, rule: Ladder, blocked: frozenset[OptionId]) -> Iterator[Step]:
        """Yield a step for each purchase, then why the others were not made."""
        points = {option: project.points for option, project in budget.projects.items()}
        costs = {option: project.cost for option, project in budget.projects.items()}
        purchase = self.start(backers(points, budget.sizes, budget.voters), costs, budget.money)
        purchase, waiting = purchase.without(blocked), dict(costs)
        while (offer := purchase.offer()) is not None and not offer.misfits:
            level = offer.level
            harmless = offer.harmless and not self.exclusive.blocked(level) & set(level)
            option, use = rule.first(level, harmless=harmless)
            rivals = self.exclusive.rivals(option)
            purchase = purchase.buy(option, offer.load).without(rivals)
            yield self._fund(purchase, option, offer.load, use)
            del waiting[option]
            blocked |= rivals
        misfits = () if offer is None else offer.misfits
        yield from self._stop(budget, [*waiting], purchase.money, misfits, blocked)

    def _fund(
        self, purchase: Purchase, option: OptionId, offered: Fraction, use: TieUse | None
    ) -> Step:
        load = votes_json(offered, None)
        supporters = purchase.voters.count(purchase.voters.of[option])
        reason = Reason(
            code=f"{self.method}.funded",
            params={"load": load, "supporters": supporters},
            options={"funded": (option,)},
        )
        return Step(
            action="fund",
            of=(option,),
            reasons=(*_told(use), reason),
            ties=(use,) if use else (),
            values={"load": load, "left": purchase.money},
        )

    def _stop(
        self,
        budget: Budget,
        waiting: list[OptionId],
        left: int,
        misfits: tuple[OptionId, ...],
        blocked: frozenset[OptionId],
    ) -> Iterator[Step]:
        """Say at which project the count stopped, and of each one left why it was not bought."""
        reasons = []
        if misfits:
            options = {"projects": misfits}
            params = {"left": left}
            reasons.append(Reason(code=f"{self.method}.stopped", params=params, options=options))
        excluded = [option for option in waiting if option in blocked]
        reasons += [Reason(code="budget.excluded", options={"project": (o,)}) for o in excluded]
        reasons += too_short(budget, [o for o in waiting if o not in blocked], left)
        if reasons:
            yield Step(action="stop", of=misfits or tuple(waiting), reasons=tuple(reasons))


def _told(use: TieUse | None) -> tuple[Reason, ...]:
    if use is None:
        return ()
    options = {"tied": use.among, "picked": (use.picked,)}
    return (Reason(code=f"buying.tie-{use.by}", options=options),)
