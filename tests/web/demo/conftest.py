"""The demonstration's year, built once in each language; nothing here writes to it."""

import pytest

from voting.services.hashing import Hasher
from voting.services.keys import Keys
from voting.store import migrate
from voting.store.database import Database
from web import pictures, routes
from web.app import build_app
from web.demo import village
from web.demo.builder import DAY, Builder
from web.lookups import LOOKUPS
from web.settings import load

NOW = 1_795_500_000  # Tuesday 24 November 2026, 13.00 WIB
CHEAP = {"passes": 1, "memory_kib": 8}


class Year:
    """A village whose year has been played, in one language."""

    def __init__(self, folder, language):
        self.language = language
        self.settings = load({"MUFAKAT_DEFAULT_LOCALE": language}, folder)
        self.database = Database(self.settings.database_url)
        migrate.upgrade(self.database)
        self.keys = Keys.load_or_create(folder / "keys")
        self.hasher = Hasher(**CHEAP)
        builder = Builder(
            database=self.database,
            keys=self.keys,
            hasher=self.hasher,
            pictures=pictures.hashes(),
            tell=lambda _line: None,
        )
        village.found(builder, NOW - 340 * DAY, language)
        self.stage = village.play(builder, NOW, language)
        self.made = self.stage.made

    def read(self, service, *args, **values):
        """Run one service on a reading connection."""
        with self.database.read() as connection:
            return service(connection, *args, **values)

    def app(self):
        """Return the site as visitors see it at the end of the year."""
        return build_app(
            self.settings,
            {address: routes.page(address) for address in routes.ADDRESSES},
            lookups=LOOKUPS,
            database=self.database,
            clock=lambda: NOW,
            keys=self.keys,
            hasher=self.hasher,
        )


@pytest.fixture(scope="session")
def years(tmp_path_factory):
    """Return the year in Indonesian and in English."""
    folder = tmp_path_factory.mktemp("years")
    found = {language: Year(folder / language, language) for language in ("id", "en")}
    yield found
    for year in found.values():
        year.database.close()


@pytest.fixture
def year(years):
    """Return the year in Indonesian."""
    return years["id"]
