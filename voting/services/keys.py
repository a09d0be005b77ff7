"""The keys of one site: files readable by their owner only, outside the database and its backup.

Six keys, each for one purpose: ``log`` signs checkpoints, ``receipt`` signs receipts, ``seal``
encrypts ballots until the close, ``tie`` hides the server's share of a lot until it is drawn,
``slip`` makes and recognises the codes of printed slips, ``session`` belongs to the web layer.
Everything that belongs to one contest is derived from a key and the contest's ``poll``, so that
nothing more has to be kept. Sealing is HPKE (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305).

This is also the only place of the core where chance comes from: ``fresh``.
"""

import hmac
import os
import secrets
import stat
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from voting.audit.commitments import check_poll, seal_info, to_text
from voting.audit.notes import ED25519, Key, Note, Signature
from voting.errors import ConflictError, InvalidError

NAMES = ("log", "receipt", "seal", "tie", "slip", "session")
SIZE = 32

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def fresh(size: int) -> bytes:
    """Return new random bytes from the operating system."""
    return secrets.token_bytes(size)


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 key; the name it signs under is given each time, as it contains the origin."""

    seed: bytes = field(repr=False)

    def public_bytes(self) -> bytes:
        """Return the 32 bytes of the public key."""
        return _private(self.seed).public_key().public_bytes_raw()

    def public(self, name: str) -> Key:
        """Return the public key under a name; as text it is a C2SP vkey."""
        return named_key(self.public_bytes(), name)

    def signature(self, text: str) -> bytes:
        """Return the 64 bytes of a signature over a text; it does not depend on the name."""
        return _private(self.seed).sign(text.encode())

    def sign(self, name: str, text: str) -> Note:
        """Return a note: the text and this key's signature over it."""
        return Note(text, (Signature.by(self.public(name), self.signature(text)),))


@dataclass(frozen=True)
class Keys:
    """All keys of a site, loaded. ``folder`` also holds the last checkpoint that was signed."""

    folder: Path
    log: SigningKey
    receipt: SigningKey
    seal: bytes = field(repr=False)
    tie: bytes = field(repr=False)
    slip: bytes = field(repr=False)
    session: bytes = field(repr=False)

    @classmethod
    def load_or_create(cls, folder: Path) -> "Keys":
        """Load the keys in a folder, making those that do not exist yet.

        ConflictError if a key can be read by other users of the machine; InvalidError if a file
        does not hold a key.
        """
        folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
        found = {name: _load_or_create(folder / f"{name}.key") for name in NAMES}
        return cls.of(folder, found)

    @classmethod
    def of(cls, folder: Path, seeds: dict[str, bytes]) -> "Keys":
        """Make keys of 32 bytes each, given by name."""
        rest = {name: seeds[name] for name in NAMES if name not in ("log", "receipt")}
        return cls(folder, SigningKey(seeds["log"]), SigningKey(seeds["receipt"]), **rest)

    def seeds(self) -> dict[str, bytes]:
        """Return the 32 bytes of each key by name: for an encrypted backup, and nothing else."""
        signing = {"log": self.log.seed, "receipt": self.receipt.seed}
        return signing | {name: getattr(self, name) for name in NAMES if name not in signing}

    def seal_key(self, poll: str) -> str:
        """Return the public key under which a contest's ballots are sealed, in base64."""
        return to_text(_seal_private(self.seal, poll).public_key().public_bytes_raw())

    def seal_ballot(self, poll: str, opening: bytes) -> bytes:
        """Seal the padded opening of a ballot, so that nobody can read it without the key."""
        public = _seal_private(self.seal, poll).public_key()
        return _SUITE.encrypt(opening, public, info=seal_info(poll))

    def open_ballot(self, poll: str, sealed: bytes) -> bytes:
        """Return the padded opening of a sealed ballot; InvalidError if it was not sealed so."""
        try:
            return _SUITE.decrypt(sealed, _seal_private(self.seal, poll), info=seal_info(poll))
        except (InvalidTag, ValueError) as error:
            raise InvalidError("ballot.seal-broken") from error

    def tie_secret(self, poll: str) -> bytes:
        """Return the server's share of a contest's lot: 32 bytes, committed to at opening."""
        return _derived(self.tie, "tie", poll)

    def server_share(self, poll: str, retry_key: bytes) -> bytes:
        """Return the server's share of a ballot's commitment (``ns``).

        It follows from the voter's retry key, so that the same request, sent again, makes the same
        ballot and the same receipt.
        """
        contest_secret = _derived(self.seal, "share", poll)
        return hmac.digest(contest_secret, retry_key, "sha256")


def log_name(origin: str) -> str:
    """Return the name the log key signs under: the log's origin itself."""
    return origin


def receipt_name(origin: str) -> str:
    """Return the name the receipt key signs under."""
    return f"{origin}/receipt"


@lru_cache(maxsize=64)
def named_key(public: bytes, name: str) -> Key:
    """Return a public Ed25519 key under a name."""
    return Key(name, ED25519, public)


def _derived(master: bytes, purpose: str, poll: str) -> bytes:
    return hmac.digest(master, f"mufakat/{purpose}/1\n{check_poll(poll)}".encode(), "sha256")


@lru_cache(maxsize=64)
def _private(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


@lru_cache(maxsize=64)
def _seal_private(master: bytes, poll: str) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_derived(master, "seal", poll))


def _load_or_create(path: Path) -> bytes:
    if not path.exists():
        write_new(path, b64encode(fresh(SIZE)) + b"\n")
    if path.stat().st_mode & _OTHERS:
        raise ConflictError("keys.readable-by-others", file=path.name)
    try:
        seed = b64decode(path.read_bytes().strip(), validate=True)
    except ValueError as error:
        raise InvalidError("keys.not-a-key", file=path.name) from error
    if len(seed) != SIZE:
        raise InvalidError("keys.not-a-key", file=path.name)
    return seed


def write_new(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, unless it exists; it is whole or not there."""
    draft = path.with_name(f".{path.name}.{fresh(8).hex()}")
    write_synced(draft, data)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    sync_folder(path.parent)


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file as one step that survives a power cut: the old one or the new, never half."""
    draft = path.with_name(f".{path.name}.{fresh(8).hex()}")
    write_synced(draft, data)
    draft.replace(path)
    sync_folder(path.parent)


def write_synced(path: Path, data: bytes) -> None:
    """Write a new file for its owner's eyes only and wait until it is on disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
