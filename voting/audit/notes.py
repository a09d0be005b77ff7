"""Signed notes after C2SP ``signed-note``: text, an empty line, and one line a signature.

A key is written ``name+id+base64(kind || public key)``, where the id is the first four bytes of
``SHA-256(name || 0A || kind || public key)`` in hexadecimal. A signature line is an em dash, the
key's name, and base64 of id and signature. Two kinds are known here: Ed25519 over the text, and
the time-stamped cosignature of a witness (C2SP ``tlog-cosignature``, see ``checkpoints``).

Nothing is signed here: ``Note.text`` encoded is what a key signs, ``Signature.by`` makes a line of
the 64 bytes that come back, and ``Note.encode`` joins them.
"""

import base64
import binascii
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import NoReturn

from voting.audit import ed25519
from voting.errors import InvalidError

ED25519 = 1
COSIGNATURE = 4
KINDS = (ED25519, COSIGNATURE)
ID_SIZE = 4
STAMP_SIZE = 8
MOST_SIGNATURES = 32
LONGEST_NOTE = 1 << 20
DASH = "\u2014 "


@dataclass(frozen=True)
class Key:
    """A public key by the name of its owner; ``kind`` says what its signatures cover."""

    name: str
    kind: int
    public: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a name with a space or plus, an unknown kind, bytes that are no Ed25519 key."""
        if not is_name(self.name):
            raise InvalidError("note.key-name", name=self.name)
        if self.kind not in KINDS or not ed25519.is_key(self.public):
            raise InvalidError("note.key", text=self.name)

    @property
    def id(self) -> bytes:
        """Return the four bytes that tell keys of one name apart."""
        material = bytes((self.kind,)) + self.public
        return sha256(self.name.encode() + b"\n" + material).digest()[:ID_SIZE]

    def __str__(self) -> str:
        """Return the key as text: a C2SP vkey."""
        return f"{self.name}+{self.id.hex()}+{to_base64(bytes((self.kind,)) + self.public)}"


def read_key(text: str) -> Key:
    """Read a key written as text; InvalidError if any part of it does not fit the others."""
    name, _, rest = text.partition("+")
    _, _, material = rest.partition("+")
    data = from_base64(material)
    if len(data) != 1 + ed25519.KEY_SIZE:
        raise InvalidError("note.key", text=text)
    key = Key(name, data[0], data[1:])
    if str(key) != text:
        raise InvalidError("note.key", text=text)
    return key


@dataclass(frozen=True)
class Signature:
    """One signature line: who signed (name and key id) and the bytes after the id."""

    name: str
    id: bytes
    body: bytes

    @classmethod
    def by(cls, key: Key, signature: bytes, *, time: int = 0) -> "Signature":
        """Return the line for a signature of 64 bytes; a witness's also carries its time."""
        stamp = time.to_bytes(STAMP_SIZE) if key.kind == COSIGNATURE else b""
        return cls(key.name, key.id, stamp + signature)

    @property
    def time(self) -> int:
        """Return the time a witness put before its signature, in seconds since 1970, UTC."""
        return int.from_bytes(self.body[:STAMP_SIZE])

    def line(self) -> str:
        """Return the line, without its newline."""
        return f"{DASH}{self.name} {to_base64(self.id + self.body)}"


@dataclass(frozen=True)
class Note:
    """A text that ends in a newline, and its signatures, none of them checked yet."""

    text: str
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        """Return the note as bytes."""
        lines = "".join(f"{signature.line()}\n" for signature in self.signatures)
        return f"{self.text}\n{lines}".encode()

    def is_signed_by(self, key: Key) -> bool:
        """Tell whether the key signed this text: at least one line, and every line of it right."""
        lines = [line for line in self.signatures if (line.name, line.id) == (key.name, key.id)]
        return bool(lines) and all(_verifies(key, self.text, line) for line in lines)


def signed_bytes(key: Key, text: str, *, time: int = 0) -> bytes:
    """Return the bytes that a key signs: the text, or a witness's statement about it and a time."""
    if key.kind == COSIGNATURE:
        return f"cosignature/v1\ntime {time}\n{text}".encode()
    return text.encode()


@lru_cache(maxsize=256)
def _verifies(key: Key, text: str, line: Signature) -> bool:
    if key.kind == ED25519:
        return ed25519.verify(key.public, text.encode(), line.body)
    message = signed_bytes(key, text, time=line.time)
    return line.time < 1 << 63 and ed25519.verify(key.public, message, line.body[STAMP_SIZE:])


def read_note(data: bytes) -> Note:
    """Read a note; InvalidError if it is not exactly of the form, so that reading loses nothing."""
    try:
        whole = data.decode()
    except UnicodeDecodeError:
        _refuse("utf-8")
    if len(data) > LONGEST_NOTE or any(letter < " " and letter != "\n" for letter in whole):
        _refuse("control")
    text, separator, lines = whole.rpartition("\n\n")
    if not separator or not lines.endswith("\n"):
        _refuse("empty-line")
    signatures = tuple(_read_line(line) for line in lines[:-1].split("\n"))
    if len(signatures) > MOST_SIGNATURES:
        _refuse("signatures")
    return Note(text + "\n", signatures)


def _read_line(line: str) -> Signature:
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not is_name(name):
        _refuse("line")
    data = from_base64(encoded)
    if len(data) <= ID_SIZE:
        _refuse("line")
    return Signature(name, data[:ID_SIZE], data[ID_SIZE:])


def is_name(name: str) -> bool:
    """Tell whether a text may name a key: not empty, no space of any kind, no plus, no control."""
    return bool(name) and "+" not in name and name.isprintable() and not any(map(str.isspace, name))


def to_base64(data: bytes) -> str:
    """Return bytes in the standard base64 of RFC 4648, with padding."""
    return base64.b64encode(data).decode()


def from_base64(text: str) -> bytes:
    """Read standard base64; InvalidError for any text that ``to_base64`` would not write."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidError("note.base64") from error
    if to_base64(data) != text:
        raise InvalidError("note.base64")
    return data


def _refuse(part: str) -> NoReturn:
    raise InvalidError("note.malformed", part=part)
