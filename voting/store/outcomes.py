"""Which contests belong to a matter, and what was decided: who does what by when."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from voting.canonical import encode
from voting.store.rows import contest, matter, matter_contest, outcome, person

CHOICE = "choice"


@dataclass(frozen=True, kw_only=True)
class MatterContest:
    """A contest of a matter: its number, and what it is for (choice, round, fallback)."""

    number: str
    part: str
    round: int | None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was decided on a matter, due or written down already.

    ``contest`` is the number of the contest that decided, or empty; ``tasks`` are who, what and by
    when (``due``, Unix seconds); ``officer`` wrote it down ``at``, None while nobody has.
    """

    id: int
    matter_id: int
    matter: str
    title: str
    contest: str
    contest_title: str
    sitting_id: int | None
    decided_at: int
    due: int
    words: str
    tasks: tuple[Mapping[str, Any], ...]
    review_at: int | None
    officer: str
    at: int | None


def tie_contest(
    connection: Connection, contest_id: int, matter_id: int, part: str = CHOICE
) -> None:
    """Say that a contest belongs to a matter."""
    values = {"contest_id": contest_id, "matter_id": matter_id, "part": part}
    connection.execute(insert(matter_contest).values(**values))


def contests_of(connection: Connection, matter_id: int) -> tuple[MatterContest, ...]:
    """Return the contests of a matter, the first one first."""
    query = (
        select(contest.c.number, matter_contest.c.part, matter_contest.c.round)
        .join(matter_contest, matter_contest.c.contest_id == contest.c.id)
        .where(matter_contest.c.matter_id == matter_id)
        .order_by(contest.c.id)
    )
    return tuple(
        MatterContest(number=row.number, part=row.part, round=row.round)
        for row in connection.execute(query)
    )


def matter_of(connection: Connection, contest_id: int) -> tuple[int, str, str, str] | None:
    """Return id, number and title of a contest's matter and the contest's part in it, or None."""
    query = (
        select(matter.c.id, matter.c.number, matter.c.title, matter_contest.c.part)
        .join(matter_contest, matter_contest.c.matter_id == matter.c.id)
        .where(matter_contest.c.contest_id == contest_id)
    )
    row = connection.execute(query).first()
    return None if row is None else (row.id, row.number, row.title, row.part)


def expect(
    connection: Connection,
    matter_id: int,
    *,
    contest_id: int | None = None,
    sitting_id: int | None = None,
    decided_at: int,
    due: int,
) -> bool:
    """Write down that an outcome is awaited; False if it was already."""
    same = outcome.c.contest_id == contest_id
    if contest_id is None:
        same = outcome.c.sitting_id == sitting_id
    if connection.execute(select(outcome.c.id).where(same)).first() is not None:
        return False
    values = {"contest_id": contest_id, "sitting_id": sitting_id}
    dates = {"decided_at": decided_at, "due": due}
    connection.execute(insert(outcome).values(matter_id=matter_id, **values, **dates))
    return True


def record(
    connection: Connection,
    outcome_id: int,
    *,
    words: str,
    tasks: Sequence[Mapping[str, Any]],
    review_at: int,
    person_id: int,
    at: int,
) -> bool:
    """Write an outcome down; False if somebody has done so already."""
    waiting = (outcome.c.id == outcome_id, outcome.c.at.is_(None))
    values = {
        "words": words,
        "tasks": encode([dict(task) for task in tasks]).decode(),
        "review_at": review_at,
        "person_id": person_id,
        "at": at,
    }
    return connection.execute(update(outcome).where(*waiting).values(**values)).rowcount == 1


def of_matter(connection: Connection, matter_id: int) -> tuple[Outcome, ...]:
    """Return the outcomes of a matter, the latest first."""
    query = _query().where(outcome.c.matter_id == matter_id)
    rows = connection.execute(query.order_by(outcome.c.decided_at.desc(), outcome.c.id.desc()))
    return tuple(_outcome(row) for row in rows)


def awaited(connection: Connection) -> tuple[Outcome, ...]:
    """Return every outcome that nobody has written down, the one due first in front."""
    query = _query().where(outcome.c.at.is_(None), matter.c.ended_at.is_(None))
    rows = connection.execute(query.order_by(outcome.c.due, outcome.c.id))
    return tuple(_outcome(row) for row in rows)


def written(connection: Connection, limit: int) -> tuple[Outcome, ...]:
    """Return the outcomes written down last."""
    query = _query().where(outcome.c.at.is_not(None), matter.c.hidden.is_(False))
    rows = connection.execute(query.order_by(outcome.c.at.desc()).limit(limit))
    return tuple(_outcome(row) for row in rows)


def count_awaited(connection: Connection, matter_id: int) -> int:
    """Return how many outcomes of a matter nobody has written down."""
    mine = (outcome.c.matter_id == matter_id, outcome.c.at.is_(None))
    return int(connection.execute(select(func.count(outcome.c.id)).where(*mine)).scalar_one())


def _query() -> Select[Any]:
    return (
        select(
            outcome,
            matter.c.number.label("matter"),
            matter.c.title,
            contest.c.number.label("contest"),
            contest.c.title.label("contest_title"),
            person.c.name.label("officer"),
        )
        .join(matter, matter.c.id == outcome.c.matter_id)
        .outerjoin(contest, contest.c.id == outcome.c.contest_id)
        .outerjoin(person, person.c.id == outcome.c.person_id)
    )


def _outcome(row: Row[Any]) -> Outcome:
    return Outcome(
        id=row.id,
        matter_id=row.matter_id,
        matter=row.matter,
        title=row.title,
        contest=row.contest or "",
        contest_title=row.contest_title or "",
        sitting_id=row.sitting_id,
        decided_at=row.decided_at,
        due=row.due,
        words=row.words,
        tasks=tuple(json.loads(row.tasks)),
        review_at=row.review_at,
        officer=row.officer or "",
        at=row.at,
    )
