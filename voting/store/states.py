"""The state of a contest and the few columns that change once it has been opened.

Every change names the state it expects, so that of two officers at once only one can act.
"""

from typing import Any

from sqlalchemy import Connection, select, update

from voting.audit.manifest import SECRET_BALLOT
from voting.deliberation import ContestState
from voting.errors import ConflictError
from voting.store.rows import contest, contest_option, retry


def move(
    connection: Connection,
    contest_id: int,
    before: ContestState,
    after: ContestState,
    **values: Any,
) -> None:
    """Move a contest on and write other columns with it; ConflictError if it stands elsewhere."""
    query = update(contest).where(contest.c.id == contest_id, contest.c.state == before.value)
    if connection.execute(query.values(state=after.value, **values)).rowcount != 1:
        raise ConflictError("contest.moved-on")


def manifest(connection: Connection, contest_id: int) -> bytes:
    """Return the manifest of a contest that has been opened, byte for byte."""
    query = select(contest.c.manifest).where(contest.c.id == contest_id)
    return bytes(connection.execute(query).scalar_one())


def withdraw_option(connection: Connection, contest_id: int, option_id: str, at: int) -> bool:
    """Note that an option is withdrawn; False if there is none or it was withdrawn already."""
    query = update(contest_option).where(
        contest_option.c.contest_id == contest_id,
        contest_option.c.option_id == option_id,
        contest_option.c.withdrawn_at.is_(None),
    )
    return connection.execute(query.values(withdrawn_at=at)).rowcount == 1


def due_to_close(connection: Connection, at: int) -> list[str]:
    """Return the numbers of contests that are open on record although their time is over."""
    query = select(contest.c.number).where(
        contest.c.state == ContestState.OPEN.value, contest.c.closes + contest.c.grace <= at
    )
    return list(connection.execute(query.order_by(contest.c.number)).scalars())


def over_with_receipts(connection: Connection) -> dict[str, int]:
    """Return number and id of contests that are over but still hold receipts for a retry."""
    kept = select(retry.c.contest_id).where(retry.c.contest_id == contest.c.id).exists()
    query = select(contest.c.number, contest.c.id).where(
        contest.c.state != ContestState.OPEN.value, kept
    )
    return {row.number: row.id for row in connection.execute(query.order_by(contest.c.number))}


def secret_and_unsealed(connection: Connection) -> list[str]:
    """Return the numbers of secret contests whose ballots are not sealed yet."""
    query = select(contest.c.number).where(
        contest.c.level == SECRET_BALLOT,
        contest.c.state.in_((ContestState.OPEN.value, ContestState.CLOSED.value)),
    )
    return list(connection.execute(query.order_by(contest.c.number)).scalars())
