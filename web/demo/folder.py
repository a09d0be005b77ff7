"""The folder of a demonstration: built once, kept with its log-ins, served again as it is."""

import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

from voting.errors import ConflictError
from voting.services import contests
from voting.services.hashing import Hasher
from voting.services.keys import Keys, write_new
from voting.store import migrate
from voting.store.database import Database
from web import pictures
from web.demo import village
from web.demo.builder import Builder
from web.demo.village import Account, Village
from web.settings import Settings

LOGINS = "demo.json"
_CONTESTS = ("real", "decided", "running", "coming")


@dataclass(frozen=True, kw_only=True)
class Demonstration:
    """A village and the open database it lies in."""

    village: Village
    database: Database


def prepare(settings: Settings, now: int, tell: Callable[[str], None]) -> Demonstration:
    """Build the village in its folder, or take the one that is there.

    ConflictError if the folder holds another site, or one whose building was broken off.
    """
    kept = settings.data_dir / LOGINS
    database = Database(settings.database_url)
    if not kept.exists():
        if migrate.current(database) is not None:
            raise ConflictError("demo.other-site", folder=settings.data_dir.name)
        _in_a_child(build, settings, now, tell)
    return Demonstration(village=_read(kept, database), database=database)


def language_of(data_dir: Path) -> str | None:
    """Return the language of the village that lies in a folder; None if there is none."""
    kept = data_dir / LOGINS
    return json.loads(kept.read_text("utf-8")).get("language", "id") if kept.exists() else None


def _in_a_child(work: Callable[..., None], *arguments: object) -> None:
    """Do the heavy work in a process of its own, so that the server keeps none of its memory."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(work, *arguments).result()


def build(settings: Settings, now: int, tell: Callable[[str], None]) -> None:
    """Build the village and write down its log-ins, last."""
    database = Database(settings.database_url)
    migrate.upgrade(database)
    builder = Builder(
        database=database,
        keys=Keys.load_or_create(settings.data_dir / "keys"),
        hasher=Hasher(),
        pictures=pictures.hashes(),
        tell=tell,
    )
    built = village.build(builder, now, settings.default_locale)
    database.close()
    numbers = {name: getattr(built, name).number for name in _CONTESTS}
    language = settings.default_locale
    data = {
        "language": language,
        "contests": numbers,
        "accounts": [asdict(account) for account in built.accounts],
    }
    text = json.dumps(data, indent=1, ensure_ascii=False)
    write_new(settings.data_dir / LOGINS, text.encode())


def _read(kept: Path, database: Database) -> Village:
    data = json.loads(kept.read_text("utf-8"))
    with database.read() as connection:
        views = {name: contests.show(connection, data["contests"][name]) for name in _CONTESTS}
    accounts = tuple(Account(**account) for account in data["accounts"])
    return Village(**views, accounts=accounts)
