from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import IDS, contest_of, counted_ballots, lots, profile_of, rankings
from voting.ballots import Ranking
from voting.methods import irv
from voting.methods.irv_repeated import METHOD, Rules

drawn_ballots = counted_ballots(rankings(IDS[:5], shortest=1), fewest=1)


def count(ballots, seats, lot=None, method=METHOD, withdrawn=()):
    rules = Rules(seats=seats) if method is METHOD else None
    contest = contest_of(method, IDS[:5], rules, withdrawn=withdrawn)
    return method.count(contest, profile_of(Ranking, IDS[:5], ballots), lot)


@given(drawn_ballots, st.integers(1, 5), lots())
def test_each_pass_is_a_runoff_without_those_elected_before(ballots, seats, lot):
    elected = []
    stages = []
    for _ in range(seats):
        one = count(ballots, 1, lot, irv.METHOD, withdrawn=tuple(elected))
        elected += one.winners
        stages += one.stages
    outcome = count(ballots, seats, lot)
    assert outcome.winners == tuple(elected)
    assert [s.tallies for s in outcome.stages] == [s.tallies for s in stages]
    assert [s.of for s in outcome.stages] == [s.of for s in stages]


@given(drawn_ballots)
def test_more_seats_keep_the_winners_of_fewer(ballots):
    # Unlike the single transferable vote it is committee monotone.
    fewer, more = (count(ballots, seats) for seats in (1, 3))
    if not fewer.tied:
        assert set(fewer.winners) <= set(more.winners)


def test_a_bare_majority_takes_every_seat():
    ballots = [(Ranking.of(*"abc"), 51), (Ranking.of("d", "e"), 49)]
    assert count(ballots, 3).winners == ("a", "b", "c")
