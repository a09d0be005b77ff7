"""Which matters a meeting gathers, to decide on them together."""

from sqlalchemy import Connection, select

from voting.store.rows import gathering


def parts(connection: Connection, matter_id: int) -> list[int]:
    """Return the ids of the matters that a matter gathers."""
    query = select(gathering.c.part_id).where(gathering.c.matter_id == matter_id)
    return list(connection.execute(query.order_by(gathering.c.part_id)).scalars())
