"""Slips: printed by the roll officer, handed out on paper, replaced when lost.

A slip can be printed again until its holder has chosen a PIN; from then on the paper alone opens
nothing. What is public is how many slips were issued and replaced, never whose.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from voting.canonical import tidy
from voting.errors import ConflictError
from voting.roll import Person, Role
from voting.services import permission, recording, slip_codes
from voting.services.keys import Keys
from voting.store import people, sessions
from voting.store import slips as store


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What is printed: for whom, and the code in groups."""

    person_id: int
    name: str
    place: str
    code: str


def issue(
    connection: Connection,
    actor: Person,
    keys: Keys,
    person_ids: Collection[int] | None,
    at: int,
) -> int:
    """Give slips to people who have none yet (None: to all of them) and return how many.

    Who has a slip already keeps it.
    """
    permission.check(actor, Role.ROLL_OFFICER)
    waiting = store.without(connection)
    chosen = [one for one in waiting if person_ids is None or one in person_ids]
    if not chosen:
        return 0
    taken = store.hashes(connection)
    store.add(connection, [_fresh(keys, person_id, 1, at, taken) for person_id in chosen])
    recording.record(connection, "slips-issued", at=at, actor=actor, detail={"n": len(chosen)})
    return len(chosen)


def printable(
    connection: Connection,
    actor: Person,
    keys: Keys,
    place: str = "",
    ids: Collection[int] | None = None,
) -> list[Slip]:
    """Return the slips whose PIN is not chosen, by place and name: of a place, of some, or all."""
    permission.check(actor, Role.ROLL_OFFICER)
    return [_printed(keys, unused) for unused in store.unused(connection, tidy(place), ids)]


def replace(
    connection: Connection, actor: Person, keys: Keys, person_id: int, reason: str, *, at: int
) -> Slip:
    """Give a new slip for a lost one or a forgotten PIN and return it for printing.

    The old code and PIN are void, the person's sessions end, and the public log counts it.
    ConflictError for somebody who has never had one.
    """
    permission.check(actor, Role.ROLL_OFFICER)
    reason = permission.reason(reason)
    person = people.find(connection, person_id, at)
    old = store.of_person(connection, person_id)
    if old is None:
        raise ConflictError("slips.none-yet", name=person.name)
    new = _fresh(keys, person_id, old.serial + 1, at, store.hashes(connection))
    store.renew(connection, new)
    sessions.end_all(connection, person_id)
    recording.record(
        connection,
        "slip-reset",
        at=at,
        actor=actor,
        reason=reason,
        detail={"n": 1},
    )
    return _printed(
        keys,
        store.Unused(person_id=person_id, name=person.name, place=person.place, serial=new.serial),
    )


def _printed(keys: Keys, unused: store.Unused) -> Slip:
    code = slip_codes.code_of(keys.slip, unused.person_id, unused.serial)
    return Slip(
        person_id=unused.person_id,
        name=unused.name,
        place=unused.place,
        code=slip_codes.grouped(code),
    )


def _fresh(keys: Keys, person_id: int, serial: int, at: int, taken: set[bytes]) -> store.Slip:
    """Return a new slip whose code nobody else has; in 40 bits two may meet, so look."""
    while True:
        code_hash = slip_codes.hash_of(keys.slip, slip_codes.code_of(keys.slip, person_id, serial))
        if code_hash not in taken:
            taken.add(code_hash)
            return store.Slip(person_id=person_id, serial=serial, code_hash=code_hash, issued_at=at)
        serial += 1
