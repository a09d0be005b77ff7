"""The story of a deliberation, told event by event."""

import pytest

from tests.voting.deliberation.stories import DAY, HOUR, ROLL, Village, refused
from voting.deliberation.events import (
    Answer,
    Create,
    Discuss,
    OpenRound,
    RecordChoice,
    RecordVote,
    Revise,
    Take,
)
from voting.deliberation.machine import FROM, replay
from voting.deliberation.standing import ENDS, State
from voting.errors import (
    ConflictError,
    InvalidError,
    RefusalError,
)
from voting.words import LANGUAGES, sentences


def test_a_text_everybody_accepts_is_adopted_in_the_first_round():
    village = Village().round("agree", "agree", "agree-note").conclude()
    assert village.now.state is State.ADOPTED
    assert village.now.adopted == "hash-1"


def test_a_block_is_answered_and_the_changed_text_is_adopted():
    village = Village().failed_round()
    assert village.now.state is State.AMENDING
    village.amend().round("agree", "agree", "agree", "aside", wait=DAY).conclude()
    assert village.now.state is State.ADOPTED_WITH_RESERVATIONS
    assert village.now.adopted == "hash-2"
    assert village.now.objections[0].changed_in == 2


def test_no_stance_is_carried_over_and_the_last_one_counts():
    village = Village().failed_round().amend()
    village.do(OpenRound, closes=village.at + 3 * DAY, roll=ROLL, wait=DAY)
    assert village.now.stances == {}
    village.do(Take, "ani", stance="disagree", reason="Belum.").do(Take, "ani", stance="agree")
    assert {who: t.stance for who, t in village.now.stances.items()} == {"ani": "agree"}


def test_after_the_last_round_the_vote_decides_and_a_block_is_no_veto():
    village = Village().failed_round().amend().failed_round().amend().failed_round()
    assert village.now.state is State.FALLBACK_VOTE
    assert village.now.round_number == 3
    village.do(RecordVote, yes=3, no=1, abstain=0, eligible=4)
    assert village.now.state is State.ADOPTED_BY_VOTE
    assert village.now.adopted == "hash-3"


def test_equal_votes_are_voted_on_once_more_and_then_rejected():
    village = (
        Village(max_rounds=1).failed_round().do(RecordVote, yes=2, no=2, abstain=0, eligible=4)
    )
    assert village.now.state is State.TIE_REVOTE
    again = {"yes": 2, "no": 2, "abstain": 0, "eligible": 4}
    refused(ConflictError, "consensus.too-soon", lambda: village.do(RecordVote, **again))
    assert village.do(RecordVote, wait=DAY, **again).now.state is State.REJECTED


@pytest.mark.parametrize(
    ("fallback", "winners", "state"),
    [
        ("choice", ("text-b",), State.ADOPTED_BY_VOTE),
        ("choice", ("keep",), State.REJECTED),
        ("resistance", ("text-a", "keep"), State.TIE_REVOTE),
        ("resistance", (), State.REJECTED),
    ],
)
def test_a_choice_between_texts_and_keeping_things_as_they_are(fallback, winners, state):
    village = Village(max_rounds=1, fallback=fallback).failed_round()
    refused(
        ConflictError,
        "consensus.other-fallback",
        lambda: village.do(RecordVote, yes=1, no=0, abstain=0, eligible=4),
    )
    assert village.do(RecordChoice, winners=winners, keep="keep").now.state is state


@pytest.mark.parametrize(("fallback", "state"), [("none", State.REJECTED), ("refer", State.LAPSED)])
def test_without_a_vote_the_last_round_is_the_end(fallback, state):
    assert Village(max_rounds=1, fallback=fallback).failed_round().now.state is state


def test_without_a_quorum_it_is_postponed_twice_and_then_lapses():
    village = Village()
    for sitting in (1, 2):
        village.round("agree", wait=DAY).conclude()
        assert (village.now.state, village.now.sitting) == (State.POSTPONED, sitting)
    village.round("agree", wait=DAY).conclude()
    assert village.now.state is State.LAPSED
    assert village.now.round_number == 1


def test_the_village_meeting_goes_on_with_those_present():
    village = Village("musdes").round("agree", wait=HOUR).conclude()
    village.round("agree", wait=HOUR).conclude().round("agree", "agree", wait=HOUR).conclude()
    assert village.now.state is State.ADOPTED
    assert village.now.rounds[-1].count.waived


def test_nobody_at_all_cannot_go_on():
    village = Village(max_postponements=0, after_postponements="proceed").round().conclude()
    assert village.now.state is State.LAPSED


def test_rough_consensus_waits_for_answers_but_not_for_agreement():
    village = Village("rough").round("agree", "agree", "agree", "block")
    refused(ConflictError, "consensus.objections-open", village.conclude)
    village.do(Answer, objection=1, answer="declined", reason="Sudah ditimbang.").conclude()
    assert village.now.state is State.ADOPTED_WITH_RESERVATIONS
    changed = Village("rough").round("agree", "agree", "agree", "block").amend().conclude()
    assert changed.now.state is State.AMENDING


def test_consent_needs_a_date_of_review():
    village = Village("consent").round("agree", "agree", "agree", "disagree")
    refused(InvalidError, "consensus.review-needed", village.conclude)
    village.conclude(review_at=village.at + 90 * DAY)
    assert village.now.state is State.ADOPTED_WITH_RESERVATIONS


def test_every_event_in_a_wrong_state_is_refused_with_what_to_do():
    for kind, states in FROM.items():
        assert not states & ENDS, kind
    for state in State:
        assert all(f"consensus.stands.{state.value}" in sentences(lang) for lang in LANGUAGES)
    village = Village().round("agree", "agree", "agree").conclude()
    refused(ConflictError, "consensus.stands.adopted", lambda: village.do(Revise, text="hash-9"))
    refused(
        ConflictError, "consensus.created-already", lambda: village.do(Create, title="A", text="b")
    )
    refused(ConflictError, "consensus.time-goes-back", lambda: village.do(Discuss, wait=-1))
    refused(InvalidError, "consensus.no-actor", lambda: village.do(Discuss, " "))
    with pytest.raises(RefusalError):
        replay(())
