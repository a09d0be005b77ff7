from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import committees as by_hand
from tests.committees import FIVE, FOUR, committees, count, published, represents, voters_of
from voting.ballots import Approval
from voting.errors import InvalidRuleError
from voting.explanation import explanation
from voting.methods.pav import METHOD, MOST_COMMITTEES
from voting.tiebreak import Lot

CASES = list(published("pav"))


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_published_committees_with_every_tie(case):
    _, ids, seats, ballots, expected = case
    outcome = count(METHOD, ballots, seats=seats, ids=ids)
    assert committees(outcome) == expected
    assert set(outcome.winners) == frozenset.intersection(*expected)


def score(members, voters):
    return sum(
        (Fraction(1, j) for voter in voters for j in range(1, len(voter & members) + 1)),
        Fraction(0),
    )


def best(counted, seats):
    voters = voters_of(counted)
    scores = {frozenset(c): score(frozenset(c), voters) for c in combinations(FIVE, seats)}
    highest = max(scores.values())
    return {members for members, its in scores.items() if its == highest}, highest


@given(by_hand.small, by_hand.seats_drawn)
def test_no_committee_has_a_higher_score(counted, seats):
    expected, highest = best(counted, seats)
    outcome = count(METHOD, counted, seats=seats)
    assert committees(outcome) == expected
    assert Fraction(outcome.stages[0].values["score"]) == highest
    everyone, somebody = frozenset.intersection(*expected), frozenset.union(*expected)
    assert set(outcome.winners) == everyone
    assert set().union(*outcome.tied) == somebody - everyone


@given(by_hand.small, by_hand.seats_drawn, st.binary(min_size=1, max_size=3).map(Lot))
def test_the_lot_takes_the_first_committee_of_its_dictionary(counted, seats, lot):
    expected, _ = best(counted, seats)
    order = lot.order(FIVE)
    first = min(sorted(map(order.index, members)) for members in expected)
    outcome = count(METHOD, counted, seats=seats, lot=lot)
    assert set(outcome.winners) == {order[place] for place in first}
    assert bool(outcome.stages[0].ties) == (len(expected) > 1)
    for use in outcome.stages[0].ties:
        assert use.picked in outcome.winners
        assert use.picked in use.among
        assert len(use.among) > 1


@given(by_hand.small, by_hand.seats_drawn)
def test_every_group_gets_its_due(counted, seats):
    voters = voters_of(counted)
    for members in committees(count(METHOD, counted, seats=seats)):
        assert represents(members, voters, FIVE, seats, "EJR")


def test_too_many_committees_are_refused_before_the_vote_and_one_seat_never():
    ids = tuple(f"o{number}" for number in range(254))
    assert count(METHOD, [(Approval.of("o9"), 3)], seats=1, ids=ids).winners == ("o9",)
    with pytest.raises(InvalidRuleError) as refusal:
        count(METHOD, [(Approval.of("o9"), 3)], seats=5, ids=ids)
    assert refusal.value.code == "pav.too-large"
    assert refusal.value.params == {"options": 254, "seats": 5, "most": MOST_COMMITTEES}


def test_where_more_are_tied_than_can_be_listed_the_lot_still_decides():
    ids = tuple(f"o{number}" for number in range(15))
    counted = [(Approval.of("o1"), 1)]
    open_ = count(METHOD, counted, seats=7, ids=ids)
    assert (open_.winners, open_.sets, len(open_.tied[0])) == ((), {}, 15)
    assert open_.stages[0].reasons[-1].code == "tie.too-many-ways"
    drawn = count(METHOD, counted, seats=7, ids=ids, lot=Lot(b"dice"))
    first = [option for option in Lot(b"dice").order(ids) if option != "o1"][:6]
    assert set(drawn.winners) == {"o1", *first}


def test_it_says_by_how_much():
    outcome = count(METHOD, [(Approval.of("a", "b"), 6), (Approval.of("c"), 4)], seats=2, ids=FOUR)
    assert (outcome.winners, outcome.tied) == (("c",), (("a", "b"),))
    told = explanation(outcome, {option: option.upper() for option in FOUR}, "en")
    assert told[1] == "2 committees share the highest sum, 10."


def test_no_prices_explain_it():
    # Peters and Skowron 2020: c1 to c3 are common to three voters who also have one of their own;
    # three others have three each. Were places paid for at a price p out of purses of 1, each of
    # the others pays 3p, so p <= 1/3; what the first three have left, 3 - 3p, must not buy c4, c5
    # and c6, so 3 - 3p <= 3p and p >= 1/2.
    ids = tuple(f"c{number}" for number in range(1, 16))
    common = ids[:3]
    counted = [(Approval.of(*common, own), 1) for own in ids[3:6]]
    counted += [(Approval.of(*ids[first : first + 3]), 1) for first in (6, 9, 12)]
    outcome = count(METHOD, counted, seats=12, ids=ids)
    assert committees(outcome) == {frozenset(ids) - set(ids[3:6])}


def test_one_place_more_can_cost_somebody_theirs():
    counted = [
        (Approval.of("a", "b"), 3),
        (Approval.of("a", "c"), 3),
        (Approval.of("b"), 2),
        (Approval.of("c"), 2),
    ]
    assert count(METHOD, counted, seats=1, ids=FOUR).winners == ("a",)
    assert set(count(METHOD, counted, seats=2, ids=FOUR).winners) == {"b", "c"}
