"""Projects bought one after the other, each for the load that it leaves on its supporters."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import Any, Protocol, Self

from voting.ballots import OptionId
from voting.contest import Contest
from voting.engines import budget_fields
from voting.engines.budget import Budget
from voting.engines.budget_outcomes import outcome_of, too_short
from voting.engines.budget_ties import Ladder, Step, check_ties, funded, ladder, resolve
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


Start = Callable[[Supporters, Mapping[OptionId, int], int], Purchase]


def check_contest(contest: Contest[Any]) -> None:
    """Refuse a contest without money, costs, or with a published order that does not fit."""
    budget_fields.check_money(contest)
    check_ties(contest)


def buy_in_turn(contest: Contest[Any], profile: Profile, lot: Lot | None, start: Start) -> Outcome:
    """Buy one project after the other; stop at a tie that no rule decides."""
    budget = Budget.read(contest, profile)
    projects = budget.projects
    points = {option: project.points for option, project in projects.items()}
    costs = {option: project.cost for option, project in projects.items()}
    first = start(backers(points, budget.sizes, budget.voters), costs, budget.money)
    rule = ladder(contest, budget.scores, lot)
    found = resolve(
        partial(_run, first, contest.method), rule, (*budget.free, *projects), budget.free
    )
    bought = funded(found.steps)
    left = budget.money - budget.spent(bought)
    return outcome_of(
        contest,
        profile,
        budget,
        found,
        opening=(Reason(code=f"{contest.method}.opening"),),
        closing=too_short(budget, [option for option in projects if option not in bought], left),
    )


def _run(purchase: Purchase, method: str, rule: Ladder) -> Iterator[Step]:
    while (offer := purchase.offer()) is not None:
        if offer.misfits:
            left = {"left": purchase.money}
            options = {"projects": offer.misfits}
            reason = Reason(code=f"{method}.stopped", params=left, options=options)
            yield Step(action="stop", of=offer.misfits, reasons=(reason,))
            return
        option, use = rule.first(offer.level, harmless=offer.harmless)
        load = votes_json(offer.load, None)
        supporters = purchase.voters.count(purchase.voters.of[option])
        reason = Reason(
            code=f"{method}.funded",
            params={"load": load, "supporters": supporters},
            options={"funded": (option,)},
        )
        purchase = purchase.buy(option, offer.load)
        yield Step(
            action="fund",
            of=(option,),
            reasons=(*_told(use), reason),
            ties=(use,) if use else (),
            values={"load": load, "left": purchase.money},
        )


def _told(use: TieUse | None) -> tuple[Reason, ...]:
    if use is None:
        return ()
    options = {"tied": use.among, "picked": (use.picked,)}
    return (Reason(code=f"buying.tie-{use.by}", options=options),)
