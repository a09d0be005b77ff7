"""Amendments: what somebody would change in a solution, and what its author answered."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from voting.deliberation.solutions import Solution, from_json
from voting.store.rows import amendment, person


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """A proposed change: the whole text as it would be, against the version ``base``.

    ``answer`` is empty while it waits; ``answered_by`` says who answered.
    """

    id: int
    solution_id: int
    base: int
    text: Solution
    reason: str
    person_id: int
    author: str
    place: str
    at: int
    hidden: bool
    answer: str
    answer_reason: str
    answered_by: str
    answered_at: int | None


def read(connection: Connection, solution_id: int, amendment_id: int) -> Amendment | None:
    """Return an amendment of a solution, or None."""
    here = (amendment.c.id == amendment_id, amendment.c.solution_id == solution_id)
    row = connection.execute(_query().where(*here)).first()
    return None if row is None else _amendment(row)


def by_key(connection: Connection, key_hash: bytes) -> Amendment | None:
    """Return the amendment that a form made, by the hash of the form's key; or None."""
    row = connection.execute(_query().where(amendment.c.key_hash == key_hash)).first()
    return None if row is None else _amendment(row)


def listed(connection: Connection, solution_id: int) -> tuple[Amendment, ...]:
    """Return the amendments of a solution: those that wait in front, the older first."""
    query = _query().where(amendment.c.solution_id == solution_id)
    rows = connection.execute(query.order_by(amendment.c.answer != "", amendment.c.id))
    return tuple(_amendment(row) for row in rows)


def written_since(connection: Connection, person_id: int, since: int) -> int:
    """Return how many amendments somebody has written since a moment."""
    mine = (amendment.c.person_id == person_id, amendment.c.at > since)
    return int(connection.execute(select(func.count(amendment.c.id)).where(*mine)).scalar_one())


def add(connection: Connection, **values: Any) -> int:
    """Write an amendment down and return its id."""
    done = connection.execute(insert(amendment).values(**values))
    return int(done.inserted_primary_key[0])  # type: ignore[index]


def answer(
    connection: Connection,
    amendment_id: int,
    answered: str,
    *,
    reason: str,
    person_id: int,
    at: int,
) -> bool:
    """Write an answer down; False if there is one already."""
    waits = (amendment.c.id == amendment_id, amendment.c.answer == "")
    values = {
        "answer": answered,
        "answer_reason": reason,
        "answered_by": person_id,
        "answered_at": at,
    }
    return connection.execute(update(amendment).where(*waits).values(**values)).rowcount == 1


_ANSWERER = person.alias("answerer")


def _query() -> Select[Any]:
    return (
        select(
            amendment,
            person.c.name.label("author"),
            person.c.place,
            _ANSWERER.c.name.label("answerer"),
        )
        .join_from(amendment, person, person.c.id == amendment.c.person_id)
        .outerjoin(_ANSWERER, _ANSWERER.c.id == amendment.c.answered_by)
    )


def _amendment(row: Row[Any]) -> Amendment:
    return Amendment(
        id=row.id,
        solution_id=row.solution_id,
        base=row.base_version,
        text=from_json(json.loads(row.body)),
        reason=row.reason,
        person_id=row.person_id,
        author=row.author,
        place=row.place,
        at=row.at,
        hidden=row.hidden,
        answer=row.answer,
        answer_reason=row.answer_reason,
        answered_by=row.answerer or "",
        answered_at=row.answered_at,
    )
