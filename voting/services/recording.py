"""Putting acts on record: the log of the site, its checkpoints, and the log that people read.

Every act of an officer is one entry, written in the transaction of the act itself; if it cannot be
written, the act does not happen. The log never forks: the last signed checkpoint also lies in a
file beside the keys, and no other is signed unless the log extends it. A database that does not
(an old backup, come back) stays readable, but nothing can be put on record in it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from voting.audit.acts import EVENTS
from voting.audit.commitments import SALT_SIZE, detail_hash
from voting.audit.entries import SYSTEM, Entry, Event
from voting.canonical import Json, tidy
from voting.errors import ConflictError
from voting.roll import Person
from voting.services.checkpointing import READ_ONLY, sign
from voting.services.keys import Keys, fresh
from voting.store import contests, log
from voting.store.database import Database
from voting.store.log import Act

__all__ = [
    "Act",
    "LogPage",
    "acts_of_contest",
    "acts_of_matter",
    "append",
    "checkpoint",
    "enter",
    "handle",
    "last_checkpoint",
    "next_number",
    "public_log",
    "record",
]

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class LogPage:
    """One page of the public log, the newest act first; pages count from 1."""

    acts: tuple[Act, ...]
    page: int
    pages: int


def handle(actor: Person | None) -> str:
    """Return what log entries call somebody who acted: a number, never a name."""
    return SYSTEM if actor is None else f"person-{actor.id}"


def record(
    connection: Connection,
    kind: str,
    *,
    at: int,
    actor: Person | None,
    contest_id: int | None = None,
    poll: str = "",
    reason: str = "",
    detail: Mapping[str, Json] | None = None,
    matters: Collection[int] = (),
) -> int:
    """Put an officer's act (a kind of ``EVENTS``) on record and return its index in the log.

    Of ``detail``, what the kind asks for stands in the log for all to see; the rest and the reason
    only as a salted hash, and in the database. ``contest_id`` is for an act during a contest that
    has been opened; ``matters``: those on whose pages it is shown. InvalidError for an unknown kind
    or a detail that it asks for and lacks.
    """
    given = dict(detail or {})
    reason = tidy(reason)
    public = {key: given[key] for key in EVENTS.get(kind, ()) if key in given}
    salt = fresh(SALT_SIZE)
    private: dict[str, Json] = {k: v for k, v in given.items() if k not in public}
    if reason:
        private["reason"] = reason
    if contest_id is not None and not poll:
        poll = contests.poll(connection, contest_id)
    entry = Event(
        act=kind,
        actor=handle(actor),
        at=at,
        poll=poll,
        number=0 if contest_id is None else next_number(connection, contest_id),
        private=detail_hash(salt, private) if private else "",
        details=public,  # type: ignore[arg-type]  # Event checks each value
    )
    index = enter(
        connection,
        entry,
        kind,
        at=at,
        actor=actor,
        contest_id=contest_id,
        reason=reason,
        detail=given,
        salt=salt,
    )
    log.tie_to_matters(connection, index, matters)
    return index


def enter(
    connection: Connection,
    entry: Entry,
    kind: str,
    *,
    at: int,
    actor: Person | None,
    contest_id: int | None,
    reason: str = "",
    detail: Mapping[str, Json] | None = None,
    salt: bytes = b"",
) -> int:
    """Append an entry and keep beside it what people may read about the act; return its index."""
    index = append(connection, entry.encode(), contest_id, at)
    log.add_act(
        connection,
        index,
        kind,
        contest_id=contest_id,
        person_id=None if actor is None else actor.id,
        reason=reason,
        detail=detail or {},
        salt=salt,
    )
    return index


def append(connection: Connection, entry: bytes, contest_id: int | None, at: int) -> int:
    """Append an entry to the log and return its index; ConflictError if the log is read-only."""
    if connection.get_execution_options().get(READ_ONLY):
        raise ConflictError("log.read-only")
    return log.append(connection, entry, contest_id, at)


def next_number(connection: Connection, contest_id: int) -> int:
    """Return the running number of a contest's next entry: 0 for its opening."""
    return log.count_of_contest(connection, contest_id)


def checkpoint(database: Database, keys: Keys, at: int) -> bytes:
    """Sign what the log says of itself now, outside any transaction; see ``checkpointing``."""
    return sign(database, keys, at)


def last_checkpoint(connection: Connection) -> bytes | None:
    """Return the newest signed checkpoint, or None before the first."""
    return log.last_checkpoint(connection)


def public_log(connection: Connection, page: int = 1) -> LogPage:
    """Return a page of officers' acts: what, when, by whom, why. Pages count from 1."""
    pages = max(1, -(-log.count_acts(connection) // PAGE))
    wanted = min(max(1, page), pages)
    found = log.acts(connection, limit=PAGE, offset=(wanted - 1) * PAGE)
    return LogPage(acts=tuple(map(_public, found)), page=wanted, pages=pages)


def acts_of_contest(connection: Connection, contest_id: int) -> tuple[Act, ...]:
    """Return every officer's act of one contest, the oldest first."""
    found = log.acts(connection, contest_id=contest_id)
    return tuple(_public(act) for act in reversed(found))


def acts_of_matter(connection: Connection, matter_id: int) -> tuple[Act, ...]:
    """Return every act on record about a matter, the oldest first."""
    found = log.acts(connection, matter_id=matter_id)
    return tuple(_public(act) for act in reversed(found))


def _public(act: Act) -> Act:
    """Leave out of an act what only its hash says in the log, except the reason."""
    public = EVENTS.get(act.kind, ())
    return replace(act, detail={key: act.detail[key] for key in public if key in act.detail})
