"""What the services say about community, session and contest before any page runs."""

from sqlalchemy import Connection

from voting.deliberation import ContestState
from voting.services import community, contests, sessions
from web.site import Lookups


def _state(connection: Connection, number: str) -> ContestState:
    return contests.show(connection, number).state


LOOKUPS = Lookups(
    community=community.show,
    session=sessions.look_up,
    touch=sessions.touch,
    state=_state,
    ready=community.is_founded,
)
