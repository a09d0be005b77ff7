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
    # Reinforcement of rankings.
    ids = max(first[0], second[0], key=len)
    halves = [set(map(tuple, orders(count(kemeny, ids, c)))) for _, c in (first, second)]
    shared = halves[0] & halves[1]
    if shared and all(len(half) <= 20 for half in halves):
        together = orders(count(kemeny, ids, [*first[1], *second[1]]))
        assert len(together) > 20 or set(map(tuple, together)) == shared


def orders(outcome):
    flat = tuple(option for group in outcome.sets["ranking"] for option in group)
    return outcome.sets.get("rankings", (flat,))


def test_more_options_than_can_be_put_in_every_order_are_refused():
    ids = tuple(f"o{number}" for number in range(17))
    contest = contest_of(kemeny.METHOD, ids)
    with pytest.raises(InvalidRuleError) as refusal:
        kemeny.METHOD.admit_contest(contest)
    assert refusal.value.params == {"most": 16, "given": 17}
    kemeny.METHOD.admit_contest(contest_of(kemeny.METHOD, ids, withdrawn=ids[:1]))
