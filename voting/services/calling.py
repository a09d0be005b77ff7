"""Calling a sitting: its text, its rules, the vote announced for a stalemate, who is invited."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from voting.audit.manifest import text_hash
from voting.ballots import MOST_OPTIONS, Gifts, OptionId, Stance
from voting.canonical import Json, tidy
from voting.contest import Contest, Option
from voting.deliberation import machine
from voting.deliberation.events import Create, Discuss
from voting.deliberation.matters import MatterAct
from voting.deliberation.presets import preset
from voting.deliberation.protocol import ProtocolRules
from voting.deliberation.round_rules import CHOICE, RESISTANCE, VOTE
from voting.deliberation.standing import ENDS, State
from voting.errors import ConflictError, InvalidError, RefusalError
from voting.methods import METHODS, method
from voting.roll import Person, Role
from voting.rules import card
from voting.services import community, matters, notices, permission, recording
from voting.services.contests import LEVELS
from voting.services.writing import LONGEST_TITLE, LONGEST_WORDS, key_hash, line, paragraphs
from voting.store import attendance, people
from voting.store import sittings as store
from voting.store.sittings import SittingView

KEEP = "keep"
LONGEST_OTHER = 200
LONGEST_ELEMENT = 40
MOST_HOURS = 24 * 90
SCALE = 10
_NOT_HERE: Mapping[str, Json] = {"secret": False, "require_each_group": "0"}


@dataclass(frozen=True, kw_only=True)
class Fallback:
    """The vote announced beforehand: by which method, open or secret, how long, between what.

    ``others`` are texts to choose from beside the sitting's own and "keep things as they are".
    """

    method: str = "plurality"
    level: str = "A"
    hours: int = 72
    others: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Call:
    """A sitting as a moderator writes it; ``edits`` are the numbers that differ from the preset."""

    title: str
    words: str
    preset: str
    edits: Mapping[str, object] = field(default_factory=dict)
    fallback: Fallback = field(default_factory=Fallback)


def call(
    connection: Connection, actor: Person, matter: str, wanted: Call, *, key: bytes, at: int
) -> SittingView:
    """Call a sitting on a matter; the same key again gives the same sitting.

    Nobody is invited yet: see ``invite``. The rules and the fallback do not change any more.
    """
    about = matters.show(connection, matter)
    known = store.by_key(connection, key_hash(actor, key))
    if known is not None:
        return known
    matters.check(about, MatterAct.CALL, actor)
    rules = read_rules(wanted)
    fallback = _checked(wanted.fallback, rules)
    title = line(wanted.title, "sitting.no-title", LONGEST_TITLE)
    words = paragraphs(wanted.words, LONGEST_WORDS)
    if not words:
        raise InvalidError("sitting.no-text")
    number = _next_number(connection, at)
    row = {
        "number": number,
        "matter_id": about.id,
        "title": title,
        "preset": wanted.preset,
        "rules": card(rules),
        "fallback": fallback,
        "state": State.DISCUSSION.value,
        "created_by": actor.id,
        "created_at": at,
        "key_hash": key_hash(actor, key),
    }
    sitting_id = store.add(connection, row)
    text = text_hash(words)
    store.add_version(connection, sitting_id, 1, words, text=text, by=actor.id, at=at)
    who = recording.handle(actor)
    events = [
        Create(actor=who, at=at, title=title, text=text, rules=card(rules)),
        Discuss(actor=who, at=at),
    ]
    machine.replay(events)
    store.append(connection, sitting_id, 0, [(event, actor.id) for event in events])
    detail = {"matter": about.number, "sitting": number}
    recording.record(
        connection, "sitting-called", at=at, actor=actor, detail=detail, matters=[about.id]
    )
    told: dict[str, Json] = {"sitting": number, "n": 1, "text": text}
    recording.record(
        connection, "sitting-text", at=at, actor=actor, detail=told, matters=[about.id]
    )
    return store.read(connection, number)


def invite(
    connection: Connection,
    actor: Person,
    number: str,
    *,
    place: str | None = None,
    chosen: Collection[int] = (),
    element: str = "",
    at: int,
) -> int:
    """Invite the residents of a place ("" for all), or people by id; return how many are new.

    ``element`` says as which part of the community: farmers, women, youth ... Who is invited while
    a round is open may take a stance from the next one on.
    """
    permission.check(actor, Role.MODERATOR)
    view = store.read(connection, number)
    if view.state in ENDS:
        raise ConflictError(f"consensus.stands.{view.state.value}")
    called = tidy(element)
    if len(called) > LONGEST_ELEMENT:
        raise InvalidError("matter.text-too-long", most=LONGEST_ELEMENT)
    residents = people.residents(connection, place or "")
    wanted = {one.id for one in residents}
    if place is None:
        wanted &= set(chosen)
    if not wanted:
        raise InvalidError("sitting.nobody-chosen")
    known = set(attendance.ids(connection, view.id))
    new = attendance.invite(connection, view.id, wanted, called, at)
    if new:
        detail: dict[str, Json] = {"sitting": number, "n": new}
        recording.record(
            connection,
            "people-invited",
            at=at,
            actor=actor,
            detail=detail,
            matters=[view.matter_id],
        )
        notices.tell(
            connection,
            wanted - known,
            "invited",
            at=at,
            matter_id=view.matter_id,
            sitting=number,
            name=view.title,
        )
    return new


def read_rules(wanted: Call) -> ProtocolRules:
    """Return the rules of a call: its preset with the moderator's own numbers."""
    rules = preset(wanted.preset).rules(**wanted.edits)
    for name, value in _NOT_HERE.items():
        if getattr(rules, name) != value:
            raise InvalidError("sitting.rule-not-here", rule=name)
    return rules


def methods_for(fallback: str) -> tuple[str, ...]:
    """Return the methods that the vote after a stalemate can be held by."""
    return {VOTE: ("plurality",), RESISTANCE: ("score",), CHOICE: CHOICES}.get(fallback, ())


def _fits(name: str) -> bool:
    """Tell whether a method chooses one of several texts without anything but their names."""
    counting = method(name)
    rules = counting.rules()
    options = tuple(Option(id=OptionId(str(n)), label=str(n)) for n in (1, 2, 3))
    try:
        counting.admit_contest(Contest(title="?", method=name, rules=rules, options=options))
    except RefusalError:
        return False
    return counting.form not in (Stance, Gifts) and getattr(rules, "seats", 1) == 1


CHOICES = tuple(name for name in METHODS if _fits(name))


def _checked(wanted: Fallback, rules: ProtocolRules) -> dict[str, Json]:
    """Return the fallback as it is kept, or refuse it."""
    known = methods_for(rules.fallback)
    if not known:
        return {"kind": rules.fallback}
    name = wanted.method if rules.fallback == CHOICE else known[0]
    if name not in known:
        raise InvalidError("sitting.fallback-method")
    if wanted.level not in LEVELS:
        raise InvalidError("contest.level", level=wanted.level)
    if not 1 <= wanted.hours <= MOST_HOURS:
        raise InvalidError("sitting.fallback-hours", most=MOST_HOURS)
    others = [line(each, "sitting.no-title", LONGEST_OTHER) for each in wanted.others if tidy(each)]
    if rules.fallback == VOTE:
        others = []
    if len(others) + 2 > MOST_OPTIONS:
        raise InvalidError("contest.too-many-options", most=MOST_OPTIONS)
    if len({each.casefold() for each in others}) < len(others):
        raise InvalidError("sitting.other-twice")
    values: dict[str, Json] = {"kind": rules.fallback, "method": name, "level": wanted.level}
    return {**values, "hours": wanted.hours, "others": [*others]}


def _next_number(connection: Connection, at: int) -> str:
    zone = ZoneInfo(community.show(connection).timezone)
    prefix = f"K-{datetime.fromtimestamp(at, zone).year:04}-"
    last = store.last_number(connection, prefix)
    return f"{prefix}{1 if last is None else int(last.removeprefix(prefix)) + 1:03}"
