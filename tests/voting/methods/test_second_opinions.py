"""Other projects' counts of the same ballots, where they are known to be right.

pyrankvote breaks ties by chance, so only counts without a tie are compared; its Scottish count is
known to differ on real wards, so that is stvpoll's part. starvote refuses where only a lot decides.
"""

import random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.published import cases, contest_and_profile
from tests.strategies import IDS, contest_of, counted_ballots, profile_of, rankings, scores
from voting.ballots import Ranking, Scores
from voting.methods import irv, star, stv_scottish

pytestmark = pytest.mark.oracle

ids_and_ballots = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.just(IDS[:n]), counted_ballots(rankings(IDS[:n], shortest=1), fewest=3, most=14)
    )
)


def scored_ballots(ids):
    return counted_ballots(scores(ids), fewest=1, most=12)


many = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


def pyrankvote_rounds(oracle, ids, counted):
    library = oracle("pyrankvote")
    options = {option: library.Candidate(option) for option in ids}
    ballots = [
        library.Ballot([options[rank[0]] for rank in ballot.ranks])
        for ballot, n in counted
        for _ in range(n)
    ]
    result = library.instant_runoff_voting(list(options.values()), ballots)
    winners = {candidate.name for candidate in result.get_winners()}
    rounds = [
        {r.candidate.name: r.number_of_votes for r in one.candidate_results}
        for one in result.rounds
    ]
    return winners, rounds


@many
@given(ids_and_ballots)
def test_pyrankvote_elects_the_same_in_a_runoff(oracle, drawn):
    ids, counted = drawn
    outcome = irv.METHOD.count(contest_of(irv.METHOD, ids), profile_of(Ranking, ids, counted))
    assume(not outcome.tied)
    winners, rounds = pyrankvote_rounds(oracle, ids, counted)
    assert winners == set(outcome.winners)
    assert {o: v for o, v in rounds[0].items() if v} == {
        o: v for o, v in outcome.stages[0].tallies.items() if v
    }


def stvpoll_elected(oracle, ids, counted, seats):
    """Return whom stvpoll elects; its order of surpluses and its rounding are its own."""
    scottish = oracle("stvpoll.scottish_stv").ScottishSTV
    poll = scottish(seats=seats, candidates=list(ids), random_in_tiebreaks=False)
    for ballot, n in counted:
        poll.add_ballot([rank[0] for rank in ballot.ranks], n)
    return set(poll.calculate())


@pytest.mark.parametrize("case", ["dundee-2022-coldside", "glasgow-2007-linn"])
def test_stvpoll_agrees_on_real_wards(oracle, case):
    [test] = [test for name, test in cases("stv", "scottish") if name == case]
    contest, profile = contest_and_profile(
        case, test, stv_scottish.METHOD, {"seats": test["seats"]}
    )
    outcome = stv_scottish.METHOD.count(contest, profile)
    elected = stvpoll_elected(oracle, contest.ids, list(profile.ballots()), test["seats"])
    assert elected == set(outcome.winners)


@pytest.mark.parametrize("seed", range(20))
def test_stvpoll_agrees_on_elections_large_enough_to_have_no_tie(oracle, seed):
    ids = IDS[:7]
    chance = random.Random(seed)
    strengths = [chance.uniform(0.1, 1.0) for _ in ids]
    counted = []
    for _ in range(1_000):
        rings = {o: chance.expovariate(s) for o, s in zip(ids, strengths, strict=True)}
        ranking = sorted(ids, key=rings.get)[: chance.randint(1, 7)]
        counted.append((Ranking.of(*ranking), 1))
    contest = contest_of(stv_scottish.METHOD, ids, stv_scottish.Rules(seats=3))
    outcome = stv_scottish.METHOD.count(contest, profile_of(Ranking, ids, counted))
    assert outcome.tied == ()
    assert stvpoll_elected(oracle, ids, counted, 3) == set(outcome.winners)


@many
@given(st.integers(2, 5).flatmap(lambda n: st.tuples(st.just(IDS[:n]), scored_ballots(IDS[:n]))))
def test_starvote_elects_the_same_or_needs_a_lot_too(oracle, drawn):
    library = oracle("starvote")
    ids, counted = drawn
    whole = [dict.fromkeys(ids, 0) | dict(b.points) for b, n in counted for _ in range(n)]
    contest = contest_of(star.METHOD, ids, star.Rules(max_score=5))
    outcome = star.METHOD.count(contest, profile_of(Scores, ids, counted))
    try:
        winners = library.star_voting(whole, maximum_score=5, tiebreaker=None)
    except library.UnbreakableTieError:
        assert outcome.tied
    else:
        assert winners == list(outcome.winners)
