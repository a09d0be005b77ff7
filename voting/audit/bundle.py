"""The bundle: one file that holds all it takes to repeat and check a contest.

This module writes a bundle from values and knows the form of each of its small files. What can be
read from a bundle that may be damaged is in ``reading``; ``docs/spec.md`` describes every file.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from voting.audit import by_hand
from voting.audit.archive import write_archive
from voting.audit.ballot_lines import OpenedBallot, write_ballots
from voting.audit.commitments import read_hash, roll_leaf, tie_seed
from voting.audit.notes import to_base64
from voting.canonical import decode, encode
from voting.errors import InvalidError, InvalidFileError

MANIFEST = "manifest.json"
CHECKPOINT = "log/checkpoint"
ENTRIES = "log/entries.jsonl"
BALLOTS = "ballots.jsonl"
ROLL = "roll.json"
ROLL_LINES = "roll.jsonl"
TIE = "tie.json"
RESULT = "result.json"
POLICY = "policy.txt"
README = "README.txt"

ALWAYS = frozenset((MANIFEST, CHECKPOINT, ENTRIES, POLICY, README))
COUNTED = ALWAYS | {BALLOTS, ROLL, TIE, RESULT}

_ROLL_LINE = re.compile(rb'\{"s":"([0-9a-f]{32})","v":([1-9][0-9]{0,15}),"voted":(false|true)\}\n')


@dataclass(frozen=True, kw_only=True)
class LoggedEntry:
    """One entry of the contest: its bytes, its place in the site's log, its inclusion proof."""

    index: int
    entry: bytes
    proof: tuple[bytes, ...]

    def line(self) -> bytes:
        """Return the line of ``log/entries.jsonl``: ``{"e":entry,"i":index,"p":[proof]}``."""
        steps = ",".join(f'"{to_base64(step)}"' for step in self.proof)
        return b'{"e":' + self.entry + f',"i":{self.index},"p":[{steps}]}}\n'.encode()


@dataclass(frozen=True, kw_only=True)
class RollSummary:
    """What the public learns of the roll: how many, how many voted, and the two roots (hex)."""

    eligible: int
    roll_root: str
    voted: int
    voted_root: str

    def encode(self) -> bytes:
        """Return the file ``roll.json``."""
        return encode(
            {
                "eligible": self.eligible,
                "roll_root": self.roll_root,
                "t": "roll/1",
                "voted_n": self.voted,
                "voted_root": self.voted_root,
            }
        )


@dataclass(frozen=True, kw_only=True)
class RollLine:
    """One elector in the auditors' edition: number, salt of 16 bytes, and whether they voted."""

    number: int
    salt: bytes
    voted: bool

    @property
    def leaf(self) -> bytes:
        """Return the elector's leaf in the roll's tree."""
        return roll_leaf(self.salt, self.number)

    def line(self) -> bytes:
        """Return the line of ``roll.jsonl``."""
        voted = "true" if self.voted else "false"
        return f'{{"s":"{self.salt.hex()}","v":{self.number},"voted":{voted}}}\n'.encode()


@dataclass(frozen=True, kw_only=True)
class Draw:
    """The two halves of a lot that was drawn: 20 digits thrown in public, the server's bytes."""

    public: str
    secret: bytes


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """All that a bundle is made of. Bytes are kept as they are: they have been hashed already.

    ``checkpoint`` should be the one signed right after the contest's last entry, so that a later
    bundle can prove that the log only grew. ``ballots`` come in the order of their file, as do
    ``entries``; ``roll_lines`` in any. A cancelled contest has no ballots, roll or result.
    """

    manifest: bytes
    policy: bytes
    checkpoint: bytes
    entries: Sequence[LoggedEntry]
    ballots: Iterable[OpenedBallot] = ()
    roll: RollSummary | None = None
    result: bytes = b""
    draw: Draw | None = None
    roll_lines: Sequence[RollLine] = ()


def write_bundle(poll: str, evidence: Evidence) -> bytes:
    """Return the bundle: the public edition, or the auditors' if ``roll_lines`` are given."""
    files = {
        MANIFEST: evidence.manifest,
        POLICY: evidence.policy,
        CHECKPOINT: evidence.checkpoint,
        ENTRIES: b"".join(entry.line() for entry in evidence.entries),
        README: by_hand.README,
    }
    if evidence.roll is not None:
        files[BALLOTS] = write_ballots(evidence.ballots)
        files[ROLL] = evidence.roll.encode()
        files[TIE] = write_tie(poll, evidence.draw)
        files[RESULT] = evidence.result
    if evidence.roll_lines:
        lines = sorted(evidence.roll_lines, key=lambda line: line.leaf)
        files[ROLL_LINES] = b"".join(line.line() for line in lines)
    return write_archive(files)


def write_tie(poll: str, draw: Draw | None) -> bytes:
    """Return the file ``tie.json``: the lot that was drawn, or that none was."""
    if draw is None:
        return encode({"drawn": False, "t": "tie/1"})
    return encode(
        {
            "drawn": True,
            "public": draw.public,
            "s": draw.secret.hex(),
            "seed": tie_seed(poll, draw.secret, draw.public).hex(),
            "t": "tie/1",
        }
    )


def read_tie(poll: str, data: bytes) -> Draw | None:
    """Read ``tie.json``; InvalidError if it is not of the form or its seed is a wrong one."""
    if data == write_tie(poll, None):
        return None
    value: Any = decode(data)
    keys = {"drawn", "public", "s", "seed", "t"}
    if not isinstance(value, dict) or set(value) != keys or not isinstance(value["public"], str):
        raise InvalidError("tie.malformed")
    draw = Draw(public=value["public"], secret=read_hash(value["s"]))
    if write_tie(poll, draw) != data:
        raise InvalidError("tie.seed")
    return draw


def read_roll(data: bytes) -> RollSummary:
    """Read ``roll.json``; InvalidError if it is not of the form."""
    value: Any = decode(data)
    keys = {"eligible", "roll_root", "t", "voted_n", "voted_root"}
    if not isinstance(value, dict) or set(value) != keys or value["t"] != "roll/1":
        raise InvalidError("roll.malformed")
    for key in ("eligible", "voted_n"):
        if type(value[key]) is not int or value[key] < 0:
            raise InvalidError("roll.malformed")
    return RollSummary(
        eligible=value["eligible"],
        roll_root=read_hash(value["roll_root"]).hex(),
        voted=value["voted_n"],
        voted_root=read_hash(value["voted_root"]).hex(),
    )


def read_roll_lines(data: bytes) -> list[RollLine]:
    """Read ``roll.jsonl``; InvalidFileError, with the line, if one is not of the form."""
    rows = []
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        match = _ROLL_LINE.fullmatch(line)
        if match is None:
            raise InvalidFileError("file.line", file=ROLL_LINES, line=number)
        salt, elector, voted = match.groups()
        salt_bytes = bytes.fromhex(salt.decode())
        rows.append(RollLine(number=int(elector), salt=salt_bytes, voted=voted == b"true"))
    return rows
