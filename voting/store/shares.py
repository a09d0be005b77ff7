"""Who says "me too" to a position."""

from sqlalchemy import Connection, delete, func, insert, select

from voting.store.rows import position_also


def share(connection: Connection, position_id: int, person_id: int, at: int) -> None:
    """Write down that somebody says the same, unless they did before."""
    mine = (position_also.c.position_id == position_id, position_also.c.person_id == person_id)
    if connection.execute(select(position_also.c.at).where(*mine)).first() is None:
        values = {"position_id": position_id, "person_id": person_id, "at": at}
        connection.execute(insert(position_also).values(values))


def unshare(connection: Connection, position_id: int, person_id: int) -> None:
    """Forget that somebody says the same."""
    mine = (position_also.c.position_id == position_id, position_also.c.person_id == person_id)
    connection.execute(delete(position_also).where(*mine))


def sharers(connection: Connection, position_id: int) -> list[int]:
    """Return who says the same as a position."""
    query = select(position_also.c.person_id).where(position_also.c.position_id == position_id)
    return list(connection.execute(query.order_by(position_also.c.person_id)).scalars())


def shared_since(connection: Connection, person_id: int, since: int) -> int:
    """Return to how many positions somebody has said "me too" since a moment."""
    mine = (position_also.c.person_id == person_id, position_also.c.at > since)
    query = select(func.count()).select_from(position_also).where(*mine)
    return int(connection.execute(query).scalar_one())
