"""The manifest: everything about a contest that is frozen when it opens, as canonical JSON.

Its hash stands in the log entry of the opening and on the notice board. It names the question, the
options (by id, label, cost, and the hashes of their text and picture), the method with its whole
rule card, the times, the roll by count and root, and the keys under which evidence is signed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from voting import rules
from voting.audit.commitments import check_poll, read_hash, read_share
from voting.audit.notes import Key, read_key
from voting.ballots import OptionId
from voting.canonical import LARGEST, Json, decode, encode, sha256
from voting.contest import Contest, Option
from voting.errors import InvalidError
from voting.method import Method
from voting.methods import method as method_by_id

OPEN_BALLOT = "A"
SECRET_BALLOT = "B"  # noqa: S105 - a level, not a password
DICE = "dice-d10x20"

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "level": (OPEN_BALLOT, SECRET_BALLOT),
    "receipt": ("at-cast",),
    "revote": ("none", "until-close"),
    "batch": ("close",),
    "publish": ("ballots",),
    "backup": ("at-close", "continuous"),
}
_TEXTS = ("number", "title", "question", "log", "receipt_key", "seal_key")
_COUNTS = ("opens", "closes", "grace", "eligible")
_HASHES = ("roll_root", "policy")
_KEYS = frozenset(("t", "poll", "method", "options", "tie", *_CHOICES, *_TEXTS, *_COUNTS, *_HASHES))


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What is frozen of a contest. ``contest`` is as anybody can rebuild it from the file alone.

    ``level`` is A (open ballot) or B (secret). ``text_hashes`` and ``picture_hashes`` are SHA-256
    in hexadecimal by option, left out where there is none. ``log`` and ``receipt_key`` are C2SP
    keys as text, ``seal_key`` the X25519 key in base64 (empty at level A), ``tie_commit`` the
    commitment to the server's share of a lot, ``policy`` the SHA-256 of the bundle's policy.
    """

    poll: str
    number: str
    level: str
    contest: Contest[Any]
    text_hashes: Mapping[OptionId, str]
    picture_hashes: Mapping[OptionId, str]
    opens: int
    closes: int
    grace: int
    eligible: int
    roll_root: str
    log: str
    receipt_key: str
    seal_key: str
    tie_commit: str
    policy: str
    receipt: str = "at-cast"
    revote: str = "none"
    batch: str = "close"
    publish: str = "ballots"
    backup: str = "at-close"

    def __post_init__(self) -> None:
        """Refuse a manifest that could not be read back."""
        value = self._values()
        check_poll(self.poll)
        _check(value)
        method_by_id(self.contest.method).admit_contest(self.contest)

    @property
    def method(self) -> Method[Any]:
        """Return the method the contest is counted by."""
        return method_by_id(self.contest.method)

    @property
    def log_key(self) -> Key:
        """Return the key that signs the log's checkpoints; its name is the log's origin."""
        return read_key(self.log)

    @property
    def is_secret(self) -> bool:
        """Tell whether the ballots are secret (level B)."""
        return self.level == SECRET_BALLOT

    def json(self) -> dict[str, Json]:
        """Return the manifest as JSON data."""
        contest = self.contest
        return {
            "t": "manifest/1",
            "poll": self.poll,
            "method": {"id": contest.method, "rules": rules.card(contest.rules)},
            "options": [self._option(option) for option in contest.options],
            "tie": {"commit": self.tie_commit, "public": DICE},
            **self._values(),
        }

    def encode(self) -> bytes:
        """Return the canonical bytes: the file ``manifest.json``."""
        return encode(self.json())

    @property
    def hash(self) -> str:
        """Return the SHA-256 of the manifest's bytes, in hexadecimal: its fingerprint."""
        return sha256(self.encode()).hex()

    def _values(self) -> dict[str, Json]:
        names = (*_CHOICES, "number", *_TEXTS[3:], *_COUNTS, *_HASHES)
        own: dict[str, Json] = {name: getattr(self, name) for name in names}
        return {**own, "title": self.contest.title, "question": self.contest.question}

    def _option(self, option: Option) -> dict[str, Json]:
        value: dict[str, Json] = {"id": option.id, "label": option.label}
        if option.cost is not None:
            value["cost"] = option.cost
        for key, hashes in (("text", self.text_hashes), ("picture", self.picture_hashes)):
            if option.id in hashes:
                value[key] = hashes[option.id]
        for flag in ("withdrawn", "write_in"):
            if getattr(option, flag):
                value[flag] = True
        return value


def text_hash(text: str) -> str:
    """Return the hash of an option's description as the manifest names it."""
    return sha256(text.encode()).hex()


def read_manifest(data: bytes) -> Manifest:
    """Read a manifest; InvalidError unless it is canonical and exactly of the form."""
    value = decode(data)
    if not isinstance(value, dict) or set(value) != _KEYS or value["t"] != "manifest/1":
        raise InvalidError("manifest.malformed", key="t")
    _check(value)
    options = _list(value["options"])
    method_id, card, commit = _method_and_tie(value)
    method = method_by_id(method_id)
    contest: Contest[Any] = Contest(
        title=value["title"],
        question=value["question"],
        method=method_id,
        rules=rules.read(method.rules, card),
        options=tuple(_read_option(option) for option in options),
    )
    names = (*_CHOICES, "number", *_TEXTS[3:], *_COUNTS, *_HASHES)
    manifest = Manifest(
        poll=check_poll(value["poll"]),
        contest=contest,
        text_hashes=_hashes(options, "text"),
        picture_hashes=_hashes(options, "picture"),
        tie_commit=commit,
        **{name: value[name] for name in names},
    )
    if not _says(manifest.json(), value):
        raise InvalidError("manifest.malformed", key="rules")
    return manifest


def _says(written: Mapping[str, Any], read: Mapping[str, Any]) -> bool:
    """Tell whether two manifests agree; a rule that is younger than the file may be missing."""
    younger = {**written["method"]["rules"], **read["method"]["rules"]}
    return {**read, "method": {**read["method"], "rules": younger}} == written


def _method_and_tie(value: Mapping[str, Any]) -> tuple[str, dict[str, Any], str]:
    method, tie = value["method"], value["tie"]
    if not isinstance(method, dict) or set(method) != {"id", "rules"}:
        raise InvalidError("manifest.malformed", key="method")
    if not isinstance(method["id"], str) or not isinstance(method["rules"], dict):
        raise InvalidError("manifest.malformed", key="method")
    if not isinstance(tie, dict) or set(tie) != {"commit", "public"} or tie["public"] != DICE:
        raise InvalidError("manifest.malformed", key="tie")
    read_hash(tie["commit"])
    return method["id"], method["rules"], tie["commit"]


def _read_option(value: Any) -> Option:
    known = {"id": str, "label": str, "cost": int, "withdrawn": bool, "write_in": bool}
    if not isinstance(value, dict) or not {"id", "label"} <= set(value):
        raise InvalidError("manifest.malformed", key="options")
    given = {key: inner for key, inner in value.items() if key not in ("text", "picture")}
    if any(key not in known or type(inner) is not known[key] for key, inner in given.items()):
        raise InvalidError("manifest.malformed", key="options")
    return Option(**given)


def _hashes(options: list[Any], key: str) -> dict[OptionId, str]:
    found = {OptionId(option["id"]): option[key] for option in options if key in option}
    for value in found.values():
        read_hash(value)
    return found


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise InvalidError("manifest.malformed", key="options")
    return value


def _check(value: Mapping[str, Any]) -> None:
    good = {key: value[key] in known for key, known in _CHOICES.items()}
    good |= {key: isinstance(value[key], str) for key in _TEXTS}
    good |= {key: type(value[key]) is int and 0 <= value[key] <= LARGEST for key in _COUNTS}
    for key, fine in good.items():
        if not fine:
            raise InvalidError("manifest.malformed", key=key)
    for key in _HASHES:
        read_hash(value[key])
    origin = read_key(value["log"]).name
    if read_key(value["receipt_key"]).name != f"{origin}/receipt":
        raise InvalidError("manifest.malformed", key="receipt_key")
    if value["level"] == SECRET_BALLOT:
        read_share(value["seal_key"])
    if (value["level"] == SECRET_BALLOT) == (value["seal_key"] == ""):
        raise InvalidError("manifest.malformed", key="seal_key")
