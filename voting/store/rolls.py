"""The frozen roll of a contest: who may vote in it, under which number, and who has.

A number and a salt stand for the elector wherever the roll is shown or hashed; the name stays in
the database. Striking somebody off keeps the row: a correction adds to the record, it erases
nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select, update

from voting.store.rows import elector, person


@dataclass(frozen=True, kw_only=True)
class Entitled:
    """One elector of one contest, by number and salt."""

    number: int
    salt: bytes
    voted: bool
    struck: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """Somebody whom a correction may be about, and whether they stand on the contest's roll."""

    person_id: int
    reference: str
    name: str
    place: str
    stands: bool


def lines(
    connection: Connection,
    contest_id: int,
    *,
    text: str = "",
    person_id: int | None = None,
    limit: int = 50,
) -> list[Line]:
    """Return people by name: those who are here, and whoever is on the roll although they left.

    ``text`` is part of a name, reference or place; ``person_id`` asks for one person.
    """
    mine = and_(elector.c.person_id == person.c.id, elector.c.contest_id == contest_id)
    stands = and_(elector.c.person_id.is_not(None), elector.c.struck_at.is_(None))
    query = select(
        person.c.id, person.c.reference, person.c.name, person.c.place, stands.label("stands")
    ).outerjoin(elector, mine)
    query = query.where(or_(person.c.left_at.is_(None), elector.c.person_id.is_not(None)))
    if text:
        columns = (person.c.name, person.c.reference, person.c.place)
        query = query.where(or_(*(c.icontains(text, autoescape=True) for c in columns)))
    if person_id is not None:
        query = query.where(person.c.id == person_id)
    rows = connection.execute(query.order_by(person.c.name, person.c.id).limit(limit))
    return [
        Line(
            person_id=row.id,
            reference=row.reference,
            name=row.name,
            place=row.place,
            stands=bool(row.stands),
        )
        for row in rows
    ]


def freeze(
    connection: Connection, contest_id: int, electors: Iterable[tuple[int, int, bytes]]
) -> None:
    """Write the roll down: person, number from 1 and salt of each elector."""
    rows = [
        {"contest_id": contest_id, "person_id": person_id, "number": number, "salt": salt}
        for person_id, number, salt in electors
    ]
    connection.execute(insert(elector), rows)


def add(connection: Connection, contest_id: int, person_id: int, salt: bytes, at: int) -> None:
    """Add an elector behind the others; somebody who was struck off gets the old row back."""
    mine = (elector.c.contest_id == contest_id, elector.c.person_id == person_id)
    back = connection.execute(update(elector).where(*mine).values(struck_at=None, added_at=at))
    if back.rowcount:
        return
    last = select(func.max(elector.c.number)).where(elector.c.contest_id == contest_id)
    number = int(connection.execute(last).scalar() or 0) + 1
    row = {"contest_id": contest_id, "person_id": person_id, "number": number, "salt": salt}
    connection.execute(insert(elector).values(added_at=at, **row))


def strike(connection: Connection, contest_id: int, person_id: int, at: int) -> bool:
    """Strike an elector off, unless they have voted or stand on the roll no more."""
    query = update(elector).where(
        elector.c.contest_id == contest_id,
        elector.c.person_id == person_id,
        elector.c.voted == 0,
        elector.c.struck_at.is_(None),
    )
    return connection.execute(query.values(struck_at=at)).rowcount == 1


def find(connection: Connection, contest_id: int, person_id: int) -> Entitled | None:
    """Return a person's place on the roll, struck off or not, or None."""
    query = select(elector.c.number, elector.c.salt, elector.c.voted, elector.c.struck_at).where(
        elector.c.contest_id == contest_id, elector.c.person_id == person_id
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    return Entitled(
        number=row.number, salt=row.salt, voted=row.voted > 0, struck=row.struck_at is not None
    )


_MARK = (
    update(elector)
    .where(
        elector.c.contest_id == bindparam("contest"),
        elector.c.person_id == bindparam("person"),
        elector.c.voted == 0,
        elector.c.struck_at.is_(None),
    )
    .values(voted=1)
)


def mark(connection: Connection, contest_id: int, person_id: int) -> bool:
    """Mark that an elector has voted; False if they may not, or have already.

    One conditional update, so that of two casts at once only one can come through.
    """
    values = {"contest": contest_id, "person": person_id}
    return connection.execute(_MARK, values).rowcount == 1


def standing(connection: Connection, contest_id: int) -> list[Entitled]:
    """Return everybody who stands on the roll, by number."""
    query = select(elector.c.number, elector.c.salt, elector.c.voted).where(
        elector.c.contest_id == contest_id, elector.c.struck_at.is_(None)
    )
    return [
        Entitled(number=row.number, salt=row.salt, voted=row.voted > 0, struck=False)
        for row in connection.execute(query.order_by(elector.c.number))
    ]
