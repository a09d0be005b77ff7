"""Photos: bytes that were made small before they came here, each kept once."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, or_, select

from voting.store.rows import matter, photo, saved_form, solution


@dataclass(frozen=True, kw_only=True)
class StoredPhoto:
    """A photo as it is sent to readers."""

    media_type: str
    data: bytes
    hash: bytes


def add(
    connection: Connection,
    *,
    data: bytes,
    hashed: bytes,
    media_type: str,
    size: tuple[int, int],
    person_id: int,
    at: int,
) -> int:
    """Keep a photo and return its id; look with ``by_hash`` first."""
    done = connection.execute(
        insert(photo).values(
            data=data,
            hash=hashed,
            media_type=media_type,
            width=size[0],
            height=size[1],
            person_id=person_id,
            at=at,
        )
    )
    return int(done.inserted_primary_key[0])  # type: ignore[index]


def by_hash(connection: Connection, hashed: bytes) -> int | None:
    """Return the id of the photo with these bytes, or None: the same again are the same photo."""
    known = connection.execute(select(photo.c.id).where(photo.c.hash == hashed)).scalar()
    return None if known is None else int(known)


def sent_since(connection: Connection, person_id: int, since: int) -> int:
    """Return how many photos somebody has sent since a moment."""
    mine = (photo.c.person_id == person_id, photo.c.at > since)
    return int(connection.execute(select(func.count(photo.c.id)).where(*mine)).scalar_one())


def read(connection: Connection, photo_id: int) -> StoredPhoto | None:
    """Return a photo, or None."""
    query = select(photo.c.media_type, photo.c.data, photo.c.hash).where(photo.c.id == photo_id)
    row = connection.execute(query).first()
    return None if row is None else StoredPhoto(**row._mapping)  # noqa: SLF001 - its public name


def is_shown(connection: Connection, photo_id: int) -> bool:
    """Tell whether a photo belongs to a matter or solution that everybody may see."""
    in_matter = select(matter.c.id).where(matter.c.photo_id == photo_id, matter.c.hidden.is_(False))
    in_solution = (
        select(solution.c.id)
        .join(matter, matter.c.id == solution.c.matter_id)
        .where(
            solution.c.photo_id == photo_id,
            solution.c.hidden.is_(False),
            matter.c.hidden.is_(False),
        )
    )
    found = (connection.execute(query.limit(1)).first() for query in (in_matter, in_solution))
    return any(row is not None for row in found)


def is_own(connection: Connection, photo_id: int, person_id: int) -> bool:
    """Tell whether somebody sent a photo, or has it in a form they have begun.

    The same bytes are one photo, whoever sent them first.
    """
    begun = select(saved_form.c.photo_id).where(saved_form.c.person_id == person_id)
    theirs = or_(photo.c.person_id == person_id, photo.c.id.in_(begun))
    query = select(photo.c.id).where(photo.c.id == photo_id, theirs)
    return connection.execute(query).first() is not None
