"""Versions of solutions: written once, read again as they were."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from voting.deliberation.solutions import Solution, from_json
from voting.store.rows import person, solution_version


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a solution, by whom and when; ``amendment`` is the one it came from."""

    number: int
    text: Solution
    hash: bytes
    by: str
    at: int
    amendment: int | None


def listed(connection: Connection, solution_id: int) -> tuple[Version, ...]:
    """Return every version of a solution, the newest first."""
    query = (
        select(solution_version, person.c.name)
        .join(person, person.c.id == solution_version.c.person_id)
        .where(solution_version.c.solution_id == solution_id)
        .order_by(solution_version.c.version.desc())
    )
    return tuple(
        Version(
            number=row.version,
            text=from_json(json.loads(row.body)),
            hash=row.hash,
            by=row.name,
            at=row.at,
            amendment=row.amendment_id,
        )
        for row in connection.execute(query)
    )


def add(connection: Connection, solution_id: int, version: int, **values: Any) -> None:
    """Write a version down; it never changes."""
    row = {"solution_id": solution_id, "version": version, **values}
    connection.execute(insert(solution_version).values(**row))
