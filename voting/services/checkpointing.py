"""Signing the log, never two ways: checkpoints after C2SP ``tlog-checkpoint``.

The last signed checkpoint lies in a synced file beside the keys, outside the database. A new one
is signed only if every stored entry still hashes to its leaf and the tree extends the last
checkpoint of the file and of the database. The file is on disk before anybody sees the signature.
One process signs at a time (a lock on a file, and one on the server where that is PostgreSQL).

A database that lacks what has been signed is an old backup come back, or has been tampered with:
its log becomes read-only, because going on would make a second, different log of the same name.
"""

import fcntl
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from voting.audit.checkpoints import Checkpoint, read_signed_checkpoint
from voting.audit.merkle import leaf_hash, root_of
from voting.audit.policies import Policy
from voting.errors import ConflictError, RefusalError
from voting.services.keys import Keys, log_name, replace_file
from voting.store import log
from voting.store.database import Database

READ_ONLY = "mufakat_log_read_only"
LAST = "last-checkpoint"
RESTORED = "restored"
LOCK = "log.lock"

_LOCK_NUMBER = 0x6D756661  # "mufa": the advisory lock of the log on PostgreSQL
_WAIT_SECONDS = 10
_PAUSE_SECONDS = 0.02


def sign(database: Database, keys: Keys, at: int) -> bytes:
    """Return a signed checkpoint of the whole log as it stands; the last one if nothing is new.

    ConflictError, and a read-only log from then on, if the log does not extend what was signed.
    """
    with holding_the_log(database, keys.folder):
        try:
            checkpoint, last = _extended(database, keys)
        except ConflictError:
            make_read_only(database)
            raise
        note = last
        if note is None or read_signed_checkpoint(note)[1].size < checkpoint.size:
            note = keys.log.sign(log_name(checkpoint.origin), checkpoint.text).encode()
            replace_file(keys.folder / LAST, note)
        kept = note
        database.write(lambda c: log.add_checkpoint(c, checkpoint.size, kept, at))
        return kept


def guard(database: Database, keys: Keys) -> RefusalError | None:
    """Check, at every start of a program, that the log extends what was last signed.

    Returns None if it does; else makes the log read-only for this program and returns why.
    """
    refusal = examine(database, keys)
    if refusal is not None:
        make_read_only(database)
    return refusal


def examine(database: Database, keys: Keys) -> RefusalError | None:
    """Return why the log may not go on: it was restored, damaged or lacks what was signed."""
    try:
        _extended(database, keys)
    except ConflictError as refusal:
        return refusal
    return None


def policy_of(keys: Keys, origin: str) -> Policy:
    """Return the trust policy that a site's bundles carry: its own log, and no witness yet."""
    return Policy(logs=(keys.log.public(log_name(origin)),))


def make_read_only(database: Database) -> None:
    """Refuse, from now on, to put anything on record through this database."""
    database.engine.update_execution_options(**{READ_ONLY: True})


def make_writable(database: Database) -> None:
    """Allow acts to be put on record again."""
    database.engine.update_execution_options(**{READ_ONLY: False})


def last_signed(folder: Path) -> bytes | None:
    """Return the last checkpoint that was signed with the keys in a folder, or None."""
    path = folder / LAST
    return path.read_bytes() if path.exists() else None


def extended_by(checkpoint: Checkpoint, origin: str, leaves: Sequence[bytes]) -> bool:
    """Tell whether a log of this name and these leaves is, or extends, what a checkpoint saw."""
    return (
        checkpoint.origin == origin
        and checkpoint.size <= len(leaves)
        and root_of(leaves[: checkpoint.size]) == checkpoint.root
    )


def _extended(database: Database, keys: Keys) -> tuple[Checkpoint, bytes | None]:
    """Return what the log says of itself now and the last signed note; refuse a fork."""
    if (keys.folder / RESTORED).exists():
        raise ConflictError("log.restored")
    with database.read() as connection:
        origin = log.origin(connection)
        leaves = _rehashed(log.entries(connection))
        kept = log.last_checkpoint(connection)
    last = last_signed(keys.folder)
    for note in filter(None, (last, kept)):
        signed, checkpoint = read_signed_checkpoint(note)
        if not signed.is_signed_by(keys.log.public(log_name(checkpoint.origin))):
            raise ConflictError("log.other-key")
        if not extended_by(checkpoint, origin, leaves):
            raise ConflictError("log.not-extended", size=checkpoint.size)
    return Checkpoint(origin, len(leaves), root_of(leaves)), last


def _rehashed(entries: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
    for index, (entry, leaf) in enumerate(entries):
        if leaf_hash(entry) != leaf:
            raise ConflictError("log.damaged", index=index)
    return [leaf for _, leaf in entries]


@contextmanager
def holding_the_log(database: Database, folder: Path) -> Iterator[None]:
    """Be the one that signs; ConflictError if another does not finish in time."""
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait_for(handle)
        if database.is_sqlite:
            yield
        else:
            with database.engine.connect() as connection, connection.begin():
                key = {"key": _LOCK_NUMBER}
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), key)
                yield
    finally:
        os.close(handle)


def _wait_for(handle: int) -> None:
    for _ in range(int(_WAIT_SECONDS / _PAUSE_SECONDS)):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE_SECONDS)
        else:
            return
    raise ConflictError("log.held")
