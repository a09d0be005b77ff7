"""The community: founded once, then read by every page."""

from zoneinfo import available_timezones

from sqlalchemy import Connection

from voting.canonical import tidy
from voting.errors import ConflictError, InvalidError, MissingError
from voting.services import recording
from voting.store import community as store
from voting.store.community import Community
from voting.words import LANGUAGES

__all__ = ["Community", "found", "is_founded", "show"]


def found(
    connection: Connection, *, name: str, origin: str, language: str, timezone: str, at: int
) -> None:
    """Found the community: its name, its log's name, language and IANA time zone.

    The log's name (``origin``) is a host and a path without spaces or plus signs, such as
    ``desa-tirtasari.example/log``; it can never change. ConflictError if founded already.
    """
    if store.read(connection) is not None:
        raise ConflictError("community.founded-already")
    if not tidy(name):
        raise InvalidError("community.no-name")
    if not origin or any(character.isspace() or character == "+" for character in origin):
        raise InvalidError("community.origin", origin=origin)
    if language not in LANGUAGES:
        raise InvalidError("community.language", language=language, known=LANGUAGES)
    if timezone not in available_timezones():
        raise InvalidError("community.timezone", timezone=timezone)
    new = Community(
        name=tidy(name), origin=origin, language=language, timezone=timezone, founded_at=at
    )
    store.add(connection, new)
    recording.record(connection, "founded", at=at, actor=None)


def show(connection: Connection) -> Community:
    """Return the community; MissingError before it is founded."""
    known = store.read(connection)
    if known is None:
        raise MissingError("community.not-founded")
    return known


def is_founded(connection: Connection) -> bool:
    """Tell whether the community has been founded."""
    return store.read(connection) is not None
