from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import committees as by_hand
from tests.committees import FIVE, FOUR, committees, count, published, represents, voters_of
from voting.ballots import Approval
from voting.methods.sequential_pav import METHOD
from voting.tiebreak import Lot

CASES = list(published("seqpav"))


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_published_committees_with_every_tie(case):
    _, ids, seats, ballots, expected = case
    outcome = count(METHOD, ballots, seats=seats, ids=ids)
    assert committees(outcome) == expected
    assert set(outcome.winners) == frozenset.intersection(*expected)


def harmonic(voters, left, levels):
    """Return whom the rule may choose next, with how many each voter has then."""
    votes = {
        option: sum(
            Fraction(1, level + 1)
            for voter, level in zip(voters, levels, strict=True)
            if option in voter
        )
        for option in left
    }
    return {
        option: [level + (option in voter) for voter, level in zip(voters, levels, strict=True)]
        for option, held in votes.items()
        if held == max(votes.values())
    }


@given(by_hand.small, by_hand.seats_drawn)
def test_same_committees_as_voter_by_voter(counted, seats):
    ways = by_hand.walked(voters_of(counted), FIVE, seats, harmonic)
    assert committees(count(METHOD, counted, seats=seats)) == {members for members, _ in ways}


@given(by_hand.small, by_hand.seats_drawn, st.binary(min_size=1, max_size=3).map(Lot))
def test_with_more_places_everybody_stays(counted, seats, lot):
    fewer = count(METHOD, counted, seats=seats, lot=lot)
    assert set(fewer.winners) <= set(count(METHOD, counted, seats=seats + 1, lot=lot).winners)


@given(by_hand.small, by_hand.seats_drawn, st.binary(min_size=1, max_size=3).map(Lot))
def test_every_stage_adds_up(counted, seats, lot):
    outcome = count(METHOD, counted, seats=seats, lot=lot)
    for stage in outcome.stages:
        if not stage.values:
            continue
        for option, chosen in zip(stage.elected, stage.values["chosen"], strict=True):
            parts = [p["voters"] * Fraction(p["each"]) for p in chosen["parts"]]
            assert sum(parts) == Fraction(chosen["votes"]) == stage.tallies[option]
            assert stage.tallies[option] == max(stage.tallies.values())


def test_each_step_says_why():
    counted = [(Approval.of("a", "b"), 5), (Approval.of("c"), 4), (Approval.of("a"), 1)]
    outcome = count(METHOD, counted, seats=3, ids=FOUR)
    assert outcome.winners == ("a", "c", "b")
    assert [stage.tallies.get("b") for stage in outcome.stages] == [
        5,
        Fraction(5, 2),
        Fraction(5, 2),
    ]
    last = outcome.stages[2].reasons
    assert [reason.code for reason in last] == ["sequential-pav.elected", "sequential-pav.part"]
    assert last[1].params == {"voters": 5, "before": 1, "part": 2}
    assert outcome.details["voters_by_members"] == [0, 5, 5]


def test_a_million_identical_ballots_weigh_a_million():
    outcome = count(METHOD, [(Approval.of("a", "b"), 1_000_000)], seats=1, ids=FOUR)
    assert outcome.tied == (("a", "b"),)
    assert outcome.stages[0].tallies == {"a": 1_000_000, "b": 1_000_000, "c": 0, "d": 0}


def test_level_options_whose_order_cannot_matter_come_in_together():
    counted = [(Approval.of("a"), 2), (Approval.of("b"), 2), (Approval.of("c"), 1)]
    outcome = count(METHOD, counted, seats=2, ids=FOUR)
    assert (outcome.winners, outcome.tied, len(outcome.stages)) == (("a", "b"), (), 1)


def test_too_many_tied_committees_are_not_listed():
    ids = tuple(f"o{number}" for number in range(254))
    outcome = count(METHOD, [(Approval.of("o3"), 1)], seats=5, ids=ids)
    assert outcome.winners == ("o3",)
    assert (outcome.details["committees_complete"], outcome.sets) == (False, {})
    assert outcome.stages[-1].reasons[-1].code == "tie.too-many-ways"


def test_it_is_not_always_the_highest_score_and_can_leave_a_group_out():
    # Janson's kind of example, small: 3 voters of 9 share c and d yet the slate a, b is chosen.
    [case] = [case for case in CASES if case[0] == "abcvoting-L0120"]
    _, ids, seats, ballots, _ = case
    best = {name: expected for name, _, _, _, expected in published("pav")}["abcvoting-L0120"]
    assert committees(count(METHOD, ballots, seats=seats, ids=ids)) - best


@given(by_hand.small, st.integers(1, 3))
def test_small_committees_are_just_to_every_group(counted, seats):
    # Known to hold up to five seats (Sanchez-Fernandez et al., 2017), and to fail at six.
    voters = voters_of(counted)
    for members in committees(count(METHOD, counted, seats=seats)):
        assert represents(members, voters, FIVE, seats, "JR")
