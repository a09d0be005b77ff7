"""The moderator's summaries of a talk, version by version, and what those who took part reply."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    Select,
    bindparam,
    case,
    func,
    insert,
    select,
    update,
)

from voting.store.rows import person, summary, summary_reply


@dataclass(frozen=True, kw_only=True)
class SummaryView:
    """A summary: how many confirm it (``agrees``), how many say that something is not right."""

    id: int
    version: int
    words: str
    not_agreed: str
    person_id: int
    author: str
    at: int
    agrees: int
    differs: int


@dataclass(frozen=True, kw_only=True)
class ReplyView:
    """What somebody who took part replied; the words are empty where they are hidden."""

    id: int
    summary_id: int
    person_id: int
    author: str
    place: str
    agrees: bool
    words: str
    at: int
    hidden: bool


def listed(connection: Connection, matter_id: int) -> tuple[SummaryView, ...]:
    """Return the summaries of a matter, the newest first."""
    return tuple(_view(row) for row in connection.execute(_QUERY, {"matter": matter_id}))


def latest(connection: Connection, matter_id: int) -> SummaryView | None:
    """Return the newest summary of a matter, or None."""
    row = connection.execute(_LATEST, {"matter": matter_id}).first()
    return None if row is None else _view(row)


def differing(connection: Connection, matter_id: int, reader: int | None) -> tuple[ReplyView, ...]:
    """Return what was said not to be right, in any version, the newest first."""
    query = _replies().where(summary.c.matter_id == matter_id, summary_reply.c.agrees.is_(False))
    rows = connection.execute(query.order_by(summary_reply.c.at.desc(), summary_reply.c.id.desc()))
    return tuple(_reply(row, reader) for row in rows)


def reply_of(connection: Connection, summary_id: int, person_id: int) -> ReplyView | None:
    """Return what somebody replied to a summary, or None."""
    mine = (summary_reply.c.summary_id == summary_id, summary_reply.c.person_id == person_id)
    row = connection.execute(_replies().where(*mine)).first()
    return None if row is None else _reply(row, person_id)


def add(connection: Connection, **values: Any) -> int:
    """Write a summary and return its id."""
    done = connection.execute(insert(summary).values(**values))
    return int(done.inserted_primary_key[0])  # type: ignore[index]


def put_reply(
    connection: Connection, summary_id: int, person_id: int, *, agrees: bool, words: str, at: int
) -> None:
    """Write what somebody replies; an earlier reply of theirs gives way."""
    mine = (summary_reply.c.summary_id == summary_id, summary_reply.c.person_id == person_id)
    values = {"agrees": agrees, "words": words, "at": at}
    if not connection.execute(update(summary_reply).where(*mine).values(values)).rowcount:
        row = {"summary_id": summary_id, "person_id": person_id, **values}
        connection.execute(insert(summary_reply).values(row))


def _query() -> Select[Any]:
    agrees = func.count(case((summary_reply.c.agrees.is_(True), 1)))
    differs = func.count(case((summary_reply.c.agrees.is_(False), 1)))
    return (
        select(
            summary,
            person.c.name.label("author"),
            agrees.label("agrees"),
            differs.label("differs"),
        )
        .join(person, person.c.id == summary.c.person_id)
        .outerjoin(summary_reply, summary_reply.c.summary_id == summary.c.id)
        .where(summary.c.matter_id == bindparam("matter", type_=Integer))
        .group_by(*summary.c, person.c.name)
        .order_by(summary.c.version.desc())
    )


_QUERY = _query()
_LATEST = _QUERY.limit(1)


def _replies() -> Select[Any]:
    return (
        select(summary_reply, person.c.name.label("author"), person.c.place)
        .join(person, person.c.id == summary_reply.c.person_id)
        .join(summary, summary.c.id == summary_reply.c.summary_id)
    )


def _view(row: Row[Any]) -> SummaryView:
    values = {**row._mapping}  # noqa: SLF001 - its public name
    del values["matter_id"]
    return SummaryView(**values)


def _reply(row: Row[Any], reader: int | None) -> ReplyView:
    values = {**row._mapping}  # noqa: SLF001 - its public name
    if row.hidden and row.person_id != reader:
        values |= {"words": "", "author": "", "place": ""}
    return ReplyView(**values)
