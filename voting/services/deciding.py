"""Deciding a matter: a contest made of its solutions, and the outcome that follows the result.

What a contest or a sitting decides comes back to the matter. Within five days somebody writes down
what was decided, who does what by when, and when it is looked at again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from voting.canonical import LARGEST
from voting.deliberation.matters import MatterAct
from voting.errors import ConflictError, InvalidError, MissingError
from voting.roll import Person
from voting.services import contests, matters, notices, recording
from voting.services.contests import ContestDraft, ContestView
from voting.services.matters import MatterView
from voting.services.writing import line, paragraphs
from voting.store import matters as matter_store
from voting.store import outcomes as store
from voting.store.outcomes import CHOICE, MatterContest, Outcome

__all__ = [
    "CHOICE",
    "MOST_TASKS",
    "MatterContest",
    "Outcome",
    "Task",
    "awaited",
    "call",
    "contests_of",
    "expect",
    "matter_of",
    "note_published",
    "outcomes",
    "record",
    "written",
]

DAY = 86_400
DUE_DAYS = 5
MOST_TASKS = 12
LONGEST_WHO = 120
LONGEST_WHAT = 300
LONGEST_OUTCOME = 4_000


@dataclass(frozen=True, kw_only=True)
class Task:
    """Who does what, by when (Unix seconds)."""

    who: str
    what: str
    due: int


def call(
    connection: Connection, actor: Person, number: str, wanted: ContestDraft, at: int
) -> ContestView:
    """Draft the contest that decides a matter; it can be revised until a moderator opens it."""
    view = matter_store.read(connection, number)
    matters.check(view, MatterAct.CALL, actor)
    made = contests.draft(connection, actor, wanted, at)
    store.tie_contest(connection, made.id, view.id)
    return made


def contests_of(connection: Connection, view: MatterView) -> tuple[MatterContest, ...]:
    """Return the contests of a matter, the first one first."""
    return store.contests_of(connection, view.id)


def matter_of(connection: Connection, contest: ContestView) -> MatterView | None:
    """Return the matter that a contest belongs to, or None."""
    found = store.matter_of(connection, contest.id)
    return None if found is None else matter_store.read_id(connection, found[0])


def note_published(connection: Connection, contest_id: int, at: int) -> None:
    """Bring a published result back to its matter: its outcome is awaited, its followers told.

    A round of a sitting decides nothing by itself, nor does its last vote; the sitting does.
    """
    found = store.matter_of(connection, contest_id)
    if found is None or found[3] != CHOICE:
        return
    expect(connection, found[0], contest_id=contest_id, at=at)


def expect(
    connection: Connection,
    matter_id: int,
    *,
    contest_id: int | None = None,
    sitting_id: int | None = None,
    at: int,
) -> None:
    """Await the outcome of what was decided now, within five days; tell whoever follows."""
    due = at + DUE_DAYS * DAY
    made = store.expect(
        connection,
        matter_id,
        contest_id=contest_id,
        sitting_id=sitting_id,
        decided_at=at,
        due=due,
    )
    if made:
        notices.tell_followers(connection, matter_id, "decided", at=at)


def outcomes(connection: Connection, view: MatterView) -> tuple[Outcome, ...]:
    """Return what was decided on a matter, the latest first, awaited outcomes included."""
    return store.of_matter(connection, view.id)


def awaited(connection: Connection) -> tuple[Outcome, ...]:
    """Return every outcome that nobody has written down, the one due first in front."""
    return store.awaited(connection)


def written(connection: Connection, limit: int) -> tuple[Outcome, ...]:
    """Return the outcomes written down last."""
    return store.written(connection, limit)


def record(
    connection: Connection,
    actor: Person,
    number: str,
    outcome_id: int,
    *,
    words: str,
    tasks: Sequence[Task],
    review_at: int,
    at: int,
) -> MatterView:
    """Write down what was decided, who does what by when, and when it is looked at again.

    Once written it stands; ConflictError if somebody else has just done it.
    """
    view = matter_store.read(connection, number)
    matters.check(view, MatterAct.RECORD, actor)
    if all(one.id != outcome_id for one in store.of_matter(connection, view.id)):
        raise MissingError("outcome.unknown")
    text = paragraphs(words, LONGEST_OUTCOME)
    if not text:
        raise InvalidError("outcome.no-words")
    if not at < review_at <= LARGEST:
        raise InvalidError("outcome.no-review")
    kept = [_checked(task, at) for task in tasks]
    if not kept or len(kept) > MOST_TASKS:
        raise InvalidError("outcome.no-tasks", most=MOST_TASKS)
    done = store.record(
        connection,
        outcome_id,
        words=text,
        tasks=kept,
        review_at=review_at,
        person_id=actor.id,
        at=at,
    )
    if not done:
        raise ConflictError("outcome.written-already")
    recording.record(
        connection,
        "outcome-recorded",
        at=at,
        actor=actor,
        detail={"matter": view.number, "words": text, "tasks": list(kept)},
        matters=[view.id],
    )
    notices.tell_followers(connection, view.id, "outcome", at=at, but=actor.id)
    return matter_store.read(connection, number)


def _checked(task: Task, at: int) -> dict[str, str | int]:
    if not at < task.due <= LARGEST:
        raise InvalidError("outcome.task-in-the-past")
    return {
        "who": line(task.who, "outcome.no-one", LONGEST_WHO),
        "what": line(task.what, "outcome.no-task", LONGEST_WHAT),
        "due": task.due,
    }
