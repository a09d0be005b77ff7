"""A matter's sittings: their part of its page."""

from dataclasses import dataclass

from sqlalchemy import Connection

from voting.deliberation.matters import MatterAct
from voting.deliberation.standing import State
from voting.roll import Role
from voting.services import sittings
from voting.services.matters import MatterView
from voting.services.sittings import SittingView
from web.sittings import TONES, state_words
from web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class SittingsPart:
    """What a matter's page says of its sittings; ``listed`` are view, state in words and tone."""

    listed: tuple[tuple[SittingView, str, str], ...]
    may_call: bool


def read(visit: Visit, connection: Connection, view: MatterView) -> SittingsPart:
    """Return the part of a matter's page about its sittings; one query."""
    found = sittings.of_matter(connection, view.id)
    return SittingsPart(
        listed=tuple(
            (one, state_words(visit, one.state), TONES.get(one.state, "")) for one in found
        ),
        may_call=visit.has(Role.MODERATOR)
        and view.standing().allows(MatterAct.CALL)
        and all(one.state is not State.ROUND_OPEN for one in found),
    )
