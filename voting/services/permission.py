"""What every act asks first: whether the person holds a role for it, and the reason for it."""

from voting.canonical import tidy
from voting.errors import ForbiddenError, InvalidError
from voting.roll import Person, Role

LONGEST_REASON = 500


def check(actor: Person, *roles: Role) -> None:
    """Refuse, with ForbiddenError, somebody who holds none of these roles."""
    if not actor.roles & frozenset(roles):
        raise ForbiddenError("people.not-your-role", roles=tuple(role.value for role in roles))


def reason(text: str) -> str:
    """Return the reason for an act as one line; InvalidError if there is none or no end to it."""
    line = tidy(text)
    if not line:
        raise InvalidError("people.no-reason")
    if len(line) > LONGEST_REASON:
        raise InvalidError("people.reason-too-long", most=LONGEST_REASON)
    return line
