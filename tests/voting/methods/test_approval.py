from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.committees import published
from tests.published import cases, poll_of
from tests.strategies import IDS, approvals, contest_of, counted_ballots, profile_of
from voting.ballots import Approval
from voting.methods.approval import METHOD, Rules
from voting.tiebreak import Lot

FOUR = IDS[:4]
counted_approvals = counted_ballots(approvals(FOUR))


def count(counted, *, seats=1, ids=FOUR, lot=None, **contest):
    rules = Rules(seats=seats)
    return METHOD.count(
        contest_of(METHOD, ids, rules, **contest), profile_of(Approval, ids, counted), lot
    )


def can_win(outcome):
    return set(outcome.details.get("possible_winners", outcome.winners))


def test_published_scores_read_as_approvals():
    [(case, test)] = cases("approval")
    lines = (poll_of.__globals__["RANKED"] / case / test["data"]["file"]).read_text().splitlines()
    labels = lines[0].split(",")[1:]
    assert labels == test["candidates"]
    counted = []
    for line in lines[1:]:
        n, *scores = map(int, line.split(","))
        liked = [option for option, score in zip(FOUR, scores, strict=True) if score >= 3]
        counted.append((Approval.of(*liked), n))
    outcome = count(counted)
    assert [labels[FOUR.index(option)] for option in outcome.winners] == test["winners"]
    assert dict(zip(labels, outcome.stages[0].tallies.values(), strict=True)) == test["totals"]


def test_every_approval_counts_and_the_most_approved_win():
    counted = [(Approval.of("a", "b"), 3), (Approval.of("b", "c"), 2), (Approval.of(), 4)]
    outcome = count(counted, seats=2)
    assert outcome.stages[0].tallies == {"a": 3, "b": 5, "c": 2, "d": 0}
    assert outcome.winners == ("b", "a")


def test_a_tie_at_the_last_seat_is_reported_and_a_lot_resolves_it():
    counted = [(Approval.of("a"), 5), (Approval.of("b", "c", "d"), 3)]
    open_ = count(counted, seats=2)
    assert (open_.winners, open_.tied) == (("a",), (("b", "c", "d"),))
    assert open_.details == {
        "tie_changes_winners": True,
        "possible_winners": ["a", "b", "c", "d"],
    }
    drawn = count(counted, seats=3, lot=Lot(b"dice"))
    order = Lot(b"dice").order(("b", "c", "d"))
    assert drawn.winners == ("a", *order[:2])
    assert [use.picked for use in drawn.stages[0].ties] == list(order[:2])


def test_withdrawn_options_do_not_count_and_write_ins_never_win():
    counted = [(Approval.of("a"), 9), (Approval.of("b", "c"), 5), (Approval.of("d"), 1)]
    outcome = count(counted, withdrawn={"a"}, write_ins={"b"})
    assert outcome.stages[0].tallies == {"b": 5, "c": 5, "d": 1}
    assert outcome.stages[0].inactive == {"withdrawn": 9}
    assert outcome.winners == ("c",)


def test_no_more_options_than_seats_are_elected_without_a_contest():
    outcome = count([(Approval.of("b"), 1)], seats=4)
    assert set(outcome.winners) == set(FOUR)
    assert outcome.reasons == ()
    assert [reason.code for reason in outcome.stages[0].reasons][-1] == "count.unopposed"


@given(counted_approvals, st.integers(1, 3))
def test_same_totals_as_adding_by_hand(counted, seats):
    totals = {o: sum(n for b, n in counted if o in b.approved) for o in FOUR}
    outcome = count(counted, seats=seats)
    assert outcome.stages[0].tallies == totals
    losers = set(FOUR) - can_win(outcome)
    for winner in outcome.winners:
        assert all(totals[winner] >= totals[loser] for loser in losers)
    for tied in outcome.tied:
        assert len({totals[option] for option in tied}) == 1


@given(counted_approvals, st.integers(1, 3), approvals(FOUR), st.sampled_from(FOUR))
def test_approving_one_more_never_harms_it(counted, seats, ballot, option):
    before = count([*counted, (ballot, 1)], seats=seats)
    raised = Approval(ballot.approved | {option})
    after = count([*counted, (raised, 1)], seats=seats)
    assert option not in before.winners or option in after.winners
    assert option not in can_win(before) or option in can_win(after)


@given(counted_approvals, st.integers(1, 3), approvals(FOUR))
def test_voting_never_harms_those_one_approves_of(counted, seats, ballot):
    home, there = count(counted, seats=seats), count([*counted, (ballot, 1)], seats=seats)
    lost = (set(home.winners) - set(there.winners)) & ballot.approved
    gained = (set(there.winners) - can_win(home)) - ballot.approved
    assert not lost
    assert not gained


@given(counted_approvals, counted_approvals)
def test_what_two_halves_both_want_the_whole_wants(east, west):
    both = can_win(count(east)) & can_win(count(west))
    if both:
        assert can_win(count(east + west)) == both


@given(counted_approvals, st.sampled_from(FOUR))
def test_taking_out_a_loser_changes_nothing_between_the_others(counted, option):
    whole = count(counted)
    if option not in can_win(whole):
        assert can_win(count(counted, withdrawn={option})) == can_win(whole)


def test_a_majority_can_lose():
    # Six of ten like a best; they also approve of b, and b wins.
    counted = [(Approval.of("a", "b"), 6), (Approval.of("b"), 4)]
    assert count(counted).winners == ("b",)


def test_approving_of_a_second_option_can_harm_the_first():
    # Later-no-harm: the three who like a best would have elected it alone.
    others = [(Approval.of("b"), 2)]
    assert count([(Approval.of("a"), 3), *others]).winners == ("a",)
    assert count([(Approval.of("a", "b"), 3), *others]).winners == ("b",)


@pytest.mark.parametrize("case", list(published("av")), ids=lambda case: case[0])
def test_published_committees_of_the_most_approved(case):
    _, options, seats, ballots, expected = case
    outcome = count(ballots, seats=seats, ids=options)
    open_to = [o for o in options if o in set().union(*outcome.tied)]
    left = seats - len(outcome.winners)
    found = {frozenset(outcome.winners) | {*more} for more in combinations(open_to, left)}
    assert found == expected
