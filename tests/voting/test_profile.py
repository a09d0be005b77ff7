from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import IDS, messy_rankings
from voting.ballots import Approval, Ranking
from voting.profile import Profile

ballots = st.lists(messy_rankings(IDS[:3]), max_size=12)


@given(ballots, st.integers(0, 3))
def test_ballots_are_counted_by_what_they_say(drawn, invalid):
    piles = Profile.of(Ranking, IDS[:3], drawn).piles
    profile = Profile(form=Ranking, options=IDS[:3], piles=piles, invalid=invalid)
    blank = sum(not ballot.ranks for ballot in drawn)
    assert profile.cast == len(drawn) + invalid
    assert profile.blank == blank
    assert profile.counted == len(drawn) - blank
    assert profile.distinct == len({ballot for ballot in drawn if ballot.ranks})
    assert sum(count for _, count in profile.marked()) == profile.counted
    assert list(profile.marked()) == sorted(profile.marked())


@given(ballots)
def test_a_profile_gives_back_its_ballots_without_their_order(drawn):
    back = [ballot for ballot, n in Profile.of(Ranking, IDS[:3], drawn).ballots() for _ in range(n)]
    assert sorted(back, key=repr) == sorted(drawn, key=repr)


@given(st.data())
def test_the_order_of_casting_leaves_no_trace(data):
    drawn = data.draw(ballots)
    shuffled = data.draw(st.permutations(drawn))
    one, other = (Profile.of(Ranking, IDS[:3], order) for order in (drawn, shuffled))
    assert one == other
    assert list(one.ballots()) == list(other.ballots())


def test_no_ballots_make_a_profile():
    profile = Profile.of(Approval, IDS, [])
    assert (profile.cast, profile.blank, profile.counted, profile.distinct) == (0, 0, 0, 0)
