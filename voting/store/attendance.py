"""Who is invited to a sitting, who is there, who asked to speak, and who co-signs."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, and_, delete, func, insert, or_, select, update

from voting.deliberation import ContestState
from voting.roll import Role
from voting.store.rows import (
    attendance,
    contest,
    cosignature,
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
class Speaker:
    """Somebody on the list of speakers; ``before``: how often they have spoken in this sitting."""

    id: int
    person_id: int
    name: str
    place: str
    asked_at: int
    spoke_at: int | None
    before: int = 0


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


def listed(
    connection: Connection, sitting_id: int, day: int, *, search: str = "", limit: int | None = None
) -> list[Invited]:
    """Return the invited by name, each with their presence on a day."""
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
    rows = connection.execute(query.order_by(person.c.name, person.c.id).limit(limit)).mappings()
    return [Invited(**{**row, "ticked_by": row["ticked_by"] or ""}) for row in rows]


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


def ask(connection: Connection, sitting_id: int, person_id: int, at: int) -> bool:
    """Put somebody on the list of speakers; False if they wait there already."""
    mine = (speaker.c.sitting_id == sitting_id, speaker.c.person_id == person_id)
    waiting = select(speaker.c.id).where(*mine, speaker.c.spoke_at.is_(None))
    if connection.execute(waiting).first() is not None:
        return False
    row = {"sitting_id": sitting_id, "person_id": person_id, "asked_at": at}
    connection.execute(insert(speaker).values(row))
    return True


def take_back(connection: Connection, sitting_id: int, person_id: int) -> None:
    """Take somebody off the list of speakers who has not spoken yet."""
    mine = (speaker.c.sitting_id == sitting_id, speaker.c.person_id == person_id)
    connection.execute(delete(speaker).where(*mine, speaker.c.spoke_at.is_(None)))


def call(connection: Connection, speaker_id: int, at: int) -> bool:
    """Note that it is somebody's turn to speak; False if they have been called already."""
    query = update(speaker).where(speaker.c.id == speaker_id, speaker.c.spoke_at.is_(None))
    return connection.execute(query.values(spoke_at=at)).rowcount == 1


def waiting(connection: Connection, sitting_id: int, limit: int | None = None) -> list[Speaker]:
    """Return who waits to speak: whoever has not spoken yet before the others, then by time."""
    earlier = speaker.alias()
    before = (
        select(func.count())
        .select_from(earlier)
        .where(
            earlier.c.sitting_id == sitting_id,
            earlier.c.person_id == speaker.c.person_id,
            earlier.c.spoke_at.is_not(None),
        )
        .scalar_subquery()
    )
    query = (
        select(speaker, person.c.name, person.c.place, before.label("before"))
        .join(person, person.c.id == speaker.c.person_id)
        .where(speaker.c.sitting_id == sitting_id, speaker.c.spoke_at.is_(None))
        .order_by(before, speaker.c.asked_at, speaker.c.id)
    )
    return _speakers(connection.execute(query.limit(limit)).mappings())


def speaking(connection: Connection, sitting_id: int) -> Speaker | None:
    """Return who was called to speak last, if anybody was."""
    query = (
        select(speaker, person.c.name, person.c.place)
        .join(person, person.c.id == speaker.c.person_id)
        .where(speaker.c.sitting_id == sitting_id, speaker.c.spoke_at.is_not(None))
        .order_by(speaker.c.spoke_at.desc(), speaker.c.id.desc())
    )
    found = _speakers(connection.execute(query.limit(1)).mappings())
    return found[0] if found else None


def _speakers(rows: Iterable[RowMapping]) -> list[Speaker]:
    return [Speaker(**{str(k): v for k, v in row.items() if k != "sitting_id"}) for row in rows]


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


def open_round(connection: Connection, sitting_id: int) -> tuple[int, str] | None:
    """Return id and number of the contest of the round that is open, if one is."""
    query = (
        select(contest.c.id, contest.c.number)
        .join(matter_contest, matter_contest.c.contest_id == contest.c.id)
        .where(
            matter_contest.c.sitting_id == sitting_id,
            contest.c.state == ContestState.OPEN.value,
        )
    )
    row = connection.execute(query.order_by(contest.c.id.desc())).first()
    return None if row is None else (row.id, row.number)
