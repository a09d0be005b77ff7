"""Problems: who has them too, what was answered, which were merged and who was asked about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, insert, select, update

from voting.store.rows import matter, matter_answer, merger, merger_ask, person, support


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an officer answered in public."""

    decision: str
    words: str
    at: int
    officer: str


@dataclass(frozen=True, kw_only=True)
class Merger:
    """A proposed or done merger of one matter into another; ``agreed`` None while it waits."""

    id: int
    matter_id: int
    number: str
    title: str
    into_id: int
    into_number: str
    into_title: str
    raised_by: int
    reason: str
    proposed_at: int
    agreed: bool | None
    answered_at: int | None


def support_of(connection: Connection, matter_id: int, person_id: int) -> bool:
    """Tell whether somebody has this too."""
    query = select(support.c.at).where(*_mine(matter_id, person_id), support.c.left_at.is_(None))
    return connection.execute(query).first() is not None


def add_support(connection: Connection, matter_id: int, person_id: int, at: int) -> bool:
    """Write down that somebody has this too; False if it stands there already."""
    mine = _mine(matter_id, person_id)
    known = connection.execute(select(support.c.left_at).where(*mine)).first()
    if known is None:
        values = {"matter_id": matter_id, "person_id": person_id, "at": at}
        connection.execute(insert(support).values(**values))
        return True
    if known.left_at is None:
        return False
    connection.execute(update(support).where(*mine).values(at=at, left_at=None))
    return True


def take_support_back(connection: Connection, matter_id: int, person_id: int, at: int) -> bool:
    """Write down that somebody takes it back; False if they had not said so."""
    mine = (*_mine(matter_id, person_id), support.c.left_at.is_(None))
    return connection.execute(update(support).where(*mine).values(left_at=at)).rowcount == 1


def supporters(connection: Connection, matter_id: int) -> list[int]:
    """Return who has this too, by id."""
    here = (support.c.matter_id == matter_id, support.c.left_at.is_(None))
    query = select(support.c.person_id).where(*here).order_by(support.c.person_id)
    return list(connection.execute(query).scalars())


def supports_by_place(connection: Connection, matter_id: int) -> list[tuple[str, int]]:
    """Return how many from each place have this too."""
    here = (support.c.matter_id == matter_id, support.c.left_at.is_(None))
    count = func.count()
    query = select(person.c.place, count).join_from(support, person).where(*here)
    rows = connection.execute(query.group_by(person.c.place).order_by(person.c.place))
    return [(place, number) for place, number in rows]


def add_answer(
    connection: Connection,
    matter_id: int,
    person_id: int,
    *,
    decision: str,
    words: str,
    at: int,
) -> None:
    """Write an answer down; earlier ones stay."""
    values = {"decision": decision, "words": words, "at": at}
    connection.execute(
        insert(matter_answer).values(matter_id=matter_id, person_id=person_id, **values)
    )


def answers(connection: Connection, matter_id: int) -> tuple[Answer, ...]:
    """Return the answers to a problem, the latest first."""
    query = (
        select(matter_answer, person.c.name)
        .join(person, person.c.id == matter_answer.c.person_id)
        .where(matter_answer.c.matter_id == matter_id)
        .order_by(matter_answer.c.id.desc())
    )
    return tuple(
        Answer(decision=row.decision, words=row.words, at=row.at, officer=row.name)
        for row in connection.execute(query)
    )


def propose_merger(
    connection: Connection,
    matter_id: int,
    into_id: int,
    *,
    person_id: int,
    reason: str,
    at: int,
) -> int:
    """Write down that a merger is proposed and return its id."""
    values = {"into_id": into_id, "proposed_by": person_id, "proposed_at": at, "reason": reason}
    done = connection.execute(insert(merger).values(matter_id=matter_id, **values))
    return int(done.inserted_primary_key[0])  # type: ignore[index]


def merger_by_id(connection: Connection, merger_id: int) -> Merger | None:
    """Return a merger, or None."""
    row = connection.execute(_mergers().where(merger.c.id == merger_id)).first()
    return None if row is None else _merger(row)


def mergers(
    connection: Connection, *, of: int | None = None, into: int | None = None
) -> tuple[Merger, ...]:
    """Return the mergers of a matter or into one, the latest first."""
    query = _mergers().order_by(merger.c.id.desc())
    if of is not None:
        query = query.where(merger.c.matter_id == of)
    if into is not None:
        query = query.where(merger.c.into_id == into)
    return tuple(_merger(row) for row in connection.execute(query))


def waiting_mergers(connection: Connection) -> tuple[Merger, ...]:
    """Return every merger that waits for whoever raised the matter."""
    query = _mergers().where(merger.c.agreed.is_(None), matter.c.ended_at.is_(None))
    return tuple(_merger(row) for row in connection.execute(query.order_by(merger.c.id)))


def answer_merger(connection: Connection, merger_id: int, *, agreed: bool, at: int) -> bool:
    """Write down what whoever raised the matter said; False if they have said it already."""
    waiting = (merger.c.id == merger_id, merger.c.agreed.is_(None))
    values = {"agreed": agreed, "answered_at": at}
    return connection.execute(update(merger).where(*waiting).values(**values)).rowcount == 1


def ask(connection: Connection, merger_id: int, people: Sequence[int]) -> None:
    """Ask the supporters of a merged matter whether they support the one it went into."""
    rows = [{"merger_id": merger_id, "person_id": one} for one in people]
    if rows:
        connection.execute(insert(merger_ask), rows)


def asked(connection: Connection, person_id: int) -> tuple[Merger, ...]:
    """Return the mergers about which somebody has been asked and has not answered."""
    query = _mergers().join(merger_ask, merger_ask.c.merger_id == merger.c.id)
    mine = (merger_ask.c.person_id == person_id, merger_ask.c.agreed.is_(None))
    return tuple(_merger(row) for row in connection.execute(query.where(*mine)))


def answer_ask(
    connection: Connection,
    merger_id: int,
    person_id: int,
    *,
    agreed: bool,
    at: int,
) -> bool:
    """Write down what a supporter said; False if they were not asked or have answered."""
    mine = (
        merger_ask.c.merger_id == merger_id,
        merger_ask.c.person_id == person_id,
        merger_ask.c.agreed.is_(None),
    )
    values = {"agreed": agreed, "answered_at": at}
    return connection.execute(update(merger_ask).where(*mine).values(**values)).rowcount == 1


def _mine(matter_id: int, person_id: int) -> tuple[Any, Any]:
    return (support.c.matter_id == matter_id, support.c.person_id == person_id)


UNNAMED = "–"
_INTO = matter.alias("into_matter")


def _title(table: Any) -> Any:
    """Return the title of a matter, a dash where its words are hidden."""
    return case((table.c.hidden.is_(True), UNNAMED), else_=table.c.title)


def _mergers() -> Select[Any]:
    return (
        select(
            merger,
            matter.c.number,
            _title(matter).label("title"),
            matter.c.raised_by,
            _INTO.c.number.label("into_number"),
            _title(_INTO).label("into_title"),
        )
        .join(matter, matter.c.id == merger.c.matter_id)
        .join(_INTO, _INTO.c.id == merger.c.into_id)
    )


def _merger(row: Row[Any]) -> Merger:
    return Merger(
        id=row.id,
        matter_id=row.matter_id,
        number=row.number,
        title=row.title,
        into_id=row.into_id,
        into_number=row.into_number,
        into_title=row.into_title,
        raised_by=row.raised_by,
        reason=row.reason,
        proposed_at=row.proposed_at,
        agreed=row.agreed,
        answered_at=row.answered_at,
    )
