"""After the last round the announced vote opens, and its result ends the sitting."""

import pytest

from tests import sittings
from tests.sittings import HOUR
from tests.village import DURING, chance
from voting.ballots import Approval, Choice
from voting.deliberation import ContestState
from voting.deliberation.standing import State
from voting.errors import ConflictError, InvalidError
from voting.services import balloting, falling_back
from voting.services.calling import CHOICES, KEEP, Fallback

ONE = {"place": "hall", "max_rounds": 1}
AGAINST = ("block", "Rugi.", "harm")


def stalemate(village, **values):
    """Return a sitting whose one round did not reach consensus."""
    number = sittings.call(village, **{"edits": ONE} | values)
    after = sittings.hold(village, number, ["agree"] * 8 + [AGAINST])
    assert after.deliberation.state is State.FALLBACK_VOTE
    return number


def open_vote(village, number, at=DURING + 60):
    seen = sittings.now(village, number).mark
    return village.write(
        falling_back.open_vote, village.moderator, village.keys, number, seen=seen, at=at
    )


def vote(village, view, who, ballot, at=DURING + 61):
    prepared = balloting.prepare_cast(
        village.keys,
        village.view(view.number),
        ballot,
        chance("voter", view.number, who),
        "device",
        retry_key=chance("retry", view.number, who),
    )
    village.write(balloting.cast, village.residents[who], prepared, "phone", at)


def record(village, number, at=DURING + 60 + HOUR + 60):
    seen = sittings.now(village, number).mark
    return falling_back.record_vote(
        village.database, village.moderator, village.keys, number, seen=seen, at=at
    )


def test_a_vote_of_yes_or_no_adopts(village):
    number = stalemate(village)
    view = open_vote(village, number)
    assert (view.method, view.level, view.eligible) == ("plurality", "A", 12)
    with pytest.raises(ConflictError, match="vote-runs"):
        open_vote(village, number)
    for who in range(10):
        vote(village, view, who, Choice.of("1" if who < 6 else "2"))
    vote(village, view, 10, Choice.of())
    with pytest.raises(ConflictError, match="vote-runs"):
        record(village, number, DURING + 70)
    after = record(village, number)
    assert after.deliberation.state is State.ADOPTED_BY_VOTE
    count = after.deliberation.votes[0]
    assert (count.yes, count.no, count.abstain) == (6, 4, 1)
    assert village.view(view.number).state is ContestState.PUBLISHED


def test_equal_votes_are_held_once_more(village):
    number = stalemate(village)
    view = open_vote(village, number)
    for who in range(8):
        vote(village, view, who, Choice.of("1" if who < 4 else "2"))
    at = DURING + 60 + HOUR + 60
    assert record(village, number, at).deliberation.state is State.TIE_REVOTE
    with pytest.raises(ConflictError, match="too-soon"):
        open_vote(village, number, at + 60)
    again = open_vote(village, number, at + 24 * HOUR)
    assert again.number != view.number


@pytest.mark.parametrize(("winner", "state"), [("2", State.ADOPTED_BY_VOTE), ("3", State.REJECTED)])
def test_a_choice_between_texts_by_approval(village, winner, state):
    number = stalemate(
        village,
        edits={**ONE, "fallback": "choice"},
        fallback=Fallback(
            method="approval", level="B", hours=1, others=("Ronda tiap akhir pekan",)
        ),
    )
    view = open_vote(village, number)
    assert [option.label for option in view.options][1] == "Ronda tiap akhir pekan"
    assert view.level == "B"
    for who in range(6):
        vote(village, view, who, Approval.of(winner))
    after = record(village, number)
    assert after.deliberation.state is state
    assert after.deliberation.adopted in {"", "Ronda tiap akhir pekan"}
    assert after.events[-1].keep == KEEP


@pytest.mark.parametrize("name", CHOICES)
def test_any_method_can_be_announced(sqlite_village, name):
    number = stalemate(
        sqlite_village,
        edits={**ONE, "fallback": "choice"},
        fallback=Fallback(method=name, hours=1, others=("Satu", "Dua")),
    )
    assert open_vote(sqlite_village, number).method == name


def test_resistance_is_scored_from_0_to_10(sqlite_village):
    number = stalemate(sqlite_village, edits={**ONE, "fallback": "resistance"})
    view = open_vote(sqlite_village, number)
    assert (view.method, view.rules["max_score"]) == ("score", 10)


def test_what_cannot_be_announced(sqlite_village):
    village = sqlite_village
    about = sittings.matter_in_talk(village)
    choice = {"edits": {**ONE, "fallback": "choice"}}
    for code, values in {
        "fallback-method": {**choice, "fallback": Fallback(method="consensus")},
        "fallback-hours": {"fallback": Fallback(hours=0)},
        "contest.level": {"fallback": Fallback(level="C")},
        "other-twice": {**choice, "fallback": Fallback(method="irv", others=("A", "a"))},
        "rule-not-here": {"edits": {"secret": "true"}},
        "no-text": {"words": " \n "},
        "no-title": {"title": "\u200b "},
    }.items():
        with pytest.raises(InvalidError, match=code):
            sittings.call(village, about, key=code, **values)
