"""The closed set of log entries: what a site puts on record, one entry for one act.

An entry is canonical JSON with its kind in ``t``. Entries about a contest carry its name ``p`` and
a running number ``q`` within the contest, from 0 (its opening) without a gap, so that leaving one
out of a bundle shows. A secret contest logs nothing of a ballot before its seal.

Hashes are 64 hexadecimal digits, times whole seconds since 1970 UTC; ``a`` is a handle of who
acted, never a name (``system`` for the clock).
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from voting.audit.acts import CHECKS, EVENTS
from voting.canonical import Json, decode, encode
from voting.errors import InvalidError

LARGEST_ENTRY = 65_535
SYSTEM = "system"


def _key(name: str) -> Any:
    return field(metadata={"key": name})


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What all entries share: a kind, and fields that each have one key and one form."""

    kind: ClassVar[str] = ""

    def __post_init__(self) -> None:
        """Refuse a value that is not of its field's form."""
        for key, value in self._values().items():
            _check(key, value)

    def _values(self) -> dict[str, Json]:
        return {item.metadata["key"]: getattr(self, item.name) for item in fields(self)}

    def json(self) -> dict[str, Json]:
        """Return the entry as JSON data."""
        return {"t": self.kind, **self._values()}

    def encode(self) -> bytes:
        """Return the bytes that the log keeps; InvalidError above 65,535 of them."""
        data = encode(self.json())
        if len(data) > LARGEST_ENTRY:
            raise InvalidError("entry.too-long")
        return data

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Entry":
        """Read an entry of this kind back from JSON data; InvalidError for other keys."""
        names = {item.metadata["key"]: item.name for item in fields(cls)}
        if set(value) != {"t", *names}:
            raise InvalidError("entry.keys", kind=cls.kind)
        return cls(**{name: value[key] for key, name in names.items()})


@dataclass(frozen=True, kw_only=True)
class Opened(Entry):
    """A contest was opened: from here on its manifest, by its hash, cannot change."""

    kind: ClassVar[str] = "open/1"
    poll: str = _key("p")
    number: int = _key("q")
    manifest: str = _key("m")
    actor: str = _key("a")
    at: int = _key("at")


@dataclass(frozen=True, kw_only=True)
class Voted(Entry):
    """An elector (``handle``: their roll leaf) voted in an open contest.

    ``turn`` counts their own votes from 1, and the highest counts; the commitment is opened after
    the close.
    """

    kind: ClassVar[str] = "vote/1"
    poll: str = _key("p")
    number: int = _key("q")
    handle: str = _key("h")
    turn: int = _key("n")
    commitment: str = _key("c")


@dataclass(frozen=True, kw_only=True)
class Sealed(Entry):
    """The ballots of a closed contest: how many, their root; how many voted, and that root."""

    kind: ClassVar[str] = "seal/1"
    poll: str = _key("p")
    number: int = _key("q")
    ballots: int = _key("n")
    root: str = _key("root")
    voted: int = _key("voted_n")
    voted_root: str = _key("voted_root")
    actor: str = _key("a")
    at: int = _key("at")


@dataclass(frozen=True, kw_only=True)
class Counted(Entry):
    """The contest was counted; ``result`` is the hash of its transcript, ties unresolved."""

    kind: ClassVar[str] = "result/1"
    poll: str = _key("p")
    number: int = _key("q")
    result: str = _key("r")
    actor: str = _key("a")
    at: int = _key("at")


@dataclass(frozen=True, kw_only=True)
class Drawn(Entry):
    """The lot was drawn because the count met a tie; ``result`` is the recount's transcript."""

    kind: ClassVar[str] = "lot/1"
    poll: str = _key("p")
    number: int = _key("q")
    public: str = _key("public")
    secret: str = _key("s")
    result: str = _key("r")
    actor: str = _key("a")
    at: int = _key("at")


@dataclass(frozen=True, kw_only=True)
class Event(Entry):
    """Any other act of an officer, of a contest or of the community.

    ``details`` are the public values its ``act`` asks for (``EVENTS``); ``private`` is the salted
    hash of what is not public (a reason, a person), or empty.
    """

    kind: ClassVar[str] = "event/1"
    act: str = _key("k")
    actor: str = _key("a")
    at: int = _key("at")
    poll: str = field(default="", metadata={"key": "p"})
    number: int = field(default=0, metadata={"key": "q"})
    private: str = field(default="", metadata={"key": "h"})
    details: Mapping[str, str | int] = field(default_factory=dict, metadata={"key": "d"})

    def __post_init__(self) -> None:
        """Refuse an unknown act, details that are not its own, or values not of their form."""
        if self.act not in EVENTS:
            raise InvalidError("entry.unknown-act", act=str(self.act))
        if set(self.details) != set(EVENTS[self.act]):
            raise InvalidError("entry.keys", kind=self.act)
        for key, value in {**self._values(), **self.details}.items():
            _check(key, value)

    def _values(self) -> dict[str, Json]:
        values: dict[str, Json] = {"k": self.act, "a": self.actor, "at": self.at}
        if self.poll:
            values |= {"p": self.poll, "q": self.number}
        if self.private:
            values["h"] = self.private
        return values

    def json(self) -> dict[str, Json]:
        """Return the entry as JSON data; ``d`` only where the act has public values."""
        extra: dict[str, Json] = {"d": dict(self.details)} if self.details else {}
        return {**super().json(), **extra}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Event":
        """Read an event back from JSON data; InvalidError for other keys."""
        names = {item.metadata["key"]: item.name for item in fields(cls)}
        known = {"k", "a", "at"} <= set(value) <= {"t", *names}
        if not known or not isinstance(value.get("d", {}), dict) or not isinstance(value["k"], str):
            raise InvalidError("entry.keys", kind=cls.kind)
        event = cls(**{names[key]: inner for key, inner in value.items() if key != "t"})
        if event.json() != value:
            raise InvalidError("entry.keys", kind=cls.kind)
        return event


ContestEntry = Opened | Voted | Sealed | Counted | Drawn | Event
_KINDS: Mapping[str, type[Entry]] = {
    kind.kind: kind for kind in (Opened, Voted, Sealed, Counted, Drawn, Event)
}


def read_entry(data: bytes) -> Entry:
    """Read one entry of the log; InvalidError if it is not canonical or of no known kind."""
    if len(data) > LARGEST_ENTRY:
        raise InvalidError("entry.too-long")
    return entry_from_json(decode(data))


def entry_from_json(value: Any) -> Entry:
    """Read one entry from JSON data that has been decoded strictly."""
    kind = value.get("t") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in _KINDS:
        raise InvalidError("entry.unknown-kind", kind=str(kind))
    return _KINDS[kind].from_json(value)


def commitment_text(commitment: bytes) -> str:
    """Return a commitment as log entries write it: base64url without padding."""
    return base64.urlsafe_b64encode(commitment).decode().rstrip("=")


def ballot_entry(poll: str, commitment: bytes) -> bytes:
    """Return the leaf data of one secret ballot in its contest's own tree."""
    return f'{{"c":"{commitment_text(commitment)}","p":"{poll}","t":"ballot/1"}}'.encode()


def _check(key: str, value: object) -> None:
    if not CHECKS[key](value):
        raise InvalidError("entry.value", key=key)
