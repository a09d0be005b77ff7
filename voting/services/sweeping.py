"""Sweeping: what signing in leaves behind is deleted as soon as nobody could use it any more.

Sessions idle for too long, and counts of failed tries that no longer slow anybody down, among them
those of names that never existed. The worker calls this; what signs people in does not, so that a
rush of sign-ins on PostgreSQL does not trip over one cleaner's hands.
"""

from sqlalchemy import Connection

from voting.services.sessions import RESIDENT_IDLE
from voting.services.tries import WINDOW
from voting.store import logins, sessions
from voting.store.database import Database


def sweep(database: Database, at: int) -> bool:
    """Delete what is over and tell whether there was anything; it writes only if there is."""

    def body(connection: Connection) -> None:
        sessions.forget_older(connection, at - RESIDENT_IDLE)
        logins.forget_failures(connection, at - WINDOW)

    with database.read() as connection:
        found = sessions.are_older(connection, at - RESIDENT_IDLE)
        found = found or logins.are_forgettable(connection, at - WINDOW)
    if found:
        database.write(body)
    return found
