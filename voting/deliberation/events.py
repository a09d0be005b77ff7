"""What can happen in a deliberation by consensus: one frozen value for each kind of event.

Every event names who acted, when (``at``, Unix seconds) and why. A list of them is the whole
record: the state is what ``machine.replay`` folds it into.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from voting.canonical import Json
from voting.errors import InvalidError


@dataclass(frozen=True, kw_only=True)
class Event:
    """What every event says: who acted, when, and why."""

    actor: str
    at: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Create(Event):
    """A decision is drafted: its title, the hash of its first text, its rules as data."""

    title: str
    text: str
    rules: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Discuss(Event):
    """The discussion begins."""


@dataclass(frozen=True, kw_only=True)
class Revise(Event):
    """The text is changed; ``text`` is the hash of the new version."""

    text: str


@dataclass(frozen=True, kw_only=True)
class OpenRound(Event):
    """A round opens until ``closes``; ``roll`` is frozen: who may take a stance, of which group.

    The actor chairs it.
    """

    closes: int
    roll: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Take(Event):
    """The actor takes a stance, or another one; ``ground`` says what a block rests on."""

    stance: str
    ground: str = ""


@dataclass(frozen=True, kw_only=True)
class CloseRound(Event):
    """A round closes and is counted.

    ``signed``: how many signed in. In a secret round ``counts`` come from the ballot box, a number
    for each stance by group, and ``objections`` as handle, stance, reason, ground.
    """

    signed: int = 0
    counts: tuple[tuple[str, tuple[int, ...]], ...] = ()
    objections: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answer(Event):
    """An objection is answered, in one of the ways of ``objections.ANSWERS``.

    ``version`` holds the change that an acceptance promises; out of order needs two ``cosigners``.
    """

    objection: int
    answer: str
    version: int = 0
    cosigners: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Resolve(Event):
    """Whoever objected says that the objection is settled."""

    objection: int


@dataclass(frozen=True, kw_only=True)
class Conclude(Event):
    """The chair declares what the count means; ``review_at`` is the date of review, if any."""

    review_at: int = 0


@dataclass(frozen=True, kw_only=True)
class RecordVote(Event):
    """The yes-or-no vote was held."""

    yes: int
    no: int
    abstain: int
    eligible: int


@dataclass(frozen=True, kw_only=True)
class RecordChoice(Event):
    """The choice between texts was made: what came first (several if level), what keeps things."""

    winners: tuple[str, ...]
    keep: str


@dataclass(frozen=True, kw_only=True)
class Lapse(Event):
    """The matter is given up: before the first round, or when its next sitting came too late."""


KINDS: Mapping[str, type[Event]] = {
    "create": Create,
    "discuss": Discuss,
    "revise": Revise,
    "open-round": OpenRound,
    "take": Take,
    "close-round": CloseRound,
    "answer": Answer,
    "resolve": Resolve,
    "conclude": Conclude,
    "record-vote": RecordVote,
    "record-choice": RecordChoice,
    "lapse": Lapse,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


def event_json(event: Event) -> dict[str, Json]:
    """Return an event as JSON data, canonical once encoded."""
    values = {item.name: _listed(getattr(event, item.name)) for item in fields(event)}
    return {"t": f"consensus/{_NAMES[type(event)]}/1", **values}


def event_from_json(value: Mapping[str, Any]) -> Event:
    """Read an event back; InvalidError for any other shape."""
    given = dict(value)
    name = str(given.pop("t", "")).removeprefix("consensus/").removesuffix("/1")
    kind = KINDS.get(name)
    if kind is None or set(given) != {item.name for item in fields(kind)}:
        raise InvalidError("consensus.not-an-event")
    return kind(**{key: _tupled(inner) for key, inner in given.items()})


def _listed(value: Any) -> Json:
    if isinstance(value, tuple):
        return [_listed(inner) for inner in value]
    return dict(value) if isinstance(value, Mapping) else value


def _tupled(value: Any) -> Any:
    return tuple(map(_tupled, value)) if isinstance(value, list) else value
