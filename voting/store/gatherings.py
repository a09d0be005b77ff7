"""Which matters a meeting gathers, to decide on them together."""

from sqlalchemy import Connection, insert, select

from voting.store.rows import gathering


def parts(connection: Connection, matter_id: int) -> list[int]:
    """Return the ids of the matters that a matter gathers."""
    query = select(gathering.c.part_id).where(gathering.c.matter_id == matter_id)
    return list(connection.execute(query.order_by(gathering.c.part_id)).scalars())


def meetings(connection: Connection, part_id: int) -> list[int]:
    """Return the ids of the matters that gather a matter."""
    query = select(gathering.c.matter_id).where(gathering.c.part_id == part_id)
    return list(connection.execute(query.order_by(gathering.c.matter_id)).scalars())


def gather(connection: Connection, matter_id: int, part_id: int, at: int) -> None:
    """Write down that a matter gathers another one."""
    values = {"matter_id": matter_id, "part_id": part_id, "at": at}
    connection.execute(insert(gathering).values(**values))
