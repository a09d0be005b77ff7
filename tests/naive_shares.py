"""Equal shares counted the slow way, voter by voter: what the engine is compared with."""

from fractions import Fraction


def price(cost, supporters, money):
    """Return the least rho at which supporters ({voter: utility}) can pay, or None."""
    if sum(money[voter] for voter in supporters) < cost:
        return None
    order = sorted(supporters, key=lambda voter: money[voter] / supporters[voter])
    paid, weight = Fraction(0), sum(supporters.values())
    for voter in order:
        rho = (cost - paid) / weight
        if rho * supporters[voter] <= money[voter]:
            return rho
        paid += money[voter]
        weight -= supporters[voter]
    raise AssertionError


def shares(first, costs, utilities, order):
    """Return purchases as (project, rho, payments by voter); ``order`` breaks ties.

    ``utilities`` are one mapping {project: utility} for each voter.
    """
    money = [Fraction(first)] * len(utilities)
    left, bought = dict(costs), []
    while True:
        best = None
        for project in sorted(left, key=order.index):
            backers = {v: u[project] for v, u in enumerate(utilities) if u.get(project, 0)}
            rho = price(left[project], backers, money) if backers else None
            if rho is not None and (best is None or rho < best[1]):
                best = project, rho, backers
        if best is None:
            return bought, money
        project, rho, backers = best
        payments = {voter: min(money[voter], rho * worth) for voter, worth in backers.items()}
        for voter, payment in payments.items():
            money[voter] -= payment
        bought.append((project, rho, payments))
        del left[project]


def raised(budget, costs, utilities, order, step, *, is_exhaustive):
    """Return what is bought when endowments rise by a step at a time."""
    supported = [p for p in costs if any(u.get(p, 0) for u in utilities)]
    first, fits = Fraction(budget, len(utilities)), None
    while True:
        won = [project for project, _, _ in shares(first, costs, utilities, order)[0]]
        spent = sum(costs[project] for project in won)
        if spent > budget:
            return fits
        fits = won
        left = [project for project in supported if project not in won]
        if not left or (is_exhaustive and all(costs[p] > budget - spent for p in left)):
            return fits
        first += step


def shortfall(budget, costs, ballots, chosen, utility):
    """Return a group that lacks justified representation up to one project, or None (EJR-1).

    ``ballots`` are sets. A group with a joint set T of projects that its part of the budget pays
    must have a member whose utility exceeds that of T once one more project of T is added.
    """
    voters, projects = range(len(ballots)), sorted(costs)
    for joint in _subsets(projects):
        cost = sum(costs[project] for project in joint)
        group = [voter for voter in voters if joint <= ballots[voter]]
        if not joint or cost * len(ballots) > budget * len(group):
            continue
        target = sum(utility(project) for project in joint)
        lacking = []
        for voter in group:
            has = sum(utility(project) for project in chosen if project in ballots[voter])
            missing = [utility(project) for project in joint if project not in chosen]
            if missing and has + max(missing) <= target and has < target:
                lacking.append(voter)
        if lacking and cost * len(ballots) <= budget * len(lacking):
            return joint, lacking
    return None


def _subsets(items):
    for bits in range(2 ** len(items)):
        yield frozenset(item for place, item in enumerate(items) if bits >> place & 1)
