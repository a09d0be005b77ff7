"""Results: the transcript that stands, the lot that was drawn for it, and the published bundle."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from voting.store.rows import draw, result


@dataclass(frozen=True, kw_only=True)
class Draw:
    """The 20 digits thrown in public, the server's share that was revealed, and when."""

    public: str
    share: bytes
    at: int


def keep(connection: Connection, contest_id: int, transcript: bytes) -> None:
    """Keep the transcript of a count; a later count of the same contest takes its place."""
    mine = result.c.contest_id == contest_id
    changed = connection.execute(update(result).where(mine).values(transcript=transcript))
    if not changed.rowcount:
        connection.execute(insert(result).values(contest_id=contest_id, transcript=transcript))


def transcript(connection: Connection, contest_id: int) -> bytes | None:
    """Return the transcript that stands, as canonical bytes, or None before the count."""
    query = select(result.c.transcript).where(result.c.contest_id == contest_id)
    return connection.execute(query).scalar()


def keep_bundle(connection: Connection, contest_id: int, bundle: bytes) -> None:
    """Keep the public bundle, so that everybody gets the same bytes for ever."""
    mine = result.c.contest_id == contest_id
    connection.execute(update(result).where(mine).values(bundle=bundle))


def bundle(connection: Connection, contest_id: int) -> bytes | None:
    """Return the public bundle, or None if it has not been made yet."""
    query = select(result.c.bundle).where(result.c.contest_id == contest_id)
    return connection.execute(query).scalar()


def keep_draw(connection: Connection, contest_id: int, drawn: Draw) -> None:
    """Keep what was drawn."""
    row = {"public": drawn.public, "share": drawn.share, "at": drawn.at}
    connection.execute(insert(draw).values(contest_id=contest_id, **row))


def find_draw(connection: Connection, contest_id: int) -> Draw | None:
    """Return what was drawn, or None."""
    query = select(draw.c.public, draw.c.share, draw.c.at).where(draw.c.contest_id == contest_id)
    row = connection.execute(query).first()
    return None if row is None else Draw(public=row.public, share=row.share, at=row.at)
