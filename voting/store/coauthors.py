"""Co-authors of solutions: invited, accepted, declined."""

from sqlalchemy import Connection, insert, update

from voting.store.rows import coauthor


def add(connection: Connection, solution_id: int, person_id: int, at: int) -> None:
    """Write down that somebody is invited."""
    row = {"solution_id": solution_id, "person_id": person_id, "invited_at": at}
    connection.execute(insert(coauthor).values(**row))


def answer(
    connection: Connection, solution_id: int, person_id: int, *, accepted: bool, at: int
) -> bool:
    """Write down what somebody invited says, also if they said something else before."""
    mine = (coauthor.c.solution_id == solution_id, coauthor.c.person_id == person_id)
    values = {"accepted": accepted, "answered_at": at}
    return connection.execute(update(coauthor).where(*mine).values(**values)).rowcount == 1
