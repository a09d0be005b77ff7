import pytest

from tests.strategies import IDS, contest_of, profile_of
from voting.ballots import Choice, Ranking
from voting.errors import InvalidBallotError, InvalidRuleError, MissingError
from voting.method import Method
from voting.methods import METHODS, approval, irv, method, plurality
from voting.words import Phrase


def test_methods_are_found_by_their_files():
    assert METHODS["irv"] is irv.METHOD
    assert method("approval") is approval.METHOD
    with pytest.raises(MissingError) as refusal:
        method("dictator")
    assert refusal.value.params["known"] == tuple(METHODS)


@pytest.mark.parametrize(
    ("ballot", "code"),
    [
        (Choice.of("a"), "ballot.wrong-form"),
        (Ranking.of("a", "z"), "ballot.unknown-option"),
        (Ranking.of("a", "a"), "ballot.marking-error"),
        (Ranking((("a", "b"),)), "ballot.marking-error"),
        (Ranking(((), ("b",))), "ballot.marking-error"),
        (Ranking((("*",),)), "ballot.marking-error"),
    ],
)
def test_ballots_that_may_not_be_cast(ballot, code):
    with pytest.raises(InvalidBallotError) as refusal:
        irv.METHOD.admit(ballot, contest_of(irv.METHOD, IDS[:2]))
    assert refusal.value.code == code


@pytest.mark.parametrize("ballot", [Ranking.of(), Ranking.of("b"), Ranking.of("b", "a")])
def test_ballots_that_may(ballot):
    irv.METHOD.admit(ballot, contest_of(irv.METHOD, IDS[:2]))


def test_a_method_may_check_more_than_the_form():
    def refuse(*_):
        raise InvalidBallotError("ballot.marking-error")

    word = Phrase("kata", "word")
    strict = Method(
        id="strict",
        title=word,
        summary=word,
        form=Choice,
        rules=plurality.Rules,
        tally=plurality.METHOD.tally,
        check=refuse,
    )
    with pytest.raises(InvalidBallotError):
        strict.admit(Choice.of("a"), contest_of(strict, IDS[:2]))


def test_rules_and_ballots_of_another_method_are_not_counted():
    contest = contest_of(plurality.METHOD, IDS[:2])
    profile = profile_of(Choice, IDS[:2], [])
    with pytest.raises(InvalidRuleError):
        irv.METHOD.count(contest, profile)
    with pytest.raises(InvalidRuleError):
        plurality.METHOD.count(contest_of(plurality.METHOD, IDS[:2], approval.Rules()), profile)
    with pytest.raises(InvalidBallotError):
        plurality.METHOD.count(contest, profile_of(Ranking, IDS[:2], []))
    with pytest.raises(InvalidBallotError):
        plurality.METHOD.count(contest, profile_of(Choice, IDS[:3], []))


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_what_cannot_be_counted_cannot_be_opened(method):
    other = plurality if method is not plurality.METHOD else irv
    with pytest.raises(InvalidRuleError):
        method.admit_opening(contest_of(other.METHOD, IDS[:2]))
