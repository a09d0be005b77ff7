"""The running site: the parts that ``web.app`` puts together and every visit may use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from sqlalchemy import Connection

from voting.deliberation import Voting
from voting.services.hashing import Hasher
from voting.services.keys import Keys
from voting.services.sessions import SignedIn
from voting.store.database import Database
from web.addresses import Addresses
from web.settings import Settings


@dataclass(frozen=True)
class Nameless:
    """Stands in for the community where the database cannot be asked."""

    name: str = "Mufakat"


NAMELESS = Nameless()


@dataclass(frozen=True)
class Lookups:
    """What has to be known before any page runs, asked in one read transaction.

    ``session``: who is signed in by a token's hash at a time; ``touch``: note that the session is
    in use; ``voting``: where the contest of a public number stands; ``close_due``: write down every
    close whose time has come; ``ready``: whether the database is set up.
    """

    community: Callable[[Connection], Any]
    session: Callable[[Connection, bytes, int], SignedIn | None]
    touch: Callable[[Connection, bytes, int], object]
    voting: Callable[[Connection, str], Voting]
    close_due: Callable[[Database, int], object]
    ready: Callable[[Database], bool]


@dataclass(frozen=True)
class Site:
    """The parts of one running site. ``clock`` gives Unix seconds."""

    settings: Settings
    database: Database
    keys: Keys
    hasher: Hasher
    addresses: Addresses
    templates: Mapping[str, Environment]
    lookups: Lookups
    clock: Callable[[], int]

    @property
    def csrf_key(self) -> bytes:
        """Return the key of the tokens in forms."""
        return self.settings.secret_key or self.keys.session
