"""The roll: who is entitled to vote in a contest, and who may do what in the community."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from voting.errors import ConflictError, InvalidError


class Role(StrEnum):
    """What a person may be trusted with. A partner promises and reports but never votes."""

    RESIDENT = "resident"
    MODERATOR = "moderator"
    ROLL_OFFICER = "roll-officer"
    POLL_OFFICER = "poll-officer"
    AUDITOR = "auditor"
    PARTNER = "partner"
    ADMINISTRATOR = "administrator"


CONFLICTS: frozenset[frozenset[Role]] = frozenset(
    frozenset(pair)
    for pair in (
        (Role.ROLL_OFFICER, Role.AUDITOR),
        (Role.MODERATOR, Role.AUDITOR),
        (Role.ADMINISTRATOR, Role.AUDITOR),
        (Role.PARTNER, Role.RESIDENT),
        (Role.PARTNER, Role.MODERATOR),
        (Role.PARTNER, Role.AUDITOR),
    )
)


def check_roles(roles: Iterable[Role]) -> None:
    """Refuse a pair of roles that one person must not hold together."""
    held = frozenset(roles)
    for pair in CONFLICTS:
        if pair <= held:
            first, second = sorted(pair)
            raise ConflictError("roll.conflicting-roles", first=first, second=second)


@dataclass(frozen=True, kw_only=True)
class Elector:
    """A person entitled to vote: a reference the community knows, a name, a place (dusun, RT)."""

    reference: str
    name: str
    place: str = ""

    def __post_init__(self) -> None:
        """Refuse an elector without a reference or a name."""
        if not self.reference.strip() or not self.name.strip():
            raise InvalidError("roll.empty-elector")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody the community knows: how it numbers them, their name, place and present roles."""

    id: int
    reference: str
    name: str
    place: str
    roles: frozenset[Role]
