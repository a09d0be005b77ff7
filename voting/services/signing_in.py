"""Signing in: by a printed slip and a PIN chosen at first use, or by login name and password.

A try is counted before its secret is looked at (``tries``), so that many at once gain nothing.
A login name that does not exist is refused like one that does, after the same work.

Hashing takes time on purpose and stands outside every transaction: ``check_pin`` and
``check_password`` open their own; pages call them before they write.
"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from voting.canonical import tidy
from voting.errors import BusyError, ConflictError, ForbiddenError, InvalidError, MissingError
from voting.roll import Person, Role
from voting.services import office_codes, permission, recording, slip_codes, tries
from voting.services.hashing import Hasher
from voting.services.keys import Keys
from voting.services.passwords import admit_login_name, admit_password, admit_pin, fits
from voting.services.sessions import WITHOUT_PASSWORD
from voting.store import logins, people, sessions, slips
from voting.store.database import Database


@dataclass(frozen=True, kw_only=True)
class SlipSignIn:
    """Whose slip it is, and whether its PIN has been chosen already."""

    person: Person
    pin_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Check:
    """A try that was admitted and counted: the account, whose it is, the hash to compare with.

    Nobody's account has neither person nor hash; it is checked all the same.
    """

    account: bytes
    person_id: int | None
    known: str | None


def find_slip(connection: Connection, keys: Keys, code: str, at: int) -> SlipSignIn:
    """Return whose slip a typed code is; InvalidError if it is nobody's.

    Reads only. Codes are long enough that this needs no count by account; the web layer slows
    down addresses that guess.
    """
    slip = _slip(connection, keys, code)
    person = people.find(connection, slip.person_id, at)
    return SlipSignIn(person=person, pin_chosen=slip.pin_hash is not None)


def prepare_pin(hasher: Hasher, pin: str) -> str:
    """Return the hash of a PIN somebody chose; InvalidError if it is not six digits or weak."""
    return hasher.hash(admit_pin(pin))


def choose_pin(connection: Connection, keys: Keys, code: str, pin_hash: str, at: int) -> Person:
    """Keep the PIN chosen at a slip's first use; ConflictError if it has one."""
    slip = _slip(connection, keys, code)
    if not slips.choose_pin(connection, slip.code_hash, pin_hash, at):
        raise ConflictError("signing-in.pin-chosen-already")
    return people.find(connection, slip.person_id, at)


def check_pin(
    database: Database, keys: Keys, hasher: Hasher, code: str, pin: str, *, at: int
) -> Person:
    """Return who signs in with a slip and its PIN, or refuse.

    InvalidError for an unknown slip or a wrong PIN, ConflictError if none has been chosen yet,
    TooManyTriesError, BusyError.
    """
    return _check(
        database,
        hasher,
        "".join(pin.split()),
        look_up=partial(look_up_pin, keys=keys, code=code, at=at),
        rehash=slips.rehash,
        at=at,
        refusal="signing-in.wrong-pin",
    )


def check_password(database: Database, hasher: Hasher, name: str, password: str, at: int) -> Person:
    """Return which officer signs in with a login name and a password, or refuse.

    InvalidError if one of the two is wrong, without saying which; TooManyTriesError, BusyError.
    """
    return _check(
        database,
        hasher,
        password,
        look_up=partial(look_up_password, name=name, at=at),
        rehash=logins.rehash,
        at=at,
        refusal="signing-in.wrong-password",
    )


def look_up_pin(connection: Connection, keys: Keys, code: str, at: int) -> Check:
    """Count a try to sign in with a slip and return what to compare the PIN with."""
    slip = _slip(connection, keys, code)
    if slip.pin_hash is None:
        raise ConflictError("signing-in.pin-not-chosen")
    tries.count(connection, slip.code_hash, at)
    return Check(account=slip.code_hash, person_id=slip.person_id, known=slip.pin_hash)


def look_up_password(connection: Connection, name: str, at: int) -> Check:
    """Count a try to sign in with a login name and return what to compare the password with."""
    name = tidy(name).casefold()
    account = hashlib.sha256(f"mufakat/login/1\n{name}".encode()).digest()
    tries.count(connection, account, at)
    login = logins.by_name(connection, name)
    if login is None:
        return Check(account=account, person_id=None, known=None)
    return Check(account=account, person_id=login.person_id, known=login.password_hash)


def note_success(connection: Connection, account: bytes) -> None:
    """Forget the failures of an account whose holder has signed in."""
    tries.clear(connection, account)


def prepare_password(hasher: Hasher, password: str, own: Collection[str] = ()) -> str:
    """Return the hash of a new password; InvalidError if it is short, long, common or ``own``.

    ``own`` are words an outsider would try first: the community's name, the person's, the login.
    """
    return hasher.hash(admit_password(password, own))


def set_password(
    connection: Connection,
    actor: Person,
    name: str,
    password_hash: str,
    at: int,
    *,
    keys: Keys,
    code: str = "",
    proven: Person | None = None,
) -> None:
    """Keep an officer's own login name and password, and end all their sessions.

    The first password needs the office code that an administrator handed over; a later one needs
    ``proven``, whom ``check_password`` found by the present one. ForbiddenError for somebody
    without an officer's role; nobody sets another person's password.
    """
    if not people.roles(connection, actor.id, at) - WITHOUT_PASSWORD:
        raise ForbiddenError("signing-in.officers-only")
    if logins.of_person(connection, actor.id) is None:
        if not office_codes.fits(connection, keys, actor.id, code):
            raise InvalidError("signing-in.wrong-office-code")
    elif proven is None or proven.id != actor.id:
        raise ForbiddenError("signing-in.prove-password")
    name = admit_login_name(name)
    if logins.owner(connection, name) not in (None, actor.id):
        raise ConflictError("signing-in.name-taken", name=name)
    new = logins.Login(person_id=actor.id, name=name, password_hash=password_hash, changed_at=at)
    logins.put(connection, new)
    sessions.end_all(connection, actor.id)


def login_name(connection: Connection, person: Person) -> str:
    """Return a person's own login name, or an empty text if they have no password yet."""
    login = logins.of_person(connection, person.id)
    return "" if login is None else login.name


def person_of_login(connection: Connection, name: str) -> int:
    """Return whose login name this is; MissingError if it is nobody's."""
    login = logins.by_name(connection, name.strip().casefold())
    if login is None:
        raise MissingError("signing-in.no-such-login", name=name)
    return login.person_id


def reset_password(
    connection: Connection, actor: Person | None, person_id: int, reason: str, at: int
) -> None:
    """Take an officer's password away, so that they choose a new one after signing in by slip.

    An administrator does this, or whoever runs the machine (None). On record with its reason.
    """
    if actor is not None:
        permission.check(actor, Role.ADMINISTRATOR)
    reason = permission.reason(reason)
    person = people.find(connection, person_id, at)
    if not logins.drop(connection, person_id):
        raise ConflictError("signing-in.no-password", name=person.name)
    sessions.end_all(connection, person_id)
    recording.record(
        connection,
        "password-reset",
        at=at,
        actor=actor,
        reason=reason,
        detail={"person": person_id, "name": person.name},
    )


def _slip(connection: Connection, keys: Keys, typed: str) -> slips.Slip:
    code = slip_codes.read(typed)
    slip = None
    if code is not None:
        slip = slips.by_code(connection, slip_codes.hash_of(keys.slip, code))
    if slip is None:
        raise InvalidError("signing-in.unknown-slip")
    return slip


def _check(
    database: Database,
    hasher: Hasher,
    secret: str,
    *,
    look_up: Callable[[Connection], Check],
    rehash: Callable[[Connection, int, str, str], None],
    at: int,
    refusal: str,
) -> Person:
    check = database.write(look_up)
    try:
        right = fits(secret) and hasher.matches(check.known, secret)
        again = hasher.hash(secret) if right and hasher.is_outdated(check.known or "") else None
    except BusyError:
        database.write(partial(tries.forgive, account=check.account))
        raise
    if not right or check.person_id is None or check.known is None:
        raise InvalidError(refusal)
    person_id, known = check.person_id, check.known

    def succeed(connection: Connection) -> Person:
        note_success(connection, check.account)
        if again is not None:
            rehash(connection, person_id, known, again)
        return people.find(connection, person_id, at)

    return database.write(succeed)
