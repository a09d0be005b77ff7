"""A course of purchases with equal shares, told step by step: prices, who paid, what was left."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from voting.ballots import OptionId
from voting.canonical import Json
from voting.engines.budget_ties import Step, tie_reasons
from voting.engines.courses import Course, Purchase
from voting.engines.raising import Raised
from voting.engines.shares import Buyer
from voting.outcome import Reason, votes_json

MOST_PAYMENTS = 12


def exact(value: Fraction) -> int | str:
    """Return an exact figure for JSON."""
    return votes_json(value, None)


def purchase_steps(course: Course, *, by_points: bool) -> Iterator[Step]:
    """Yield a step for each purchase; those that could be made in any order share one."""
    left = course.money
    waiting = list(course.purchases)
    while waiting:
        now = [waiting.pop(0)]
        while waiting and waiting[0].picked in now[0].together:
            now.append(waiting.pop(0))
        left -= sum(course.buyers[purchase.picked].cost for purchase in now)
        yield _step(course, now, left, by_points=by_points)


def _step(course: Course, now: Sequence[Purchase], left: int, *, by_points: bool) -> Step:
    reasons: list[Reason] = []
    bought: list[Json] = []
    for purchase in now:
        buyer = course.buyers[purchase.picked]
        payments = paid(purchase, course.e)
        reasons.append(_reason(buyer, purchase, payments, left, course.e, by_points=by_points))
        bought.append({"cost": buyer.cost, "paid": _shown(payments)})
    ties = tuple(purchase.tie for purchase in now if purchase.tie is not None)
    return Step(
        action="fund",
        of=tuple(purchase.picked for purchase in now),
        reasons=(*tie_reasons(ties), *reasons),
        ties=ties,
        values={
            "price": exact(now[0].found.line.at(course.e)),
            "bought": bought,
            "left": left,
        },
    )


def paid(purchase: Purchase, e: Fraction) -> dict[Fraction, int]:
    """Return how many ballots paid how much, the most first; together it is the cost."""
    rho = purchase.found.line.at(e)
    payments: Counter[Fraction] = Counter()
    for (level, worth), ballots in purchase.found.groups.items():
        if (level, worth) in purchase.found.poor:
            payments[_held(purchase, level, e)] += ballots
        else:
            payments[rho * worth] += ballots
    return dict(sorted(payments.items(), reverse=True))


def _held(purchase: Purchase, level: int, e: Fraction) -> Fraction:
    purses = purchase.purses
    return (purses.fixed[level] + purses.rate[level] * e) * Fraction(1, purses.unit)


def _shown(payments: Mapping[Fraction, int]) -> list[Json]:
    """Return payments as JSON; the smallest are summed where there are very many."""
    listed = list(payments.items())
    shown: list[Json] = [
        {"each": exact(each), "ballots": ballots} for each, ballots in listed[:MOST_PAYMENTS]
    ]
    if rest := listed[MOST_PAYMENTS:]:
        total = sum((each * ballots for each, ballots in rest), Fraction(0))
        shown.append({"together": exact(total), "ballots": sum(ballots for _, ballots in rest)})
    return shown


def _reason(
    buyer: Buyer,
    purchase: Purchase,
    payments: Mapping[Fraction, int],
    left: int,
    e: Fraction,
    *,
    by_points: bool,
) -> Reason:
    found = purchase.found
    poor = sum(found.groups[group] for group in found.poor)
    supporters = sum(payments.values())
    each = next(iter(payments))
    params: dict[str, int | str] = {"cost": buyer.cost, "left": left, "supporters": supporters}
    if by_points and not buyer.even:
        best = max(worth for _, worth in found.groups)
        params |= {"poor": poor, "each": exact(found.line.at(e) * best)}
        code = "equal-shares.funded-by-points"
    elif poor:
        price = found.line.at(e) * buyer.piles[0][2]
        params |= {"poor": poor, "full": supporters - poor, "each": exact(price)}
        code = "equal-shares.funded-with-rest"
    else:
        params["each"] = exact(each)
        code = "equal-shares.funded"
    return Reason(code=code, params=params, options={"project": (buyer.id,)})


def end_steps(course: Course, raised: Raised | None, *, names_losers: bool) -> Iterator[Step]:
    """Yield a step that says why the purchases ended, and why each project left was not bought."""
    reasons: list[Reason] = []
    if raised is not None and raised.over is not None:
        params = {"by": raised.by, "endowment": exact(raised.at)}
        over = Reason(code="equal-shares.over", params=params, options={"project": (raised.over,)})
        reasons.append(over)
    gone = set(course.bought)
    excluded = {rival for option in gone for rival in course.buyers[option].rivals}
    left = [option for option in course.buyers if option not in gone]
    if left and names_losers:
        reasons += [_lost(course, option, option in excluded) for option in left]
    if not left and course.purchases:
        reasons.append(Reason(code="equal-shares.all-funded"))
    if reasons:
        yield Step(action="stop", of=tuple(left), reasons=tuple(reasons))


def _lost(course: Course, option: OptionId, is_excluded: bool) -> Reason:
    project = {"project": (option,)}
    if is_excluded:
        return Reason(code="budget.excluded", options=project)
    buyer, purses = course.buyers[option], course.purses
    values = purses.values(course.e)
    held = sum(ballots * values[purses.level[pile]] for pile, ballots, _ in buyer.piles)
    money = Fraction(held, purses.unit * course.e.denominator)
    params = {"cost": buyer.cost, "money": exact(money)}
    return Reason(code="equal-shares.short", params=params, options=project)
