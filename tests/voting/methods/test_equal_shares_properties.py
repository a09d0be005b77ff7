"""What equal shares promises: counted against a slow count, and by the definitions."""

from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from tests.budgets import count, funded, small
from tests.naive_shares import price, raised, shares, shortfall
from voting.methods import equal_shares
from voting.outcome import votes_from_json

METHOD = equal_shares.METHOD


def paper_order(costs):
    """Return the rule that breaks ties by the order on the ballot paper."""
    return "order:" + ",".join("12345"[: len(costs)])


projects = st.integers(1, 5).flatmap(
    lambda n: st.fixed_dictionaries({name: st.integers(1, 9) for name in "abcde"[:n]})
)


@st.composite
def budgets(draw, *, points=False):
    """Draw money, costs within it and ballots: lists of projects, or points by project."""
    money = draw(st.integers(1, 24))
    costs = draw(projects)
    costs = {project: min(costs[project], money) for project in sorted(costs)}
    names = st.sampled_from(sorted(costs))
    one = st.dictionaries(names, st.integers(1, 4)) if points else st.sets(names).map(sorted)
    return money, costs, draw(st.lists(one, min_size=1, max_size=8))


def naive_utilities(costs, ballots, utility):
    worth = {
        "cost": lambda _, cost: cost,
        "cardinality": lambda *_: 1,
        "points": lambda given, _: given,
        "points-cost": lambda given, cost: given * cost,
    }[utility]
    given = [ballot if isinstance(ballot, dict) else dict.fromkeys(ballot, 1) for ballot in ballots]
    return [{p: worth(points, costs[p]) for p, points in ballot.items()} for ballot in given]


def prices(outcome):
    return [
        votes_from_json(stage.values["price"])
        for stage in outcome.stages
        if "price" in stage.values
        for _ in stage.of
    ]


def payments(outcome):
    """Return for each purchase its cost, and how many pay how much, as listed."""
    return [
        (bought["cost"], [(votes_from_json(p["each"]), p["ballots"]) for p in bought["paid"]])
        for stage in outcome.stages
        for bought in stage.values.get("bought", [])
    ]


@given(st.sampled_from(["cost", "cardinality"]), budgets())
def test_it_is_the_slow_count(utility, budget):
    money, costs, ballots = budget
    outcome = count(METHOD, *budget, utility=utility, ties=paper_order(costs))
    wanted, _ = shares(
        Fraction(money, len(ballots)), costs, naive_utilities(costs, ballots, utility), "abcde"
    )
    names = dict(zip("12345", costs, strict=False))
    assert {names[o] for o in outcome.winners} == {project for project, _, _ in wanted}
    assert sorted(prices(outcome)) == sorted(rho for _, rho, _ in wanted)


@given(st.sampled_from(["points", "points-cost"]), budgets(points=True))
def test_it_is_the_slow_count_of_points(utility, budget):
    money, costs, ballots = budget
    rules = {
        "ballot": "scores",
        "utility": utility,
        "ties": paper_order(costs),
    }
    outcome = count(METHOD, *budget, **rules)
    wanted, _ = shares(
        Fraction(money, len(ballots)), costs, naive_utilities(costs, ballots, utility), "abcde"
    )
    names = dict(zip("12345", costs, strict=False))
    assert {names[o] for o in outcome.winners} == {project for project, _, _ in wanted}
    assert sorted(prices(outcome)) == sorted(rho for _, rho, _ in wanted)


@given(
    st.sampled_from(["exhaustive", "run-on"]), st.sampled_from(["cost", "cardinality"]), budgets()
)
def test_raising_in_steps_is_the_slow_count(stop, utility, budget):
    money, costs, ballots = budget
    rules = {"completion": "add1", "step": 1, "stop": stop, "utility": utility}
    ties = paper_order(costs)
    won = funded(METHOD, *budget, ties=ties, **rules)
    wanted = raised(
        money,
        costs,
        naive_utilities(costs, ballots, utility),
        "abcde",
        1,
        is_exhaustive=stop == "exhaustive",
    )
    assert set(won) == set(wanted)


@given(st.sampled_from(["exhaustive", "run-on"]), budgets())
def test_raising_evenly_is_the_slow_count_at_that_endowment_or_just_above(stop, budget):
    _, costs, ballots = budget
    rules = {"completion": "add1", "stop": stop, "ties": paper_order(costs)}
    outcome = count(METHOD, *budget, **rules)
    if not outcome.winners:
        return
    e = votes_from_json(outcome.details["endowment"])
    utilities = naive_utilities(costs, ballots, "cost")
    names = dict(zip("12345", costs, strict=False))
    at, _ = shares(e, costs, utilities, "abcde")
    just_above, _ = shares(e + Fraction(1, 10**9), costs, utilities, "abcde")
    won = {names[o] for o in outcome.winners}
    assert won in ({p for p, _, _ in at}, {p for p, _, _ in just_above})


def check_certificate(costs, ballots, outcome):
    """Check every purchase from the transcript alone, voter by voter."""
    utilities = naive_utilities(costs, ballots, "cost")
    names = dict(zip("12345", costs, strict=False))
    purses = [Fraction(votes_from_json(outcome.details["endowment"]))] * len(ballots)
    left = set(costs)
    for stage in outcome.stages:
        for option, bought in zip(stage.of, stage.values.get("bought", []), strict=False):
            project, rho = names[option], votes_from_json(stage.values["price"])
            backers = {v: u[project] for v, u in enumerate(utilities) if project in u}
            paid = {v: min(purses[v], rho * worth) for v, worth in backers.items()}
            assert sum(paid.values()) == costs[project] == bought["cost"]
            listed = sorted(
                votes_from_json(p["each"]) for p in bought["paid"] for _ in range(p["ballots"])
            )
            assert listed == sorted(payment for v, payment in paid.items() if purses[v])
            for other in left - {project}:
                rivals = {v: u[other] for v, u in enumerate(utilities) if other in u}
                dearer = price(costs[other], rivals, purses) if rivals else None
                assert dearer is None or dearer >= rho
            for voter, payment in paid.items():
                purses[voter] -= payment
            assert min(purses) >= 0
            left.discard(project)
    return purses, left


@given(budgets())
def test_every_purchase_can_be_checked(budget):
    _, costs, ballots = budget
    outcome = count(METHOD, *budget)
    if "endowment" not in outcome.details:  # nobody supports anything
        return
    purses, left = check_certificate(costs, ballots, outcome)
    for project in left:  # nobody's money is kept from a project that it could buy
        together = sum(purses[v] for v, ballot in enumerate(ballots) if project in ballot)
        assert together < costs[project] or not together


@given(st.sampled_from(["none", "util", "add1", "add1u"]), budgets())
def test_money_is_kept_and_support_is_needed(completion, budget):
    money, costs, ballots = budget
    won = funded(METHOD, *budget, completion=completion)
    assert sum(costs[project] for project in won) <= money
    assert all(any(project in ballot for ballot in ballots) for project in won)


@given(st.sampled_from(["util", "add1u"]), budgets())
def test_finishing_with_most_votes_leaves_nothing_that_fits(completion, budget):
    money, costs, ballots = budget
    won = funded(METHOD, *budget, completion=completion)
    left = money - sum(costs[project] for project in won)
    for project in costs:
        if project not in won and any(project in ballot for ballot in ballots):
            assert costs[project] > left


@given(
    st.sampled_from(["cost", "cardinality"]),
    st.sampled_from(["none", "util", "add1", "add1u"]),
    budgets(),
)
def test_every_group_gets_its_part_up_to_one_project(utility, completion, budget):
    money, costs, ballots = budget
    won = funded(METHOD, *budget, utility=utility, completion=completion)
    worth = costs.get if utility == "cost" else lambda _: 1
    assert shortfall(money, costs, [frozenset(b) for b in ballots], set(won), worth) is None


@given(st.sampled_from(["none", "util", "add1", "add1u"]), st.integers(2, 5), budgets())
def test_twice_the_voters_and_other_units_of_money_change_nothing(completion, times, budget):
    money, costs, ballots = budget
    before = funded(METHOD, *budget, completion=completion)
    assert funded(METHOD, money, costs, ballots * times, completion=completion) == before
    finer = {project: times * cost for project, cost in costs.items()}
    assert funded(METHOD, times * money, finer, ballots, completion=completion) == before


@given(st.integers(1, 9), budgets())
def test_who_want_one_thing_and_can_pay_for_it_get_it(extra, budget):
    money, costs, ballots = budget
    alone = extra + len(ballots)
    cost = money * alone // (len(ballots) + alone)
    if cost:
        wanted = {**costs, "z": cost}
        assert "z" in funded(METHOD, money, wanted, ballots + [["z"]] * alone)


@given(budgets())
def test_a_winner_stays_one_when_it_gets_cheaper(budget):
    money, costs, ballots = budget
    for project in funded(METHOD, *budget):
        if costs[project] > 1:
            assert project in funded(METHOD, money, {**costs, project: costs[project] - 1}, ballots)


@given(st.sampled_from(["none", "util", "add1", "add1u"]), budgets(), st.randoms())
def test_grouping_and_order_of_ballots_mean_nothing(completion, budget, chance):
    money, costs, ballots = budget
    shuffled = chance.sample(ballots, len(ballots))
    assert funded(METHOD, money, costs, shuffled, completion=completion) == funded(
        METHOD, *budget, completion=completion
    )


@given(st.sampled_from(["none", "add1"]), budgets())
@example("none", (3, {"a": 2, "b": 2, "c": 3}, [["a", "b"], ["a", "b"]]))
def test_an_open_tie_names_all_who_may_win(completion, budget):
    rules = {"ties": "lot", "completion": completion}
    contest, profile = small(METHOD, *budget, **rules)
    open_ = METHOD.count(contest, profile)
    for order in ("12345", "54321", "31524"):
        ties = "order:" + ",".join(o for o in order if o in contest.ids)
        drawn = count(METHOD, *budget, completion=completion, ties=ties)
        assert set(open_.winners) <= set(drawn.winners)
        if open_.tied:
            assert set(drawn.winners) <= set(open_.details["possible_winners"])
        else:
            assert set(drawn.winners) == set(open_.winners)


def test_an_even_raise_sees_what_changes_just_above_an_endowment():
    costs = {"a": 3, "b": 2, "c": 2, "d": 4}
    ballots = [["a", "d"], ["b", "d"], ["a", "c", "d"], ["a", "b", "d"], ["a", "b", "c"]]
    outcome = count(METHOD, 8, costs, ballots, completion="add1", stop="exhaustive")
    e, little = Fraction(59, 36), Fraction(1, 10**9)
    assert votes_from_json(outcome.details["endowment"]) == e
    utilities = naive_utilities(costs, ballots, "cost")
    at, above = (
        {project for project, _, _ in shares(endowment, costs, utilities, "abcd")[0]}
        for endowment in (e, e + little)
    )
    assert (at, above) == ({"a", "b"}, {"a", "d"})
    assert outcome.winners == ("1", "4")
