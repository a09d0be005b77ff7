"""A sitting for people: where it stands in words, its rounds, its objections, its rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from voting.ballots.stances import STANCES
from voting.deliberation import ContestState
from voting.deliberation.objections import Objection
from voting.deliberation.presets import PRESETS
from voting.deliberation.protocol import HALL
from voting.deliberation.rewording import Piece, reworded
from voting.deliberation.standing import ENDS, Deliberation, RoundRecord, State
from voting.outcome import Reason
from voting.rules import rule_fields
from voting.services import objecting, sittings
from voting.services.sittings import Part, Standing
from voting.words import say
from web import seats
from web.papers import fallback_words
from web.visit import Visit

TONES = {
    State.ROUND_OPEN: "now",
    State.FALLBACK_VOTE: "now",
    State.TIE_REVOTE: "now",
    State.ADOPTED: "ok",
    State.ADOPTED_WITH_RESERVATIONS: "ok",
    State.ADOPTED_BY_VOTE: "ok",
    State.REJECTED: "bad",
    State.LAPSED: "bad",
}
_TOLD = (
    "quorum",
    "min_agree",
    "max_stand_aside",
    "block",
    "max_rounds",
    "max_postponements",
    "place",
)

_SHARES = ("quorum", "min_agree", "max_stand_aside")


@dataclass(frozen=True, kw_only=True)
class RoundTold:
    """A round that was counted: its contest, its counts, why it came out so, who said what.

    ``notes`` are name, stance and words of those who agreed with a note or stood aside.
    """

    record: RoundRecord
    part: Part
    reasons: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    marks: tuple[seats.Mark, ...]
    notes: tuple[tuple[str, str, str, int], ...]


@dataclass(frozen=True, kw_only=True)
class ObjectionTold:
    """An objection with the names of those it concerns; ``signed`` say it is out of order."""

    objection: Objection
    author: str
    author_id: int
    contest: str
    ground: str
    answered_by: str
    signed: tuple[str, ...]
    has_signed: bool


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the pages of a sitting show."""

    now: Standing
    deliberation: Deliberation
    state: str
    tone: str
    over: bool
    preset: str
    rules: tuple[tuple[str, str], ...]
    fallback: str
    rounds: tuple[RoundTold, ...]
    objections: tuple[ObjectionTold, ...]
    pieces: tuple[Piece, ...]
    names: Mapping[str, str]
    is_hall: bool
    vote: Part | None


def tell(visit: Visit, connection: Connection, now: Standing) -> Told:
    """Return a sitting as its pages show it."""
    deliberation = now.deliberation
    names = sittings.names(connection, now)
    texts = [version.words for version in now.versions[-2:]]
    return Told(
        now=now,
        deliberation=deliberation,
        state=state_words(visit, deliberation.state),
        tone=TONES.get(deliberation.state, ""),
        over=deliberation.state in ENDS,
        preset=PRESETS[now.view.preset].title.in_language(visit.language),
        rules=_rules(visit, now),
        fallback=fallback_words(visit, now.rules.fallback),
        rounds=tuple(
            _round(visit, record, part, names)
            for record, part in zip(deliberation.rounds, now.rounds, strict=False)
        ),
        objections=_objections(visit, connection, now, names),
        pieces=reworded(texts[0], texts[-1]),
        names=names,
        is_hall=now.rules.place == HALL,
        vote=now.votes[-1] if now.votes else None,
    )


def state_words(visit: Visit, state: State) -> str:
    """Return where a sitting stands, in words."""
    return say(f"sitting.state.{state.value}", {}, visit.language)


def reasons(visit: Visit, told: Sequence[Reason]) -> tuple[str, ...]:
    """Return reasons as sentences."""
    return tuple(say(reason.code, reason.params, visit.language) for reason in told)


def is_counted(part: Part) -> bool:
    """Tell whether a round's bundle is out."""
    return part.state is ContestState.PUBLISHED


def _round(visit: Visit, record: RoundRecord, part: Part, names: Mapping[str, str]) -> RoundTold:
    counts = record.count.counts
    return RoundTold(
        record=record,
        part=part,
        reasons=reasons(visit, record.count.reasons),
        counts=tuple((stance, counts[stance]) for stance in STANCES),
        marks=seats.marks(counts, STANCES),
        notes=tuple(
            (names.get(who, who), stance, words, sittings.person_of(who))
            for who, stance, words in record.notes
            if words
        ),
    )


def _objections(
    visit: Visit, connection: Connection, now: Standing, names: Mapping[str, str]
) -> tuple[ObjectionTold, ...]:
    signed = objecting.signed(connection, now)
    reader = visit.person.id if visit.person else 0
    contests = {
        (record.number, record.version): part.contest
        for record, part in zip(now.deliberation.rounds, now.rounds, strict=False)
    }
    return tuple(
        ObjectionTold(
            objection=one,
            author=names.get(one.author, one.author),
            author_id=sittings.person_of(one.author),
            contest=contests.get((one.round_number, one.version), ""),
            ground=say(f"sitting.ground.{one.ground}", {}, visit.language) if one.ground else "",
            answered_by=names.get(one.answered_by, ""),
            signed=tuple(each.name for each in signed if each.objection == one.number),
            has_signed=any(
                each.objection == one.number and each.person_id == reader for each in signed
            ),
        )
        for one in now.deliberation.objections
    )


def _rules(visit: Visit, now: Standing) -> tuple[tuple[str, str], ...]:
    """Return the rules that matter most, in words."""
    known = rule_fields(now.rules)
    told = []
    for name in _TOLD:
        rule, value = known[name][0], getattr(now.rules, name)
        words = str(value)
        if rule.choices is not None:
            words = rule.choices[words].in_language(visit.language)
        elif name in _SHARES:
            words = _share(visit, name, words, strict=name == "quorum" and now.rules.quorum_strict)
        told.append((rule.label.in_language(visit.language), words))
    return tuple(told)


def _share(visit: Visit, name: str, share: str, *, strict: bool) -> str:
    """Return a share in words."""
    if name == "quorum" and share == "0":
        return visit.gettext("none")
    if strict:
        return visit.gettext("more than %(share)s", share=share)
    if name == "max_stand_aside":
        if share == "1":
            return visit.gettext("no limit")
        return visit.gettext("at most %(share)s", share=share)
    if share == "1":
        return visit.gettext("all of them")
    return visit.gettext("at least %(share)s", share=share)
