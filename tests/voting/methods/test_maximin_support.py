from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.budgets import count, document, funded, labels_of, published
from voting.methods.maximin_support import METHOD
from voting.outcome import votes_from_json

HAND = document("hand")["cases"]
REAL = [
    case for case in document("expected")["cases"].values() if "maximin_support" in case["expected"]
]
BREACHES = document("nonproperties")["properties"]

costs = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 6), min_size=1)
ballots = st.lists(st.sets(st.sampled_from("abcd")), min_size=1, max_size=6)


@st.composite
def budgets(draw):
    priced = draw(costs)
    papers = [sorted(ballot & set(priced)) for ballot in draw(ballots)]
    return draw(st.integers(1, 12)), priced, papers


@pytest.mark.parametrize("case", HAND, ids=[case["name"] for case in HAND])
def test_worked_by_hand(case):
    if "maximin_support" in case["expected"]:
        found = funded(METHOD, case["budget"], case["costs"], case["ballots"])
        assert found == case["expected"]["maximin_support"]


@pytest.mark.parametrize("case", REAL, ids=[case["file"] for case in REAL])
def test_published_budgets(case):
    contest, profile = published(METHOD, case["file"])
    outcome = METHOD.count(contest, profile)
    expected = case["expected"]["maximin_support"]
    assert labels_of(contest, outcome.winners) == expected["order"]
    assert str(outcome.details["cost"]) == expected["cost"]


def heaviest(names, priced, papers):
    """Return the least maximum load by its definition: the largest share of any set."""
    shares = [Fraction(0)]
    for size in range(1, len(names) + 1):
        for group in combinations(names, size):
            backing = sum(bool(set(group) & set(paper)) for paper in papers)
            shares.append(Fraction(sum(priced[name] for name in group), backing))
    return max(shares)


@given(budgets())
def test_each_purchase_keeps_the_heaviest_load_least(drawn):
    money, priced, papers = drawn
    outcome = count(METHOD, money, priced, papers)
    names, won = dict(enumerate(priced, 1)), []
    wanted = {name for paper in papers for name in paper}
    for stage in (s for s in outcome.stages if s.action == "fund"):
        left = money - sum(priced[name] for name in won)
        fitting = [name for name in wanted if name not in won and priced[name] <= left]
        won.append(names[int(stage.of[0])])
        load = votes_from_json(stage.values["load"])
        assert load == heaviest(won, priced, papers)
        assert load == min(heaviest([*won[:-1], name], priced, papers) for name in fitting)
    left = money - sum(priced[name] for name in won)
    assert all(priced[name] > left for name in wanted - set(won))


@given(budgets(), st.integers(2, 3))
def test_every_ballot_many_times_is_the_same(drawn, times):
    money, priced, papers = drawn
    assert funded(METHOD, money, priced, papers) == funded(METHOD, money, priced, papers * times)


def test_one_unit_more_money_can_take_a_project_away():
    told = BREACHES["limit monotone"]["maximin_support"]
    for more, key in ((0, "before"), (1, "after")):
        won = funded(METHOD, told["budget"] + more, told["costs"], told["ballots"])
        assert sorted(won) == told[key]


def test_staying_home_can_bring_more():
    told = BREACHES["participation"]["maximin_support"]
    won = funded(METHOD, told["budget"], told["costs"], told["ballots"])
    assert sorted(won) == told["before"]
    assert (
        sorted(funded(METHOD, told["budget"], told["costs"], told["ballots"][1:]))
        == (told["after"])
    )


def test_a_group_can_go_without_what_it_could_pay_for():
    told = BREACHES["EJR cost"]["maximin_support"]
    assert funded(METHOD, told["budget"], told["costs"], told["ballots"]) == told["before"]
