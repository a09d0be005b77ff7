"""Connections and transactions, on SQLite by default and on PostgreSQL by its address.

SQLite runs in WAL mode with full synchronisation, so that what was acknowledged survives a power
cut, and wipes what it deletes. Every write begins with BEGIN IMMEDIATE: the default deferred start
loses updates between threads or fails when a reader turns writer. PostgreSQL writes run
SERIALIZABLE. A write that lost a race is tried again, whole; so its body must not have effects
outside the database.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

T = TypeVar("T")

_TRIES = 8
_WAIT_SECONDS = 10
_PAUSE_SECONDS = 0.01
_POOL = 8
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={_WAIT_SECONDS * 1000}",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
)
_RETRIED = ("40001", "40P01")
_LAST_ENTRY = "pk_log_entry"
# Those who lost a race wait in line for their next try, or a rush would lose until it gives up. As
# LOCK TABLE takes no snapshot, what they see begins when their turn comes; nobody else is held up.
_QUEUE = "LOCK TABLE community IN SHARE UPDATE EXCLUSIVE MODE"


class Database:
    """One database, opened once for the life of a process and shared by its threads."""

    def __init__(self, url: str) -> None:
        """Open the database at an address such as ``sqlite:///path`` or ``postgresql://...``."""
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _sqlite(url) if self.is_sqlite else _postgresql(url)
        # SQLite lets waiting writers poll, and in a rush one may starve; ours queue up for it.
        self.turn: AbstractContextManager[object] = (
            threading.RLock() if self.is_sqlite else nullcontext()
        )

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one consistent state and may not change it."""
        with self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(  # noqa: PLW2901 - the same, configured
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    def write(self, body: Callable[[Connection], T]) -> T:
        """Run a body in one transaction and return its value once that is safely on disk.

        The body may run several times; an exception from it leaves the database unchanged.
        """
        for attempt in range(_TRIES):
            try:
                with self.turn, self.engine.connect() as connection:
                    writer = connection.execution_options(mufakat_write=True)
                    with writer.begin():
                        if attempt and not self.is_sqlite:
                            writer.execute(text(_QUEUE))
                        return body(writer)
            except (OperationalError, IntegrityError) as error:
                if attempt == _TRIES - 1 or not _lost_a_race(error):
                    raise
                time.sleep(_PAUSE_SECONDS)
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _lost_a_race(error: DBAPIError) -> bool:
    """Tell whether PostgreSQL refused only because another transaction came first."""
    diagnosis = getattr(error.orig, "diag", None)
    if getattr(diagnosis, "constraint_name", None) == _LAST_ENTRY:
        return True  # two appended to the log at once; for the second there is a next place
    return getattr(error.orig, "sqlstate", None) in _RETRIED


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url, hide_parameters=True, pool_size=_POOL, max_overflow=32, pool_timeout=_WAIT_SECONDS
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("mufakat_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: str) -> Engine:
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=_POOL,
        max_overflow=32,
        pool_timeout=_WAIT_SECONDS,
        pool_pre_ping=True,
        isolation_level="SERIALIZABLE",
    )
