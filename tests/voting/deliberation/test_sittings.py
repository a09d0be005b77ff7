import pytest

from tests.voting.deliberation.stories import DAY, HOUR, PEOPLE, ROLL, Village, refused
from voting.deliberation.events import (
    CloseRound,
    Lapse,
    OpenRound,
    Resolve,
    Revise,
    Take,
)
from voting.deliberation.minutes import minutes, sentences_of
from voting.deliberation.standing import State
from voting.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
)


def test_a_sitting_too_soon_or_too_late_is_refused_and_the_matter_may_lapse():
    village = Village().round("agree").conclude()
    late = {"closes": 99 * DAY, "roll": ROLL}
    refused(ConflictError, "consensus.too-soon", lambda: village.do(OpenRound, **late))
    refused(
        ConflictError,
        "consensus.not-given-up",
        lambda: village.do(Lapse, reason="Sepi.", wait=9 * DAY),
    )
    hall = Village("musdes").round("agree").conclude()
    refused(ConflictError, "consensus.too-late", lambda: hall.do(OpenRound, wait=4 * HOUR, **late))
    assert hall.do(Lapse, reason="Sepi.", wait=4 * HOUR).now.state is State.LAPSED


def test_each_group_may_have_to_agree():
    stances = ("agree", "agree", "disagree", "abstain")
    plain = Village(min_agree="1/2").round(*stances).conclude()
    assert plain.now.state is State.ADOPTED_WITH_RESERVATIONS
    assert plain.now.rounds[-1].group_shares == {"selatan": 0, "utara": 1}
    assert str(plain.now.rounds[-1].group_consensus) == "3/16"
    every = Village(min_agree="1/2", require_each_group="1/2").round(*stances).conclude()
    assert every.now.state is State.AMENDING


def test_the_next_round_needs_answers_a_new_text_and_a_day():
    village = Village().failed_round()
    later = {"closes": 99 * DAY, "roll": ROLL}
    refused(
        ConflictError, "consensus.objections-open", lambda: village.do(OpenRound, wait=DAY, **later)
    )
    refused(InvalidError, "consensus.same-text", lambda: village.do(Revise, text="hash-1"))
    village.do(Resolve, "dewi", objection=1)
    refused(
        ConflictError, "consensus.text-unchanged", lambda: village.do(OpenRound, wait=DAY, **later)
    )
    village.do(Revise, text="hash-2")
    refused(ConflictError, "consensus.too-soon", lambda: village.do(OpenRound, **later))
    hall = Village(place="hall").failed_round().amend()
    refused(ConflictError, "consensus.too-soon", lambda: hall.do(OpenRound, **later))
    assert hall.do(OpenRound, wait=1800, **later).now.round_number == 2


@pytest.mark.parametrize(
    ("values", "family", "code"),
    [
        ({"stance": "agree", "actor": "eko"}, ForbiddenError, "consensus.not-on-roll"),
        ({"stance": "agree", "wait": 2 * DAY}, ConflictError, "consensus.round-is-over"),
        ({"stance": "maybe"}, InvalidError, "consensus.not-a-stance"),
        ({"stance": "disagree"}, InvalidError, "consensus.reason-missing"),
        ({"stance": "block", "reason": "Tidak."}, InvalidError, "consensus.ground-missing"),
        ({"stance": "agree", "ground": "harm"}, InvalidError, "consensus.ground-without-block"),
    ],
)
def test_a_stance_must_be_one(values, family, code):
    village = Village().do(OpenRound, closes=DAY, roll=ROLL)
    refused(family, code, lambda: village.do(Take, **{"actor": "ani", **values}))


def test_a_round_closes_early_only_when_everybody_has_spoken_or_in_a_hall():
    village = Village().do(OpenRound, closes=DAY, roll=ROLL).do(Take, "ani", stance="agree")
    refused(ConflictError, "consensus.too-early-to-close", lambda: village.do(CloseRound))
    for who in PEOPLE[1:]:
        village.do(Take, who, stance="agree")
    assert village.do(CloseRound).conclude().now.state is State.ADOPTED
    hall = Village(place="hall").do(OpenRound, closes=DAY, roll=ROLL)
    assert hall.do(CloseRound).now.state is State.ROUND_CLOSED


def test_a_secret_round_takes_its_counts_from_the_box():
    village = Village(secret=True).do(OpenRound, closes=DAY, roll=ROLL)
    refused(
        ConflictError, "consensus.secret-round", lambda: village.do(Take, "ani", stance="agree")
    )
    full, over = (2, 0, 0, 0, 0, 0), (3, 0, 0, 0, 0, 0)
    refused(
        InvalidError,
        "consensus.more-than-on-roll",
        lambda: village.do(CloseRound, wait=DAY, counts=(("utara", over),)),
    )
    invented = (("x1", "block", "Tidak.", "harm"),)
    refused(
        InvalidError,
        "consensus.objections-without-ballots",
        lambda: village.do(CloseRound, wait=DAY, counts=(("utara", full),), objections=invented),
    )
    counts = (("utara", full), ("selatan", (1, 0, 0, 0, 0, 1)))
    village.do(CloseRound, wait=DAY, counts=counts, objections=invented).conclude()
    assert village.now.state is State.AMENDING
    assert village.now.objections[0].author == "x1"
    assert not any("x1" in said for said in sentences_of(minutes(village.events), "en"))
