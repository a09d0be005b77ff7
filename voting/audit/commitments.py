"""Commitments: fixing a value now, so that it cannot be another one later.

All are SHA-256 over a prefix of their own and the parts, so that no value can be taken for one of
another kind. A contest is named by 16 random bytes, written as 32 hexadecimal digits (``poll``).
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from voting.audit.merkle import leaf_hash, root_of
from voting.canonical import Json, decode, encode, sha256
from voting.errors import InvalidError

SHARE_SIZE = 32
SALT_SIZE = 16
PADDED_TO = 256

_POLL = re.compile(r"[0-9a-f]{32}")
_DICE = re.compile(r"[0-9]{20}")


@dataclass(frozen=True)
class Opening:
    """What opens a commitment: the canonical ballot and the two shares of 32 random bytes.

    ``server`` is the server's share, ``voter`` the voter's. The voter's makes sure that no two
    voters can be handed one receipt (a clash attack); the server's, that a voter who chooses badly
    is still hidden.
    """

    ballot: bytes
    server: bytes
    voter: bytes

    def encode(self) -> bytes:
        """Return the opening as canonical JSON: ``{"b":ballot,"n":server,"v":voter}``."""
        shares = f',"n":"{to_text(self.server)}","v":"{to_text(self.voter)}"}}'
        return b'{"b":' + self.ballot + shares.encode()

    def padded(self) -> bytes:
        """Return the opening followed by spaces up to a multiple of 256 bytes, ready to be sealed.

        So that the length of a sealed opening does not tell how much was marked.
        """
        text = self.encode()
        return text + b" " * (-len(text) % PADDED_TO)

    def commitment(self, poll: str) -> bytes:
        """Return what the opening opens in a contest."""
        return commitment(poll, self.server, self.voter, self.ballot)


def read_opening(data: bytes) -> Opening:
    """Read an opening, padded or not; InvalidError if it is not exactly of the form."""
    value: Any = decode(data.rstrip(b" "))
    if not isinstance(value, dict) or set(value) != {"b", "n", "v"}:
        raise InvalidError("opening.malformed")
    return Opening(encode(value["b"]), read_share(value["n"]), read_share(value["v"]))


def commitment(poll: str, server: bytes, voter: bytes, ballot: bytes) -> bytes:
    """Return the commitment to a ballot (its canonical JSON) with two shares of 32 bytes each."""
    return sha256(ballot_prefix(poll) + server + voter + ballot)


def ballot_prefix(poll: str) -> bytes:
    """Return what stands before the shares and the ballot in every commitment of a contest."""
    return f"mufakat/ballot/1\n{check_poll(poll)}\n".encode()


def seal_info(poll: str) -> bytes:
    """Return the HPKE ``info`` under which a contest's openings are sealed."""
    return f"mufakat/seal/1\n{check_poll(poll)}".encode()


def voter_share(phrase: str) -> bytes:
    """Return the voter's share made from a phrase they typed, for pages without script."""
    plain = unicodedata.normalize("NFC", phrase.strip())
    return sha256(f"mufakat/phrase/1\n{plain}".encode())


def roll_leaf(salt: bytes, number: int) -> bytes:
    """Return the leaf of one elector: their number on this contest's roll, under 16 secret bytes.

    In an open contest it is also the handle that the elector's votes carry in the log.
    """
    return leaf_hash(encode({"s": salt.hex(), "v": number}))


def roll_root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over roll leaves in ascending order: of a whole roll, or of who voted."""
    return root_of(sorted(leaves))


def detail_hash(salt: bytes, detail: Json) -> str:
    """Return the salted hash of an act's private detail: what a log entry says in its stead.

    Who holds the detail and its 16 bytes of salt can show it later; nobody else can guess it.
    """
    return sha256(b"mufakat/detail/1\n" + salt + encode(detail)).hex()


def tie_commitment(secret: bytes) -> str:
    """Return the commitment to the server's 32 bytes of a lot, fixed in the manifest."""
    return sha256(b"mufakat/tie-commit/1\n" + secret).hex()


def tie_seed(poll: str, secret: bytes, public: str) -> bytes:
    """Return the seed of a contest's lot: the server's bytes and 20 digits thrown in public.

    Neither side alone could choose it. InvalidError unless ``public`` is 20 decimal digits.
    """
    if not _DICE.fullmatch(public):
        raise InvalidError("tie.public")
    head = f"mufakat/tie-seed/1\n{check_poll(poll)}\n".encode()
    return sha256(head + secret + public.encode())


def check_poll(poll: Any) -> str:
    """Return a contest's name; InvalidError unless it is 32 lowercase hexadecimal digits."""
    if not isinstance(poll, str) or not _POLL.fullmatch(poll):
        raise InvalidError("poll.malformed")
    return poll


def to_text(data: bytes) -> str:
    """Return bytes in standard base64 with padding, as evidence files write them."""
    return base64.b64encode(data).decode()


def read_share(text: Any, size: int = SHARE_SIZE) -> bytes:
    """Read bytes of a known size from standard base64, in its one canonical spelling."""
    try:
        data = binascii.a2b_base64(text, strict_mode=True) if isinstance(text, str) else b""
    except ValueError as error:
        raise InvalidError("opening.share") from error
    if len(data) != size or to_text(data) != text:
        raise InvalidError("opening.share")
    return data


def read_hash(text: Any) -> bytes:
    """Read 32 bytes from 64 lowercase hexadecimal digits."""
    if not isinstance(text, str) or not re.fullmatch(r"[0-9a-f]{64}", text):
        raise InvalidError("hash.malformed")
    return bytes.fromhex(text)


def are_ascending(values: Sequence[bytes]) -> bool:
    """Tell whether each value is greater than the one before: sorted, and none twice."""
    return all(map(bytes.__lt__, values, values[1:]))
