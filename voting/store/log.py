"""The log of the site and what people may read beside it: entries, officers' acts, checkpoints.

The log only grows. An entry's index is its place in the tree of RFC 6962; nothing here changes or
deletes an entry once it is written.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select

from voting.audit.merkle import leaf_hash
from voting.canonical import encode
from voting.errors import MissingError
from voting.store.rows import (
    act,
    checkpoint,
    community,
    contest,
    log_entry,
    matter_act,
    person,
)


@dataclass(frozen=True, kw_only=True)
class Act:
    """An officer's act as people read it; ``officer`` is empty where the clock acted."""

    index: int
    kind: str
    at: int
    officer: str
    reason: str
    contest: str
    title: str
    detail: Mapping[str, Any]


def origin(connection: Connection) -> str:
    """Return the name of the site's log; MissingError before the community is founded."""
    found = connection.execute(select(community.c.origin)).scalar()
    if found is None:
        raise MissingError("community.not-founded")
    return str(found)


def size(connection: Connection) -> int:
    """Return how many entries the log has."""
    last = connection.execute(select(func.max(log_entry.c.index))).scalar()
    return 0 if last is None else int(last) + 1


def append(connection: Connection, entry: bytes, contest_id: int | None, at: int) -> int:
    """Write an entry behind the last one and return its index."""
    index = size(connection)
    row = {"index": index, "entry": entry, "leaf": leaf_hash(entry), "at": at}
    connection.execute(insert(log_entry).values(contest_id=contest_id, **row))
    return index


def count_of_contest(connection: Connection, contest_id: int) -> int:
    """Return how many entries are about a contest: the running number of its next one."""
    query = select(func.count()).select_from(log_entry).where(log_entry.c.contest_id == contest_id)
    return int(connection.execute(query).scalar_one())


def entries(connection: Connection) -> list[tuple[bytes, bytes]]:
    """Return every entry with the leaf stored for it, in order; the index is the place."""
    query = select(log_entry.c.entry, log_entry.c.leaf).order_by(log_entry.c.index)
    return [(entry, leaf) for entry, leaf in connection.execute(query)]


def leaves(connection: Connection, until: int) -> list[bytes]:
    """Return the leaf hashes of the first ``until`` entries."""
    query = select(log_entry.c.leaf).where(log_entry.c.index < until).order_by(log_entry.c.index)
    return list(connection.execute(query).scalars())


def entries_of_contest(connection: Connection, contest_id: int) -> list[tuple[int, bytes]]:
    """Return index and bytes of every entry about a contest, in order."""
    query = (
        select(log_entry.c.index, log_entry.c.entry)
        .where(log_entry.c.contest_id == contest_id)
        .order_by(log_entry.c.index)
    )
    return [(index, entry) for index, entry in connection.execute(query)]


def add_act(
    connection: Connection,
    index: int,
    kind: str,
    *,
    contest_id: int | None,
    person_id: int | None,
    reason: str,
    detail: Mapping[str, Any],
    salt: bytes,
) -> None:
    """Keep what people may read about the act that entry ``index`` records."""
    connection.execute(
        insert(act).values(
            entry=index,
            kind=kind,
            contest_id=contest_id,
            person_id=person_id,
            reason=reason,
            detail=encode(detail).decode(),
            salt=salt,
        )
    )


def tie_to_matters(connection: Connection, index: int, matters: Collection[int]) -> None:
    """Say which matters an entry is about."""
    rows = [{"entry": index, "matter_id": matter} for matter in sorted(set(matters))]
    if rows:
        connection.execute(insert(matter_act), rows)


def count_acts(connection: Connection) -> int:
    """Return how many acts there are."""
    return int(connection.execute(select(func.count()).select_from(act)).scalar_one())


def acts(
    connection: Connection,
    *,
    contest_id: int | None = None,
    matter_id: int | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[Act]:
    """Return acts, the newest first, of one contest, one matter or of all."""
    query = (
        select(act, log_entry.c.at, person.c.name, contest.c.number, contest.c.title)
        .join(log_entry, log_entry.c.index == act.c.entry)
        .outerjoin(person, person.c.id == act.c.person_id)
        .outerjoin(contest, contest.c.id == act.c.contest_id)
        .order_by(act.c.entry.desc())
        .limit(limit)
        .offset(offset)
    )
    if contest_id is not None:
        query = query.where(act.c.contest_id == contest_id)
    if matter_id is not None:
        query = query.join(matter_act, matter_act.c.entry == act.c.entry)
        query = query.where(matter_act.c.matter_id == matter_id)
    return [
        Act(
            index=row.entry,
            kind=row.kind,
            at=row.at,
            officer=row.name or "",
            reason=row.reason,
            contest=row.number or "",
            title=row.title or "",
            detail=json.loads(row.detail),
        )
        for row in connection.execute(query)
    ]


def last_password_reset(connection: Connection, person_id: int) -> int:
    """Return the index of the last entry by which a person's password was taken back, or 0."""
    query = select(act.c.entry, act.c.detail).where(act.c.kind == "password-reset")
    rows = connection.execute(query.order_by(act.c.entry.desc()))
    found = (r.entry for r in rows if json.loads(r.detail).get("person") == person_id)
    return int(next(found, 0))


def last_checkpoint(connection: Connection) -> bytes | None:
    """Return the newest signed checkpoint, or None before the first."""
    query = select(checkpoint.c.note).order_by(checkpoint.c.size.desc()).limit(1)
    note = connection.execute(query).scalar()
    return None if note is None else str(note).encode()


def written_at(connection: Connection, index: int) -> int | None:
    """Return when an entry was written, in Unix seconds; None if the log is not that long."""
    found = connection.execute(select(log_entry.c.at).where(log_entry.c.index == index)).scalar()
    return None if found is None else int(found)


def checkpoint_after(connection: Connection, index: int) -> bytes | None:
    """Return the first checkpoint that covers an entry, or None if none does yet."""
    query = select(checkpoint.c.note).where(checkpoint.c.size > index)
    note = connection.execute(query.order_by(checkpoint.c.size).limit(1)).scalar()
    return None if note is None else str(note).encode()


def add_checkpoint(connection: Connection, entries_in: int, note: bytes, at: int) -> None:
    """Keep a signed checkpoint, unless it is there already."""
    known = select(checkpoint.c.size).where(checkpoint.c.size == entries_in)
    if connection.execute(known).scalar() is None:
        connection.execute(insert(checkpoint).values(size=entries_in, note=note.decode(), at=at))
