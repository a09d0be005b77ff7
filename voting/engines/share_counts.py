"""Equal shares from the endowment to the last purchase: raising, completion, and the comparison.

Completions and the comparison step are those of equalshares.net: what plain equal shares leave is
kept, or spent greedily, or endowments are raised; and where strictly more voters prefer what the
greedy rule would fund, that is published (Wieliczka and Swiecie 2023).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.ballots import OptionId
from voting.engines.budget import Budget, Project
from voting.engines.budget_greedy import Greedy
from voting.engines.budget_parts import Exclusive
from voting.engines.budget_ties import Ladder, Step, funded
from voting.engines.courses import Course
from voting.engines.raising import Raised, raise_shares
from voting.engines.share_steps import end_steps, exact, purchase_steps
from voting.engines.shares import Buyer
from voting.outcome import Reason


@dataclass(frozen=True, kw_only=True)
class Shares:
    """How one budget is shared out: see the rules of the method ``equal-shares``."""

    utilities: Callable[[Project], Mapping[int, int]]
    exclusive: Exclusive
    raises: bool
    is_exhaustive: bool
    step: int | None
    rounds_down: bool
    spends_rest: bool
    compare: str
    by_points: bool

    def count(self, budget: Budget, ladder: Ladder, blocked: frozenset[OptionId]) -> Iterator[Step]:
        """Yield the steps of the count; nothing where there is no project to fund."""
        projects = budget.only(option for option in budget.projects if option not in blocked)
        if not projects:
            return
        if self.compare == "none":
            yield from self._share(budget, projects, ladder)
            return
        shared = list(self._share(budget, projects, ladder))
        greedy = list(self._greedy(projects).spend(projects, budget.money, ladder))
        for_shares, for_greedy = self._preferences(budget, funded(shared), funded(greedy))
        verdict = Reason(
            code="equal-shares.greedy-preferred"
            if for_greedy > for_shares
            else "equal-shares.shares-kept",
            params={"shares": for_shares, "greedy": for_greedy},
        )
        values = {"shares": for_shares, "greedy": for_greedy}
        said = Step(action="compare", reasons=(verdict,), values=values)
        if for_greedy > for_shares:
            yield said
            yield from greedy
        else:
            yield from shared
            yield said

    def _share(
        self, budget: Budget, projects: Mapping[OptionId, Project], ladder: Ladder
    ) -> Iterator[Step]:
        first = Fraction(budget.money, budget.voters)
        if self.rounds_down:
            first = Fraction(budget.money // budget.voters)
        raised = None
        final = self._course(budget, projects, ladder)
        if self.raises:
            trial = self._course(budget, projects, ladder, stops_over=True)
            raised = raise_shares(trial, first, self.step, is_exhaustive=self.is_exhaustive)
            final.advance(raised.e, above=raised.above)
        else:
            final.advance(first)
        yield _opening(budget, first, final.e, raised)
        yield from purchase_steps(final, by_points=self.by_points)
        left = [option for option in projects if option not in final.bought]
        rest = self.spends_rest and bool(left) and final.cost < budget.money
        yield from end_steps(final, raised, names_losers=not rest)
        if rest:
            money = budget.money - final.cost
            blocked = self.exclusive.blocked(final.bought)
            yield Step(
                action="complete",
                reasons=(Reason(code="equal-shares.rest", params={"left": money}),),
                values={"left": money},
            )
            yield from self._greedy(projects).spend(budget.only(left), money, ladder, blocked)

    def _course(
        self,
        budget: Budget,
        projects: Mapping[OptionId, Project],
        ladder: Ladder,
        *,
        stops_over: bool = False,
    ) -> Course:
        buyers = {
            option: Buyer.of(
                option,
                project.cost,
                self.utilities(project),
                budget.sizes,
                self.exclusive.rivals(option),
            )
            for option, project in projects.items()
        }
        return Course(
            buyers=buyers,
            piles=len(budget.sizes),
            money=budget.money,
            ladder=ladder,
            stops_over=stops_over,
        )

    def _greedy(self, projects: Mapping[OptionId, Project]) -> Greedy:
        return Greedy(
            values={option: project.score for option, project in projects.items()},
            exclusive=self.exclusive,
        )

    def _preferences(
        self, budget: Budget, shared: Sequence[OptionId], greedy: Sequence[OptionId]
    ) -> tuple[int, int]:
        """Return how many voters prefer the one and the other, by what they support of each."""
        counted = [0] * len(budget.sizes), [0] * len(budget.sizes)
        for plan, liked in zip((shared, greedy), counted, strict=True):
            for option in plan:
                for pile in budget.projects[option].points:
                    liked[pile] = 1 if self.compare == "at-least-one" else liked[pile] + 1
        both = list(zip(budget.sizes, *counted, strict=True))
        return (
            sum(size for size, one, other in both if one > other),
            sum(size for size, one, other in both if other > one),
        )


def _opening(budget: Budget, first: Fraction, e: Fraction, raised: Raised | None) -> Step:
    params: dict[str, int | str] = {"voters": budget.voters, "first": exact(first)}
    reasons = [Reason(code="equal-shares.opening", params=params)]
    if raised is not None and e > first:
        params = {"first": exact(first), "endowment": exact(e)}
        reasons.append(Reason(code="equal-shares.raised", params=params))
    return Step(
        action="endowment",
        reasons=tuple(reasons),
        values={"first": exact(first), "endowment": exact(e)},
    )
