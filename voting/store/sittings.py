"""Sittings that seek consensus: the sitting, its events, its texts, the contests of its rounds."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    bindparam,
    func,
    insert,
    select,
    update,
)

from voting.canonical import Json, decode, encode
from voting.deliberation.events import Event, event_from_json, event_json
from voting.deliberation.standing import State
from voting.errors import MissingError
from voting.store.rows import (
    invitation,
    matter,
    person,
    sitting,
    sitting_event,
    sitting_text,
)


@dataclass(frozen=True, kw_only=True)
class SittingView:
    """A sitting as lists and pages read it.

    ``number`` is public (K-2026-001), ``rules`` the whole rule card, ``fallback`` the vote that was
    announced for the case of a stalemate, ``invited`` how many people are.
    """

    id: int
    number: str
    matter_id: int
    matter: str
    matter_title: str
    matter_hidden: bool
    title: str
    preset: str
    rules: Mapping[str, Json]
    fallback: Mapping[str, Any]
    state: State
    created_by: int
    caller: str
    created_at: int
    invited: int


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a sitting's text, with whoever wrote it."""

    number: int
    words: str
    hash: str
    author: str
    at: int


def read(connection: Connection, number: str) -> SittingView:
    """Return a sitting by its public number; MissingError if there is none."""
    sound = number.isascii() and number.isprintable()  # else PostgreSQL cannot even look for it
    rows = connection.execute(_BY_NUMBER, {"number": number}).mappings() if sound else ()
    found = _read(rows)
    if not found:
        raise MissingError("sitting.unknown", number=number)
    return found[0]


def of_matter(connection: Connection, matter_id: int) -> tuple[SittingView, ...]:
    """Return the sittings of a matter, the first one first."""
    return _views(connection, sitting.c.matter_id == matter_id)


def by_key(connection: Connection, key_hash: bytes) -> SittingView | None:
    """Return the sitting that a form made, by the hash of the form's key."""
    found = _views(connection, sitting.c.key_hash == key_hash)
    return found[0] if found else None


def in_state(connection: Connection, state: State) -> tuple[SittingView, ...]:
    """Return the sittings that stand in a state."""
    return _views(connection, sitting.c.state == state.value)


def last_number(connection: Connection, prefix: str) -> str | None:
    """Return the highest public number that begins with a text; a longer one is the higher."""
    query = select(sitting.c.number).where(sitting.c.number.startswith(prefix, autoescape=True))
    highest = query.order_by(func.length(sitting.c.number).desc(), sitting.c.number.desc())
    found = connection.execute(highest.limit(1)).scalar()
    return None if found is None else str(found)


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Write a new sitting down and return its id."""
    row = {**values, "rules": _text(values["rules"]), "fallback": _text(values["fallback"])}
    query = insert(sitting).values(row).returning(sitting.c.id)
    return int(connection.execute(query).scalar_one())


def set_state(connection: Connection, sitting_id: int, state: State) -> None:
    """Note where a sitting stands, for lists."""
    mine = sitting.c.id == sitting_id
    connection.execute(update(sitting).where(mine).values(state=state.value))


def events(connection: Connection, sitting_id: int) -> tuple[bytes, ...]:
    """Return what has happened in a sitting, in its order, as it is stored: see ``read_event``."""
    query = select(sitting_event.c.event).where(sitting_event.c.sitting_id == sitting_id)
    rows = connection.execute(query.order_by(sitting_event.c.number)).scalars()
    return tuple(map(bytes, rows))


def read_event(stored: bytes) -> Event:
    """Read a stored event."""
    return event_from_json(decode(stored))


def append(
    connection: Connection, sitting_id: int, first: int, new: Sequence[tuple[Event, int | None]]
) -> None:
    """Write events down, numbered from ``first``, each with the person who caused it."""
    rows = [
        {
            "sitting_id": sitting_id,
            "number": number,
            "event": encode(event_json(event)),
            "person_id": person_id,
            "at": event.at,
        }
        for number, (event, person_id) in enumerate(new, first)
    ]
    connection.execute(insert(sitting_event), rows)


def versions(connection: Connection, sitting_id: int) -> tuple[Version, ...]:
    """Return the versions of a sitting's text, the first one first."""
    query = (
        select(sitting_text, person.c.name)
        .join(person, person.c.id == sitting_text.c.person_id)
        .where(sitting_text.c.sitting_id == sitting_id)
        .order_by(sitting_text.c.version)
    )
    return tuple(
        Version(
            number=row.version,
            words=row.words,
            hash=bytes(row.hash).hex(),
            author=row.name,
            at=row.at,
        )
        for row in connection.execute(query)
    )


def add_version(
    connection: Connection,
    sitting_id: int,
    version: int,
    words: str,
    *,
    text: str,
    by: int,
    at: int,
) -> None:
    """Write a version of the text down; ``text`` is its hash in hex."""
    row = {"sitting_id": sitting_id, "version": version, "words": words}
    values = {"hash": bytes.fromhex(text), "person_id": by, "at": at}
    connection.execute(insert(sitting_text).values(row | values))


def _views(connection: Connection, *only: ColumnElement[bool]) -> tuple[SittingView, ...]:
    return _read(connection.execute(_QUERY.where(*only)).mappings())


def _read(rows: Iterable[RowMapping]) -> tuple[SittingView, ...]:
    return tuple(
        SittingView(
            **{str(k): v for k, v in row.items() if k not in ("key_hash", "rules", "fallback")}
            | {
                "rules": json.loads(row["rules"]),
                "fallback": json.loads(row["fallback"]),
                "state": State(row["state"]),
            }
        )
        for row in rows
    )


def _text(value: Mapping[str, Json]) -> str:
    return encode(dict(value)).decode()


_INVITED = (
    select(func.count())
    .select_from(invitation)
    .where(invitation.c.sitting_id == sitting.c.id)
    .scalar_subquery()
)
_QUERY = (
    select(
        sitting,
        matter.c.number.label("matter"),
        matter.c.title.label("matter_title"),
        matter.c.hidden.label("matter_hidden"),
        person.c.name.label("caller"),
        _INVITED.label("invited"),
    )
    .join(matter, matter.c.id == sitting.c.matter_id)
    .join(person, person.c.id == sitting.c.created_by)
    .order_by(sitting.c.id)
)
# Made once: a whole hall asks for it every few seconds.
_BY_NUMBER = _QUERY.where(sitting.c.number == bindparam("number"))
