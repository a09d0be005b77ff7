"""The people the community knows, and the roles they hold from one time until another."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)

from voting.errors import MissingError
from voting.roll import Elector, Person, Role
from voting.store.rows import person, role_grant

_CHUNK = 500
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A role that a person holds; ``until`` is None where it does not end by itself."""

    person_id: int
    role: Role
    since: int
    until: int | None


@dataclass(frozen=True, kw_only=True)
class Known:
    """Somebody who is here or was: how the roll names them, and what they may do now."""

    id: int
    elector: Elector
    roles: frozenset[Role]


def find(connection: Connection, person_id: int, at: int) -> Person:
    """Return a person with the roles they hold at a time; MissingError if there is none."""
    row = None
    if 0 < person_id <= _LARGEST_ID:
        row = connection.execute(_BY_ID, {"person": person_id}).first()
    if row is None:
        raise MissingError("people.unknown")
    return _person(row, roles(connection, person_id, at))


def by_reference(connection: Connection, reference: str) -> int | None:
    """Return the number of the person with a reference, whether they left or not."""
    query = select(person.c.id).where(person.c.reference == reference)
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


def find_present(connection: Connection, person_id: int, at: int) -> Person:
    """Return a person who has not left; MissingError if there is none."""
    found = find(connection, person_id, at)
    query = select(person.c.left_at).where(person.c.id == person_id)
    if connection.execute(query).scalar() is not None:
        raise MissingError("people.unknown")
    return found


def everybody(connection: Connection, at: int) -> Mapping[str, Known]:
    """Return everybody there is or was by reference, with the roles they hold at a time."""
    rows = connection.execute(_people()).all()
    held = _roles_of(connection, [row.id for row in rows], at)
    return {
        row.reference: Known(
            id=row.id,
            elector=Elector(reference=row.reference, name=row.name, place=row.place),
            roles=held[row.id],
        )
        for row in rows
    }


def residents(connection: Connection, place: str = "") -> list[Person]:
    """Return who may vote now, by number: residents who have not left, of one place or of all.

    A resident's grant never ends by itself, so this needs no clock. The persons returned carry
    the one role that was asked for.
    """
    query = _people().join(role_grant, role_grant.c.person_id == person.c.id)
    query = query.where(*_present_resident(place)).order_by(person.c.id)
    return [_person(row, frozenset({Role.RESIDENT})) for row in connection.execute(query)]


def count_residents(connection: Connection, place: str = "") -> int:
    """Return how many people may vote now, of one place or of all."""
    query = select(func.count()).select_from(person).join(role_grant)
    return int(connection.execute(query.where(*_present_resident(place))).scalar_one())


def residents_by_place(connection: Connection) -> list[tuple[str, int]]:
    """Return how many people may vote now in each place, in alphabetical order."""
    query = select(person.c.place, func.count().label("residents")).join(role_grant)
    query = query.where(*_present_resident("")).group_by(person.c.place)
    rows = connection.execute(query.order_by(person.c.place))
    return [(row.place, row.residents) for row in rows]


def count_matching(connection: Connection, search: str) -> int:
    """Return how many people are here whose name, reference or place contains a text."""
    query = select(func.count()).select_from(person).where(*_matching(search))
    return int(connection.execute(query).scalar_one())


def page(connection: Connection, search: str, at: int, *, limit: int, offset: int) -> list[Person]:
    """Return some of the people who are here and match a text, by name."""
    query = _people().where(*_matching(search)).order_by(person.c.name, person.c.id)
    rows = connection.execute(query.limit(limit).offset(offset)).all()
    held = _roles_of(connection, [row.id for row in rows], at)
    return [_person(row, held[row.id]) for row in rows]


def add(connection: Connection, elector: Elector) -> int:
    """Write a person down and return their number."""
    query = insert(person).values(**elector.__dict__).returning(person.c.id)
    return int(connection.execute(query).scalar_one())


def add_all(connection: Connection, electors: Sequence[Elector]) -> list[int]:
    """Write people down and return their numbers, in no particular order."""
    if not electors:
        return []
    query = insert(person).returning(person.c.id)
    return list(connection.execute(query, [one.__dict__ for one in electors]).scalars())


def change(connection: Connection, person_id: int, elector: Elector) -> None:
    """Write down a person's new name or place; whoever had left is back."""
    values = {**elector.__dict__, "left_at": None}
    connection.execute(update(person).where(person.c.id == person_id).values(**values))


def leave(connection: Connection, person_id: int, at: int) -> None:
    """Note that a person has left and end their roles."""
    ended = update(role_grant).where(role_grant.c.person_id == person_id, _runs(at))
    connection.execute(ended.values(until_at=at))
    connection.execute(update(person).where(person.c.id == person_id).values(left_at=at))


def roles(connection: Connection, person_id: int, at: int) -> frozenset[Role]:
    """Return the roles that a person holds at a time; none once they have left."""
    rows = connection.execute(_ROLES, {"person": person_id, "at": at}).scalars()
    return frozenset(map(Role, rows))


def grants(connection: Connection, at: int, without: Collection[Role] = ()) -> list[Grant]:
    """Return every role held at a time, by person, leaving out some roles."""
    table = role_grant.c
    query = select(table.person_id, table.role, table.from_at, table.until_at).join(person)
    query = query.where(_holds(at), table.role.not_in([role.value for role in without]))
    rows = connection.execute(query.order_by(table.person_id, table.role))
    return [
        Grant(person_id=r.person_id, role=Role(r.role), since=r.from_at, until=r.until_at)
        for r in rows
    ]


def holders(connection: Connection, role: Role, at: int) -> list[int]:
    """Return who holds a role at a time, by id."""
    query = select(role_grant.c.person_id).where(role_grant.c.role == role.value, _runs(at))
    return list(connection.execute(query.distinct()).scalars())


def last_office(connection: Connection, person_id: int) -> int:
    """Return the number of a person's newest grant of an office, 0 if they never had one."""
    query = select(func.max(role_grant.c.id)).where(
        role_grant.c.person_id == person_id, role_grant.c.role != Role.RESIDENT.value
    )
    return int(connection.execute(query).scalar() or 0)


def ever_held(connection: Connection, role: Role) -> bool:
    """Tell whether anybody holds a role or ever has."""
    query = select(role_grant.c.id).where(role_grant.c.role == role.value).limit(1)
    return connection.execute(query).first() is not None


def grant(
    connection: Connection, person_ids: Iterable[int], role: Role, at: int, until: int | None
) -> None:
    """Give a role to people from a time on; ``until`` None for as long as nobody ends it."""
    given = {"role": role.value, "from_at": at, "until_at": until}
    rows = [{"person_id": person_id, **given} for person_id in person_ids]
    if rows:
        connection.execute(insert(role_grant), rows)


def end(connection: Connection, person_id: int, role: Role, at: int) -> bool:
    """End a role that a person holds; False if they do not hold it."""
    query = update(role_grant).where(
        role_grant.c.person_id == person_id, role_grant.c.role == role.value, _runs(at)
    )
    return connection.execute(query.values(until_at=at)).rowcount > 0


def lives_in(place: str) -> ColumnElement[bool]:
    """Tell whether a person lives in a place or a part of it: ``Krajan`` holds ``Krajan, RT 02``.

    Compared letter by letter, as LIKE would ignore the case of some letters in SQLite.
    """
    inside = f"{place},"
    return or_(person.c.place == place, func.substr(person.c.place, 1, len(inside)) == inside)


_ELECTOR = (person.c.reference, person.c.name, person.c.place)


def _people() -> Select[Any]:
    return select(person.c.id, person.c.reference, person.c.name, person.c.place)


def _person(row: Row[Any], held: frozenset[Role]) -> Person:
    return Person(id=row.id, reference=row.reference, name=row.name, place=row.place, roles=held)


def _runs(at: int) -> ColumnElement[bool]:
    return or_(role_grant.c.until_at.is_(None), role_grant.c.until_at > at)


def _holds(at: int) -> ColumnElement[bool]:
    return (role_grant.c.from_at <= at) & _runs(at) & person.c.left_at.is_(None)


def _present_resident(place: str) -> tuple[ColumnElement[bool], ...]:
    held = (
        role_grant.c.role == Role.RESIDENT.value,
        role_grant.c.until_at.is_(None),
        person.c.left_at.is_(None),
    )
    return (*held, lives_in(place)) if place else held


def _matching(search: str) -> tuple[ColumnElement[bool], ...]:
    here = person.c.left_at.is_(None)
    if not search:
        return (here,)
    return (here, or_(*(column.icontains(search, autoescape=True) for column in _ELECTOR)))


def _roles_of(
    connection: Connection, person_ids: Sequence[int], at: int
) -> Mapping[int, frozenset[Role]]:
    held: defaultdict[int, set[Role]] = defaultdict(set)
    for start in range(0, len(person_ids), _CHUNK):
        some = person_ids[start : start + _CHUNK]
        query = select(role_grant.c.person_id, role_grant.c.role).join(person)
        for row in connection.execute(query.where(role_grant.c.person_id.in_(some), _holds(at))):
            held[row.person_id].add(Role(row.role))
    return {person_id: frozenset(held[person_id]) for person_id in person_ids}


# Made once: every page of somebody signed in asks for them.
_BY_ID = _people().where(person.c.id == bindparam("person"))
_ROLES = (
    select(role_grant.c.role)
    .join(person)
    .where(
        role_grant.c.person_id == bindparam("person"),
        role_grant.c.from_at <= bindparam("at"),
        or_(role_grant.c.until_at.is_(None), role_grant.c.until_at > bindparam("at")),
        person.c.left_at.is_(None),
    )
)
