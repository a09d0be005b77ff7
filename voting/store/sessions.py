"""Who is signed in: one row a session, found by the hash of its secret."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from voting.store.rows import web_session


@dataclass(frozen=True, kw_only=True)
class Session:
    """A session. ``officer``: signed in by password, so that officers' roles count."""

    person_id: int
    officer: bool
    started_at: int
    seen_at: int


def add(connection: Connection, token_hash: bytes, session: Session) -> None:
    """Write a session down."""
    connection.execute(insert(web_session).values(token_hash=token_hash, **session.__dict__))


def find(connection: Connection, token_hash: bytes) -> Session | None:
    """Return the session of a secret's hash, however old."""
    row = connection.execute(_BY_HASH, {"hash": token_hash}).mappings().first()
    return None if row is None else Session(**row)


def touch(connection: Connection, token_hash: bytes, at: int, not_since: int) -> bool:
    """Note that a session was used, unless it was noted after ``not_since``."""
    mine = (web_session.c.token_hash == token_hash) & (web_session.c.seen_at <= not_since)
    return connection.execute(update(web_session).where(mine).values(seen_at=at)).rowcount > 0


def end(connection: Connection, token_hash: bytes) -> None:
    """Delete a session."""
    connection.execute(delete(web_session).where(web_session.c.token_hash == token_hash))


def end_all(connection: Connection, person_id: int) -> int:
    """Delete every session of a person and return how many there were."""
    query = delete(web_session).where(web_session.c.person_id == person_id)
    return connection.execute(query).rowcount


def are_older(connection: Connection, seen_before: int) -> bool:
    """Tell whether there is a session last used before a time."""
    query = select(web_session.c.person_id).where(web_session.c.seen_at < seen_before).limit(1)
    return connection.execute(query).first() is not None


def forget_older(connection: Connection, seen_before: int) -> None:
    """Delete the sessions last used before a time."""
    connection.execute(delete(web_session).where(web_session.c.seen_at < seen_before))


# Made once: every page of somebody signed in begins with it.
_BY_HASH = select(
    web_session.c.person_id,
    web_session.c.officer,
    web_session.c.started_at,
    web_session.c.seen_at,
).where(web_session.c.token_hash == bindparam("hash"))
