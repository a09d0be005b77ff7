"""Offices in words, and who is at work on an officer's page."""

from collections.abc import Iterable

from voting.errors import ForbiddenError, RefusalError
from voting.roll import Person, Role
from voting.words import listing, say
from web.visit import Visit

# In the order in which a community fills them.
OFFICES = (
    Role.MODERATOR,
    Role.ROLL_OFFICER,
    Role.AUDITOR,
    Role.POLL_OFFICER,
    Role.ADMINISTRATOR,
    Role.PARTNER,
)


def officer(visit: Visit) -> Person:
    """Return who is at work; the access table has sent everybody else away."""
    if visit.person is None:
        raise ForbiddenError("web.not-yours")
    return visit.person


def role_words(visit: Visit, role: Role) -> str:
    """Return what an office is called."""
    return say(f"role.{role.value}", {}, visit.language)


def title(visit: Visit, role: Role) -> str:
    """Return what an office is called, to stand by itself."""
    words = role_words(visit, role)
    return words[:1].upper() + words[1:]


def listed(visit: Visit, roles: Iterable[Role]) -> str:
    """Return several offices as a list in words, in the order of ``OFFICES``."""
    held = frozenset(roles)
    return listing([role_words(visit, role) for role in OFFICES if role in held], visit.language)


def in_words(visit: Visit, error: RefusalError) -> RefusalError:
    """Return a refusal that calls the roles it names as people do."""
    known = {role.value: role_words(visit, role) for role in Role}
    named = {
        name: known.get(value, value) if isinstance(value, str) else value
        for name, value in error.params.items()
    }
    return type(error)(error.code, **named)
