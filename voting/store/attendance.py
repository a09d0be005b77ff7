"""Who is invited to a sitting, who is there, and who co-signs."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Table,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
)

from voting.roll import Role
from voting.store.rows import (
    attendance,
    cosignature,
    elector,
    invitation,
    matter_contest,
    person,
    role_grant,
    speaker,
)


@dataclass(frozen=True, kw_only=True)
class Invited:
    """Somebody who is invited; ``ticked_by`` is the officer who noted their presence, if any did.

    ``present_at`` is None as long as nobody has noted it on this day.
    """

    id: int
    reference: str
    name: str
    place: str
    element: str
    present_at: int | None = None
    ticked_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Mine:
    """What a sitting is to somebody: invited, present today, waiting to speak, their stance in."""

    invited: bool
    present: bool
    waits: bool
    on_roll: bool
    stood: bool


def _mine(table: Table, *more: ColumnElement[bool]) -> ScalarSelect[int]:
    here = (table.c.sitting_id == bindparam("sitting"), table.c.person_id == bindparam("person"))
    return select(func.count()).select_from(table).where(*here, *more).scalar_subquery()


_MINE = select(
    _mine(invitation).label("invited"),
    _mine(attendance, attendance.c.day == bindparam("day")).label("present"),
    _mine(speaker, speaker.c.spoke_at.is_(None)).label("waits"),
    select(elector.c.voted)
    .where(
        elector.c.contest_id == bindparam("contest"),
        elector.c.person_id == bindparam("person"),
        elector.c.struck_at.is_(None),
    )
    .scalar_subquery()
    .label("voted"),
)

_PRESENT = (
    role_grant.c.role == Role.RESIDENT.value,
    role_grant.c.until_at.is_(None),
    person.c.left_at.is_(None),
)


def invite(
    connection: Connection, sitting_id: int, people: Collection[int], element: str, at: int
) -> int:
    """Invite people, but for those who are; return how many are new."""
    known = set(ids(connection, sitting_id))
    new = sorted(set(people) - known)
    row = {"sitting_id": sitting_id, "element": element, "at": at}
    if new:
        connection.execute(insert(invitation), [{**row, "person_id": one} for one in new])
    return len(new)


def ids(connection: Connection, sitting_id: int) -> list[int]:
    """Return the ids of everybody invited."""
    query = select(invitation.c.person_id).where(invitation.c.sitting_id == sitting_id)
    return list(connection.execute(query).scalars())


def is_invited(connection: Connection, sitting_id: int, person_id: int) -> bool:
    """Tell whether somebody is invited."""
    mine = (invitation.c.sitting_id == sitting_id, invitation.c.person_id == person_id)
    return connection.execute(select(invitation.c.at).where(*mine)).first() is not None


def electors(connection: Connection, contest_id: int) -> list[int] | None:
    """Return who may vote in a contest because its sitting invited them; None without a sitting.

    Somebody who has left the community since, or is no resident any more, is not among them.
    """
    query = select(matter_contest.c.sitting_id).where(matter_contest.c.contest_id == contest_id)
    sitting_id = connection.execute(query).scalar()
    if sitting_id is None:
        return None
    return [one for one, _ in roll(connection, sitting_id)]


def roll(connection: Connection, sitting_id: int) -> list[tuple[int, str]]:
    """Return id and place of everybody invited who is a resident now, by id."""
    query = (
        select(person.c.id, person.c.place)
        .join(invitation, invitation.c.person_id == person.c.id)
        .join(role_grant, role_grant.c.person_id == person.c.id)
        .where(invitation.c.sitting_id == sitting_id, *_PRESENT)
        .order_by(person.c.id)
    )
    return [(row.id, row.place) for row in connection.execute(query)]


def elements(connection: Connection, sitting_id: int) -> list[tuple[str, int]]:
    """Return how many are invited as which part of the community, the most first."""
    query = select(invitation.c.element, func.count().label("many"))
    query = query.where(invitation.c.sitting_id == sitting_id).group_by(invitation.c.element)
    rows = connection.execute(query.order_by(func.count().desc(), invitation.c.element))
    return [(row.element, row.many) for row in rows]


def listed(
    connection: Connection, sitting_id: int, day: int, *, search: str = "", limit: int | None = None
) -> list[Invited]:
    """Return the invited with their presence on a day: the absent first, each part by name."""
    mine = and_(
        attendance.c.person_id == invitation.c.person_id,
        attendance.c.sitting_id == sitting_id,
        attendance.c.day == day,
    )
    officer = person.alias()
    query = (
        select(
            person.c.id,
            person.c.reference,
            person.c.name,
            person.c.place,
            invitation.c.element,
            attendance.c.at.label("present_at"),
            officer.c.name.label("ticked_by"),
        )
        .join(invitation, invitation.c.person_id == person.c.id)
        .outerjoin(attendance, mine)
        .outerjoin(officer, officer.c.id == attendance.c.ticked_by)
        .where(invitation.c.sitting_id == sitting_id)
    )
    if search:
        columns = (person.c.name, person.c.reference, person.c.place)
        query = query.where(or_(*(c.icontains(search, autoescape=True) for c in columns)))
    order = (attendance.c.at.is_not(None), person.c.name, person.c.id)
    rows = connection.execute(query.order_by(*order).limit(limit)).mappings()
    return [Invited(**{**row, "ticked_by": row["ticked_by"] or ""}) for row in rows]


def mine(
    connection: Connection, sitting_id: int, day: int, person_id: int, contest_id: int
) -> Mine:
    """Return what a sitting and its round are to somebody, in one query."""
    values = {"sitting": sitting_id, "day": day, "person": person_id, "contest": contest_id}
    row = connection.execute(_MINE, values).one()
    return Mine(
        invited=row.invited > 0,
        present=row.present > 0,
        waits=row.waits > 0,
        on_roll=row.voted is not None,
        stood=bool(row.voted),
    )


def note(
    connection: Connection,
    sitting_id: int,
    day: int,
    *,
    person_id: int,
    ticked_by: int | None,
    at: int,
) -> bool:
    """Note that somebody is there; False if that was noted before."""
    key = {"sitting_id": sitting_id, "day": day, "person_id": person_id}
    if is_present(connection, sitting_id, day, person_id):
        return False
    connection.execute(insert(attendance).values(**key, at=at, ticked_by=ticked_by))
    return True


def is_present(connection: Connection, sitting_id: int, day: int, person_id: int) -> bool:
    """Tell whether somebody is noted as present on a day."""
    mine = (attendance.c.sitting_id == sitting_id, attendance.c.day == day)
    query = select(attendance.c.at).where(*mine, attendance.c.person_id == person_id)
    return connection.execute(query).first() is not None


def count(connection: Connection, sitting_id: int, day: int) -> int:
    """Return how many are noted as present on a day."""
    mine = (attendance.c.sitting_id == sitting_id, attendance.c.day == day)
    return int(connection.execute(select(func.count()).where(*mine)).scalar_one())


def count_of_roll(
    connection: Connection, sitting_id: int, day: int, people: Collection[int]
) -> int:
    """Return how many of some people are noted as present on a day."""
    mine = (attendance.c.sitting_id == sitting_id, attendance.c.day == day)
    query = select(attendance.c.person_id).where(*mine)
    return len(set(people) & set(connection.execute(query).scalars()))


def cosign(
    connection: Connection, sitting_id: int, objection: int, person_id: int, at: int
) -> bool:
    """Note that somebody finds an objection out of order; False if they signed before."""
    key = {"sitting_id": sitting_id, "objection": objection, "person_id": person_id}
    mine = (cosignature.c.sitting_id == sitting_id, cosignature.c.objection == objection)
    query = select(cosignature.c.at).where(*mine, cosignature.c.person_id == person_id)
    if connection.execute(query).first() is not None:
        return False
    connection.execute(insert(cosignature).values(**key, at=at))
    return True


def cosigners(connection: Connection, sitting_id: int) -> list[tuple[int, int, str]]:
    """Return objection, id and name of everybody who signed, in the order of signing."""
    query = (
        select(cosignature.c.objection, person.c.id, person.c.name)
        .join(person, person.c.id == cosignature.c.person_id)
        .where(cosignature.c.sitting_id == sitting_id)
        .order_by(cosignature.c.objection, cosignature.c.at, person.c.id)
    )
    return [(row.objection, row.id, row.name) for row in connection.execute(query)]


def names(connection: Connection, people: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return name and place of people by id."""
    query = select(person.c.id, person.c.name, person.c.place).where(person.c.id.in_(people))
    return {row.id: (row.name, row.place) for row in connection.execute(query)}
