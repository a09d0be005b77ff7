"""Reports by readers: one for each person and thing, open until a moderator has looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from voting.store.rows import flag, person


@dataclass(frozen=True, kw_only=True)
class FlagView:
    """One report: the rule somebody named, and what they wrote."""

    id: int
    kind: str
    subject_id: int
    person_id: int
    author: str
    rule: str
    words: str
    at: int
    closed_as: str


@dataclass(frozen=True, kw_only=True)
class Flagged:
    """A thing that waits for a moderator: how many reported it, since when."""

    kind: str
    subject_id: int
    count: int
    since: int


def add(connection: Connection, **values: Any) -> None:
    """Write a report."""
    connection.execute(insert(flag).values(**values))


def of_person(
    connection: Connection, kind: str, subject_id: int, person_id: int
) -> FlagView | None:
    """Return somebody's report of a thing, or None."""
    query = _query().where(*_about(kind, subject_id), flag.c.person_id == person_id)
    row = connection.execute(query).first()
    return None if row is None else _view(row)


def listed(connection: Connection, kind: str, subject_id: int) -> tuple[FlagView, ...]:
    """Return all reports of a thing, the oldest first."""
    query = _query().where(*_about(kind, subject_id)).order_by(flag.c.id)
    return tuple(_view(row) for row in connection.execute(query))


def waiting(connection: Connection, *, limit: int) -> tuple[Flagged, ...]:
    """Return the things with open reports, those that wait longest first."""
    since = func.min(flag.c.at)
    query = (
        select(flag.c.kind, flag.c.subject_id, func.count(), since)
        .where(flag.c.closed_at.is_(None))
        .group_by(flag.c.kind, flag.c.subject_id)
        .order_by(since, flag.c.kind, flag.c.subject_id)
    )
    rows = connection.execute(query.limit(limit)).all()
    return tuple(
        Flagged(kind=kind, subject_id=subject_id, count=count, since=first)
        for kind, subject_id, count, first in rows
    )


def open_of(connection: Connection, things: Sequence[Flagged]) -> tuple[FlagView, ...]:
    """Return the open reports of several things, the oldest first; one query."""
    ids = {one.subject_id for one in things}
    query = _query().where(flag.c.closed_at.is_(None), flag.c.subject_id.in_(sorted(ids)))
    return tuple(_view(row) for row in connection.execute(query.order_by(flag.c.id)))


def close(
    connection: Connection, kind: str, subject_id: int, *, by: int, closed_as: str, at: int
) -> list[int]:
    """Close the open reports of a thing and return who had made them."""
    here = (*_about(kind, subject_id), flag.c.closed_at.is_(None))
    people = list(connection.execute(select(flag.c.person_id).where(*here)).scalars())
    values = {"closed_at": at, "closed_by": by, "closed_as": closed_as}
    connection.execute(update(flag).where(*here).values(values))
    return people


def since(connection: Connection, person_id: int, moment: int) -> int:
    """Return how many reports somebody has made since a moment."""
    query = select(func.count(flag.c.id)).where(flag.c.person_id == person_id, flag.c.at > moment)
    return int(connection.execute(query).scalar_one())


def totals(connection: Connection) -> tuple[int, int]:
    """Return how many reports there ever were, and how many a moderator let pass."""
    kept = func.count(flag.c.id).filter(flag.c.closed_as == "kept")
    total, passed = connection.execute(select(func.count(flag.c.id), kept)).one()
    return int(total), int(passed)


def _about(kind: str, subject_id: int) -> tuple[Any, Any]:
    return flag.c.kind == kind, flag.c.subject_id == subject_id


def _query() -> Select[Any]:
    columns = (flag.c.id, flag.c.kind, flag.c.subject_id, flag.c.person_id, flag.c.rule)
    return select(
        *columns, flag.c.words, flag.c.at, flag.c.closed_as, person.c.name.label("author")
    ).join(person, person.c.id == flag.c.person_id)


def _view(row: Row[Any]) -> FlagView:
    return FlagView(**row._mapping)  # noqa: SLF001 - its public name
