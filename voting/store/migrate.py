"""Bringing a database to the tables this version of the program needs.

The revisions lie in ``migrations`` inside the package, so an installed wheel can migrate. All
that are missing run in one transaction: a database is at the old revision or at the new one. Of
several processes that start at once, one migrates and the others wait and find it done. There is
no downgrade: the way back is the backup made before.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from voting.errors import ConflictError
from voting.store.database import Database

FOLDER = Path(__file__).parent / "migrations"
_LOCK = int.from_bytes(b"mufakat")


def newest() -> str:
    """Return the revision that this version of the program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None  # noqa: S101 - the package always holds revision 1
    return head


def current(database: Database) -> str | None:
    """Return the revision a database is at; None for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(database: Database) -> bool:
    """Tell whether a database has the tables that this version of the program needs."""
    return current(database) == newest()


def upgrade(database: Database) -> None:
    """Bring a database to the newest revision; ConflictError if it comes from a newer program."""
    if database.is_sqlite:
        database.write(_upgrade)
        return
    with database.engine.connect() as connection:
        alone = connection.execution_options(isolation_level="READ COMMITTED")
        with alone.begin():
            alone.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            _upgrade(alone)


def _upgrade(connection: Connection) -> None:
    config = _config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and found not in known:
        raise ConflictError("database.from-newer-program", revision=found)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", FOLDER.as_posix().replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
