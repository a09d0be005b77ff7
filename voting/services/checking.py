"""Checking: the site's own verification of a published contest, made once and kept.

A published contest never changes, so its report does not either; ten thousand ballots are not
opened again for every reader of the audit page.
"""

from functools import lru_cache

from voting.audit.report import Report
from voting.services import evidence
from voting.store.database import Database

KEPT = 16


@lru_cache(maxsize=KEPT)
def kept(database: Database, number: str, published_at: int) -> tuple[Report, int]:
    """Return the report on a published contest, and the size of its public bundle in bytes.

    ``published_at`` belongs to the key only: another database of the same process has another.
    """
    del published_at
    with database.read() as connection:
        return evidence.report(connection, number), len(evidence.bundle(connection, number))
