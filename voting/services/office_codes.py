"""Office codes: what an administrator hands to a new officer, so that a slip alone makes none.

A roll officer can print anybody's slip. If that were enough to choose an officer's first password,
a roll officer could become whoever was appointed next. So the first password needs two papers from
two people: the slip, and this code, which only an administrator sees. It holds 120 bits of an HMAC
under the slip key and belongs to one appointment; a later one, or a password taken back, makes
another (OWASP ASVS 5.0, 6.4: an administrator starts a recovery and never learns the password).
"""

import hmac

from sqlalchemy import Connection

from voting.audit.fingerprints import letters
from voting.errors import ConflictError
from voting.roll import Person, Role
from voting.services import permission, slip_codes
from voting.services.keys import Keys
from voting.store import log, logins, people

LENGTH = 24
GROUP = 4


def show(connection: Connection, actor: Person | None, keys: Keys, person_id: int) -> str:
    """Return the code to hand over, in groups; ConflictError where there is a password already.

    Shown to an administrator, or to whoever runs the machine (None).
    """
    if actor is not None:
        permission.check(actor, Role.ADMINISTRATOR)
    if logins.of_person(connection, person_id) is not None:
        raise ConflictError("signing-in.has-password")
    code = code_of(connection, keys, person_id)
    return "-".join(code[place : place + GROUP] for place in range(0, LENGTH, GROUP))


def fits(connection: Connection, keys: Keys, person_id: int, typed: str) -> bool:
    """Tell whether a typed code is the one of this person's appointment."""
    plain = slip_codes.tidied(typed)
    known = code_of(connection, keys, person_id)
    return hmac.compare_digest(plain, known)


def code_of(connection: Connection, keys: Keys, person_id: int) -> str:
    """Return the code of a person's newest appointment, without separators."""
    appointed = people.last_office(connection, person_id)
    reset = log.last_password_reset(connection, person_id)
    text = f"mufakat/office-code/1\n{person_id}\n{appointed}\n{reset}"
    return letters(hmac.digest(keys.slip, text.encode(), "sha256"), LENGTH)
