"""Districts and projects that replace each other, alike in every method that spends a budget."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.budgets import count, funded
from voting.errors import InvalidRuleError
from voting.methods import budget_greedy, equal_shares, maximin_support, phragmen
from voting.tiebreak import Lot

METHODS = [budget_greedy, equal_shares, maximin_support, phragmen]
every = pytest.mark.parametrize("method", [m.METHOD for m in METHODS], ids=lambda m: m.id)
names = "abcdef"


@st.composite
def budgets(draw):
    """Draw money, costs by name, and ballots as lists of names."""
    costs = draw(st.dictionaries(st.sampled_from(names), st.integers(0, 6), min_size=2))
    ballot = st.sets(st.sampled_from(sorted(costs))).map(sorted)
    return draw(st.integers(1, 14)), costs, draw(st.lists(ballot, min_size=1, max_size=7))


@st.composite
def in_districts(draw):
    """Draw a budget with one or two districts, as the rule ``groups`` and by name."""
    money, costs, ballots = draw(budgets())
    of = {name: draw(st.sampled_from(["North", "South", ""])) for name in costs}
    north = draw(st.integers(0, money))
    south = draw(st.integers(0, money - north))
    purses = {"North": north, "South": south, "": money - north - south}
    rule = ";".join(
        f"{part}:{purses[part]}:{','.join(n for n in costs if of[n] == part)}"
        for part in ("North", "South")
    )
    return money, costs, ballots, of, purses, rule


def spent_by_part(won, costs, of):
    return {part: sum(costs[n] for n in won if of[n] == part) for part in ("North", "South", "")}


@every
@given(in_districts(), st.binary(min_size=1, max_size=2).map(Lot))
def test_no_district_spends_more_than_it_has(method, drawn, lot):
    money, costs, ballots, of, purses, rule = drawn
    outcome = count(method, money, costs, ballots, lot, groups=rule, ties="lot")
    won = [[*costs][int(option) - 1] for option in outcome.winners]
    assert outcome.tied == ()
    for part, spent in spent_by_part(won, costs, of).items():
        assert spent <= purses[part]


@every
@given(in_districts())
def test_money_that_moves_on_is_spent_once(method, drawn):
    money, costs, ballots, of, purses, rule = drawn
    won = funded(method, money, costs, ballots, groups=rule, leftover="move-on")
    there = 0
    for part, spent in spent_by_part(won, costs, of).items():
        there += purses[part]
        assert spent <= there
        there -= spent


@every
@given(in_districts())
def test_a_district_is_a_count_of_its_own(method, drawn):
    money, costs, ballots, of, purses, rule = drawn
    won = funded(method, money, costs, ballots, groups=rule)
    for part in ("North", "South"):
        inside = {name: cost for name, cost in costs.items() if of[name] == part}
        cast = [kept for ballot in ballots if (kept := [n for n in ballot if n in inside])]
        if inside and purses[part]:
            alone = funded(method, purses[part], inside, cast)
            assert {n for n in won if of[n] == part} == set(alone)


@every
@given(budgets(), st.data())
def test_never_two_projects_that_replace_each_other(method, drawn, data):
    money, costs, ballots = drawn
    rivals = st.sets(st.sampled_from(sorted(costs)), min_size=2)
    sets = data.draw(st.lists(rivals, min_size=1, max_size=2))
    assume(all(sum(costs[n] == 0 for n in rivals) < 2 for rivals in sets))
    rule = ";".join(",".join(sorted(rivals)) for rivals in sets)
    won = set(funded(method, money, costs, ballots, exclusive=rule))
    for rivals in sets:
        assert len(won & rivals) < 2
    outcome = count(method, money, costs, ballots, exclusive=rule, ties="lot")
    for rivals in sets:
        assert len({[*costs][int(option) - 1] for option in outcome.winners} & rivals) < 2


@every
@given(budgets())
def test_one_district_of_all_and_sets_of_one_are_the_plain_method(method, drawn):
    money, costs, ballots = drawn
    assume(any(ballots))
    voting = [ballot for ballot in ballots if ballot]  # a district's voters name its projects
    plain = funded(method, money, costs, voting)
    everything = f"All:{money}:{','.join(costs)}"
    assert set(funded(method, money, costs, voting, groups=everything)) == set(plain)
    assert funded(method, money, costs, voting, exclusive=";".join(costs)) == plain


@every
def test_who_is_left_out_of_a_district_is_told_why(method):
    costs = {"a": 4, "b": 4, "c": 2, "d": 8}
    ballots = [["a", "b", "d"], ["a", "b"], ["c"]]
    rules = {"groups": "North:6:a,b,d", "exclusive": "a,b"}
    outcome = count(method, 9, costs, ballots, **rules)
    assert outcome.winners == ("1", "3")
    told = {
        reason.code: option
        for reason in outcome.all_reasons()
        for option in reason.options.get("project", reason.options.get("projects", ()))
    }
    assert told["budget.excluded"] == "2"
    assert told["budget.too-dear-here"] == "4"


@every
def test_a_tie_between_rivals_asks_for_the_lot(method):
    ballots = [["a"], ["b"]]
    open_tie = count(method, 4, {"a": 2, "b": 2}, ballots, exclusive="a,b", ties="lot")
    assert (open_tie.winners, open_tie.tied) == ((), (("1", "2"),))
    drawn = count(method, 4, {"a": 2, "b": 2}, ballots, Lot(b"x"), exclusive="a,b", ties="lot")
    assert len(drawn.winners) == 1


@every
@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ({"exclusive": "a,x"}, "budget.stranger"),
        ({"groups": "North:5"}, "budget.groups"),
        ({"groups": "North:11:a"}, "budget.groups-too-dear"),
        ({"groups": "North:1:a;South:1:a"}, "budget.groups-twice"),
    ],
)
def test_parts_that_mean_nothing_are_refused(method, rules, code):
    with pytest.raises(InvalidRuleError) as refusal:
        count(method, 10, {"a": 2, "b": 2}, [["a"]], **rules)
    assert refusal.value.code == code
