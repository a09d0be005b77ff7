"""The minutes (berita acara) of a deliberation by consensus, told from its events.

Attendance, the hash of each text, counts of each round with the numbers they were held against,
objections and their answers, who stood aside and why, who chaired, what was decided. Every line is
a reason, so that it reads in both languages; the caller writes dates and turns references to names.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from voting.ballots.stances import AGREE, AGREE_WITH_NOTE, STANCES
from voting.deliberation.events import (
    Answer,
    CloseRound,
    Conclude,
    Create,
    Event,
    Lapse,
    OpenRound,
    RecordChoice,
    RecordVote,
    Resolve,
    Revise,
)
from voting.deliberation.machine import apply
from voting.deliberation.standing import Deliberation, RoundRecord
from voting.outcome import Reason
from voting.words import say

Params = dict[str, int | str]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the minutes: when, and what."""

    at: int
    reason: Reason


def minutes(events: Iterable[Event], names: Mapping[str, str] | None = None) -> tuple[Line, ...]:
    """Return the minutes of a deliberation; ``names`` put people's names for their references."""
    known = names or {}
    lines: list[Line] = []
    state: Deliberation | None = None
    for event in events:
        state = apply(state, event)
        teller = _TELLERS.get(type(event))
        told = teller(state, event, _Names(known)) if teller else []
        lines += [Line(at=event.at, reason=reason) for reason in told]
        if state.is_over:
            lines += [Line(at=event.at, reason=reason) for reason in _end(state)]
    return tuple(lines)


def sentences_of(lines: Iterable[Line], language: str) -> tuple[str, ...]:
    """Return the minutes as sentences of a language."""
    return tuple(say(line.reason.code, line.reason.params, language) for line in lines)


@dataclass(frozen=True)
class _Names:
    known: Mapping[str, str]

    def __getitem__(self, reference: str) -> str:
        return self.known.get(reference, reference)


def _say(code: str, **params: int | str) -> Reason:
    return Reason(code=f"minutes.{code}", params=params)


def _created(state: Deliberation, event: Create, names: _Names) -> list[Reason]:
    rules = state.rules
    return [
        _say("created", title=event.title, actor=names[event.actor]),
        _say("text", version=1, text=event.text),
        _say("rules-quorum" if rules.quorum_strict else "rules-quorum-even", quorum=rules.quorum),
        _say(
            "rules-round",
            agree=rules.min_agree,
            aside=rules.max_stand_aside,
            rounds=rules.max_rounds,
        ),
        _say(f"block.{rules.block}"),
        _say(f"fallback.{rules.fallback}", share=rules.vote_share),
    ]


def _revised(state: Deliberation, event: Revise, _names: _Names) -> list[Reason]:
    return [_say("text", version=state.versions[-1].number, text=event.text)]


def _opened(state: Deliberation, _event: OpenRound, names: _Names) -> list[Reason]:
    params: Params = {"number": state.round_number, "sitting": state.sitting}
    params |= {"version": state.versions[-1].number, "electors": len(state.roll)}
    return [_say("opened", chair=names[state.chair], **params)]


def _closed(state: Deliberation, _event: CloseRound, names: _Names) -> list[Reason]:
    record = state.rounds[-1]
    told = [_attendance(record), _counts(record)]
    told += [
        _say("note" if stance == AGREE_WITH_NOTE else "aside", who=names[who], reason=reason or "–")
        for who, stance, reason in record.notes
    ]
    told += [
        _say(
            f"objection.{o.kind}",
            objection=o.number,
            who="–" if state.rules.secret else names[o.author],
            reason=o.reason,
        )
        for o in state.of_this_round()
        if o.version == record.version and o.is_open
    ]
    told += [*record.count.reasons, *_groups(record)]
    return told


def _attendance(record: RoundRecord) -> Reason:
    count = record.count
    params: Params = {"present": count.present, "electors": record.eligible}
    return _say("attendance", needed=count.quorum_needed, **params)


def _counts(record: RoundRecord) -> Reason:
    counts = record.count.counts
    named = {stance.replace("-", "_"): counts[stance] for stance in STANCES}
    named[AGREE] += named.pop("agree_note")
    return _say("counts", notes=counts[AGREE_WITH_NOTE], **named)


def _groups(record: RoundRecord) -> list[Reason]:
    """Return the share of agreement in each group, where there are groups."""
    if len(record.groups) < 2:  # noqa: PLR2004 - one group is everybody
        return []
    return [
        _say("group", group=group or "–", share="–" if share is None else str(share))
        for group, share in record.group_shares.items()
    ]


def _answered(state: Deliberation, event: Answer, names: _Names) -> list[Reason]:
    params: Params = {"objection": event.objection, "actor": names[event.actor]}
    params |= {"reason": event.reason, "version": event.version}
    params["cosigners"] = ", ".join(names[name] for name in event.cosigners)
    return [_say(f"answer.{state.objection(event.objection).answer}", **params)]


def _resolved(_state: Deliberation, event: Resolve, _names: _Names) -> list[Reason]:
    return [_say("resolved", objection=event.objection)]


def _concluded(state: Deliberation, _event: Conclude, _names: _Names) -> list[Reason]:
    told = []
    if state.rounds[-1].count.waived:
        told += [_say("waived"), *state.rounds[-1].count.reasons]
    if not state.is_over:
        told.append(_say(f"now.{state.state.value}"))
    return told


def _voted(state: Deliberation, event: RecordVote, _names: _Names) -> list[Reason]:
    count = state.votes[-1]
    params: Params = {"yes": event.yes, "no": event.no, "abstain": event.abstain}
    return [_say("vote", base=count.base, needed=count.yes_needed, **params), *count.reasons]


def _chosen(_state: Deliberation, event: RecordChoice, _names: _Names) -> list[Reason]:
    return [_say("choice", winners=", ".join(event.winners) or "–", keep=event.keep)]


def _lapsed(_state: Deliberation, event: Lapse, names: _Names) -> list[Reason]:
    return [_say("given-up", actor=names[event.actor], reason=event.reason)]


def _end(state: Deliberation) -> list[Reason]:
    told = [_say(f"end.{state.state.value}", text=state.adopted or "–")]
    blocks = sum(o.kind == "block" for o in state.objections)
    if blocks:
        told.append(_say("blocks-on-record", blocks=blocks))
    if state.review_at:
        told.append(_say("review"))
    return told


_TELLERS: Mapping[type[Event], Callable[[Deliberation, Any, _Names], list[Reason]]] = {
    Create: _created,
    Revise: _revised,
    OpenRound: _opened,
    CloseRound: _closed,
    Answer: _answered,
    Resolve: _resolved,
    Conclude: _concluded,
    RecordVote: _voted,
    RecordChoice: _chosen,
    Lapse: _lapsed,
}
