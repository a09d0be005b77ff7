"""What the services say about community, session and contest before any page runs."""

from voting.services import closing, community, sessions
from voting.store import contests, migrate
from voting.store.database import Database
from web.site import Lookups


def _ready(database: Database) -> bool:
    if not migrate.is_current(database):
        return False
    with database.read() as connection:
        return community.is_founded(connection)


LOOKUPS = Lookups(
    community=community.show,
    session=sessions.look_up,
    touch=sessions.touch,
    voting=contests.voting,
    close_due=closing.close_due,
    ready=_ready,
)
