"""From the steps of a budget's count to its outcome: stages, sums, tables, and why losers lost."""

from collections.abc import Mapping, Sequence
from typing import Any

from voting.ballots import OptionId
from voting.canonical import Json
from voting.contest import Contest
from voting.engines.budget import Budget
from voting.engines.budget_ties import Resolved, Step, funded
from voting.outcome import Outcome, Reason, Stage
from voting.profile import Profile
from voting.rules import card, rules_hash


def outcome_of(
    contest: Contest[Any],
    profile: Profile,
    budget: Budget,
    found: Resolved,
    *,
    opening: Sequence[Reason] = (),
    details: Mapping[str, Json] | None = None,
) -> Outcome:
    """Return the outcome of a count; projects without a cost are funded before the first step.

    ``opening`` are the method's own first words, ``details`` whatever else it has to say.
    """
    winners = budget.free + tuple(o for o in found.certain if o not in budget.free)
    steps = [Step(action="show", reasons=(*_opening(profile, budget), *opening))]
    if budget.free:
        free = Reason(code="budget.free", options={"funded": budget.free})
        steps.append(Step(action="fund", of=budget.free, reasons=(free,)))
    steps += found.steps
    if found.left:
        steps.append(Step(action="tie", reasons=_doubt(found, winners)))
    cost = budget.spent(winners)
    sums: dict[str, Json] = {
        "budget": budget.money,
        "cost": cost,
        "unspent": max(0, budget.money - cost),
    }
    if cost > budget.money:
        sums["reserve"] = cost - budget.money
    if found.left:
        possible = budget.free + tuple(o for o in found.possible if o not in budget.free)
        sums |= {
            "tie_changes_winners": found.changes_winners,
            "possible_winners": [*possible],
        }
    return Outcome(
        method=contest.method,
        rules=card(contest.rules),
        rules_hash=rules_hash(contest.method, contest.rules),
        profile=profile,
        winners=winners,
        tied=_tied(found),
        stages=tuple(_stage(number, step, budget) for number, step in enumerate(steps, 1)),
        reasons=tuple(_sum(budget, cost)) if not found.left else (),
        details=sums | dict(details or {}),
        tables=_tables(budget, winners),
    )


def too_short(budget: Budget, options: Sequence[OptionId], left: int) -> list[Reason]:
    """Say of each project that does not fit into what is left by how much it does not."""
    return [
        Reason(
            code="budget.too-short",
            params={"cost": budget.costs[option], "over": budget.costs[option] - left},
            options={"project": (option,)},
        )
        for option in options
        if budget.costs[option] > left
    ]


def _opening(profile: Profile, budget: Budget) -> list[Reason]:
    said = [
        Reason(
            code="budget.opening",
            params={"budget": budget.money, "voters": budget.voters, "blank": profile.blank},
        )
    ]
    if budget.too_dear:
        options = {"projects": budget.too_dear}
        said.append(Reason(code="budget.too-dear", options=options))
    if budget.unsupported:
        options = {"projects": budget.unsupported}
        said.append(Reason(code="budget.unsupported", options=options))
    if budget.below:
        said.append(Reason(code="budget.below", options={"projects": budget.below}))
    if not budget.projects and not budget.free:
        said.append(Reason(code="budget.nothing-to-fund"))
    return said


def _sum(budget: Budget, cost: int) -> list[Reason]:
    left = budget.money - cost
    if left < 0:
        params = {"cost": cost, "budget": budget.money, "reserve": -left}
        return [Reason(code="budget.sum-reserve", params=params)]
    if not left:
        return [Reason(code="budget.sum-all", params={"budget": budget.money})]
    params = {"cost": cost, "budget": budget.money, "left": left}
    return [Reason(code="budget.sum", params=params)]


def _doubt(found: Resolved, certain: Sequence[OptionId]) -> tuple[Reason, ...]:
    met = Reason(code="tie.open.fund", options={"tied": found.left})
    if not found.complete:
        return (met, Reason(code="tie.too-many-ways", params={"most": found.most}))
    if not found.changes_winners:
        return (met, Reason(code="budget.same-projects"))
    between = {"possible": tuple(o for o in found.possible if o not in certain)}
    return (met, Reason(code="budget.open-between", options=between))


def _tied(found: Resolved) -> tuple[tuple[OptionId, ...], ...]:
    """Return the tie that was met, and all to whom the open money may go where these are more."""
    if not found.left:
        return ()
    open_to = tuple(o for o in found.possible if o not in found.certain)
    return (found.left,) if {*open_to} <= {*found.left} else (found.left, open_to)


def _stage(number: int, step: Step, budget: Budget) -> Stage:
    return Stage(
        number=number,
        action=step.action,
        of=step.of,
        tallies=budget.scores,
        elected=funded([step]),
        ties=step.ties,
        reasons=step.reasons,
        values=step.values,
    )


def _tables(budget: Budget, winners: Sequence[OptionId]) -> dict[str, dict[OptionId, Json]]:
    tables: dict[str, dict[OptionId, Json]] = {
        "costs": dict(budget.costs),
        "votes": dict(budget.votes),
        "funded": {option: option in winners for option in budget.costs},
    }
    if budget.scores != budget.votes:
        tables["scores"] = dict(budget.scores)
    return tables
