"""Printed slips: one a person, known by the HMAC of its code, with the PIN chosen for it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Result, insert, select, update

from voting.store.people import lives_in
from voting.store.rows import person, slip

_CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class Slip:
    """A slip as it is kept. ``serial`` counts the slips a person has had, from 1."""

    person_id: int
    serial: int
    code_hash: bytes
    issued_at: int
    pin_hash: str | None = None


@dataclass(frozen=True, kw_only=True)
class Unused:
    """A slip that can still be printed: nobody has chosen a PIN with it."""

    person_id: int
    name: str
    place: str
    serial: int


def by_code(connection: Connection, code_hash: bytes) -> Slip | None:
    """Return the slip of a code's hash, unless its person has left."""
    query = select(*_COLUMNS).join(person).where(slip.c.code_hash == code_hash, _PRESENT)
    return _slip(connection.execute(query))


def of_person(connection: Connection, person_id: int) -> Slip | None:
    """Return the slip of a person."""
    query = select(*_COLUMNS).where(slip.c.person_id == person_id)
    return _slip(connection.execute(query))


def hashes(connection: Connection) -> set[bytes]:
    """Return the hashes of all codes in use."""
    return set(connection.execute(select(slip.c.code_hash)).scalars())


def without(connection: Connection) -> list[int]:
    """Return the numbers of the people who are here and have never been given a slip."""
    query = select(person.c.id).outerjoin(slip).where(slip.c.person_id.is_(None), _PRESENT)
    return list(connection.execute(query.order_by(person.c.id)).scalars())


def unused(
    connection: Connection, place: str = "", ids: Collection[int] | None = None
) -> list[Unused]:
    """Return the slips without a PIN, by place and name: of one place, of some people, or all."""
    table = person.c
    query = select(slip.c.person_id, table.name, table.place, slip.c.serial).join(person)
    query = query.where(slip.c.pin_hash.is_(None), _PRESENT)
    if place:
        query = query.where(lives_in(place))
    rows = connection.execute(query.order_by(table.place, table.name, table.id)).mappings()
    found = [Unused(**row) for row in rows]
    return found if ids is None else [one for one in found if one.person_id in ids]


def chosen(connection: Connection, person_ids: list[int]) -> Mapping[int, bool]:
    """Return for those of some people who have a slip whether its PIN has been chosen."""
    found: dict[int, bool] = {}
    for start in range(0, len(person_ids), _CHUNK):
        some = slip.c.person_id.in_(person_ids[start : start + _CHUNK])
        query = select(slip.c.person_id, slip.c.pin_hash.is_not(None).label("chosen")).where(some)
        found |= {row.person_id: bool(row.chosen) for row in connection.execute(query)}
    return found


def count(connection: Connection) -> tuple[int, int]:
    """Return how many slips of people who are here wait for a PIN, and how many have one."""
    query = select(slip.c.pin_hash.is_not(None).label("chosen")).join(person).where(_PRESENT)
    states = [bool(row.chosen) for row in connection.execute(query)]
    return states.count(False), states.count(True)


def add(connection: Connection, slips: Iterable[Slip]) -> None:
    """Write new slips down."""
    rows = [one.__dict__ for one in slips]
    if rows:
        connection.execute(insert(slip), rows)


def renew(connection: Connection, new: Slip) -> None:
    """Put a new slip in the place of a person's old one; the PIN goes with the old one."""
    values = {**new.__dict__, "pin_at": None}
    connection.execute(update(slip).where(slip.c.person_id == new.person_id).values(**values))


def choose_pin(connection: Connection, code_hash: bytes, pin_hash: str, at: int) -> bool:
    """Keep the PIN chosen for a slip; False if the slip is unknown or has one already.

    One conditional update, so that of many who try at once one succeeds.
    """
    open_slip = (slip.c.code_hash == code_hash) & slip.c.pin_hash.is_(None)
    query = update(slip).where(open_slip).values(pin_hash=pin_hash, pin_at=at)
    return connection.execute(query).rowcount == 1


def rehash(connection: Connection, person_id: int, old: str, new: str) -> None:
    """Put a stronger hash of the same PIN in place of the old one, if that still stands."""
    same = (slip.c.person_id == person_id) & (slip.c.pin_hash == old)
    connection.execute(update(slip).where(same).values(pin_hash=new))


_PRESENT = person.c.left_at.is_(None)
_COLUMNS = (
    slip.c.person_id,
    slip.c.serial,
    slip.c.code_hash,
    slip.c.issued_at,
    slip.c.pin_hash,
)


def _slip(found: Result[Any]) -> Slip | None:
    row = found.mappings().first()
    return None if row is None else Slip(**row)
