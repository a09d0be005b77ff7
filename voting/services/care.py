"""Looking after a site: what the worker does, backup and restore, and the doctor's questions.

Keys never lie beside the data they protect: a backup holds the database in one file and the keys
in another, encrypted with a passphrase. A restored site does not go on writing its log before
somebody has shown the newest checkpoint that was published: an old backup must not fork the log.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from sqlalchemy import text

from voting.audit.checkpoints import read_signed_checkpoint
from voting.audit.commitments import read_share, to_text
from voting.canonical import decode, encode
from voting.errors import ConflictError, InvalidError, MissingError, RefusalError
from voting.services import checkpointing, closing, recording, rounds, sealing, sweeping
from voting.services.keys import NAMES, Keys, fresh, log_name, replace_file, write_new, write_synced
from voting.store import copying, log, states
from voting.store.database import Database

DATABASE_FILE = "mufakat.db"
KEYS_FILE = "keys.encrypted"
LEAST_PASSPHRASE = 12

_MAGIC = b"mufakat-keys/1\n"
_SALT = 16
_NONCE = 12
_COST = 2**15


@dataclass(frozen=True, kw_only=True)
class Work:
    """What the worker did: contests it closed, and how many entries the checkpoint covers."""

    closed: tuple[str, ...]
    entries: int


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The doctor's answer to one question: whether all is well, and the code of its sentence."""

    code: str
    well: bool
    params: dict[str, Any] = field(default_factory=dict)


def work(database: Database, keys: Keys, at: int) -> Work:
    """Do what is due: close contests whose time is over, wipe the order of casting, sign the log.

    Sessions that are over are deleted. To be called every few seconds; it does nothing if there is
    nothing to do.
    """
    closed = closing.close_due(database, at)
    rounds.close_due(database, at)
    sweeping.sweep(database, at)
    with database.read() as connection:
        entries = log.size(connection)
        signed = log.last_checkpoint(connection)
    if signed is None or read_signed_checkpoint(signed)[1].size != entries:
        recording.checkpoint(database, keys, at)
    sealing.tidy_up(database)  # last, as others may keep the database too busy for it
    return Work(closed=closed, entries=entries)


def backup(database: Database, keys: Keys, folder: Path, passphrase: str) -> None:
    """Write database and encrypted keys to a new folder.

    ConflictError while a secret contest takes or holds unsealed ballots: two backups with one
    ballot between them would show who cast it.
    """
    if len(passphrase) < LEAST_PASSPHRASE:
        raise InvalidError("care.passphrase-short", least=LEAST_PASSPHRASE)
    with database.read() as connection:
        running = states.secret_and_unsealed(connection)
    if running:
        raise ConflictError("care.secret-contest-runs", contests=tuple(running))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copying.snapshot(database, folder / DATABASE_FILE)
    (folder / DATABASE_FILE).chmod(0o600)
    digest = _digest(folder / DATABASE_FILE)
    write_synced(folder / KEYS_FILE, _encrypted(keys, digest, passphrase))


def restore(source: Path, database: Database, folder: Path, passphrase: str) -> Keys:
    """Fill an empty database and an empty folder of keys from a backup.

    The log stays read-only until ``resume``. InvalidError for a wrong passphrase or a database
    that is not the one backed up with these keys (whoever could change one might add an officer),
    MissingError without the file of keys: nothing is restored then.
    """
    if not (source / KEYS_FILE).exists() or not (source / DATABASE_FILE).exists():
        raise MissingError("care.backup-incomplete")
    seeds, last, digest = _decrypted((source / KEYS_FILE).read_bytes(), passphrase)
    if any((folder / f"{name}.key").exists() for name in NAMES):
        raise ConflictError("care.keys-exist")
    if _digest(source / DATABASE_FILE) != digest:
        raise InvalidError("care.backup-changed")
    copying.put_back(source / DATABASE_FILE, database)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, seed in seeds.items():
        write_new(folder / f"{name}.key", to_text(seed).encode() + b"\n")
    write_new(folder / checkpointing.RESTORED, b"")
    if last and not (folder / checkpointing.LAST).exists():
        replace_file(folder / checkpointing.LAST, last)
    return Keys.load_or_create(folder)


def resume(database: Database, keys: Keys, newest: bytes, at: int) -> None:
    """Let a restored site write its log again, given the newest checkpoint that anybody holds.

    ConflictError if the restored log lacks what that checkpoint covers: going on would fork it.
    """
    note, checkpoint = read_signed_checkpoint(newest)
    if not note.is_signed_by(keys.log.public(log_name(checkpoint.origin))):
        raise ConflictError("log.other-key")
    with database.read() as connection:
        origin = log.origin(connection)
        leaves = log.leaves(connection, log.size(connection))
    if not checkpointing.extended_by(checkpoint, origin, leaves):
        raise ConflictError("log.not-extended", size=checkpoint.size)
    last = checkpointing.last_signed(keys.folder)
    if last is None or read_signed_checkpoint(last)[1].size < checkpoint.size:
        replace_file(keys.folder / checkpointing.LAST, newest)
    (keys.folder / checkpointing.RESTORED).unlink(missing_ok=True)
    checkpointing.make_writable(database)
    database.write(lambda c: recording.record(c, "restored", at=at, actor=None))
    recording.checkpoint(database, keys, at)


def doctor(database: Database, keys: Keys, at: int) -> tuple[Answer, ...]:
    """Ask everything that can be asked of a site without changing it."""
    refusal = checkpointing.examine(database, keys)
    with database.read() as connection:
        due = states.due_to_close(connection, at)
        entries = log.size(connection)
    return (
        _answer("care.log", refusal, entries=entries),
        Answer(code="care.database", well=_database_is_well(database)),
        Answer(code="care.keys", well=True, params={"keys": len(NAMES)}),
        Answer(code="care.closing", well=not due, params={"due": len(due)}),
    )


def _answer(code: str, refusal: RefusalError | None, **params: Any) -> Answer:
    if refusal is None:
        return Answer(code=code, well=True, params=params)
    return Answer(code=refusal.code, well=False, params=dict(refusal.params))


def _database_is_well(database: Database) -> bool:
    if not database.is_sqlite:
        return True
    with database.read() as connection:
        return connection.execute(text("PRAGMA quick_check")).scalar() == "ok"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _encrypted(keys: Keys, digest: str, passphrase: str) -> bytes:
    last = checkpointing.last_signed(keys.folder)
    secret = {name: to_text(seed) for name, seed in keys.seeds().items()}
    salt, nonce = fresh(_SALT), fresh(_NONCE)
    plain = encode({"database": digest, "keys": secret, "last": last.decode() if last else ""})
    head = _MAGIC + salt + nonce
    return head + _cipher(passphrase, salt).encrypt(nonce, plain, head)


def _decrypted(data: bytes, passphrase: str) -> tuple[dict[str, bytes], bytes, str]:
    """Return keys by name, the last checkpoint signed before the backup, the database's SHA-256."""
    size = len(_MAGIC) + _SALT + _NONCE
    head, secret = data[:size], data[size:]
    if not data.startswith(_MAGIC) or not secret:
        raise InvalidError("care.not-a-backup")
    salt, nonce = head[len(_MAGIC) : -_NONCE], head[-_NONCE:]
    try:
        plain = _cipher(passphrase, salt).decrypt(nonce, secret, head)
    except InvalidTag as error:
        raise InvalidError("care.wrong-passphrase") from error
    value = decode(plain)
    seeds = {name: read_share(value["keys"][name]) for name in NAMES}
    return seeds, value["last"].encode(), value["database"]


def _cipher(passphrase: str, salt: bytes) -> ChaCha20Poly1305:
    scrypt = Scrypt(salt=salt, length=32, n=_COST, r=8, p=1)
    return ChaCha20Poly1305(scrypt.derive(passphrase.encode()))
