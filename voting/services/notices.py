"""Notices: what somebody is told in their inbox, and which matters they follow."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from voting.canonical import Json, encode
from voting.roll import Person
from voting.store import notices as store

__all__ = [
    "UNNAMED",
    "Notice",
    "count",
    "follow",
    "followed",
    "inbox",
    "is_followed",
    "mark_read",
    "tell",
    "tell_followers",
    "unfollow",
    "unread",
    "was_told",
]


UNNAMED = "–"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One notice: its kind with its values, the matter it is about, and whether it was read.

    ``hidden``: the words of the matter are; the title is empty then, and the notice names nothing.
    """

    id: int
    kind: str
    detail: Mapping[str, Any]
    matter: str
    title: str
    hidden: bool
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


def was_told(connection: Connection, matter_id: int, kind: str) -> bool:
    """Tell whether anybody was ever told something of this kind about a matter."""
    return store.was_told(connection, matter_id, kind)


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
    """Return somebody's notices, the newest first; what was hidden since is named no more."""
    rows = store.listed(connection, reader.id, limit, offset)
    matters = {row.matter_id for row in rows if row.matter_id is not None}
    unnamed = store.hidden_solutions(connection, matters)
    return tuple(_notice(row, unnamed) for row in rows)


def _notice(row: Row[Any], unnamed: Collection[tuple[int, int]]) -> Notice:
    detail = json.loads(row.detail)
    hidden = bool(row.hidden)
    if "name" in detail and (hidden or (row.matter_id, detail.get("n")) in unnamed):
        detail["name"] = UNNAMED
    return Notice(
        id=row.id,
        kind=row.kind,
        detail=detail,
        matter=row.number or "",
        title="" if hidden else row.title or "",
        hidden=hidden,
        at=row.at,
        read=row.read_at is not None,
    )


def count(connection: Connection, reader: Person) -> int:
    """Return how many notices somebody has."""
    return store.count(connection, reader.id)


def unread(connection: Connection, person_id: int) -> int:
    """Return how many notices somebody has not read."""
    return store.unread(connection, person_id)


def mark_read(connection: Connection, reader: Person, at: int) -> None:
    """Note that somebody has seen every notice up to now."""
    store.mark_read(connection, reader.id, at)
