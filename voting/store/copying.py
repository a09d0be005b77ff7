"""Copying a whole database: a snapshot to a SQLite file, and back into either kind of database.

A backup is always a SQLite file, whatever the site runs on, so that one tool reads every backup.
"""

import shutil
import tempfile
from pathlib import Path

from sqlalchemy import Connection, Table, TextClause, insert, inspect, select, text

from voting.errors import ConflictError
from voting.store import migrate
from voting.store.database import Database
from voting.store.rows import community, metadata

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
        migrate.upgrade(copied)
        with database.read() as source:
            copied.write(lambda target: _copy(source, target))
    finally:
        copied.close()


def put_back(path: Path, database: Database) -> None:
    """Fill an empty database from a snapshot; ConflictError if it is not empty."""
    _check_empty(database)
    if database.is_sqlite:
        _put_back_file(path, database)
        return
    migrate.upgrade(database)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(path, Path(folder) / path.name)
        copied = Database(f"sqlite:///{Path(folder) / path.name}")
        try:
            migrate.upgrade(copied)  # the backup may come from an older program
            with copied.read() as source:
                database.write(lambda target: _fill(source, target))
        finally:
            copied.close()


def _check_empty(database: Database) -> None:
    """Refuse a database in which a community has been founded."""
    if not inspect(database.engine).has_table(community.name):
        return
    with database.read() as connection:
        if connection.execute(select(community)).first() is not None:
            raise ConflictError("care.database-not-empty")


def _put_back_file(path: Path, database: Database) -> None:
    target = Path(database.engine.url.database or "")
    database.close()
    for leftover in (target, Path(f"{target}-wal"), Path(f"{target}-shm")):
        leftover.unlink(missing_ok=True)
    shutil.copyfile(path, target)
    target.chmod(0o600)


def _fill(source: Connection, target: Connection) -> None:
    _copy(source, target)
    for table in metadata.sorted_tables:
        if "id" in table.c and table.c.id.primary_key:
            target.execute(_next_number(table))


def _next_number(table: Table) -> TextClause:
    """Return the statement that lets PostgreSQL number new rows behind those put back."""
    sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
    last = f"SELECT max(id) FROM {table.name}"  # noqa: S608 - the name is our own
    return text(f"SELECT setval({sequence}, ({last})) WHERE ({last}) IS NOT NULL")


def _copy(source: Connection, target: Connection) -> None:
    for table in metadata.sorted_tables:
        rows = source.execution_options(stream_results=True).execute(select(table))
        for batch in rows.mappings().partitions(_BATCH):
            target.execute(insert(table), [dict(row) for row in batch])
