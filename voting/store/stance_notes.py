"""What people say with their stances: outside the ballots and the log, so that it can go again."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from voting.store.rows import contest, matter_contest, person, stance_note


@dataclass(frozen=True, kw_only=True)
class Note:
    """Words with a stance, of which round, by whom; ``entered_by`` is the officer who wrote them.

    ``ground`` is what a block rests on.
    """

    contest_id: int
    person_id: int
    words: str
    ground: str
    entered_by: str


def put(
    connection: Connection,
    contest_id: int,
    person_id: int,
    *,
    words: str,
    ground: str,
    entered_by: int | None,
    at: int,
) -> None:
    """Keep what somebody says with their stance, in place of what they said before."""
    mine = (stance_note.c.contest_id == contest_id, stance_note.c.person_id == person_id)
    values = {"words": words, "ground": ground, "entered_by": entered_by, "at": at}
    if connection.execute(update(stance_note).where(*mine).values(values)).rowcount:
        return
    key = {"contest_id": contest_id, "person_id": person_id}
    connection.execute(insert(stance_note).values(**key, **values))


def remove(connection: Connection, contest_id: int, person_id: int) -> bool:
    """Take words away for good; False if there are none."""
    mine = (stance_note.c.contest_id == contest_id, stance_note.c.person_id == person_id)
    return connection.execute(delete(stance_note).where(*mine)).rowcount == 1


def find(connection: Connection, contest_id: int, person_id: int) -> Note | None:
    """Return what somebody said with their stance in a round."""
    query = _QUERY.where(
        stance_note.c.contest_id == contest_id, stance_note.c.person_id == person_id
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else Note(**{**row, "entered_by": row["entered_by"] or ""})


def of_sitting(connection: Connection, sitting_id: int) -> dict[tuple[int, int], Note]:
    """Return every note of a sitting's rounds, by contest and person."""
    query = (
        _QUERY.join(contest, contest.c.id == stance_note.c.contest_id)
        .join(matter_contest, matter_contest.c.contest_id == contest.c.id)
        .where(matter_contest.c.sitting_id == sitting_id)
    )
    return {
        (row["contest_id"], row["person_id"]): Note(
            **{**row, "entered_by": row["entered_by"] or ""}
        )
        for row in connection.execute(query).mappings()
    }


_OFFICER = person.alias()
_QUERY = select(
    stance_note.c.contest_id,
    stance_note.c.person_id,
    stance_note.c.words,
    stance_note.c.ground,
    _OFFICER.c.name.label("entered_by"),
).outerjoin(_OFFICER, _OFFICER.c.id == stance_note.c.entered_by)
