"""The end of a round: what its count means, declared by the chair, decided by the rules."""

from dataclasses import replace

from voting.deliberation.events import Conclude
from voting.deliberation.round_rules import NO_FALLBACK, REFER
from voting.deliberation.rounds import (
    ADOPTED,
    AMEND,
    ANSWER_FIRST,
    CLOSE,
    FALLBACK,
    GO_ON,
    LAPSE,
    POSTPONE,
    RoundCount,
)
from voting.deliberation.sittings import counted
from voting.deliberation.standing import Deliberation, State
from voting.errors import ConflictError, InvalidError

_NEXT = {
    AMEND: State.AMENDING,
    POSTPONE: State.POSTPONED,
    LAPSE: State.LAPSED,
    GO_ON: State.LAPSED,  # nobody came at all
}


def conclude(before: Deliberation, event: Conclude) -> Deliberation:
    """Draw the conclusion from the last count; nobody chooses it."""
    record = before.rounds[-1]
    if record.count.follows == GO_ON:
        count = counted(before, record.groups, signed=record.signed, waived=True)
        record = replace(record, count=count)
        before = replace(before, rounds=(*before.rounds[:-1], record))
    count = record.count
    if count.follows == ANSWER_FIRST:
        return _after_answers(before, event)
    if count.follows == CLOSE:
        return _adopt(before, event, count)
    return _go(before, count.follows)


def _adopt(before: Deliberation, event: Conclude, count: RoundCount) -> Deliberation:
    if before.rules.review and event.review_at <= event.at:
        raise InvalidError("consensus.review-needed")
    plain = count.outcome == ADOPTED
    record = before.rounds[-1]
    return replace(
        before,
        state=State.ADOPTED if plain else State.ADOPTED_WITH_RESERVATIONS,
        review_at=event.review_at,
        adopted=before.versions[record.version - 1].text,
    )


def _after_answers(before: Deliberation, event: Conclude) -> Deliberation:
    """Adopt once every objection is answered; a promised change needs another round."""
    against = before.of_this_round()
    still = sum(objection.is_open for objection in against)
    if still:
        raise ConflictError("consensus.objections-open", count=still)
    if not any(objection.asks_for_change for objection in against):
        return _adopt(before, event, before.rounds[-1].count)
    more = before.round_number < before.rules.max_rounds
    return _go(before, AMEND if more else FALLBACK)


def _go(before: Deliberation, follows: str) -> Deliberation:
    if follows in _NEXT:
        return replace(before, state=_NEXT[follows])
    if before.rules.fallback == REFER:
        return replace(before, state=State.LAPSED)
    if before.rules.fallback == NO_FALLBACK:
        return replace(before, state=State.REJECTED)
    return replace(before, state=State.FALLBACK_VOTE, awaits_vote=True)
