"""The community itself: the one row that says whose site this is."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from voting.store.rows import community


@dataclass(frozen=True, kw_only=True)
class Community:
    """Whose site this is. ``origin`` names its log; ``timezone`` is an IANA name."""

    name: str
    origin: str
    language: str
    timezone: str
    founded_at: int


def add(connection: Connection, found: Community) -> None:
    """Write the community down; the table has room for one."""
    connection.execute(insert(community).values(id=1, **found.__dict__))


def read(connection: Connection) -> Community | None:
    """Return the community, or None before it is founded."""
    row = connection.execute(_ROW).mappings().first()
    return None if row is None else Community(**row)


# Made once: every page begins with it.
_ROW = select(
    community.c.name,
    community.c.origin,
    community.c.language,
    community.c.timezone,
    community.c.founded_at,
)
