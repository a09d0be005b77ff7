"""Who asked to speak in a sitting, and whose turn it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import (
    Connection,
    RowMapping,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from voting.store.rows import person, speaker


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Somebody on the list of speakers; ``before``: how often they have spoken in this sitting."""

    id: int
    person_id: int
    name: str
    place: str
    asked_at: int
    spoke_at: int | None
    before: int = 0


def ask(connection: Connection, sitting_id: int, person_id: int, at: int) -> bool:
    """Put somebody on the list of speakers; False if they wait there already."""
    mine = (speaker.c.sitting_id == sitting_id, speaker.c.person_id == person_id)
    waiting = select(speaker.c.id).where(*mine, speaker.c.spoke_at.is_(None))
    if connection.execute(waiting).first() is not None:
        return False
    row = {"sitting_id": sitting_id, "person_id": person_id, "asked_at": at}
    connection.execute(insert(speaker).values(row))
    return True


def take_back(connection: Connection, sitting_id: int, person_id: int) -> None:
    """Take somebody off the list of speakers who has not spoken yet."""
    mine = (speaker.c.sitting_id == sitting_id, speaker.c.person_id == person_id)
    connection.execute(delete(speaker).where(*mine, speaker.c.spoke_at.is_(None)))


def call(connection: Connection, speaker_id: int, at: int) -> bool:
    """Note that it is somebody's turn to speak; False if they have been called already."""
    query = update(speaker).where(speaker.c.id == speaker_id, speaker.c.spoke_at.is_(None))
    return connection.execute(query.values(spoke_at=at)).rowcount == 1


def waiting(connection: Connection, sitting_id: int, limit: int = 1000) -> list[Speaker]:
    """Return who waits to speak: whoever has not spoken yet before the others, then by time."""
    values = {"sitting": sitting_id, "most": limit}
    return _speakers(connection.execute(_WAITING, values).mappings())


def speaking(connection: Connection, sitting_id: int) -> Speaker | None:
    """Return who was called to speak last, if anybody was."""
    found = _speakers(connection.execute(_SPEAKING, {"sitting": sitting_id}).mappings())
    return found[0] if found else None


def _speakers(rows: Iterable[RowMapping]) -> list[Speaker]:
    return [Speaker(**{str(k): v for k, v in row.items() if k != "sitting_id"}) for row in rows]


# Made once: a whole hall asks for them every few seconds.
_EARLIER = speaker.alias()
_BEFORE = (
    select(func.count())
    .select_from(_EARLIER)
    .where(
        _EARLIER.c.sitting_id == bindparam("sitting"),
        _EARLIER.c.person_id == speaker.c.person_id,
        _EARLIER.c.spoke_at.is_not(None),
    )
    .scalar_subquery()
)
_WAITING = (
    select(speaker, person.c.name, person.c.place, _BEFORE.label("before"))
    .join(person, person.c.id == speaker.c.person_id)
    .where(speaker.c.sitting_id == bindparam("sitting"), speaker.c.spoke_at.is_(None))
    .order_by(_BEFORE, speaker.c.asked_at, speaker.c.id)
    .limit(bindparam("most"))
)
_SPEAKING = (
    select(speaker, person.c.name, person.c.place)
    .join(person, person.c.id == speaker.c.person_id)
    .where(speaker.c.sitting_id == bindparam("sitting"), speaker.c.spoke_at.is_not(None))
    .order_by(speaker.c.spoke_at.desc(), speaker.c.id.desc())
    .limit(1)
)
