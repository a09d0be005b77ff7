"""How the log is doing, for the officers' desk: whether it can be written, and is being signed.

Reads only what is at hand; the doctor (``care``) looks at every entry.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from voting.audit.checkpoints import read_signed_checkpoint
from voting.services.checkpointing import READ_ONLY
from voting.store import log


@dataclass(frozen=True, kw_only=True)
class LogHealth:
    """``read_only``: nothing can be put on record.

    ``unsigned_since`` is when the oldest entry was written that no checkpoint covers yet, in Unix
    seconds; None where all are covered.
    """

    read_only: bool
    unsigned_since: int | None


def look(connection: Connection) -> LogHealth:
    """Return how the log is doing."""
    note = log.last_checkpoint(connection)
    covered = 0 if note is None else read_signed_checkpoint(note)[1].size
    return LogHealth(
        read_only=bool(connection.get_execution_options().get(READ_ONLY)),
        unsigned_since=log.written_at(connection, covered),
    )
