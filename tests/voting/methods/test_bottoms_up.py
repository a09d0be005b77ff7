from fractions import Fraction

import pytest
from hypothesis import given

from tests.published import cases, contest_and_profile, names, votes
from tests.strategies import IDS, contest_of, counted_ballots, profile_of, rankings
from voting.ballots import Ranking
from voting.methods.bottoms_up import METHOD, Rules

PUBLISHED = cases("bottoms_up")


@pytest.mark.parametrize(("case", "test"), PUBLISHED, ids=names(PUBLISHED))
def test_published_counts_agree_round_by_round(case, test):
    rules = {key: value for key, value in test["rule"].items() if key != "seats"}
    contest, profile = contest_and_profile(case, test, METHOD, rules)
    outcome, labels = METHOD.count(contest, profile), contest.labels()
    assert {labels[option] for option in outcome.winners} == set(test["winners"])
    assert len(outcome.stages) == len(test["rounds"])
    for stage, expected in zip(outcome.stages, test["rounds"], strict=True):
        assert {labels[o]: v for o, v in stage.tallies.items()} == votes(expected["votes"])
        assert stage.threshold == Fraction(expected["threshold"])
        assert {c: v for c, v in stage.inactive.items() if v} == expected["inactive"]
        assert {labels[o] for o in stage.excluded} == set(expected.get("eliminated", []))
        assert {labels[o] for o in stage.elected} == set(expected.get("elected", []))


@given(counted_ballots(rankings(IDS[:4], shortest=1), fewest=1))
def test_whoever_wins_holds_the_share_and_nobody_else_is_left(ballots):
    contest = contest_of(METHOD, IDS[:4], Rules(ties="order:a,b,c,d", bottoms_up_percent=30))
    outcome = METHOD.count(contest, profile_of(Ranking, IDS[:4], ballots))
    last = outcome.stages[-1]
    assert set(last.tallies) == set(outcome.winners) != set()
    assert all(held >= last.threshold for held in last.tallies.values())


def test_it_is_not_proportional():
    # Three quarters of the voters get as many delegates as the other quarter.
    ballots = [(Ranking.of("a", "c"), 75), (Ranking.of("b"), 25)]
    contest = contest_of(METHOD, IDS[:3])
    assert METHOD.count(contest, profile_of(Ranking, IDS[:3], ballots)).winners == ("a", "b")


def test_exactly_the_share_is_enough():
    ballots = [(Ranking.of("a"), 5), (Ranking.of("b"), 3), (Ranking.of("c", "b"), 2)]
    contest = contest_of(METHOD, IDS[:3], Rules(bottoms_up_percent=20))
    assert METHOD.count(contest, profile_of(Ranking, IDS[:3], ballots)).winners == ("a", "b", "c")


def small(votes, **rules):
    contest = contest_of(METHOD, tuple(votes), METHOD.rules(ties="lot", **rules))
    counted = [(Ranking.of(option), n) for option, n in votes.items()]
    return METHOD.count(contest, profile_of(Ranking, contest.ids, counted))


def test_whoever_has_the_most_stays_even_below_the_share():
    rules = {"bottoms_up_percent": 60, "eliminate_all_below_threshold": True}
    assert small({"a": 2, "b": 1, "c": 1}, **rules).stages[0].excluded == ("b", "c")


def test_options_without_votes_go_together_and_need_no_lot():
    outcome = small({"a": 5, "b": 0, "c": 0})
    assert (outcome.stages[0].excluded, outcome.winners) == (("b", "c"), ("a",))
