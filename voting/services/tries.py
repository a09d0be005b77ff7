"""The limit on failed tries to sign in, by account, counted in the database for all processes.

A try counts as failed until it has succeeded. From the third failure in a row on the next try has
to wait, twice as long each time; after the tenth a quarter of an hour. So at most 10 tries fail
in any 15 minutes (OWASP ASVS 5.0, 6.3.1), and nobody is ever locked out for good: a lock would
be a weapon against its owner. A try that comes too early is not looked at and does not count.
"""

from sqlalchemy import Connection

from voting.errors import TooManyTriesError
from voting.store import logins

FREE = 3
MOST = 10
WINDOW = 15 * 60
TOLD_IN_SECONDS = 90


def wait_after(failures: int) -> int:
    """Return how many seconds after the last of some failures the next try is looked at."""
    if failures < FREE:
        return 0
    return WINDOW if failures >= MOST else 2 ** (failures - FREE + 1)


def count(connection: Connection, account: bytes, at: int) -> None:
    """Count a try as failed until it succeeds; TooManyTriesError while the account must wait."""
    noted = logins.failures(connection, account)
    if noted is None or at - noted.last_at >= WINDOW:
        noted = logins.Failures(count=0, last_at=at)
    longest = wait_after(noted.count)
    wait = min(longest, noted.last_at + longest - at)
    if wait > 0:
        code = "signing-in.wait" if wait <= TOLD_IN_SECONDS else "signing-in.wait-minutes"
        raise TooManyTriesError(code, seconds=wait, minutes=-(-wait // 60))
    counted = logins.Failures(count=noted.count + 1, last_at=at)
    logins.note_failures(connection, account, counted)


def clear(connection: Connection, account: bytes) -> None:
    """Forget the failures of an account whose holder has signed in."""
    logins.clear_failures(connection, account)


def forgive(connection: Connection, account: bytes) -> None:
    """Take back one counted try that was never looked at."""
    noted = logins.failures(connection, account)
    if noted is not None:
        fewer = logins.Failures(count=max(0, noted.count - 1), last_at=noted.last_at)
        logins.note_failures(connection, account, fewer)
