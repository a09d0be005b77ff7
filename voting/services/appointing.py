"""Appointing: who may be trusted with what, until when. An administrator does it, on record.

Roles that must not meet in one person never do (``voting.roll.CONFLICTS``). Whoever is appointed
signs in by slip first and chooses a password of their own. The community always keeps one
administrator whose role does not end by itself. Being a resident is no office: it comes from
the roll (``enrolment``).
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from voting.canonical import Json, tidy
from voting.errors import ConflictError, InvalidError
from voting.roll import Elector, Person, Role, check_roles
from voting.services import permission, recording
from voting.services.passwords import admit_login_name
from voting.services.sessions import WITHOUT_PASSWORD
from voting.store import logins, people, sessions
from voting.store.people import Grant

__all__ = [
    "Grant",
    "Officer",
    "administrators",
    "bootstrap",
    "check_administrator_left",
    "grant",
    "officers",
    "offices",
    "revoke",
]


@dataclass(frozen=True, kw_only=True)
class Officer:
    """Somebody with an office: what they hold and until when, and whether they can sign in."""

    person: Person
    grants: tuple[Grant, ...]
    has_password: bool


def bootstrap(
    connection: Connection, elector: Elector, login_name: str, password_hash: str, *, at: int
) -> Person:
    """Make the first administrator, with a login; ConflictError if there has been one already."""
    if people.ever_held(connection, Role.ADMINISTRATOR):
        raise ConflictError("appointing.founded-already")
    person_id = people.by_reference(connection, elector.reference)
    if person_id is None:
        person_id = people.add(connection, elector)
    people.grant(connection, [person_id], Role.ADMINISTRATOR, at, None)
    login = logins.Login(
        person_id=person_id,
        name=admit_login_name(login_name),
        password_hash=password_hash,
        changed_at=at,
    )
    logins.put(connection, login)
    person = people.find(connection, person_id, at)
    _record(connection, "role-granted", None, person, Role.ADMINISTRATOR, at=at)
    return person


def grant(
    connection: Connection,
    actor: Person,
    person_id: int,
    role: Role,
    until: int | None,
    *,
    at: int,
) -> None:
    """Give a person an office until a time, or until it is taken back (None).

    Whoever holds it already holds it until the new time. ConflictError for a pair of roles that
    one person must not hold together.
    """
    permission.check(actor, Role.ADMINISTRATOR)
    _check_office(role)
    if until is not None and until <= at:
        raise InvalidError("appointing.until-is-past")
    person = people.find_present(connection, person_id, at)
    check_roles(person.roles | {role})
    people.end(connection, person_id, role, at)
    people.grant(connection, [person_id], role, at, until)
    if role is Role.ADMINISTRATOR:
        check_administrator_left(connection, at)
    _renew_sessions(connection, actor, person_id)
    _record(connection, "role-granted", actor, person, role, at=at, until=until)


def revoke(
    connection: Connection, actor: Person, person_id: int, role: Role, reason: str, *, at: int
) -> None:
    """Take an office back and end the person's sessions; the reason may be empty."""
    permission.check(actor, Role.ADMINISTRATOR)
    _check_office(role)
    person = people.find(connection, person_id, at)
    if not people.end(connection, person_id, role, at):
        raise ConflictError("appointing.not-held", name=person.name)
    if role is Role.ADMINISTRATOR:
        check_administrator_left(connection, at)
    _renew_sessions(connection, actor, person_id)
    _record(connection, "role-revoked", actor, person, role, at=at, reason=tidy(reason))


def officers(connection: Connection, at: int) -> tuple[Officer, ...]:
    """Return everybody who holds an office now, by name. Who they are is public."""
    held: dict[int, list[Grant]] = {}
    for one in people.grants(connection, at, without=(Role.RESIDENT,)):
        held.setdefault(one.person_id, []).append(one)
    ready = logins.with_password(connection)
    found = [
        Officer(
            person=people.find(connection, person_id, at),
            grants=tuple(grants),
            has_password=person_id in ready,
        )
        for person_id, grants in held.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.person.name, one.person.id)))


def offices(connection: Connection, person: Person, at: int) -> frozenset[Role]:
    """Return the offices a person holds that need a password, whatever their session may use."""
    return people.roles(connection, person.id, at) - WITHOUT_PASSWORD


def check_administrator_left(connection: Connection, at: int) -> None:
    """Refuse, with ConflictError, an act after which nobody could appoint anybody."""
    if not administrators(connection, at):
        raise ConflictError("appointing.last-administrator")


def administrators(connection: Connection, at: int) -> frozenset[int]:
    """Return the numbers of the administrators whose role does not end by itself."""
    held = people.grants(connection, at, without=(Role.RESIDENT,))
    return frozenset(
        one.person_id for one in held if one.role is Role.ADMINISTRATOR and one.until is None
    )


def _check_office(role: Role) -> None:
    if role is Role.RESIDENT:
        raise InvalidError("appointing.resident")


def _renew_sessions(connection: Connection, actor: Person, person_id: int) -> None:
    """End a person's sessions when their roles change; nobody signs themselves out this way."""
    if person_id != actor.id:
        sessions.end_all(connection, person_id)


def _record(
    connection: Connection,
    kind: str,
    actor: Person | None,
    person: Person,
    role: Role,
    *,
    at: int,
    until: int | None = None,
    reason: str = "",
) -> None:
    detail: dict[str, Json] = {"role": role.value, "person": person.id, "name": person.name}
    if until is not None:
        detail["until"] = until
    recording.record(connection, kind, at=at, actor=actor, reason=reason, detail=detail)
