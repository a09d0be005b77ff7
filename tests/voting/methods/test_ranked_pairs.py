from itertools import permutations, product
from math import factorial, prod

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.duels import can_win, check_case, count, ids_and_ballots, matrix
from tests.published import cases, names
from voting.methods import ranked_pairs
from voting.tiebreak import Lot

PUBLISHED = cases("ranked_pairs")


@pytest.mark.parametrize(("case", "test"), PUBLISHED, ids=names(PUBLISHED))
def test_published_counts_agree(case, test):
    check_case(ranked_pairs, case, test)


def test_coming_to_vote_can_harm():
    # Participation: three voters c > b > a > d would have b by staying home, and get a.
    counted = [("acbd", 4), ("bdac", 5), ("dcab", 2)]
    assert count(ranked_pairs, "abcd", counted).winners == ("b",)
    assert count(ranked_pairs, "abcd", [*counted, ("cbad", 3)]).winners == ("a",)


def by_hand(order):
    """Lock won duels in an order, and return who is above whom."""
    above = set()
    for one, other in order:
        new = above | {(one, other)}
        new |= {(a, other) for a, b in above if b == one}
        new |= {(a, d) for a, b in new for c, d in new if b == c}
        if not any(a == b for a, b in new):
            above = new
    return frozenset(above)


@given(ids_and_ballots, st.sampled_from(["winning-votes", "margins"]))
def test_winners_by_trying_every_order_of_equal_wins(drawn, strength):
    ids, counted = drawn
    votes = matrix(ids, counted)
    power = {
        (a, b): votes[a][b] - (votes[b][a] if strength == "margins" else 0)
        for a, b in permutations(ids, 2)
        if votes[a][b] > votes[b][a]
    }
    groups = [[w for w in power if power[w] == p] for p in sorted(set(power.values()))[::-1]]
    assume(prod(factorial(len(group)) for group in groups) <= 720)
    orders = product(*(permutations(group) for group in groups))
    ends = {by_hand([w for part in order for w in part]) for order in orders}
    free = [{o for o in ids if not any(b == o for _, b in end)} for end in ends]
    outcome = count(ranked_pairs, ids, counted, strength=strength)
    assert can_win(outcome) == set().union(*free)


def test_which_order_of_equal_wins_decides_is_not_guessed():
    # Every duel of a > b > c > a is won 2 to 1: each order leaves out another win.
    counted = [("abc", 1), ("bca", 1), ("cab", 1)]
    outcome = count(ranked_pairs, "abc", counted)
    assert outcome.tied == (("a", "b", "c"),)
    assert set(outcome.sets["rankings"]) == {tuple("abc"), tuple("bca"), tuple("cab")}
    fixed = count(ranked_pairs, "abc", counted, ties="order:b,a,c")
    # b's win comes first, then a's; that of c over a would close the circle.
    assert fixed.winners == ("a",)


def test_where_orders_are_too_many_that_is_said():
    # Nine in a ring, each beating the next four by two ballots: 36 equally strong wins.
    ids, counted = "abcdefghi", []
    for place, winner in enumerate(ids):
        for loser in (ids * 2)[place + 1 : place + 5]:
            rest = "".join(o for o in ids if o not in (winner, loser))
            counted += [(winner + loser + rest, 1), (rest[::-1] + winner + loser, 1)]
    outcome = count(ranked_pairs, ids, counted)
    assert outcome.tied == (tuple(ids),)
    assert "ranked-pairs.too-many-orders" in [r.code for r in outcome.all_reasons()]
    drawn = count(ranked_pairs, ids, counted, lot=Lot(b"x"))
    assert (len(drawn.winners), drawn.tied) == (1, ())
