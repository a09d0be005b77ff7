"""Saving what somebody has written so far, so that a lost connection loses no words.

A saved form belongs to one person, is seen by nobody else, and goes away when it is sent. Its
token is the key of the form it becomes, so that sending twice makes one thing.
"""

from collections.abc import Mapping
from unicodedata import normalize

from sqlalchemy import Connection

from voting.canonical import encode, without_piles
from voting.errors import ConflictError, InvalidError
from voting.roll import Person
from voting.store import saved_forms as store
from voting.store.saved_forms import SavedForm

__all__ = ["SavedForm", "begun", "drop", "load", "save"]

KINDS = ("problem", "solution", "amendment", "position", "summary", "outcome")
MOST_FORMS = 20
MOST_BYTES = 60_000
_LEAST_TOKEN, _MOST_TOKEN = 16, 64


def save(
    connection: Connection,
    person: Person,
    kind: str,
    token: str,
    fields: Mapping[str, str],
    *,
    photo_id: int | None = None,
    at: int,
) -> None:
    """Keep a form as it stands; ConflictError beyond 20 forms begun, InvalidError beyond 60 kB."""
    _check(kind, token)
    fields = {name: normalize("NFC", without_piles(text)) for name, text in fields.items()}
    if len(encode(fields)) > MOST_BYTES:
        raise InvalidError("saving.too-long")
    known = store.read(connection, person.id, kind, token)
    if known is None and store.count(connection, person.id) >= MOST_FORMS:
        raise ConflictError("saving.too-many", most=MOST_FORMS)
    store.write(connection, person.id, kind, token, fields=fields, photo_id=photo_id, at=at)


def load(connection: Connection, person: Person, kind: str, token: str) -> SavedForm | None:
    """Return a form that this person has begun, or None."""
    _check(kind, token)
    return store.read(connection, person.id, kind, token)


def begun(connection: Connection, person: Person, kind: str) -> tuple[SavedForm, ...]:
    """Return the forms of one kind that somebody has begun, the latest first."""
    return store.listed(connection, person.id, kind)


def drop(connection: Connection, person: Person, kind: str, token: str) -> None:
    """Throw a form away, or clear it because it was sent."""
    store.drop(connection, person.id, kind, token)


def _check(kind: str, token: str) -> None:
    sound = token.isascii() and token.isalnum() and _LEAST_TOKEN <= len(token) <= _MOST_TOKEN
    if kind not in KINDS or not sound:
        raise InvalidError("matter.no-key")
