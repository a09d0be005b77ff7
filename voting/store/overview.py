"""What the community's home shows of contests: which run, whose voice is in, what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from voting.deliberation import ContestState
from voting.deliberation.standing import State
from voting.store.rows import contest, elector, matter, matter_contest, outcome, result, sitting

ROUND = "round"
_OVER = (
    ContestState.DRAFT.value,
    ContestState.PUBLISHED.value,
    ContestState.CANCELLED.value,
)


@dataclass(frozen=True, kw_only=True)
class Tie:
    """What a contest belongs to: matter and sitting by number (or empty), as which part, round."""

    matter: str
    sitting: str
    part: str
    round: int | None


@dataclass(frozen=True, kw_only=True)
class SittingEnd:
    """A sitting that is over: its state, when it ended, and the matter it decided on."""

    number: str
    title: str
    state: State
    matter: str
    at: int


def current(connection: Connection, matter_id: int | None = None) -> list[int]:
    """Return the ids of the contests on record whose result is not out, of all or of a matter."""
    query = select(contest.c.id).where(
        contest.c.opened_at.is_not(None), contest.c.state.not_in(_OVER)
    )
    if matter_id is not None:
        mine = select(matter_contest.c.contest_id).where(matter_contest.c.matter_id == matter_id)
        query = query.where(contest.c.id.in_(mine))
    return list(connection.execute(query).scalars())


def published(connection: Connection, limit: int) -> list[int]:
    """Return the ids of the contests published last, rounds of sittings left out."""
    rounds = select(matter_contest.c.contest_id).where(matter_contest.c.part == ROUND)
    query = select(contest.c.id).where(
        contest.c.state == ContestState.PUBLISHED.value, contest.c.id.not_in(rounds)
    )
    latest = query.order_by(contest.c.published_at.desc(), contest.c.id.desc())
    return list(connection.execute(latest.limit(limit)).scalars())


def marks(connection: Connection, person_id: int, ids: Sequence[int]) -> Mapping[int, bool]:
    """Return on the rolls of which contests somebody stands, and whether they have voted there."""
    query = select(elector.c.contest_id, elector.c.voted).where(
        elector.c.person_id == person_id,
        elector.c.contest_id.in_(ids),
        elector.c.struck_at.is_(None),
    )
    return {row.contest_id: row.voted > 0 for row in connection.execute(query)}


def ties(connection: Connection, ids: Sequence[int]) -> Mapping[int, Tie]:
    """Return what each of some contests belongs to."""
    query = (
        select(matter_contest, matter.c.number, sitting.c.number.label("sitting"))
        .join(matter, matter.c.id == matter_contest.c.matter_id)
        .outerjoin(sitting, sitting.c.id == matter_contest.c.sitting_id)
        .where(matter_contest.c.contest_id.in_(ids))
    )
    return {
        row.contest_id: Tie(
            matter=row.number, sitting=row.sitting or "", part=row.part, round=row.round
        )
        for row in connection.execute(query)
    }


def parts_of(connection: Connection, matter_id: int) -> Mapping[int, str]:
    """Return the contests of a matter but rounds of sittings, and what each is for."""
    query = select(matter_contest.c.contest_id, matter_contest.c.part).where(
        matter_contest.c.matter_id == matter_id, matter_contest.c.part != ROUND
    )
    return {row.contest_id: row.part for row in connection.execute(query)}


def transcripts(connection: Connection, ids: Sequence[int]) -> Mapping[int, bytes]:
    """Return the transcripts of some contests that were counted."""
    query = select(result.c.contest_id, result.c.transcript).where(result.c.contest_id.in_(ids))
    return {row.contest_id: row.transcript for row in connection.execute(query)}


def sittings_ended(connection: Connection, limit: int) -> tuple[SittingEnd, ...]:
    """Return the sittings that decided something last, those of hidden matters left out."""
    query = (
        select(
            sitting.c.number,
            sitting.c.title,
            sitting.c.state,
            matter.c.number.label("matter"),
            outcome.c.decided_at.label("at"),
        )
        .join(outcome, outcome.c.sitting_id == sitting.c.id)
        .join(matter, matter.c.id == sitting.c.matter_id)
        .where(matter.c.hidden.is_(False))
        .order_by(outcome.c.decided_at.desc(), outcome.c.id.desc())
    )
    rows = connection.execute(query.limit(limit))
    return tuple(SittingEnd(**{**row, "state": State(row["state"])}) for row in rows.mappings())
