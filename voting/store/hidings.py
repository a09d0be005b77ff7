"""Words that were hidden: which rule, why, by whom; the appeal and how it was decided."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, or_, select, update

from voting.errors import MissingError
from voting.store.rows import hiding, matter, person


@dataclass(frozen=True, kw_only=True)
class Case:
    """One hiding: never the hidden words themselves. ``upheld``: they stay hidden; None: unheard.

    ``words`` is the moderator's reason, ``number`` that of the matter.
    """

    id: int
    kind: str
    subject_id: int
    matter_id: int
    number: str
    author_id: int
    rule: str
    words: str
    person_id: int
    officer: str
    at: int
    appeal: str
    appealed_at: int | None
    heard_by: int | None
    hearer: str
    heard_at: int | None
    heard_words: str
    upheld: bool | None


_HEARER = person.alias("hearer")


def add(connection: Connection, **values: Any) -> int:
    """Write a hiding and return its id."""
    done = connection.execute(insert(hiding).values(**values))
    return int(done.inserted_primary_key[0])  # type: ignore[index]


def read(connection: Connection, case_id: int) -> Case:
    """Return a hiding; MissingError if there is none."""
    row = connection.execute(_query().where(hiding.c.id == case_id)).first()
    if row is None:
        raise MissingError("moderation.no-case")
    return _case(row)


def latest(connection: Connection, kind: str, subject_id: int) -> Case | None:
    """Return the last hiding of a thing, or None."""
    return standing(connection, kind, [subject_id], all_of_them=True).get(subject_id)


def standing(
    connection: Connection, kind: str, ids: Collection[int], *, all_of_them: bool = False
) -> Mapping[int, Case]:
    """Return the last hiding of each of these things, only where it stands; one query."""
    if not ids:
        return {}
    query = _query().where(hiding.c.kind == kind, hiding.c.subject_id.in_(sorted(ids)))
    if not all_of_them:
        query = query.where(or_(hiding.c.upheld.is_(None), hiding.c.upheld.is_(True)))
    rows = connection.execute(query.order_by(hiding.c.id))
    return {row.subject_id: _case(row) for row in rows}


def listed(connection: Connection, *, limit: int, offset: int) -> tuple[Case, ...]:
    """Return a page of all hidings, the newest first."""
    query = _query().order_by(hiding.c.at.desc(), hiding.c.id.desc())
    return tuple(_case(row) for row in connection.execute(query.limit(limit).offset(offset)))


def of_author(connection: Connection, person_id: int) -> tuple[Case, ...]:
    """Return what was hidden of somebody, the newest first."""
    query = _query().where(hiding.c.author_id == person_id)
    return tuple(_case(row) for row in connection.execute(query.order_by(hiding.c.id.desc())))


def count(connection: Connection) -> int:
    """Return how many hidings there ever were."""
    return int(connection.execute(select(func.count(hiding.c.id))).scalar_one())


def appeals(connection: Connection) -> tuple[Case, ...]:
    """Return the appeals that nobody has heard, those that wait longest first."""
    query = _query().where(hiding.c.appealed_at.is_not(None), hiding.c.heard_at.is_(None))
    rows = connection.execute(query.order_by(hiding.c.appealed_at, hiding.c.id))
    return tuple(_case(row) for row in rows)


def facts(connection: Connection) -> Sequence[tuple[str, int, bool, bool | None]]:
    """Return of every hiding its rule, moment, whether it was appealed against, and the outcome."""
    appealed = hiding.c.appealed_at.is_not(None)
    query = select(hiding.c.rule, hiding.c.at, appealed, hiding.c.upheld)
    return [
        (rule, at, bool(was), upheld) for rule, at, was, upheld in connection.execute(query).all()
    ]


def appeal(connection: Connection, case_id: int, words: str, at: int) -> bool:
    """Write an appeal; False if there is one already."""
    here = (hiding.c.id == case_id, hiding.c.appealed_at.is_(None))
    values = {"appeal": words, "appealed_at": at}
    return connection.execute(update(hiding).where(*here).values(values)).rowcount == 1


def hear(
    connection: Connection, case_id: int, *, by: int, words: str, upheld: bool, at: int
) -> bool:
    """Write how an appeal was decided; False if somebody has decided it already."""
    here = (hiding.c.id == case_id, hiding.c.heard_at.is_(None))
    values = {"heard_by": by, "heard_words": words, "upheld": upheld, "heard_at": at}
    return connection.execute(update(hiding).where(*here).values(values)).rowcount == 1


def _query() -> Select[Any]:
    return (
        select(
            hiding,
            matter.c.number,
            person.c.name.label("officer"),
            func.coalesce(_HEARER.c.name, "").label("hearer"),
        )
        .join(matter, matter.c.id == hiding.c.matter_id)
        .join(person, person.c.id == hiding.c.person_id)
        .outerjoin(_HEARER, _HEARER.c.id == hiding.c.heard_by)
    )


def _case(row: Row[Any]) -> Case:
    return Case(**row._mapping)  # noqa: SLF001 - its public name
