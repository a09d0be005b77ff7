"""A roll's file on its way from the preview to the import: inside the page, under our seal.

The names in it are stored nowhere else. The form brings back what the preview showed, bound to the
officer who saw it and to what it would have changed; anything else is refused before it is opened.
"""

import binascii
import hmac
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from voting.errors import InvalidError
from voting.roll import Person

# A field of a form may hold 64 KiB (web.endpoint).
_PIECE = 60_000
_SIZE = 32


@dataclass(frozen=True, kw_only=True)
class Carried:
    """The file's bytes, and the SHA-256 of what its preview showed."""

    data: bytes
    shown: bytes


def pack(key: bytes, officer: Person, carried: Carried) -> list[str]:
    """Return the file as texts for hidden fields, sealed for one officer."""
    body = carried.shown + zlib.compress(carried.data)
    text = urlsafe_b64encode(_seal(key, officer, body) + body).decode()
    return [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]


def unpack(key: bytes, officer: Person, pieces: Sequence[str]) -> Carried:
    """Return the file that the preview sealed; InvalidError if a single byte is another."""
    try:
        sent = urlsafe_b64decode("".join(pieces).encode("ascii"))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise InvalidError("roll.file-changed") from error
    seal, body = sent[:_SIZE], sent[_SIZE:]
    if not hmac.compare_digest(seal, _seal(key, officer, body)):
        raise InvalidError("roll.file-changed")
    return Carried(data=zlib.decompress(body[_SIZE:]), shown=body[:_SIZE])


def _seal(key: bytes, officer: Person, body: bytes) -> bytes:
    return hmac.digest(key, f"mufakat/roll-file/1\n{officer.id}\n".encode() + body, sha256)
