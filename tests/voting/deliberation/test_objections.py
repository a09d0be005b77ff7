import pytest

from tests.voting.deliberation.stories import Village, refused
from voting.deliberation.events import (
    Answer,
    Resolve,
)
from voting.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    MissingError,
)


@pytest.mark.parametrize(
    ("values", "family", "code"),
    [
        ({"answer": "accepted"}, InvalidError, "consensus.answer-without-change"),
        ({"answer": "declined", "version": 2}, InvalidError, "consensus.change-without-promise"),
        ({"answer": "declined", "reason": " "}, InvalidError, "consensus.no-reason"),
        ({"answer": "ignored"}, InvalidError, "consensus.not-an-answer"),
        ({"answer": "declined", "actor": "dewi"}, ForbiddenError, "consensus.own-objection"),
        ({"answer": "declined", "objection": 7}, MissingError, "consensus.no-such-objection"),
        (
            {"answer": "out-of-order", "cosigners": ("ani",)},
            InvalidError,
            "consensus.two-cosigners",
        ),
        (
            {"answer": "out-of-order", "cosigners": ("ani", "moderator")},
            InvalidError,
            "consensus.two-cosigners",
        ),
        (
            {"answer": "out-of-order", "cosigners": ("ani", "dewi")},
            InvalidError,
            "consensus.two-cosigners",
        ),
    ],
)
def test_an_answer_must_be_one(values, family, code):
    village = Village().failed_round()
    given = {"objection": 1, "reason": "Karena aturan.", "version": 0, **values}
    refused(family, code, lambda: village.do(Answer, **given))


def test_two_others_sign_what_is_out_of_order_and_nothing_is_answered_twice():
    village = Village().failed_round()
    answer = {
        "objection": 1,
        "answer": "out-of-order",
        "reason": "Bukan soal ini.",
        "cosigners": ("ani", "budi"),
    }
    refused(
        ConflictError,
        "consensus.answered-already",
        lambda: village.do(Answer, **answer).do(Answer, **answer),
    )
    mild = Village().round("agree", "agree", "agree", "disagree").conclude()
    refused(InvalidError, "consensus.only-blocks-out-of-order", lambda: mild.do(Answer, **answer))
    refused(
        ForbiddenError, "consensus.not-your-objection", lambda: mild.do(Resolve, "ani", objection=1)
    )
