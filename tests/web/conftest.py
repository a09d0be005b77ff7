"""A site to test with: real middlewares, database and templates; people and pages made up here."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from tests.village import make_village
from tests.web.visitors import make_hall
from voting.deliberation import ContestState, Voting
from voting.errors import MissingError
from voting.roll import Person
from voting.services.hashing import Hasher
from voting.services.sessions import SignedIn
from web.addresses import Address
from web.app import build_app
from web.security.cookies import hash_of
from web.settings import load
from web.site import Lookups

AT = 1_778_756_400  # Thursday 14 May 2026, 18.00 WIB
HOME = "https://suara.desa.example"


@dataclass
class World:
    """What the lookups know; a test changes it as it likes."""

    people: dict[bytes, Person] = field(default_factory=dict)
    states: dict[str, ContestState] = field(default_factory=dict)
    touched: list = field(default_factory=list)
    closed: list = field(default_factory=list)
    touch_due: bool = False
    ready: bool = True
    at: int = AT

    def sign_in(self, client, *roles):
        """Give a client the cookie of somebody with these roles, and return the token."""
        number = len(self.people) + 1
        token = f"token-{number}"
        self.people[hash_of(token)] = Person(
            id=number, reference=f"R{number}", name="Bu Sari", place="", roles=frozenset(roles)
        )
        secure = str(client.base_url).startswith("https")
        client.cookies.set("__Host-mufakat" if secure else "mufakat", token)
        return token

    def lookups(self):
        def voting(_connection, number):
            if number not in self.states:
                raise MissingError("contest.unknown", number=number)
            return Voting(state=self.states[number], opens=AT - 60, closes=AT + 60, grace=10)

        def session(_connection, token_hash, _at):
            person = self.people.get(token_hash)
            return person and SignedIn(person=person, officer=True, touch_due=self.touch_due)

        return Lookups(
            community=lambda _connection: SimpleNamespace(name="Desa Tirtasari"),
            session=session,
            touch=lambda _connection, token_hash, at: self.touched.append((token_hash, at)),
            voting=voting,
            close_due=lambda _database, at: self.closed.append(at),
            ready=lambda _database: self.ready,
        )


@pytest.fixture
def world():
    return World()


@pytest.fixture
def settings(tmp_path):
    """Make settings: `settings(LAN_HTTP="1")` is MUFAKAT_LAN_HTTP=1."""

    def make(**environ):
        return load({f"MUFAKAT_{key}": value for key, value in environ.items()}, tmp_path / "data")

    return make


@pytest.fixture
def site(world, settings):
    """Make a client of a site with these pages: `site({Address(...): page}, LAN_HTTP="1")`."""
    opened = []

    def make(pages, base_url=HOME, client=("203.0.113.9", 50000), **environ):
        app = build_app(
            settings(**environ),
            pages,
            lookups=world.lookups(),
            clock=lambda: world.at,
            hasher=Hasher(passes=1, memory_kib=8),
        )
        opened.append(app)
        return TestClient(
            app,
            base_url=base_url,
            client=client,
            raise_server_exceptions=False,
            follow_redirects=False,
        )

    yield make
    for app in opened:
        app.state.site.database.close()


@pytest.fixture
def plain_page():
    """A page that any test may use: a title and nothing else."""
    return lambda visit: visit.render("errors/show", {"status": 404, "sentence": "x"})


@pytest.fixture
def home(plain_page):
    """The home address with that page, for reading and for sending."""
    return {Address("home/show", "/", ("GET", "POST")): plain_page}


@pytest.fixture
def same_origin():
    """The header that a browser sends with a form of our own page."""
    return {"sec-fetch-site": "same-origin"}


@pytest.fixture
def village(tmp_path):
    """Yield a village of 12 residents with its officers, on SQLite."""
    made = make_village(f"sqlite:///{tmp_path / 'village.db'}", tmp_path / "keys")
    yield made
    made.database.close()


@pytest.fixture
def hall(village, tmp_path):
    """Return the village with its real site open: `hall.visitor(village.moderator).get("/")`."""
    return make_hall(village, tmp_path / "site")
