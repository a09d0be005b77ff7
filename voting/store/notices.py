"""Notices and who follows which matter."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from voting.store.rows import follow as following
from voting.store.rows import matter, notice, solution


def add(
    connection: Connection,
    people: Sequence[int],
    kind: str,
    *,
    at: int,
    matter_id: int | None,
    detail: str,
) -> None:
    """Write one notice for each person."""
    shared = {"kind": kind, "at": at, "matter_id": matter_id, "detail": detail}
    rows = [{"person_id": person, **shared} for person in people]
    if rows:
        connection.execute(insert(notice), rows)


def listed(connection: Connection, person_id: int, limit: int, offset: int) -> Sequence[Row[Any]]:
    """Return somebody's notices with number and title of the matter, the newest first."""
    query = (
        select(notice, matter.c.number, matter.c.title, matter.c.hidden)
        .outerjoin(matter, matter.c.id == notice.c.matter_id)
        .where(notice.c.person_id == person_id)
        .order_by(notice.c.at.desc(), notice.c.id.desc())
    )
    return connection.execute(query.limit(limit).offset(offset)).all()


def was_told(connection: Connection, matter_id: int, kind: str) -> bool:
    """Tell whether anybody was ever told something of this kind about a matter."""
    mine = (notice.c.matter_id == matter_id, notice.c.kind == kind)
    return connection.execute(select(notice.c.id).where(*mine).limit(1)).first() is not None


def count(connection: Connection, person_id: int) -> int:
    """Return how many notices somebody has."""
    mine = notice.c.person_id == person_id
    return int(connection.execute(select(func.count(notice.c.id)).where(mine)).scalar_one())


def hidden_solutions(connection: Connection, matter_ids: Collection[int]) -> set[tuple[int, int]]:
    """Return matter and number of the solutions of some matters whose words are hidden."""
    query = select(solution.c.matter_id, solution.c.number).where(
        solution.c.matter_id.in_(matter_ids), solution.c.hidden.is_(True)
    )
    return {(row.matter_id, row.number) for row in connection.execute(query)}


def unread(connection: Connection, person_id: int) -> int:
    """Return how many notices of somebody are unread."""
    mine = (notice.c.person_id == person_id, notice.c.read_at.is_(None))
    return int(connection.execute(select(func.count(notice.c.id)).where(*mine)).scalar_one())


def mark_read(connection: Connection, person_id: int, at: int) -> None:
    """Note that somebody has read everything there was at a moment."""
    mine = (notice.c.person_id == person_id, notice.c.read_at.is_(None), notice.c.at <= at)
    connection.execute(update(notice).where(*mine).values(read_at=at))


def followers(connection: Connection, matter_id: int) -> list[int]:
    """Return who follows a matter."""
    query = select(following.c.person_id).where(following.c.matter_id == matter_id)
    return list(connection.execute(query.order_by(following.c.person_id)).scalars())


def followed(connection: Connection, person_id: int) -> tuple[int, ...]:
    """Return which matters somebody follows, the latest first."""
    query = select(following.c.matter_id).where(following.c.person_id == person_id)
    return tuple(connection.execute(query.order_by(following.c.at.desc())).scalars())


def is_followed(connection: Connection, person_id: int, matter_id: int) -> bool:
    """Tell whether somebody follows a matter."""
    mine = (following.c.person_id == person_id, following.c.matter_id == matter_id)
    return connection.execute(select(following.c.at).where(*mine)).first() is not None


def follow(connection: Connection, person_id: int, matter_id: int, at: int) -> None:
    """Write down that somebody follows a matter."""
    connection.execute(insert(following).values(person_id=person_id, matter_id=matter_id, at=at))


def unfollow(connection: Connection, person_id: int, matter_id: int) -> None:
    """Forget that somebody follows a matter."""
    mine = (following.c.person_id == person_id, following.c.matter_id == matter_id)
    connection.execute(delete(following).where(*mine))
