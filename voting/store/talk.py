"""Positions: who stands where in a matter, who shares it, answers, and what was said before.

Hidden words never leave this module, except to their author: whoever reads a row gets a stub.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    select,
    union,
    update,
)

from voting.deliberation.talk import SHOWN_FIRST, Side
from voting.errors import MissingError
from voting.store.rows import person, position, position_also


@dataclass(frozen=True, kw_only=True)
class PositionView:
    """A position or an answer to one, as one reader may see it.

    ``until_at``: it stood until then, None if it stands. ``shared``: how many people said "me too";
    ``mine``: the reader is one of them; ``changed``: its author said something else before. Where
    it is hidden, words and author are empty for everybody but the author.
    """

    id: int
    matter_id: int
    parent_id: int | None
    person_id: int
    author: str
    place: str
    side: str
    words: str
    at: int
    until_at: int | None
    hidden: bool
    shared: int
    mine: bool
    changed: bool


def counts(connection: Connection, matter_id: int) -> Mapping[str, tuple[int, int]]:
    """Return, for each side, how many positions stand and how many of them are hidden."""
    rows = connection.execute(_COUNTS, {"matter": matter_id}).all()
    return {side: (total, int(gone)) for side, total, gone in rows}


def leading(connection: Connection, matter_id: int, reader: int | None) -> tuple[PositionView, ...]:
    """Return of each side the most shared positions and the newest: all that may be shown first."""
    return _views(connection, _LEADING, reader, {"matter": matter_id})


def listed(
    connection: Connection,
    matter_id: int,
    side: str,
    reader: int | None,
    *,
    newest: bool,
    limit: int,
    offset: int,
) -> tuple[PositionView, ...]:
    """Return a page of the positions of one side: the most shared first, or the newest first."""
    query = _QUERY.where(*_standing(matter_id), position.c.side == side)
    if newest:
        query = query.order_by(position.c.at.desc(), position.c.id.desc())
    else:
        query = query.order_by(_shared().desc(), position.c.at, position.c.id)
    return _views(connection, query.limit(limit).offset(offset), reader)


def answers(
    connection: Connection, ids: Collection[int], reader: int | None
) -> Mapping[int, tuple[PositionView, ...]]:
    """Return the standing answers to positions, the oldest first, by the position they answer."""
    if not ids:
        return {}
    mine = (position.c.parent_id.in_(sorted(ids)), position.c.until_at.is_(None))
    found: dict[int, list[PositionView]] = {}
    for view in _views(connection, _QUERY.where(*mine).order_by(position.c.id), reader):
        found.setdefault(view.parent_id or 0, []).append(view)
    return {parent: tuple(views) for parent, views in found.items()}


def read(
    connection: Connection, matter_id: int, position_id: int, reader: int | None
) -> PositionView:
    """Return a position or answer of a matter, standing or not; MissingError if it has none."""
    here = (position.c.id == position_id, position.c.matter_id == matter_id)
    found = _views(connection, _QUERY.where(*here), reader)
    if not found:
        raise MissingError("talk.no-position")
    return found[0]


def own(
    connection: Connection, matter_id: int, person_id: int, parent_id: int | None = None
) -> PositionView | None:
    """Return where somebody stands in a matter, or their answer to a position; None if nowhere."""
    values = {"matter": matter_id, "person": person_id, "parent": parent_id}
    found = _views(connection, _OWN, person_id, values)
    return found[0] if found else None


def by_key(connection: Connection, key_hash: bytes, reader: int) -> PositionView | None:
    """Return what a form made, by the hash of its key; None if it made nothing."""
    found = _views(connection, _QUERY.where(position.c.key_hash == key_hash), reader)
    return found[0] if found else None


def history(
    connection: Connection, view: PositionView, reader: int | None
) -> tuple[PositionView, ...]:
    """Return everything the author of a position has said there, the newest first."""
    theirs = and_(
        position.c.matter_id == view.matter_id,
        position.c.person_id == view.person_id,
        position.c.parent_id.is_(None)
        if view.parent_id is None
        else position.c.parent_id == view.parent_id,
    )
    newest = (position.c.at.desc(), position.c.id.desc())
    return _views(connection, _QUERY.where(theirs).order_by(*newest), reader)


def add(connection: Connection, **values: Any) -> int:
    """Write a position or an answer and return its id."""
    done = connection.execute(insert(position).values(**values))
    return int(done.inserted_primary_key[0])  # type: ignore[index]


def stop(connection: Connection, position_id: int, at: int) -> bool:
    """Let a position stand no longer; False if it had stopped already."""
    here = (position.c.id == position_id, position.c.until_at.is_(None))
    return connection.execute(update(position).where(*here).values(until_at=at)).rowcount == 1


def written_since(
    connection: Connection, person_id: int, since: int, matter_id: int | None = None
) -> int:
    """Return how many positions somebody has taken since a moment, in one matter or in all."""
    mine = [position.c.person_id == person_id, position.c.at > since]
    mine.append(position.c.parent_id.is_(None))
    mine += [] if matter_id is None else [position.c.matter_id == matter_id]
    return _number(connection, select(func.count(position.c.id)).where(*mine))


def answered_since(connection: Connection, person_id: int, since: int) -> int:
    """Return how many answers somebody has given since a moment."""
    mine = (position.c.person_id == person_id, position.c.at > since)
    query = select(func.count(position.c.id)).where(*mine, position.c.parent_id.is_not(None))
    return _number(connection, query)


def _standing(matter_id: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        position.c.matter_id == matter_id,
        position.c.until_at.is_(None),
        position.c.parent_id.is_(None),
    )


def _shared() -> Any:
    return (
        select(func.count())
        .select_from(position_also)
        .where(position_also.c.position_id == position.c.id)
        .correlate(position)
        .scalar_subquery()
    )


_EARLIER = position.alias("earlier")


def _query() -> Select[Any]:
    """Return the question every reading begins with; ``reader`` is a value it is asked with."""
    mine = exists().where(
        position_also.c.position_id == position.c.id,
        position_also.c.person_id == bindparam("reader", type_=Integer),
    )
    changed = exists().where(
        _EARLIER.c.person_id == position.c.person_id,
        _EARLIER.c.matter_id == position.c.matter_id,
        _EARLIER.c.parent_id.is_not_distinct_from(position.c.parent_id),
        _EARLIER.c.id < position.c.id,
    )
    return select(
        position,
        person.c.name.label("author"),
        person.c.place,
        _shared().label("shared"),
        mine.label("mine"),
        changed.label("changed"),
    ).join(person, person.c.id == position.c.person_id)


def _leading() -> Select[Any]:
    """Return the same for the first of each side in both orders; windows would take double."""
    shared = (_shared().desc(), position.c.at, position.c.id)
    newest = (position.c.at.desc(), position.c.id.desc())
    firsts = [
        select(_first(side, order).subquery().c.id) for side in Side for order in (shared, newest)
    ]
    return _QUERY.where(position.c.id.in_(union(*firsts)))


def _first(side: Side, order: tuple[Any, ...]) -> Select[Any]:
    here = _standing(bindparam("matter", type_=Integer))
    seen = (*here, position.c.side == side.value, position.c.hidden.is_(False))
    return select(position.c.id).where(*seen).order_by(*order).limit(SHOWN_FIRST)


def _own() -> Select[Any]:
    """Return the same for where somebody stands, or for their answer to a position."""
    return _QUERY.where(
        position.c.matter_id == bindparam("matter", type_=Integer),
        position.c.person_id == bindparam("person", type_=Integer),
        position.c.until_at.is_(None),
        position.c.parent_id.is_not_distinct_from(bindparam("parent", type_=Integer)),
    )


def _counts() -> Select[Any]:
    hidden = func.sum(case((position.c.hidden, 1), else_=0))
    here = _standing(bindparam("matter", type_=Integer))
    query = select(position.c.side, func.count(), hidden).where(*here)
    return query.group_by(position.c.side)


# Put together once: for a great talk that takes as long as the database takes to answer.
_QUERY = _query()
_LEADING = _leading()
_OWN = _own()
_COUNTS = _counts()


def _views(
    connection: Connection,
    query: Select[Any],
    reader: int | None,
    values: Mapping[str, int | None] | None = None,
) -> tuple[PositionView, ...]:
    rows = connection.execute(query, {"reader": reader, **(values or {})})
    return tuple(_view(row, reader) for row in rows)


def _view(row: Row[Any], reader: int | None) -> PositionView:
    values = {**row._mapping}  # noqa: SLF001 - its public name
    del values["key_hash"]
    if row.hidden and row.person_id != reader:
        values |= {"words": "", "author": "", "place": ""}
    return PositionView(**values | {"mine": bool(row.mine), "changed": bool(row.changed)})


def _number(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())
