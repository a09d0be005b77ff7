import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.published import cases
from tests.scored import contest_and_scores
from tests.strategies import IDS, contest_of, counted_ballots, profile_of, scores
from voting.ballots import Scores
from voting.errors import InvalidBallotError
from voting.methods.score import METHOD, Rules
from voting.tiebreak import Lot

FOUR = IDS[:4]
counted_scores = counted_ballots(scores(FOUR))


def count(counted, *, seats=1, ids=FOUR, lot=None, **contest):
    rules = Rules(seats=seats)
    return METHOD.count(
        contest_of(METHOD, ids, rules, **contest), profile_of(Scores, ids, counted), lot
    )


def can_win(outcome):
    return set(outcome.details.get("possible_winners", outcome.winners))


@pytest.mark.parametrize(("case", "test"), cases("star"))
def test_published_totals(case, test):
    contest, profile = contest_and_scores(case, test, METHOD)
    label = contest.labels()
    outcome = METHOD.count(contest, profile)
    assert {label[o]: v for o, v in outcome.stages[0].tallies.items()} == test["totals"]
    best = max(test["totals"].values())
    assert {label[o] for o in can_win(outcome)} == {
        o for o, total in test["totals"].items() if total == best
    }


def test_the_top_fills_the_seats_and_a_tie_for_the_last_is_told():
    counted = [(Scores.of(a=5, b=2, c=2), 3), (Scores.of(d=1), 1)]
    outcome = count(counted, seats=2)
    assert outcome.stages[0].tallies == {"a": 15, "b": 6, "c": 6, "d": 1}
    assert (outcome.winners, outcome.tied) == (("a",), (("b", "c"),))
    first = Lot(b"dice").order(("b", "c"))[0]
    assert count(counted, seats=2, lot=Lot(b"dice")).winners == ("a", first)


def test_a_withdrawn_option_is_passed_over_and_a_million_alike_are_one_pile():
    counted = [(Scores.of(a=5, b=2), 1), (Scores.of(a=5), 2)]
    outcome = count(counted, withdrawn={"a"})
    assert outcome.winners == ("b",)
    assert outcome.stages[0].inactive == {"withdrawn": 2}


@pytest.mark.parametrize("wrong", [-1, 6, 10**9])
def test_scores_out_of_range_are_refused(wrong):
    contest = contest_of(METHOD, FOUR)
    METHOD.admit(Scores.of(a=0, b=5), contest)
    with pytest.raises(InvalidBallotError) as refusal:
        METHOD.admit(Scores.of(a=wrong), contest)
    assert refusal.value.params == {"option": "a", "score": wrong, "most": 5}


@given(counted_scores, st.integers(1, 3))
def test_same_totals_as_adding_by_hand(counted, seats):
    outcome = count(counted, seats=seats)
    totals = {o: sum(n * b.points.get(o, 0) for b, n in counted) for o in FOUR}
    assert outcome.stages[0].tallies == totals
    losers = set(FOUR) - can_win(outcome)
    assert all(totals[winner] >= totals[loser] for winner in outcome.winners for loser in losers)


@given(counted_scores, st.integers(1, 3), scores(FOUR), st.sampled_from(FOUR), st.integers(0, 5))
def test_a_higher_score_never_harms(counted, seats, ballot, option, more):
    better = max(more, ballot.points.get(option, 0))
    before = count([*counted, (ballot, 1)], seats=seats)
    after = count([*counted, (Scores({**ballot.points, option: better}), 1)], seats=seats)
    assert option not in before.winners or option in after.winners
    assert option not in can_win(before) or option in can_win(after)


@given(counted_scores, scores(FOUR))
def test_voting_never_brings_about_what_one_likes_less(counted, ballot):
    home, there = can_win(count(counted)), can_win(count([*counted, (ballot, 1)]))
    liked = {option: ballot.points.get(option, 0) for option in FOUR}
    assert max(liked[o] for o in there) >= max(liked[o] for o in home)
    assert min(liked[o] for o in there) >= min(liked[o] for o in home)


@given(counted_scores, counted_scores)
def test_what_two_halves_both_want_the_whole_wants(east, west):
    both = can_win(count(east)) & can_win(count(west))
    if both:
        assert can_win(count(east + west)) == both


@given(counted_scores, st.sampled_from(FOUR))
def test_taking_out_a_loser_changes_nothing_between_the_others(counted, option):
    whole = count(counted)
    if option not in can_win(whole):
        assert can_win(count(counted, withdrawn={option})) == can_win(whole)


def test_a_majority_and_the_winner_of_every_duel_can_lose():
    assert count([(Scores.of(a=5, b=4), 6), (Scores.of(a=0, b=5), 4)]).winners == ("b",)


def test_a_score_for_a_second_option_can_harm_the_first():
    others = [(Scores.of(b=5), 2)]
    assert count([(Scores.of(a=5), 3), *others]).winners == ("a",)
    assert count([(Scores.of(a=5, b=4), 3), *others]).winners == ("b",)
