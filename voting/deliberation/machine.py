"""The way of a decision by consensus: its state is the fold of its events.

draft -> discussion -> round open -> round closed, and from there adopted, adopted with
reservations, amending (and another round), postponed (and another sitting), the fallback announced
at the start, rejected or lapsed. An event that does not fit is refused, and the refusal says why
and what to do.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from voting.deliberation import concluding, fallbacks, sittings
from voting.deliberation.events import (
    Answer,
    CloseRound,
    Conclude,
    Create,
    Discuss,
    Event,
    Lapse,
    OpenRound,
    RecordChoice,
    RecordVote,
    Resolve,
    Revise,
    Take,
)
from voting.deliberation.objections import answered
from voting.deliberation.protocol import ProtocolRules
from voting.deliberation.rounds import ANSWERS_NEEDED, NOT_REACHED
from voting.deliberation.standing import Deliberation, State, Version
from voting.errors import ConflictError, ForbiddenError, InvalidError
from voting.rules import read

_S = State
_TALK = frozenset({_S.ROUND_CLOSED, _S.AMENDING, _S.FALLBACK_VOTE, _S.TIE_REVOTE, _S.POSTPONED})
_VOTE = frozenset({_S.FALLBACK_VOTE, _S.TIE_REVOTE, _S.POSTPONED})

FROM: Mapping[type[Event], frozenset[State]] = {
    Discuss: frozenset({_S.DRAFT}),
    Revise: frozenset({_S.DRAFT, _S.DISCUSSION, _S.ROUND_CLOSED, _S.AMENDING}),
    OpenRound: frozenset({_S.DISCUSSION, _S.AMENDING, _S.POSTPONED}),
    Take: frozenset({_S.ROUND_OPEN}),
    CloseRound: frozenset({_S.ROUND_OPEN}),
    Answer: _TALK,
    Resolve: _TALK | {_S.ROUND_OPEN},
    Conclude: frozenset({_S.ROUND_CLOSED}),
    RecordVote: _VOTE,
    RecordChoice: _VOTE,
    Lapse: frozenset({_S.DRAFT, _S.DISCUSSION, _S.POSTPONED}),
}
REASONED = (Answer, Lapse)


def replay(events: Iterable[Event]) -> Deliberation:
    """Return where a deliberation stands after its events; the first must create it."""
    state: Deliberation | None = None
    for event in events:
        state = apply(state, event)
    if state is None:
        raise ConflictError("consensus.not-created")
    return state


def apply(before: Deliberation | None, event: Event) -> Deliberation:
    """Return the state after one more event; refuse one that does not fit."""
    if not event.actor.strip():
        raise InvalidError("consensus.no-actor")
    if isinstance(event, REASONED) and not event.reason.strip():
        raise InvalidError("consensus.no-reason")
    if before is None:
        if not isinstance(event, Create):
            raise ConflictError("consensus.not-created")
        return _created(event)
    if isinstance(event, Create):
        raise ConflictError("consensus.created-already")
    if event.at < before.last_at:
        raise ConflictError("consensus.time-goes-back")
    if before.state not in FROM[type(event)]:
        raise ConflictError(f"consensus.stands.{before.state.value}")
    after = _HANDLERS[type(event)](before, event)
    return replace(after, last_at=event.at)


def _created(event: Create) -> Deliberation:
    if not event.title.strip() or not event.text.strip():
        raise InvalidError("consensus.no-text")
    return Deliberation(
        title=event.title,
        rules=read(ProtocolRules, event.rules),
        versions=(Version(number=1, text=event.text, at=event.at, actor=event.actor),),
        last_at=event.at,
    )


def _discuss(before: Deliberation, _event: Discuss) -> Deliberation:
    return replace(before, state=State.DISCUSSION)


def _revise(before: Deliberation, event: Revise) -> Deliberation:
    if before.state is State.ROUND_CLOSED:
        outcome = before.rounds[-1].count.outcome
        if outcome not in (NOT_REACHED, ANSWERS_NEEDED):
            raise ConflictError(f"consensus.stands.{before.state.value}")
    latest = before.versions[-1]
    if not event.text.strip() or event.text == latest.text:
        raise InvalidError("consensus.same-text")
    version = Version(number=latest.number + 1, text=event.text, at=event.at, actor=event.actor)
    return replace(before, versions=(*before.versions, version))


def _answer(before: Deliberation, event: Answer) -> Deliberation:
    given = answered(before.objection(event.objection), event, before.versions[-1].number)
    return _with(before, given)


def _resolve(before: Deliberation, event: Resolve) -> Deliberation:
    objection = before.objection(event.objection)
    if event.actor != objection.author:
        raise ForbiddenError("consensus.not-your-objection")
    return _with(before, replace(objection, resolved=True))


def _with(before: Deliberation, changed: Any) -> Deliberation:
    objections = tuple(changed if o.number == changed.number else o for o in before.objections)
    return replace(before, objections=objections)


_HANDLERS: Mapping[type[Event], Callable[[Deliberation, Any], Deliberation]] = {
    Discuss: _discuss,
    Revise: _revise,
    OpenRound: sittings.open_round,
    Take: sittings.take,
    CloseRound: sittings.close_round,
    Answer: _answer,
    Resolve: _resolve,
    Conclude: concluding.conclude,
    RecordVote: fallbacks.record_vote,
    RecordChoice: fallbacks.record_choice,
    Lapse: fallbacks.lapse,
}
