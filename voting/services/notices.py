"""Notices: what somebody is told in their inbox, and which matters they follow."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from voting.canonical import Json, encode
from voting.roll import Person
from voting.store import notices as store

__all__ = [
    "Notice",
    "follow",
    "followed",
    "inbox",
    "is_followed",
    "mark_read",
    "tell",
    "tell_followers",
    "unfollow",
    "unread",
]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One notice: its kind with its values, the matter it is about, and whether it was read."""

    id: int
    kind: str
    detail: Mapping[str, Any]
    matter: str
    title: str
    at: int
    read: bool


def tell(
    connection: Connection,
    people: Collection[int],
    kind: str,
    *,
    at: int,
    matter_id: int | None = None,
    **detail: Json,
) -> None:
    """Tell people something; the sentence is ``notice.<kind>`` of the words, with these values."""
    told = encode(detail).decode()
    store.add(connection, sorted(set(people)), kind, at=at, matter_id=matter_id, detail=told)


def tell_followers(
    connection: Connection,
    matter_id: int,
    kind: str,
    *,
    at: int,
    but: int | None = None,
    **detail: Json,
) -> None:
    """Tell everybody who follows a matter, but not whoever did what is told."""
    people = [person for person in store.followers(connection, matter_id) if person != but]
    tell(connection, people, kind, at=at, matter_id=matter_id, **detail)


def follow(connection: Connection, person_id: int, matter_id: int, at: int) -> None:
    """Let somebody follow a matter, unless they do already."""
    if not store.is_followed(connection, person_id, matter_id):
        store.follow(connection, person_id, matter_id, at)


def unfollow(connection: Connection, person_id: int, matter_id: int) -> None:
    """Let somebody follow a matter no longer."""
    store.unfollow(connection, person_id, matter_id)


def is_followed(connection: Connection, person_id: int, matter_id: int) -> bool:
    """Tell whether somebody follows a matter."""
    return store.is_followed(connection, person_id, matter_id)


def followed(connection: Connection, person_id: int) -> tuple[int, ...]:
    """Return the ids of the matters somebody follows, the latest first."""
    return store.followed(connection, person_id)


def inbox(
    connection: Connection, reader: Person, *, limit: int, offset: int = 0
) -> tuple[Notice, ...]:
    """Return somebody's notices, the newest first."""
    return tuple(
        Notice(
            id=row.id,
            kind=row.kind,
            detail=json.loads(row.detail),
            matter=row.number or "",
            title=row.title or "",
            at=row.at,
            read=row.read_at is not None,
        )
        for row in store.listed(connection, reader.id, limit, offset)
    )


def unread(connection: Connection, person_id: int) -> int:
    """Return how many notices somebody has not read."""
    return store.unread(connection, person_id)


def mark_read(connection: Connection, reader: Person, at: int) -> None:
    """Note that somebody has seen every notice up to now."""
    store.mark_read(connection, reader.id, at)
