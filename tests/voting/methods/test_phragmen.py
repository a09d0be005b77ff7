from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.budgets import count, document, funded, labels_of, published
from voting.methods.phragmen import METHOD
from voting.outcome import votes_from_json

HAND = document("hand")["cases"]
REAL = [
    case for case in document("expected")["cases"].values() if "seq_phragmen" in case["expected"]
]
BREACHES = document("nonproperties")["properties"]
KEYS = {"stop": "seq_phragmen", "skip": "seq_phragmen_skip"}

both = pytest.mark.parametrize("misfit", KEYS)
costs = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 6), min_size=1)
ballots = st.lists(st.sets(st.sampled_from("abcd")), min_size=1, max_size=6)


@st.composite
def budgets(draw):
    priced = draw(costs)
    papers = [sorted(ballot & set(priced)) for ballot in draw(ballots)]
    return draw(st.integers(1, 12)), priced, papers


@both
@pytest.mark.parametrize("case", HAND, ids=[case["name"] for case in HAND])
def test_worked_by_hand(case, misfit):
    if KEYS[misfit] in case["expected"]:
        found = funded(METHOD, case["budget"], case["costs"], case["ballots"], misfit=misfit)
        assert found == case["expected"][KEYS[misfit]]


@both
@pytest.mark.parametrize("case", REAL, ids=[case["file"] for case in REAL])
def test_published_budgets(case, misfit):
    contest, profile = published(METHOD, case["file"], misfit=misfit)
    outcome = METHOD.count(contest, profile)
    expected = case["expected"][KEYS[misfit]]
    assert labels_of(contest, outcome.winners) == expected["order"]
    assert str(outcome.details["cost"]) == expected["cost"]


def test_written_again_one_voter_at_a_time():
    money, priced = 9, {"a": 3, "b": 4, "c": 2}
    papers = [["a", "b"], ["b"], ["b", "c"], ["c"]]
    outcome = count(METHOD, money, priced, papers)
    loads = [votes_from_json(s.values["load"]) for s in outcome.stages if s.action == "fund"]
    # c: 2 for two; b: (4 + 1) for three; a: (3 + 5/3) for one.
    assert loads == [1, Fraction(5, 3), Fraction(14, 3)]


@given(budgets())
def test_all_that_is_spent_is_borne_by_supporters_only(drawn):
    money, priced, papers = drawn
    outcome = count(METHOD, money, priced, papers)
    names = dict(enumerate(priced, 1))
    borne = [Fraction(0)] * len(papers)
    for stage in (s for s in outcome.stages if s.action == "fund"):
        name, load = names[int(stage.of[0])], votes_from_json(stage.values["load"])
        backing = [n for n, paper in enumerate(papers) if name in paper]
        assert backing
        assert all(borne[n] <= load for n in backing)
        assert sum(load - borne[n] for n in backing) == priced[name]
        for n in backing:
            borne[n] = load
    assert sum(borne) == outcome.details["cost"] <= money


@given(budgets())
def test_nothing_that_is_left_fits_where_misfits_are_passed_over(drawn):
    money, priced, papers = drawn
    won = funded(METHOD, money, priced, papers, misfit="skip")
    left = money - sum(priced[name] for name in won)
    wanted = {name for paper in papers for name in paper}
    assert all(priced[name] > left for name in wanted - set(won))


@given(budgets(), st.integers(2, 3))
def test_every_ballot_many_times_is_the_same(drawn, times):
    money, priced, papers = drawn
    assert funded(METHOD, money, priced, papers) == funded(METHOD, money, priced, papers * times)


@both
def test_one_unit_more_money_can_take_a_project_away(misfit):
    told = BREACHES["limit monotone"][KEYS[misfit]]
    for more, key in ((0, "before"), (1, "after")):
        won = funded(METHOD, told["budget"] + more, told["costs"], told["ballots"], misfit=misfit)
        assert sorted(won) == told[key]


def test_stopping_at_a_misfit_can_leave_money_that_would_do():
    told = BREACHES["exhaustive"]["seq_phragmen"]
    won = funded(METHOD, told["budget"], told["costs"], told["ballots"], misfit="stop")
    assert won == told["before"]


@both
def test_hiding_an_approval_can_help(misfit):
    told = BREACHES["hiding an approval never helps"][KEYS[misfit]]
    won = funded(METHOD, told["budget"], told["costs"], told["ballots"], misfit=misfit)
    assert sorted(won) == told["before"]
    hidden = [["a"] if n == 0 else b for n, b in enumerate(told["ballots"])]
    hidden_other = [["c"] if n == 1 else b for n, b in enumerate(told["ballots"])]
    after = [
        sorted(funded(METHOD, told["budget"], told["costs"], cast, misfit=misfit))
        for cast in (hidden, hidden_other)
    ]
    assert told["after"] in after


@both
def test_a_group_can_go_without_what_it_could_pay_for(misfit):
    told = BREACHES["EJR cost"][KEYS[misfit]]
    won = funded(METHOD, told["budget"], told["costs"], told["ballots"], misfit=misfit)
    assert won == told["before"]


def test_level_projects_that_do_not_all_fit_are_a_tie_even_without_common_supporters():
    outcome = count(METHOD, 3, {"a": 2, "b": 2}, [["a"], ["b"]], ties="lot")
    assert (outcome.winners, outcome.tied) == ((), (("1", "2"),))
    outcome = count(METHOD, 4, {"a": 2, "b": 2}, [["a"], ["b"]], ties="lot")
    assert (outcome.winners, outcome.tied) == (("1", "2"), ())
