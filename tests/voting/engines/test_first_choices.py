import pytest

from voting.ballots import Approval, Choice, Ranking
from voting.engines.first_choices import first_choices
from voting.errors import InvalidBallotError
from voting.profile import Profile

IDS = ("a", "b")


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [
        ((("a",), ("b",)), Choice.of("a")),
        (((), ("b",)), Choice.of("b")),
        ((), Choice.of()),
    ],
)
def test_the_first_mark_is_the_choice(ranks, expected):
    profile = first_choices(Profile.of(Ranking, IDS, [Ranking(ranks)]))
    assert list(profile.ballots()) == [(expected, 1)]
    assert profile.form is Choice


@pytest.mark.parametrize("first", [("a", "b"), ("*",)])
def test_several_first_marks_are_no_choice(first):
    ranked = Profile.of(Ranking, IDS, [Ranking((first, ("a",)))] * 2)
    profile = first_choices(ranked)
    assert (profile.invalid, profile.counted, profile.cast) == (2, 0, 2)


def test_only_rankings_have_first_choices():
    with pytest.raises(InvalidBallotError):
        first_choices(Profile.of(Approval, IDS, []))
