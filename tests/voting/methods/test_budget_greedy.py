"""Greedy budgeting: published selections, its switches, what it promises and what it does not."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.budgets import count, document, funded, labels_of, published, small
from tests.strategies import elections, lots
from voting.ballots import Approval, Ranking, Scores
from voting.engines.budget import is_below
from voting.errors import InvalidBallotError, InvalidRuleError
from voting.methods import budget_greedy
from voting.tiebreak import Lot

METHOD = budget_greedy.METHOD
VARIANTS = {
    "greedy_skip": {},
    "greedy_noskip": {"misfit": "stop"},
    "greedy_skip_threshold": {"min_score": 50},
    "greedy_noskip_threshold": {"misfit": "stop", "min_score": 50},
    "greedy_per_cost": {"by": "votes-per-cost"},
}
PUBLISHED = [
    (name, variant)
    for name, case in document("expected")["cases"].items()
    for variant in VARIANTS
    if variant in case["expected"]
]
HAND = [
    (case["name"], variant)
    for case in document("hand")["cases"]
    for variant in ("greedy_skip", "greedy_noskip")
    if case["name"] != "project-dearer-than-budget"
]


@pytest.mark.parametrize(("name", "variant"), PUBLISHED)
def test_published_selections(name, variant):
    case = document("expected")["cases"][name]
    contest, profile = published(METHOD, case["file"], **VARIANTS[variant])
    outcome = METHOD.count(contest, profile)
    expected = case["expected"][variant]
    assert set(labels_of(contest, outcome.winners)) == set(expected["selected"])
    assert outcome.details["cost"] == int(expected["cost"])
    assert outcome.tied == ()


@pytest.mark.parametrize(("name", "variant"), HAND)
def test_small_selections(name, variant):
    case = next(each for each in document("hand")["cases"] if each["name"] == name)
    won = funded(METHOD, case["budget"], case["costs"], case["ballots"], **VARIANTS[variant])
    assert set(won) == set(case["expected"][variant])


def test_a_project_dearer_than_the_budget_is_left_out_first():
    case = next(c for c in document("hand")["cases"] if c["name"] == "project-dearer-than-budget")
    outcome = count(METHOD, case["budget"], case["costs"], case["ballots"], misfit="stop")
    assert outcome.details["cost"] == 6


@pytest.mark.parametrize("name", document("nonproperties")["properties"])
def test_known_failures(name):
    case = document("nonproperties")["properties"][name].get("greedy_skip")
    if case is None:
        return
    money, costs, ballots = case["budget"], case["costs"], case["ballots"]
    assert set(funded(METHOD, money, costs, ballots)) == set(case["before"])
    if "budget +1" in case.get("change", ""):
        assert set(funded(METHOD, money + 1, costs, ballots)) == set(case["after"])
    if "hides" in case.get("change", ""):
        hidden = [[p for p in ballots[0] if p != "a"], *ballots[1:]]
        assert set(funded(METHOD, money, costs, hidden)) == set(case["after"])


BALLOTS = [["a", "b"], ["a", "b"], ["a", "c"], ["c", "d"], ["d"]]
COSTS = {"a": 5, "b": 4, "c": 3, "d": 2}


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({}, ["a", "d", "c"]),
        ({"by": "votes-per-cost"}, ["d", "c", "a"]),
        ({"exclusive": "a,d"}, ["a", "c"]),
        ({"exclusive": "c,d;a,b"}, ["a", "d"]),
        ({"min_score": 3}, ["a"]),
        ({"groups": "North:5:a,b;South:5:c,d"}, ["a", "d", "c"]),
        ({"groups": "North:4:a,b;South:3:c,d"}, ["b", "d"]),
        ({"groups": "South:4:c,d;North:4:a,b"}, ["d", "b"]),
        ({"groups": "South:4:c,d;North:4:a,b", "leftover": "move-on"}, ["d", "a"]),
        ({"groups": "North:5:a", "leftover": "move-on"}, ["a", "d", "c"]),
    ],
)
def test_switches(rules, expected):
    assert funded(METHOD, 10, COSTS, BALLOTS, **rules) == expected


def test_the_first_misfit_may_be_topped_up_from_a_reserve():
    outcome = count(METHOD, 9, COSTS, BALLOTS, top_up=60)
    assert outcome.winners == ("1", "4", "3")
    assert (outcome.details["cost"], outcome.details["reserve"]) == (10, 1)
    assert funded(METHOD, 9, COSTS, BALLOTS, top_up=67, misfit="stop") == ["a", "d"]


def test_money_that_moves_on_past_two_districts_is_counted_once():
    costs = {"a": 5, "b": 4, "c": 8, "d": 3}
    rules = {"groups": "North:3:a;South:0:b", "leftover": "move-on"}
    assert funded(METHOD, 10, costs, [["a", "b", "c"], ["c", "d"]], **rules) == ["c"]


def test_a_top_up_asks_for_just_so_much():
    ballots = [["a", "b"], ["a"]]
    assert funded(METHOD, 9, {"a": 5, "b": 5}, ballots, top_up=80) == ["a", "b"]
    assert funded(METHOD, 9, {"a": 5, "b": 5}, ballots, top_up=81) == ["a"]


def test_where_none_of_the_level_fits_the_count_stops_without_a_lot():
    costs = {"a": 4, "b": 2, "c": 2}
    outcome = count(METHOD, 5, costs, [["a", "b"], ["a", "c"]], ties="lot", misfit="stop")
    assert (outcome.winners, outcome.tied) == (("1",), ())


@pytest.mark.parametrize("case", document("hand")["eligibility_cases"])
def test_support_must_be_worth_the_cost(case):
    votes, cost = Fraction(case["votes_share"]), Fraction(case["cost_share"])
    size, money = 1000 * votes.denominator, 1000 * cost.denominator
    rules = budget_greedy.Rules(budget=money, eligibility=3)
    below = is_below(rules, int(votes * size), int(votes * size), int(cost * money), size)
    assert below != case["eligible"]


def test_ties_that_change_nothing_need_no_lot():
    outcome = count(METHOD, 4, {"a": 2, "b": 2}, [["a"], ["b"]], ties="lot")
    assert (set(outcome.winners), outcome.tied) == ({"1", "2"}, ())


def test_a_tie_without_a_lot_stays_open():
    outcome = count(METHOD, 5, {"a": 2, "b": 2, "c": 3}, [["a", "c"], ["b", "c"]], ties="lot")
    assert outcome.winners == ("3",)
    assert outcome.tied == (("1", "2"),)
    assert outcome.details["possible_winners"] == ["3", "1", "2"]
    drawn = count(METHOD, 5, {"a": 2, "b": 2}, [["a"], ["b"], ["a", "b"]], Lot(b"x"), ties="lot")
    assert drawn.tied == ()


def test_ranks_are_worth_their_points_and_scores_what_they_say():
    ranks = [["a", "b"], ["b", "a"], ["b", "c"]]
    outcome = count(METHOD, 20, COSTS, ranks, ballot="ranking", points="3,1")
    assert outcome.tables["scores"] == {"1": 4, "2": 7, "3": 1, "4": 0}
    points = [{"a": 5}, {"b": 1}, {"b": 1}]
    assert funded(METHOD, 5, COSTS, points) == ["a"]
    assert funded(METHOD, 5, COSTS, points, by="supporters") == ["b"]


@pytest.mark.parametrize(
    ("rules", "ballot", "code"),
    [
        ({"ballot": "knapsack"}, Approval.of("1", "2", "3"), "budget.over"),
        ({"max_length": 1}, Approval.of("1", "2"), "budget.too-many"),
        ({"min_length": 2}, Approval.of("1"), "budget.too-few"),
        ({"ballot": "ranking"}, Ranking.of("1", "2", "3", "4"), "budget.too-many"),
        (
            {"ballot": "points", "max_sum": 9},
            Scores({"1": 5, "2": 5}),
            "budget.too-many-points-in-all",
        ),
        ({"ballot": "scores", "max_points": 4}, Scores({"1": 5}), "budget.too-many-points"),
        ({"ballot": "scores"}, Scores({"1": -5}), "budget.negative"),
    ],
)
def test_ballots_that_the_rules_forbid_are_refused(rules, ballot, code):
    contest, _ = small(METHOD, 10, COSTS, [], **rules)
    METHOD.admit(type(ballot).from_code(b"", ()), contest)
    with pytest.raises(InvalidBallotError) as refusal:
        METHOD.admit(ballot, contest)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("costs", "ballots", "expected"),
    [
        ({"a": 11, "b": 12}, [["a"], ["b"]], []),
        ({"a": 0, "b": 11}, [["a"], ["b"]], ["a"]),
        ({"a": 0, "b": 0}, [["a"]], ["a"]),
        ({"a": 5}, [], []),
        ({"a": 5}, [[], []], []),
        ({str(n): 1 for n in range(254)}, [[str(n) for n in range(254)]] * 3, ["0", "1", "2"]),
        ({"a": 10}, [["a"]] * 1_000_000, ["a"]),
    ],
)
def test_bad_input_has_an_answer(costs, ballots, expected):
    assert funded(METHOD, 10, costs, ballots)[:3] == expected


@given(data=st.data())
def test_money_is_never_exceeded_and_nobody_wins_unsupported(data):
    contest, profile = data.draw(elections(METHOD, messy=True, top_up="none"))
    outcome = METHOD.count(contest, profile, data.draw(lots()))
    assert outcome.details["cost"] <= contest.rules.budget
    for option in outcome.winners:
        assert outcome.tables["votes"][option] > 0
        assert outcome.tables["costs"][option] <= contest.rules.budget


@given(data=st.data())
def test_skipping_leaves_nothing_that_fits(data):
    contest, profile = data.draw(
        elections(METHOD, misfit="skip", top_up="none", min_score=0, eligibility="none")
    )
    outcome = METHOD.count(contest, profile, data.draw(lots()))
    left = outcome.details["unspent"]
    for option, votes in outcome.tables["votes"].items():
        if option not in outcome.winners and votes:
            assert outcome.tables["costs"][option] > left


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ({"exclusive": "a,x"}, "budget.stranger"),
        ({"groups": "North:5"}, "budget.groups"),
        ({"groups": "North:11:a"}, "budget.groups-too-dear"),
        ({"groups": "North:1:a;South:1:a"}, "budget.groups-twice"),
        ({"points": "1,2"}, "budget.points"),
        ({"budget": 0}, "budget.none"),
    ],
)
def test_rules_that_mean_nothing_are_refused(rules, code):
    money = rules.pop("budget", 10)
    with pytest.raises(InvalidRuleError) as refusal:
        count(METHOD, money, COSTS, BALLOTS, **rules)
    assert refusal.value.code == code
