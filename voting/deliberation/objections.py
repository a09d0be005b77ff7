"""Objections: who disagrees or blocks says why, and each is answered for itself."""

from dataclasses import dataclass, replace

from voting.ballots.stances import BLOCK
from voting.deliberation.events import Answer
from voting.errors import ConflictError, ForbiddenError, InvalidError

ACCEPTED = "accepted"
PARTLY = "partly"
DECLINED = "declined"
OUT_OF_ORDER = "out-of-order"
ANSWERS = (ACCEPTED, PARTLY, DECLINED, OUT_OF_ORDER)
COSIGNERS = 2


@dataclass(frozen=True, kw_only=True)
class Objection:
    """One objection, of a round and a version of the text; ``kind`` is ``disagree`` or ``block``.

    ``author`` is a handle without a name in a secret round. ``changed_in`` is the version that
    holds the change an answer promises.
    """

    number: int
    round_number: int
    version: int
    author: str
    kind: str
    reason: str
    ground: str = ""
    answer: str = ""
    answered_by: str = ""
    answer_reason: str = ""
    changed_in: int = 0
    cosigners: tuple[str, ...] = ()
    resolved: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether it is neither answered nor resolved."""
        return not self.answer and not self.resolved

    @property
    def asks_for_change(self) -> bool:
        """Tell whether its answer promises a change that its author has not called settled."""
        return self.answer in (ACCEPTED, PARTLY) and not self.resolved


def answered(objection: Objection, event: Answer, latest: int) -> Objection:
    """Return the objection with its answer; ``latest`` is the number of the newest text."""
    if not objection.is_open:
        raise ConflictError("consensus.answered-already", number=objection.number)
    if event.actor == objection.author:
        raise ForbiddenError("consensus.own-objection")
    if event.answer not in ANSWERS:
        raise InvalidError("consensus.not-an-answer", known=ANSWERS)
    if event.answer in (ACCEPTED, PARTLY):
        if not objection.version < event.version <= latest:
            raise InvalidError("consensus.answer-without-change")
    elif event.version:
        raise InvalidError("consensus.change-without-promise")
    _check_cosigners(objection, event)
    return replace(
        objection,
        answer=event.answer,
        answered_by=event.actor,
        answer_reason=event.reason,
        changed_in=event.version,
        cosigners=event.cosigners,
    )


def _check_cosigners(objection: Objection, event: Answer) -> None:
    """Only a block can be out of order, and one person alone cannot say so."""
    if event.answer != OUT_OF_ORDER:
        return
    if objection.kind != BLOCK:
        raise InvalidError("consensus.only-blocks-out-of-order")
    others = {name for name in event.cosigners if name.strip()} - {event.actor, objection.author}
    if len(others) < COSIGNERS:
        raise InvalidError("consensus.two-cosigners")
