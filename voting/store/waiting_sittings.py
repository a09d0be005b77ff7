"""What of the sittings waits for an officer, and which contests belong to which matter."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from voting.canonical import decode
from voting.deliberation import ContestState
from voting.deliberation.events import Event, event_from_json
from voting.deliberation.standing import ENDS, State
from voting.store.rows import contest, matter, matter_contest, outcome, sitting, sitting_event
from voting.store.waiting import GOES_ON, Found, found, total

FALLBACK = "fallback"
_OVER = tuple(state.value for state in ENDS)


@dataclass(frozen=True, kw_only=True)
class SittingWaits:
    """A sitting that goes on, with its latest contest, if it had one."""

    id: int
    number: str
    title: str
    matter: str
    state: State
    created_at: int
    part: str
    round: int
    contest_state: ContestState | None
    closes: int


def sittings(connection: Connection) -> tuple[SittingWaits, ...]:
    """Return the sittings that go on, each with its latest contest; the oldest sitting first."""
    latest = (
        select(matter_contest.c.sitting_id, func.max(matter_contest.c.contest_id).label("contest"))
        .where(matter_contest.c.sitting_id.is_not(None))
        .group_by(matter_contest.c.sitting_id)
        .subquery()
    )
    query = (
        select(
            *(sitting.c.id, sitting.c.number, sitting.c.title, sitting.c.state),
            *(sitting.c.created_at, matter.c.number.label("matter")),
            *(matter_contest.c.part, matter_contest.c.round, contest.c.closes),
            contest.c.state.label("contest_state"),
        )
        .join_from(sitting, matter, matter.c.id == sitting.c.matter_id)
        .outerjoin(latest, latest.c.sitting_id == sitting.c.id)
        .outerjoin(matter_contest, matter_contest.c.contest_id == latest.c.contest)
        .outerjoin(contest, contest.c.id == latest.c.contest)
        .where(*GOES_ON, sitting.c.state.not_in(_OVER))
        .order_by(sitting.c.id)
    )
    return tuple(_sitting(row) for row in connection.execute(query))


def concluded(connection: Connection, *, since: int, limit: int) -> Found:
    """Return the sittings that came to a decision since a moment, the latest first.

    ``number`` is the sitting's, ``title`` what it was about, ``phase`` the number of its matter.
    """
    query = (
        select(
            *(sitting.c.number, sitting.c.title, matter.c.number.label("phase")),
            outcome.c.decided_at.label("at"),
            total(),
        )
        .join_from(outcome, sitting, sitting.c.id == outcome.c.sitting_id)
        .join(matter, matter.c.id == sitting.c.matter_id)
        .where(outcome.c.decided_at > since, matter.c.hidden.is_(False))
        .order_by(outcome.c.decided_at.desc(), outcome.c.id.desc())
    )
    return found(connection, query.limit(limit))


def contests(connection: Connection) -> Mapping[str, tuple[str, str]]:
    """Return for each contest of a matter, by number, the matter's number and what it is for."""
    query = (
        select(contest.c.number, matter.c.number.label("matter"), matter_contest.c.part)
        .join_from(matter_contest, contest, contest.c.id == matter_contest.c.contest_id)
        .join(matter, matter.c.id == matter_contest.c.matter_id)
    )
    return {row.number: (row.matter, row.part) for row in connection.execute(query)}


def events(connection: Connection, ids: Collection[int]) -> Mapping[int, list[Event]]:
    """Return what has happened in several sittings, each in its order; one query."""
    query = select(sitting_event.c.sitting_id, sitting_event.c.event)
    query = query.where(sitting_event.c.sitting_id.in_(sorted(ids)))
    told: dict[int, list[Event]] = {one: [] for one in ids}
    if ids:
        for row in connection.execute(query.order_by(sitting_event.c.number)):
            told[row.sitting_id].append(event_from_json(decode(bytes(row.event))))
    return told


def _sitting(row: Any) -> SittingWaits:
    return SittingWaits(
        id=row.id,
        number=row.number,
        title=row.title,
        matter=row.matter,
        state=State(row.state),
        created_at=row.created_at,
        part=row.part or "",
        round=row.round or 0,
        contest_state=None if row.contest_state is None else ContestState(row.contest_state),
        closes=row.closes or 0,
    )
