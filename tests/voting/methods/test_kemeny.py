from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.duels import can_win, check_case, count, ids_and_ballots, matrix
from tests.published import cases, names
from tests.strategies import contest_of, lots
from voting.errors import InvalidRuleError
from voting.methods import kemeny

PUBLISHED = cases("kemeny_young")


@pytest.mark.parametrize(("case", "test"), PUBLISHED, ids=names(PUBLISHED))
def test_published_counts_agree(case, test):
    check_case(kemeny, case, test)


def test_clones_can_change_the_winner():
    # x, y and z take a's place on every ballot, and b wins.
    counted = [("cba", 4), ("bac", 3), ("acb", 3)]
    clones = [("cbyxz", 4), ("bxyzc", 3), ("zxycb", 3)]
    assert count(kemeny, "abc", counted).winners == ("c",)
    assert count(kemeny, "bcxyz", clones).winners == ("b",)


def test_coming_to_vote_can_harm():
    # Participation: two voters a > d > c > b would have a by staying home, and get d.
    counted = [("abcd", 3), ("dacb", 4), ("bcda", 4)]
    assert count(kemeny, "abcd", counted).winners == ("a",)
    assert count(kemeny, "abcd", [*counted, ("adcb", 2)]).winners == ("d",)


@given(ids_and_ballots, st.integers(1, 3), lots())
def test_winners_by_trying_every_order(drawn, seats, lot):
    ids, counted = drawn
    seats = min(seats, len(ids) - 1)
    votes = matrix(ids, counted)
    scores = {o: sum(votes[a][b] for a, b in combinations(o, 2)) for o in permutations(ids)}
    best = [order for order, score in scores.items() if score == max(scores.values())]
    outcome = count(kemeny, ids, counted, seats=seats)
    assert outcome.details["score"] == max(scores.values())
    assert can_win(outcome) == {option for order in best for option in order[:seats]}
    assert set(outcome.winners) == set.intersection(*(set(order[:seats]) for order in best))
    drawn_lot = count(kemeny, ids, counted, seats=seats, lot=lot)
    assert set(drawn_lot.winners) in [set(order[:seats]) for order in best]


@given(ids_and_ballots, ids_and_ballots)
def test_an_order_that_two_halves_share_stays(first, second):
    # Reinforcement of rankings, wherever all best orders are few enough to be listed.
    ids = max(first[0], second[0], key=len)
    ballots = (first[1], second[1], [*first[1], *second[1]])
    one, other, together = (orders(count(kemeny, ids, counted)) for counted in ballots)
    if one & other and together:
        assert together == one & other


def orders(outcome):
    """Return every best order; none where they are too many to be listed."""
    groups = outcome.sets["ranking"]
    flat = tuple(option for group in groups for option in group)
    only = (flat,) if all(len(group) == 1 for group in groups) else ()
    return set(outcome.sets.get("rankings", only))


def test_more_options_than_can_be_put_in_every_order_are_refused():
    ids = tuple(f"o{number}" for number in range(17))
    contest = contest_of(kemeny.METHOD, ids)
    with pytest.raises(InvalidRuleError) as refusal:
        kemeny.METHOD.admit_contest(contest)
    assert refusal.value.params == {"most": 16, "given": 17}
    kemeny.METHOD.admit_contest(contest_of(kemeny.METHOD, ids, withdrawn=ids[:1]))


@pytest.mark.parametrize("first", ["a", "b", "c"])
def test_of_equally_good_orders_the_one_that_begins_with_the_preferred_is_taken(first):
    circle = [("abc", 1), ("bca", 1), ("cab", 1)]
    rest = ",".join(o for o in "abc" if o != first)
    assert count(kemeny, "abc", circle, ties=f"order:{first},{rest}").winners == (first,)
