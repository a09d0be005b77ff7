"""Equal shares: published selections, stage by stage, and known failures."""

from fractions import Fraction

import pytest

from tests.budgets import count, document, funded, labels_of, published, small
from voting.errors import InvalidRuleError
from voting.methods import equal_shares
from voting.outcome import votes_from_json
from voting.tiebreak import Lot

METHOD = equal_shares.METHOD
UTILITIES = {"cost": "cost", "card": "cardinality", "score": "points", "scorecost": "points-cost"}
COMPLETIONS = {
    "": {},
    "util": {"completion": "util"},
    "add1": {"completion": "add1"},
    "add1u": {"completion": "add1u"},
    "add1_runon": {"completion": "add1", "stop": "run-on"},
    "add1_runonu": {"completion": "add1u", "stop": "run-on"},
    "add1_floor_runon": {"completion": "add1", "stop": "run-on", "first": "whole"},
}


def rules_of(variant):
    """Return the rules that a name of the cases stands for, None if it is not of this method."""
    head, _, rest = variant.partition("_")
    utility, _, completion = rest.partition("_")
    if head != "mes" or utility not in UTILITIES or completion not in COMPLETIONS:
        return None
    return {"utility": UTILITIES[utility], **COMPLETIONS[completion]}


def variants(case):
    return [variant for variant in case["expected"] if rules_of(variant)]


CASES = document("expected")["cases"]
HAND = {case["name"]: case for case in document("hand")["cases"]}
BIG = ("Poland_Wieliczka", "Poland_Warszawa", "Netherlands_Amsterdam", "France_Toulouse")
PUBLISHED = [(name, variant) for name, case in CASES.items() for variant in variants(case)]
SMALL = [
    (name, variant)
    for name, case in HAND.items()
    if name != "project-dearer-than-budget"
    for variant in variants(case)
]


def some(word):
    """Return published cases; raising the shares of the big ones takes a few seconds each."""
    return [
        pytest.param(name, variant, marks=[pytest.mark.slow])
        if "add1" in variant and name.startswith(BIG)
        else (name, variant)
        for name, variant in PUBLISHED
        if word in variant
    ]


def bought(outcome):
    """Return the price of every purchase, once for each project, in order."""
    return [
        votes_from_json(stage.values["price"])
        for stage in outcome.stages
        if "price" in stage.values
        for _ in stage.of
    ]


def check_published(name, variant, **rules):
    case = CASES[name]
    contest, profile = published(METHOD, case["file"], **rules_of(variant), **rules)
    outcome = METHOD.count(contest, profile)
    expected = case["expected"][variant]
    assert set(labels_of(contest, outcome.winners)) == set(expected["selected"])
    assert outcome.details["cost"] == int(expected["cost"])
    if "rho" in expected:
        assert labels_of(contest, outcome.winners) == expected["order"]
        assert bought(outcome) == [Fraction(rho) for rho in expected["rho"]]
    return outcome, expected


@pytest.mark.parametrize(("name", "variant"), some("mes"))
def test_published_selections(name, variant):
    check_published(name, variant)


@pytest.mark.parametrize(("name", "variant"), some("add1"))
def test_published_endowments_in_steps_of_one(name, variant):
    outcome, expected = check_published(name, variant, step=1)
    if "final_endowment" in expected and "Budapest" not in name:
        # for Budapest the case gives the first endowment that has this outcome, not the last
        assert votes_from_json(outcome.details["endowment"]) == Fraction(
            expected["final_endowment"]
        )


def test_wieliczka_is_the_official_result_and_compared_with_greedy():
    case = CASES["Poland_Wieliczka_2023_Green_Budget"]
    rules = {"completion": "add1", "stop": "run-on", "compare": "approvals"}
    contest, profile = published(METHOD, case["file"], **rules)
    outcome = METHOD.count(contest, profile)
    assert set(labels_of(contest, outcome.winners)) == set(case["official_selected"])
    assert outcome.stages[-1].action == "compare"


@pytest.mark.parametrize(("name", "variant"), SMALL)
def test_small_selections(name, variant):
    case, rules = HAND[name], rules_of(variant)
    if "add1" in variant:
        rules["step"] = 1
    outcome = count(METHOD, case["budget"], case["costs"], case["ballots"], **rules)
    won = funded(METHOD, case["budget"], case["costs"], case["ballots"], **rules)
    assert set(won) == set(case["expected"][variant])
    if f"{variant}_rho" in case["expected"]:
        assert sorted(won) == sorted(case["expected"][variant])
        assert bought(outcome) == [Fraction(rho) for rho in case["expected"][f"{variant}_rho"]]


def test_a_project_dearer_than_the_budget_does_not_stop_the_raise():
    case = HAND["project-dearer-than-budget"]
    won = funded(METHOD, case["budget"], case["costs"], case["ballots"], completion="add1")
    assert set(won) == {"a", "b"}


def changed(case):
    """Return money, costs and ballots after the change that a known failure describes."""
    money, costs, ballots = case["budget"], dict(case["costs"]), list(case["ballots"])
    words = case.get("change", "").split()
    match words:
        case ["budget", "+1"]:
            money += 1
        case ["voter", number, "hides", "approval", "of", project, *_]:
            ballots[int(number)] = [p for p in ballots[int(number)] if p != project]
        case ["voter", number, "stays", "home", *_]:
            del ballots[int(number)]
        case ["voter", number, "also", "approves", project]:
            ballots[int(number)] = [*ballots[int(number)], project]
        case ["cost", "of", project, "-1"]:
            costs[project] -= 1
        case ["every", "ballot", "twice"]:
            ballots *= 2
        case ["all", "money", "x10"]:
            money, costs = money * 10, {project: cost * 10 for project, cost in costs.items()}
    return money, costs, ballots


FAILURES = [
    (name, variant)
    for name, cases in document("nonproperties")["properties"].items()
    for variant in cases
    if rules_of(variant)
]


@pytest.mark.parametrize(("name", "variant"), FAILURES)
def test_known_failures(name, variant):
    case = document("nonproperties")["properties"][name][variant]
    rules = rules_of(variant) | ({"step": 1} if "add1" in variant else {})
    won = funded(METHOD, case["budget"], case["costs"], case["ballots"], **rules)
    if (
        variant == "mes_cost_add1"
        and not case["before"]
        and max(case["costs"].values()) > case["budget"]
    ):
        # Made with a project dearer than the budget, which stops the raise at once: we drop it.
        assert won == ["a"]
        return
    assert set(won) == set(case["before"])
    if "after" in case:
        assert set(funded(METHOD, *changed(case), **rules)) == set(case["after"])


def test_a_smooth_raise_knows_no_unit_of_money():
    case = document("nonproperties")["properties"]["money-unit invariant"]["mes_cost_add1"]
    rules = {"completion": "add1"}
    before = funded(METHOD, case["budget"], case["costs"], case["ballots"], **rules)
    assert funded(METHOD, *changed(case), **rules) == before == ["a"]


VILLAGE = {"road": 6, "lamps": 3, "well": 3}
NORTH, SOUTH = ["road"], ["lamps", "well"]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({}, ["lamps", "well", "road"]),
        ({"exclusive": "lamps,well", "completion": "util"}, ["lamps", "road"]),
        ({"groups": "N:6:road;S:3:lamps,well"}, ["road", "lamps"]),
        ({"groups": "S:3:lamps,well;N:5:road", "leftover": "move-on"}, ["lamps"]),
        ({"groups": "S:4:lamps,well;N:5:road", "leftover": "move-on"}, ["lamps", "road"]),
    ],
)
def test_switches(rules, expected):
    ballots = [NORTH] * 2 + [SOUTH] * 2
    assert set(funded(METHOD, 12, VILLAGE, ballots, **rules)) == set(expected)


def test_the_comparison_publishes_what_more_voters_prefer():
    case = HAND["greedy-half-bad"]
    given = METHOD, case["budget"], case["costs"], case["ballots"]
    kept = count(*given, compare="approvals")
    assert "compare" in [stage.action for stage in kept.stages]
    costs = {"a": 10, **{f"s{n}": 1 for n in range(5)}}
    ballots = [["a"]] * 6 + [[f"s{n}"] for n in range(4)]
    assert funded(METHOD, 10, costs, ballots, compare="none") == ["s0", "s1", "s2", "s3"]
    assert funded(METHOD, 10, costs, ballots, compare="approvals") == ["a"]
    assert funded(METHOD, 10, costs, ballots, compare="at-least-one") == ["a"]


def test_a_tie_without_a_lot_stays_open_and_a_lot_closes_it():
    costs, ballots = {"a": 2, "b": 2, "c": 3}, [["a", "b"], ["a", "b"]]
    outcome = count(METHOD, 3, costs, ballots, ties="lower-cost,more-votes,lot")
    assert (outcome.winners, outcome.tied) == ((), (("1", "2"),))
    for seed in (b"1", b"2", b"3"):
        drawn = count(METHOD, 3, costs, ballots, Lot(seed), ties="lower-cost,more-votes,lot")
        assert len(drawn.winners) == 1
        assert drawn.tied == ()


def test_why_it_stopped_and_why_a_loser_lost():
    case = HAND["greedy-half-bad"]
    outcome = count(METHOD, case["budget"], case["costs"], case["ballots"], completion="add1")
    over = next(r for r in outcome.all_reasons() if r.code == "equal-shares.over")
    assert over.params["by"] > 0
    short = count(METHOD, 10, {"a": 6}, [["a"], []])
    lost = next(r for r in short.all_reasons() if r.code == "equal-shares.short")
    assert lost.params == {"cost": 6, "money": 5}


@pytest.mark.parametrize(
    ("costs", "ballots", "expected"),
    [
        ({"a": 11, "b": 12}, [["a"], ["b"]], set()),
        ({"a": 0, "b": 11}, [["a"], ["b"]], {"a"}),
        ({"a": 5}, [], set()),
        ({"a": 5}, [[], []], set()),
        ({"a": 10}, [["a"]] * 1_000_000, {"a"}),
        (
            {str(n): 1 for n in range(10)},
            [[str(n) for n in range(10)]] * 3,
            {str(n) for n in range(10)},
        ),
    ],
)
@pytest.mark.parametrize("completion", ["none", "util", "add1", "add1u"])
def test_bad_input_has_an_answer(costs, ballots, expected, completion):
    outcome = count(METHOD, 10, costs, ballots, completion=completion)
    contest, _ = small(METHOD, 10, costs, [])
    assert set(labels_of(contest, outcome.winners)) == expected or len(costs) == 10


def test_254_projects():
    costs = {str(n): 1 + n % 7 for n in range(254)}
    ballots = [[str(n) for n in range(k, 254, 5)] for k in range(5)]
    assert count(METHOD, 100, costs, ballots).details["cost"] <= 100


def test_a_contest_without_money_is_refused():
    with pytest.raises(InvalidRuleError):
        count(METHOD, 0, {"a": 1}, [["a"]])
