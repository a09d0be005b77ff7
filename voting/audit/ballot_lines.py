"""The file ``ballots.jsonl``: every ballot that was cast, opened, one canonical line each.

A secret contest's line is ``{"b":ballot,"c":commitment,"n":share,"v":share}``, ascending by
commitment. An open contest's adds ``"h"`` (the elector's handle) and ``"q"`` (the number of their
log entry), ascending by that number, superseded votes included.

A hundred thousand ballots must be read in seconds without any package, so the fixed layout is
matched as text; each distinct ballot is parsed once. What does not match is not canonical.
"""

import re
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from voting.audit.commitments import Opening, ballot_prefix, to_text
from voting.audit.entries import ballot_entry
from voting.audit.merkle import leaf_hash, root_of
from voting.errors import InvalidFileError

FILE = "ballots.jsonl"

_B64 = rb'"([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)"'
_SECRET = re.compile(
    rb'\{"b":(\{[^\n]*\}),"c":' + _B64 + rb',"n":' + _B64 + rb',"v":' + _B64 + rb"\}\n"
)
_OPEN = re.compile(
    rb'\{"b":(\{[^\n]*\}),"c":' + _B64 + rb',"h":"([0-9a-f]{64})","n":' + _B64
    + rb',"q":(0|[1-9][0-9]{0,15}),"v":' + _B64 + rb"\}\n"
)  # fmt: skip
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


@dataclass(frozen=True)
class OpenedBallot:
    """One ballot with all that opens its commitment; handle and number at level A only."""

    commitment: bytes
    opening: Opening
    handle: str = ""
    number: int = 0

    def line(self) -> bytes:
        """Return the ballot's line in the file, with its newline."""
        opening = self.opening
        c, n, v = (to_text(b) for b in (self.commitment, opening.server, opening.voter))
        if self.handle:
            tail = f',"c":"{c}","h":"{self.handle}","n":"{n}","q":{self.number},"v":"{v}"}}\n'
        else:
            tail = f',"c":"{c}","n":"{n}","v":"{v}"}}\n'
        return b'{"b":' + opening.ballot + tail.encode()


@dataclass(frozen=True)
class BallotLines:
    """The file's columns, one value a line: ballot texts, commitments as base64, shares.

    ``handles`` and ``numbers`` are empty at level B.
    """

    texts: Sequence[bytes]
    commitments: Sequence[bytes]
    servers: Sequence[bytes]
    voters: Sequence[bytes]
    handles: Sequence[bytes] = ()
    numbers: Sequence[int] = ()

    def __len__(self) -> int:
        """Return the number of ballots in the file."""
        return len(self.texts)

    def wrong_line(self, poll: str) -> int | None:
        """Return the first line (from 1) whose opening does not give its commitment, or None."""
        prefix, decode, encode, hashed = ballot_prefix(poll), a2b_base64, b2a_base64, sha256
        columns = zip(self.servers, self.voters, self.texts, self.commitments, strict=True)
        for line, (server, voter, text, commitment) in enumerate(columns, 1):
            digest = hashed(prefix + decode(server) + decode(voter) + text).digest()
            if encode(digest, newline=False) != commitment:
                return line
        return None

    def hashes(self) -> list[bytes]:
        """Return the commitments as 32 bytes each, in the order of the file."""
        return list(map(a2b_base64, self.commitments))


def write_ballots(ballots: Iterable[OpenedBallot]) -> bytes:
    """Return the file for some ballots, which must come in its order."""
    return b"".join(ballot.line() for ballot in ballots)


def read_ballots(data: bytes, *, secret: bool) -> BallotLines:
    """Read the file; InvalidFileError, naming the line, for one that is not of the layout."""
    rows = (_SECRET if secret else _OPEN).findall(data)
    if not _covers(rows, data, secret=secret):
        raise InvalidFileError("file.line", file=FILE, line=_first_bad(data, secret=secret))
    if not rows:
        return BallotLines((), (), (), ())
    if secret:
        return BallotLines(*zip(*rows, strict=True))
    texts, commitments, handles, servers, numbers, voters = zip(*rows, strict=True)
    return BallotLines(texts, commitments, servers, voters, handles, tuple(map(int, numbers)))


def ballot_root(poll: str, commitments: Iterable[bytes]) -> bytes:
    """Return the root over the ballots that count, by commitment, in ascending order.

    It stands in ``seal/1``; the leaf of a ballot is that of ``entries.ballot_entry``.
    """
    return root_of([leaf_hash(ballot_entry(poll, c)) for c in sorted(commitments)])


def root_of_lines(poll: str, commitments: Iterable[bytes]) -> bytes:
    """Return the same root from commitments as base64, which must come in the tree's order."""
    head, tail = b'\x00{"c":"', b'","p":"' + poll.encode() + b'","t":"ballot/1"}'
    leaves = [
        sha256(head + commitment[:-1].translate(_URL_SAFE) + tail).digest()
        for commitment in commitments
    ]
    return root_of(leaves)


def _covers(rows: list[tuple[bytes, ...]], data: bytes, *, secret: bool) -> bool:
    fixed = len(OpenedBallot(bytes(32), Opening(b"", bytes(32), bytes(32))).line())
    if secret:
        return sum(len(row[0]) for row in rows) + fixed * len(rows) == len(data)
    fixed += len(',"h":"","q":') + 64
    return sum(len(row[0]) + len(row[4]) for row in rows) + fixed * len(rows) == len(data)


def _first_bad(data: bytes, *, secret: bool) -> int:
    pattern = _SECRET if secret else _OPEN
    lines = data.split(b"\n")
    for number, line in enumerate(lines, 1):
        if not pattern.fullmatch(line + b"\n"):
            return number
    return len(lines)
