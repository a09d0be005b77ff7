"""Making the disk forget in which order things were written.

SQLite: VACUUM writes every table anew in the order of its keys, and the write-ahead log, which is a
film of all that was written, is emptied. PostgreSQL: each table's rows of a contest are written
anew in a transaction of their own, so that no transaction number ties two tables, and then laid
down in the order of their keys. (Its own write-ahead log is for its operator to remove.)
"""

import sqlite3
import time
from functools import partial

from sqlalchemy import Connection, text

from voting.errors import ConflictError
from voting.store.database import Database

_TRIES = 20
_PAUSE_SECONDS = 0.25
_REWRITES = (
    "UPDATE box SET channel = channel WHERE contest_id = :contest",
    "UPDATE elector SET voted = voted WHERE contest_id = :contest",
    "UPDATE opened_ballot SET ballot = ballot WHERE contest_id = :contest",
)
_ORDERS = (
    "CLUSTER box USING pk_box",
    "CLUSTER elector USING pk_elector",
    "CLUSTER opened_ballot USING pk_opened_ballot",
    "VACUUM FULL retry",
)


def scrub(database: Database, contest_id: int) -> None:
    """Forget the order of casting of one contest; ConflictError while others keep it busy."""
    if not database.is_sqlite:
        _scrub_postgresql(database, contest_id)
        return
    try:
        done = _scrub_sqlite(database)
    except sqlite3.OperationalError as error:
        raise ConflictError("seal.busy") from error
    if not done:
        raise ConflictError("seal.busy")


def _scrub_sqlite(database: Database) -> bool:
    with database.turn:
        connection = database.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            for _ in range(_TRIES):
                busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if not busy:
                    return True
                time.sleep(_PAUSE_SECONDS)
        finally:
            connection.close()
    return False


def _scrub_postgresql(database: Database, contest_id: int) -> None:
    for statement in _REWRITES:
        database.write(partial(_rewrite, statement, contest_id))
    with database.engine.connect() as connection:
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        for statement in _ORDERS:
            alone.execute(text(statement))


def _rewrite(statement: str, contest_id: int, connection: Connection) -> None:
    connection.execute(text(statement), {"contest": contest_id})
