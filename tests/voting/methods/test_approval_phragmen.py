from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import committees as by_hand
from tests.committees import FIVE, FOUR, committees, count, published, represents, voters_of
from voting.ballots import Approval, OptionId
from voting.methods.approval_phragmen import METHOD
from voting.tiebreak import Lot

CASES = list(published("seqphragmen"))
a_lot = st.binary(min_size=1, max_size=3).map(Lot)


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_published_committees_with_every_tie(case):
    _, ids, seats, ballots, expected = case
    outcome = count(METHOD, ballots, seats=seats, ids=ids)
    assert committees(outcome) == expected
    assert set(outcome.winners) == frozenset.intersection(*expected)


@given(by_hand.small, by_hand.seats_drawn)
def test_same_committees_as_voter_by_voter(counted, seats):
    ways = by_hand.walked(voters_of(counted), FIVE, seats, by_hand.phragmen)
    assert committees(count(METHOD, counted, seats=seats)) == {members for members, _ in ways}


@given(by_hand.small, by_hand.seats_drawn)
def test_every_group_is_represented_in_proportion(counted, seats):
    voters = voters_of(counted)
    for members in committees(count(METHOD, counted, seats=seats)):
        assert represents(members, voters, FIVE, seats, "PJR")


@given(by_hand.small, by_hand.seats_drawn, a_lot)
def test_with_more_places_everybody_stays(counted, seats, lot):
    fewer = count(METHOD, counted, seats=seats, lot=lot)
    assert set(fewer.winners) <= set(count(METHOD, counted, seats=seats + 1, lot=lot).winners)


@given(by_hand.small, by_hand.seats_drawn, a_lot)
def test_every_choice_is_a_load_of_one_and_nobody_could_pay_for_another(counted, seats, lot):
    """The loads are a system of prices: a voter who may bear ``most`` has no rest to speak of."""
    outcome, voters = count(METHOD, counted, seats=seats, lot=lot), voters_of(counted)
    loads, most = [Fraction(0)] * len(voters), Fraction(0)
    for stage in outcome.stages:
        for option, chosen in zip(stage.elected, stage.values.get("chosen", ()), strict=False):
            if not chosen["supporters"]:
                continue
            assert sum(p["voters"] * Fraction(p["each"]) for p in chosen["parts"]) == 1
            most = Fraction(chosen["load"])
            after = [most if option in v else load for v, load in zip(voters, loads, strict=True)]
            assert sum(after) - sum(loads) == 1
            loads = after
    assert all(load <= most for load in loads)
    for option in set(FIVE) - set(outcome.winners):
        rest = [most - load for v, load in zip(voters, loads, strict=True) if option in v]
        assert sum(rest) <= 1


def test_each_step_says_what_the_supporters_bear():
    counted = [(Approval.of("a", "b"), 4), (Approval.of("c"), 4), (Approval.of("a"), 1)]
    outcome = count(METHOD, counted, seats=2, ids=FOUR)
    assert outcome.winners == ("a", "c")
    assert outcome.stages[1].tallies == {"b": Fraction(20, 9), "c": 4, "d": 0}
    [chosen] = outcome.stages[1].values["chosen"]
    assert chosen == {
        "supporters": 4,
        "votes": 4,
        "parts": [{"voters": 4, "each": "1/4"}],
        "load": "1/4",
    }
    assert outcome.stages[1].reasons[-1].params == {"supporters": 4, "load": "1/4"}


def test_a_group_with_much_in_common_can_be_served_less_than_it_could():
    # Brill et al. 2017, example 2: 24 voters, 12 places. Voters 1 and 2 approve of a and b and
    # their own; the others of c1 to c12. Nobody of a group owed two has two: EJR fails, PJR holds.
    common = [f"c{number}" for number in range(1, 13)]
    counted = [
        (Approval.of("a", "b", "c1"), 2),
        (Approval.of("a", "b", "c2"), 2),
        (Approval.of(*common), 6),
        (Approval.of(*common[1:]), 5),
        (Approval.of(*common[2:]), 9),
    ]
    ids = tuple(OptionId(option) for option in ("a", "b", *common))
    outcome = count(METHOD, counted, seats=12, ids=ids)
    assert committees(outcome) == {frozenset(common)}
    owed = [v for v in voters_of(counted) if {"a", "b"} <= v]
    assert len(owed) * 12 >= 2 * 24
    assert all(len(v & set(common)) < 2 for v in owed)
