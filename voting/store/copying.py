"""Copying a whole database: a snapshot to a SQLite file, and back into either kind of database.

A backup is always a SQLite file, whatever the site runs on, so that one tool reads every backup.
"""

import shutil
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select

from voting.errors import ConflictError
from voting.store.database import Database
from voting.store.rows import metadata

_BATCH = 5000


def snapshot(database: Database, path: Path) -> None:
    """Write one consistent state of a database to a new SQLite file."""
    if path.exists():
        raise ConflictError("care.file-exists", file=path.name)
    if database.is_sqlite:
        connection = database.engine.raw_connection()
        try:
            connection.cursor().execute("VACUUM INTO ?", (str(path),))
        finally:
            connection.close()
        return
    copied = Database(f"sqlite:///{path}")
    try:
        metadata.create_all(copied.engine)
        with database.read() as source:
            copied.write(lambda target: _copy(source, target))
    finally:
        copied.close()


def put_back(path: Path, database: Database) -> None:
    """Fill an empty database from a snapshot; ConflictError if it is not empty."""
    if database.is_sqlite:
        _put_back_file(path, database)
        return
    metadata.create_all(database.engine)
    copied = Database(f"sqlite:///{path}")
    try:
        with copied.read() as source:
            database.write(lambda target: _fill(source, target))
    finally:
        copied.close()


def _put_back_file(path: Path, database: Database) -> None:
    target = Path(database.engine.url.database or "")
    if target.exists() and inspect(database.engine).get_table_names():
        raise ConflictError("care.database-not-empty")
    database.close()
    for leftover in (target, Path(f"{target}-wal"), Path(f"{target}-shm")):
        leftover.unlink(missing_ok=True)
    shutil.copyfile(path, target)
    target.chmod(0o600)


def _fill(source: Connection, target: Connection) -> None:
    for table in metadata.sorted_tables:
        if target.execute(select(table).limit(1)).first() is not None:
            raise ConflictError("care.database-not-empty")
    _copy(source, target)


def _copy(source: Connection, target: Connection) -> None:
    for table in metadata.sorted_tables:
        rows = source.execution_options(stream_results=True).execute(select(table))
        for batch in rows.mappings().partitions(_BATCH):
            target.execute(insert(table), [dict(row) for row in batch])
