"""Sessions: who is signed in, for how long, and with which of their roles.

The browser holds 32 random bytes, the database only their SHA-256. A session by slip and PIN is a
resident's: whatever else the person is trusted with needs a session by password. Idle times and
the longest life are those of the design (OWASP ASVS 5.0, 7.3): 30 minutes idle and 12 hours in all
for officers, 8 and 24 hours for residents.
"""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from voting.roll import Person, Role
from voting.store import people
from voting.store import sessions as store

OFFICER_IDLE = 30 * 60
OFFICER_LONGEST = 12 * 3600
RESIDENT_IDLE = 8 * 3600
RESIDENT_LONGEST = 24 * 3600
TOUCH_EVERY = 60
WITHOUT_PASSWORD = frozenset({Role.RESIDENT, Role.PARTNER})


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """Somebody signed in. ``touch_due``: the use should be noted with ``touch``."""

    person: Person
    officer: bool
    touch_due: bool


def start(
    connection: Connection, person_id: int, officer: bool, token_hash: bytes, at: int
) -> None:
    """Start a session; ``token_hash`` is the SHA-256 of a new secret of 32 random bytes."""
    session = store.Session(person_id=person_id, officer=officer, started_at=at, seen_at=at)
    store.add(connection, token_hash, session)


def find(connection: Connection, token_hash: bytes, at: int) -> Person | None:
    """Return who is signed in by a secret's hash, or None; see ``look_up``."""
    found = look_up(connection, token_hash, at)
    return None if found is None else found.person


def look_up(connection: Connection, token_hash: bytes, at: int) -> SignedIn | None:
    """Return who is signed in by a secret's hash; None if the session is unknown or over.

    The person carries the roles this session may use.
    """
    session = store.find(connection, token_hash)
    if session is None or _is_over(session, at):
        return None
    person = people.find(connection, session.person_id, at)
    if not session.officer:
        person = replace(person, roles=person.roles & WITHOUT_PASSWORD)
    due = session.seen_at <= at - TOUCH_EVERY
    return SignedIn(person=person, officer=session.officer, touch_due=due)


def touch(connection: Connection, token_hash: bytes, at: int) -> bool:
    """Note that a session is in use, at most once a minute; tell whether it was noted now."""
    return store.touch(connection, token_hash, at, at - TOUCH_EVERY)


def end(connection: Connection, token_hash: bytes) -> None:
    """Sign out."""
    store.end(connection, token_hash)


def end_all(connection: Connection, person_id: int) -> int:
    """End every session of a person and return how many there were."""
    return store.end_all(connection, person_id)


def _is_over(session: store.Session, at: int) -> bool:
    idle = OFFICER_IDLE if session.officer else RESIDENT_IDLE
    longest = OFFICER_LONGEST if session.officer else RESIDENT_LONGEST
    return at - session.seen_at >= idle or at - session.started_at >= longest
