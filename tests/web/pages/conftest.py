"""A town to test pages in: the real site, its real pages, services and database, a small roll."""

import re
import shutil

import pytest
from starlette.testclient import TestClient

from voting.ballots import Ranking
from voting.services import (
    balloting,
    contests,
    counting,
    opening,
    recording,
    sessions,
    slip_codes,
    slips,
)
from voting.services.contests import ContestDraft
from voting.services.hashing import Hasher
from voting.services.keys import Keys
from voting.services.preparing import prepare_cast
from voting.store import migrate, people
from voting.store.database import Database
from web import routes
from web.app import build_app
from web.demo import facts, village
from web.demo.builder import Builder
from web.lookups import LOOKUPS
from web.security.cookies import hash_of
from web.settings import load

FOUNDED = 1_778_000_000
AT = 1_778_756_400  # Thursday 14 May 2026, 18.00 WIB
DAY = 86_400
HOME = "https://suara.desa.example"
PIN = "482915"
CHEAP = {"passes": 1, "memory_kib": 8}


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    """Build the town once; every test works on a copy."""
    folder = tmp_path_factory.mktemp("town")
    settings = load({}, folder)
    database = Database(settings.database_url)
    migrate.upgrade(database)
    builder = Builder(
        database=database,
        keys=Keys.load_or_create(folder / "keys"),
        hasher=Hasher(**CHEAP),
        pictures={},
        tell=lambda _line: None,
    )
    officers = village.found(builder, FOUNDED)
    keeper = next(person for role, person in officers.items() if role == "roll-officer")
    builder.write(lambda c: slips.issue(c, keeper, builder.keys, None, FOUNDED + 60))
    with database.read() as connection:
        connection.exec_driver_sql("SELECT 1")
    database.close()
    return folder


def csrf_of(page):
    """Return the token in a page's form; passers-by have none."""
    return re.search(r'name="csrf" value="([^"]*)"', page.text)[1]


class Town:
    """What tests may ask of the town."""

    def __init__(self, folder):
        self.settings = load({}, folder)
        self.at = AT
        self.database = Database(self.settings.database_url)
        self.keys = Keys.load_or_create(folder / "keys")
        self.hasher = Hasher(**CHEAP)
        self.app = build_app(
            self.settings,
            {address: routes.page(address) for address in routes.ADDRESSES},
            lookups=LOOKUPS,
            database=self.database,
            clock=lambda: self.at,
            hasher=self.hasher,
        )

    def client(self):
        """Return a new browser; redirects are not followed."""
        return TestClient(self.app, base_url=HOME, headers={"origin": HOME}, follow_redirects=False)

    def write(self, service, *args, **values):
        """Run one service in a write transaction of its own."""
        return self.database.write(lambda c: service(c, *args, **values))

    def read(self, service, *args, **values):
        """Run one service on a reading connection."""
        with self.database.read() as connection:
            return service(connection, *args, **values)

    def person(self, reference):
        """Return somebody by reference."""
        known = self.read(people.by_reference, reference)
        return self.read(people.find, known, self.at)

    def officer(self, role):
        """Return an officer of the story."""
        return self.person(next(o.reference for o in facts.OFFICERS if o.role == role))

    def password(self, role):
        """Return an officer's password."""
        return next(o.password for o in facts.OFFICERS if o.role == role)

    def slip(self, reference):
        """Return the code printed on somebody's slip, whether used or not."""
        return slip_codes.grouped(slip_codes.code_of(self.keys.slip, self.person(reference).id, 1))

    def sign_in_slip(self, client, reference):
        """Let a browser sign in by slip, choosing the PIN if need be."""
        fields = {"code": self.slip(reference), "pin": PIN, "again": PIN}
        answer = self.post(client, "/masuk/pin", fields)
        assert answer.status_code == 303, answer.text

    def sign_in_officer(self, client, role):
        """Let a browser sign in as an officer."""
        story = next(o for o in facts.OFFICERS if o.role == role)
        fields = {"name": story.login, "password": story.password}
        answer = self.post(client, "/masuk/petugas", fields)
        assert answer.status_code == 303, answer.text

    def token(self, client):
        """Return a browser's session token."""
        return client.cookies.get("__Host-mufakat")

    def person_of(self, client):
        """Return whom the server takes a browser for."""
        with self.database.read() as connection:
            return sessions.find(connection, hash_of(self.token(client)), self.at)

    def post(self, client, path, fields=None, page=None):
        """Send a form as its page would: with the token that the page (or /masuk) holds."""
        asked = client.get(page or "/masuk")
        return client.post(path, data={"csrf": csrf_of(asked), **(fields or {})})

    def draft(self, **values):
        """Draft a contest and return it."""
        given = {
            "title": "Apa yang kita bangun lebih dulu?",
            "method": "irv",
            "opens": self.at - DAY,
            "closes": self.at + DAY,
            "options": facts.FIRST,
            **values,
        }
        moderator = self.officer("moderator")
        return self.write(contests.draft, moderator, ContestDraft(**given), self.at - DAY)

    def open(self, **values):
        """Open a contest and return it."""
        view = self.draft(**values)
        moderator = self.officer("moderator")
        view = self.write(
            opening.open_contest, moderator, self.keys, view.number, self.at - DAY, pictures={}
        )
        recording.checkpoint(self.database, self.keys, self.at)
        return view

    def cast(self, view, reference, *numbers):
        """Cast a ranking, given by option numbers from 1, and return the receipt."""
        ballot = Ranking.of(*(view.options[n - 1].id for n in numbers))
        key = f"test {reference} {view.number}".encode()
        prepared = prepare_cast(self.keys, view, ballot, b"", "server", retry_key=key)
        return self.write(balloting.cast, self.person(reference), prepared, "phone", self.at)

    def published(self, ballots=((1, 2), (1,), (2, 3, 1), (3, 1), (2,), (1, 4))):
        """Open a contest, cast ballots, count and publish; return it and the receipts."""
        view = self.open()
        receipts = [
            self.cast(view, f"TS-{number:04}", *ballot) for number, ballot in enumerate(ballots, 1)
        ]
        moderator = self.officer("moderator")
        done = counting.finish(
            self.database, moderator, self.keys, view.number, self.at, reason="Semua sudah memilih."
        )
        return done, receipts


@pytest.fixture
def town(founded, tmp_path):
    """The town, as a copy of its own."""
    folder = tmp_path / "data"
    shutil.copytree(founded, folder)
    town = Town(folder)
    yield town
    town.database.close()
