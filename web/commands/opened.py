"""A site opened from the command line: its settings, database and keys, and typed secrets."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from voting.errors import ConflictError, MissingError
from voting.services import community
from voting.services.keys import Keys
from voting.store import migrate
from voting.store.database import Database
from web import settings

F = TypeVar("F", bound=Callable[..., Any])

BAD = 1


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An opened site; ``at`` is when the command began, in Unix seconds."""

    settings: settings.Settings
    database: Database
    keys: Keys
    at: int


def data_dir(command: F) -> F:
    """Give a command the option ``--data-dir``."""
    return click.option(
        "--data-dir",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder of database and keys (default: MUFAKAT_DATA_DIR).",
    )(command)


@contextmanager
def opened(folder: Path | None, *, bare: bool = False) -> Iterator[Opened]:
    """Open a site; ``bare``: even without tables or a community.

    ConflictError or MissingError where the site is not set up yet.
    """
    chosen = settings.load(data_dir=folder)
    database = Database(chosen.database_url)
    try:
        if not bare:
            check_set_up(database)
        keys = Keys.load_or_create(chosen.data_dir / "keys")
        yield Opened(settings=chosen, database=database, keys=keys, at=int(time.time()))
    finally:
        database.close()


def check_set_up(database: Database) -> None:
    """Refuse a database without the tables of this version, or without a community."""
    if not migrate.is_current(database):
        raise ConflictError("database.not-migrated")
    with database.read() as connection:
        if not community.is_founded(connection):
            raise MissingError("community.not-founded")


def secret(file: Path | None, question: str, *, new: bool = False) -> str:
    """Return a passphrase or password: from a file's first line, else typed and not shown."""
    if file is not None:
        return file.read_text("utf-8").partition("\n")[0]
    return str(click.prompt(question, hide_input=True, confirmation_prompt=new, err=True))
