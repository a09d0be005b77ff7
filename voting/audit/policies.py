"""Trust policies after C2SP ``tlog-policy``: which log, which witnesses, and how many of them.

A checkpoint is good if one of the logs signed it and the quorum of witnesses cosigned it. The
quorum is a witness, a group (``any``, ``all`` or a number of its members), or ``none``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from voting.audit.checkpoints import read_checkpoint, read_decimal
from voting.audit.notes import COSIGNATURE, ED25519, Key, Note, read_key
from voting.errors import InvalidError

NONE = "none"
MOST_LINES = 1000


@dataclass(frozen=True)
class Group:
    """Witnesses or groups by name, and how many of them must have cosigned."""

    least: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """Whom an auditor trusts to have seen the same log as everybody else."""

    logs: tuple[Key, ...] = ()
    witnesses: Mapping[str, Key] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    quorum: str = NONE

    def log_of(self, note: Note) -> Key | None:
        """Return the listed log that signed a checkpoint of its own name, or None."""
        origin = read_checkpoint(note.text).origin
        for key in self.logs:
            if key.name == origin and note.is_signed_by(key):
                return key
        return None

    def cosigners(self, note: Note) -> tuple[str, ...]:
        """Return the names of the witnesses whose cosignature of the checkpoint is right."""
        return tuple(name for name, key in self.witnesses.items() if note.is_signed_by(key))

    def has_quorum(self, note: Note) -> bool:
        """Tell whether enough witnesses cosigned the checkpoint."""
        return self.quorum == NONE or self._stands(self.quorum, frozenset(self.cosigners(note)))

    def _stands(self, name: str, cosigned: frozenset[str]) -> bool:
        group = self.groups.get(name)
        if group is None:
            return name in cosigned
        return sum(self._stands(member, cosigned) for member in group.members) >= group.least

    def encode(self) -> bytes:
        """Return the policy as text in its shortest form: logs, witnesses, groups, quorum."""
        lines = [f"log {key}" for key in self.logs]
        lines += [f"witness {name} {key}" for name, key in self.witnesses.items()]
        for name, group in self.groups.items():
            lines.append(f"group {name} {group.least} {' '.join(group.members)}")
        return "".join(f"{line}\n" for line in (*lines, f"quorum {self.quorum}")).encode()


def read_policy(data: bytes) -> Policy:
    """Read a policy file; InvalidError (with the line) for what the specification forbids."""
    reader = _Reader()
    lines = data.split(b"\n")
    if len(lines) > MOST_LINES:
        raise InvalidError("policy.malformed", line=MOST_LINES)
    for number, line in enumerate(lines, 1):
        try:
            words = line.decode().replace("\t", " ").split(" ")
        except UnicodeDecodeError as error:
            raise InvalidError("policy.malformed", line=number) from error
        words = [word for word in words if word]
        if words and not words[0].startswith("#"):
            reader.read(number, words)
    if reader.quorum is None:
        raise InvalidError("policy.no-quorum")
    return Policy(tuple(reader.logs), reader.witnesses, reader.groups, reader.quorum)


class _Reader:
    def __init__(self) -> None:
        self.logs: list[Key] = []
        self.witnesses: dict[str, Key] = {}
        self.groups: dict[str, Group] = {}
        self.quorum: str | None = None
        self.grouped: set[str] = set()

    def read(self, number: int, words: list[str]) -> None:
        kinds = {"log": self._log, "witness": self._witness, "group": self._group}
        kinds["quorum"] = self._quorum
        read = kinds.get(words[0])
        if read is None or not read(words[1:]):
            raise InvalidError("policy.malformed", line=number)

    def _log(self, words: list[str]) -> bool:
        if len(words) not in (1, 2):
            return False
        key = read_key(words[0])
        fresh = all(key.public != other.public for other in self.logs)
        self.logs.append(key)
        return fresh and key.kind == ED25519

    def _witness(self, words: list[str]) -> bool:
        if len(words) not in (2, 3) or self._is_known(words[0]):
            return False
        key = read_key(words[1])
        fresh = all(key.public != other.public for other in self.witnesses.values())
        self.witnesses[words[0]] = key
        return fresh and key.kind == COSIGNATURE

    def _group(self, words: list[str]) -> bool:
        if len(words) < 3 or self._is_known(words[0]):  # noqa: PLR2004 - name, number, a member
            return False
        name, number, *members = words
        least = {"any": 1, "all": len(members)}.get(number, read_decimal(number))
        if least is None or not 1 <= least <= len(members) or len(set(members)) != len(members):
            return False
        if any(not self._is_known(member) or member in self.grouped for member in members):
            return False
        self.grouped.update(members)
        self.groups[name] = Group(least, tuple(members))
        return NONE not in members

    def _quorum(self, words: list[str]) -> bool:
        if len(words) != 1 or self.quorum is not None:
            return False
        self.quorum = words[0]
        return words[0] == NONE or self._is_known(words[0])

    def _is_known(self, name: str) -> bool:
        return name == NONE or name in self.witnesses or name in self.groups
