"""What pabutools makes of the same budgets: it breaks ties by name, as `ties=id` does here.

It funds projects that nobody supports, so those are left out before. Its maximin support is a linear
program in floating point and is not asked.
"""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.budgets import funded
from tests.committees import committees, count
from voting.ballots import Approval
from voting.methods import (
    approval_equal_shares,
    approval_phragmen,
    budget_greedy,
    equal_shares,
    phragmen,
)

pytestmark = pytest.mark.oracle

NAMES = "abcdef"


@st.composite
def budgets(draw):
    """Draw money, the costs of projects that somebody supports, and ballots of names."""
    ballot = st.sets(st.sampled_from(NAMES)).map(sorted)
    ballots = draw(st.lists(ballot, min_size=1, max_size=8).filter(any))
    wanted = sorted({name for ballot in ballots for name in ballot})
    return draw(st.integers(1, 20)), {name: draw(st.integers(1, 9)) for name in wanted}, ballots


def posed(oracle, drawn):
    """Return a budget as pabutools has it."""
    money, costs, ballots = drawn
    election = oracle("pabutools.election")
    projects = {name: election.Project(name, cost) for name, cost in costs.items()}
    instance = election.Instance(projects.values(), budget_limit=money)
    papers = [election.ApprovalBallot(projects[name] for name in ballot) for ballot in ballots]
    return instance, election.ApprovalProfile(papers)


def named(projects):
    return sorted(project.name for project in projects)


@pytest.mark.parametrize(
    ("utility", "satisfaction"), [("cost", "Cost_Sat"), ("cardinality", "Cardinality_Sat")]
)
@given(drawn=budgets())
def test_pabutools_buys_the_same_with_equal_shares(oracle, utility, satisfaction, drawn):
    instance, profile = posed(oracle, drawn)
    bought = oracle("pabutools.rules").method_of_equal_shares(
        instance, profile, sat_class=getattr(oracle("pabutools.election"), satisfaction)
    )
    found = funded(equal_shares.METHOD, *drawn, utility=utility, ties="id")
    assert sorted(found) == named(bought)


@given(drawn=budgets())
def test_pabutools_funds_the_same_greedily(oracle, drawn):
    """Satisfaction by cost, for each unit of cost, is the number of supporters."""
    instance, profile = posed(oracle, drawn)
    bought = oracle("pabutools.rules").greedy_utilitarian_welfare(
        instance, profile, sat_class=oracle("pabutools.election").Cost_Sat
    )
    assert sorted(funded(budget_greedy.METHOD, *drawn, ties="id")) == named(bought)


@given(drawn=budgets())
def test_pabutools_buys_the_same_by_loads(oracle, drawn):
    instance, profile = posed(oracle, drawn)
    bought = oracle("pabutools.rules").sequential_phragmen(instance, profile)
    assert sorted(funded(phragmen.METHOD, *drawn, misfit="stop", ties="id")) == named(bought)


def elected(oracle, drawn, seats, rule, **more):
    """Return the committee that pabutools elects: a budget in which every place costs 1."""
    _, wanted, ballots = drawn
    instance, profile = posed(oracle, (seats, dict.fromkeys(wanted, 1), ballots))
    return frozenset(named(getattr(oracle("pabutools.rules"), rule)(instance, profile, **more)))


def ours(method, drawn, seats, **rules):
    """Return all committees that tie here."""
    _, wanted, ballots = drawn
    counted = [(Approval.of(*ballot), 1) for ballot in ballots]
    return committees(count(method, counted, seats=seats, ids=tuple(wanted), **rules))


@given(drawn=budgets(), seats=st.integers(1, 6))
def test_pabutools_elects_one_of_our_committees(oracle, drawn, seats):
    assume(seats <= len(drawn[1]))
    theirs = elected(oracle, drawn, seats, "sequential_phragmen")
    assert theirs in ours(approval_phragmen.METHOD, drawn, seats)
    theirs = elected(
        oracle,
        drawn,
        seats,
        "method_of_equal_shares",
        sat_class=oracle("pabutools.election").Cardinality_Sat,
    )
    assert theirs in ours(approval_equal_shares.METHOD, drawn, seats, completion="none")
