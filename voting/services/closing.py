"""Closing a contest: a fact that is written down once, and never derived from the clock again.

Ballots are refused from ``closes + grace`` on whether or not this has happened yet; the next
request or the worker writes it down. No contest opens again, wherever the clock may jump.
"""

from functools import partial

from sqlalchemy import Connection

from voting.deliberation import STEPS, Act, ContestState, check_act
from voting.errors import ConflictError
from voting.roll import Person, Role
from voting.services import recording
from voting.services.changing import check_reason
from voting.store import contests, sitting_contests, states
from voting.store.contests import ContestView
from voting.store.database import Database


def close(
    connection: Connection,
    actor: Person | None,
    number: str,
    reason: str,
    *,
    at: int,
    sitting: bool = False,
) -> ContestView:
    """Close a contest; before its time a moderator must say why. ``actor`` None is the clock.

    A round of consensus is closed before its time by its ``sitting`` only.
    Receipts kept for a retry go a moment later, with the order of casting: ``sealing.tidy_up``.
    """
    view = contests.read(connection, number)
    due = view.voting().is_due_to_close(at)
    if not due and not sitting and sitting_contests.is_round(connection, view.id):
        raise ConflictError("sitting.has-its-own-page")
    after = check_act(view.state, Act.CLOSE, STEPS[Act.CLOSE].roles if due else _roles(actor))
    states.move(connection, view.id, view.state, after, closed_at=at)
    recording.record(
        connection,
        "closed",
        at=at,
        actor=None if due else actor,
        contest_id=view.id,
        poll=view.poll,
        reason="" if due else check_reason(reason),
    )
    return contests.read(connection, number)


def close_due(database: Database, at: int) -> tuple[str, ...]:
    """Write down every close whose time has come, each in its own transaction; return numbers."""
    with database.read() as connection:
        due = states.due_to_close(connection, at)
    return tuple(number for number in due if database.write(partial(_close_one, number, at)))


def _close_one(number: str, at: int, connection: Connection) -> bool:
    """Close a contest unless somebody was faster."""
    if contests.read(connection, number).state is not ContestState.OPEN:
        return False
    close(connection, None, number, "", at=at)
    return True


def _roles(actor: Person | None) -> frozenset[Role]:
    if actor is None:
        raise ConflictError("contest.not-due")
    return actor.roles
