from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.published import cases, contest_and_profile, names, votes
from tests.strategies import (
    IDS,
    contest_of,
    counted_ballots,
    messy_rankings,
    profile_of,
    rankings,
)
from voting.ballots import Ranking
from voting.methods.borda import METHOD, Rules
from voting.tiebreak import Lot

CASES = cases("borda")
FOUR = IDS[:4]
counted_rankings = counted_ballots(rankings(FOUR, shortest=4))


def count(counted, *, ids=FOUR, lot=None, withdrawn=(), **rules):
    contest = contest_of(METHOD, ids, Rules(**rules), withdrawn=withdrawn)
    return METHOD.count(contest, profile_of(Ranking, ids, counted), lot)


def can_win(outcome):
    return set(outcome.details.get("possible_winners", outcome.winners))


def duel(counted, one, other):
    """Return the margin of one over another on complete ballots."""
    orders = [([rank[0] for rank in ballot.ranks], n) for ballot, n in counted]
    return sum(n if order.index(one) < order.index(other) else -n for order, n in orders)


@pytest.mark.parametrize(("case", "test"), CASES, ids=names(CASES))
def test_published_counts(case, test):
    rules = {key: value.split(" ")[0] for key, value in (test.get("rule") or {}).items()}
    contest, profile = contest_and_profile(case, test, METHOD, rules)
    label = contest.labels()
    outcome = METHOD.count(contest, profile)
    if "totals" in test:
        assert {label[o]: v for o, v in outcome.stages[0].tallies.items()} == votes(test["totals"])
    best = test["winners"] or test["tied"]
    assert {label[o] for o in can_win(outcome)} == set(best)
    assert (outcome.tied == ()) == (len(best) == 1)


def test_equal_ranks_share_and_a_skipped_rank_means_nothing():
    ballot = Ranking((("a",), (), ("b", "c")))
    assert count([(ballot, 1)]).stages[0].tallies == {
        "a": 3,
        "b": Fraction(3, 2),
        "c": Fraction(3, 2),
        "d": 0,
    }
    modified = count([(ballot, 1)], points="m_to_1")
    assert modified.stages[0].tallies == {"a": 3, "b": Fraction(3, 2), "c": Fraction(3, 2), "d": 0}
    told = modified.transcript()["stages"][0]["tallies"]
    assert told["b"] == "3/2"


def test_a_withdrawn_option_takes_no_rank():
    outcome = count([(Ranking.of("a", "b", "c", "d"), 2), (Ranking.of("a"), 1)], withdrawn={"a"})
    assert outcome.stages[0].tallies == {"b": 4, "c": 2, "d": 0}
    assert outcome.stages[0].inactive == {"withdrawn": 1}


def test_the_top_fills_the_seats_and_a_tie_for_the_last_is_told():
    counted = [(Ranking((("a",), ("b", "c"), ("d",))), 3)]
    outcome = count(counted, seats=2)
    assert (outcome.winners, outcome.tied) == (("a",), (("b", "c"),))
    assert len(count(counted, seats=2, lot=Lot(b"dice")).winners) == 2


@given(counted_ballots(messy_rankings(FOUR)), st.sampled_from(["n-1_to_0", "n_to_1"]))
def test_every_ballot_hands_out_the_same_points(counted, points):
    outcome = count(counted, points=points)
    each = 6 if points == "n-1_to_0" else 10
    given_out = outcome.profile.counted - outcome.stages[0].inactive.get("withdrawn", 0)
    assert sum(outcome.stages[0].tallies.values()) == each * given_out


@given(counted_rankings)
def test_points_are_the_row_sums_of_the_duels(counted):
    total = sum(n for _, n in counted)
    for option, points in count(counted).stages[0].tallies.items():
        margins = sum(duel(counted, option, other) for other in FOUR if other != option)
        assert 2 * points == margins + 3 * total


@given(counted_rankings, rankings(FOUR, shortest=4), st.data())
def test_ranking_the_winner_higher_keeps_it(counted, ballot, data):
    before = count([*counted, (ballot, 1)])
    winner = data.draw(st.sampled_from(sorted(can_win(before))))
    order = [rank[0] for rank in ballot.ranks]
    rest = [option for option in order if option != winner]
    place = data.draw(st.integers(0, order.index(winner)))
    raised = Ranking.of(*rest[:place], winner, *rest[place:])
    assert winner in can_win(count([*counted, (raised, 1)]))


@given(counted_rankings, rankings(FOUR, shortest=4))
def test_voting_never_brings_about_what_one_likes_less(counted, ballot):
    home, there = can_win(count(counted)), can_win(count([*counted, (ballot, 1)]))
    order = [rank[0] for rank in ballot.ranks]
    assert min(map(order.index, there)) <= min(map(order.index, home))
    assert max(map(order.index, there)) <= max(map(order.index, home))


@given(counted_rankings, counted_rankings)
def test_what_two_halves_both_want_the_whole_wants(east, west):
    both = can_win(count(east)) & can_win(count(west))
    if both:
        assert can_win(count(east + west)) == both


@given(counted_rankings)
def test_never_elects_who_loses_every_duel(counted):
    for option in can_win(count(counted)):
        assert max(duel(counted, option, other) for other in FOUR if other != option) >= 0


@given(counted_rankings)
def test_turning_every_ballot_round_turns_the_points_round(counted):
    turned = [(Ranking(ballot.ranks[::-1]), n) for ballot, n in counted]
    total = sum(n for _, n in counted)
    there = count(turned).stages[0].tallies
    for option, points in count(counted).stages[0].tallies.items():
        assert there[option] == 3 * total - points


def test_a_majority_and_the_winner_of_every_duel_can_lose():
    counted = [(Ranking.of("a", "b", "c", "d"), 3), (Ranking.of("b", "c", "d", "a"), 2)]
    assert count(counted).winners == ("b",)


def test_a_clone_can_bring_its_like_to_win():
    before = [(Ranking.of("a", "b"), 3), (Ranking.of("b", "a"), 2)]
    after = [(Ranking.of("a", "b", "c"), 3), (Ranking.of("b", "c", "a"), 2)]
    assert count(before, ids=IDS[:2]).winners == ("a",)
    assert count(after, ids=IDS[:3]).winners == ("b",)


def test_where_unranked_options_get_nothing_the_loser_of_every_duel_can_win():
    counted = [(Ranking.of("a"), 8), (Ranking.of("b", "c"), 5), (Ranking.of("c", "b"), 4)]
    assert count(counted, ids=IDS[:3], unranked="zero").winners == ("a",)
    assert count(counted, ids=IDS[:3], unranked="average_of_remaining").winners == ("b",)


def test_points_are_told_as_points_and_not_as_votes():
    contest = contest_of(METHOD, IDS[:3], Rules())
    outcome = METHOD.count(contest, profile_of(Ranking, contest.ids, [(Ranking.of("a"), 2)]))
    assert [reason.code for reason in outcome.stages[0].reasons][-1] == "points.elected"
