"""The contests of a sitting: one for each sitting of each round, and the vote after the last."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from voting.deliberation import ContestState
from voting.store.rows import contest, contest_option, elector, matter_contest, sitting
from voting.store.sittings import SittingView

ROUND = "round"
FALLBACK = "fallback"


@dataclass(frozen=True, kw_only=True)
class Part:
    """A contest of a sitting: a sitting of a round, or the vote after the last one.

    ``eligible`` and ``voted`` count its frozen roll.
    """

    contest_id: int
    contest: str
    part: str
    round: int
    state: ContestState
    opens: int
    closes: int
    eligible: int
    voted: int


def of_contest(connection: Connection, number: str) -> tuple[str, str] | None:
    """Return the sitting that a contest belongs to, and as which part of it; None if to none."""
    query = (
        select(sitting.c.number, matter_contest.c.part)
        .join(matter_contest, matter_contest.c.sitting_id == sitting.c.id)
        .join(contest, contest.c.id == matter_contest.c.contest_id)
        .where(contest.c.number == number)
    )
    row = connection.execute(query).first()
    return None if row is None else (row.number, row.part)


def round_of(connection: Connection, poll: str) -> tuple[int, str, int] | None:
    """Return contest, sitting's number and matter of a round, by its contest's name in the log."""
    query = (
        select(contest.c.id, sitting.c.number, sitting.c.matter_id)
        .join(matter_contest, matter_contest.c.contest_id == contest.c.id)
        .join(sitting, sitting.c.id == matter_contest.c.sitting_id)
        .where(contest.c.poll == poll, matter_contest.c.part == ROUND)
    )
    row = connection.execute(query).first()
    return None if row is None else (row.id, row.number, row.matter_id)


def round_texts(connection: Connection, sitting_id: int) -> list[tuple[str, int, str]]:
    """Return contest, number and text of each round, in the order in which they were opened."""
    query = (
        select(contest.c.number, matter_contest.c.round, contest_option.c.description)
        .join(matter_contest, matter_contest.c.contest_id == contest.c.id)
        .join(contest_option, contest_option.c.contest_id == contest.c.id)
        .where(matter_contest.c.sitting_id == sitting_id, matter_contest.c.part == ROUND)
        .order_by(contest.c.id)
    )
    return [(row.number, row.round, row.description) for row in connection.execute(query)]


def is_round(connection: Connection, contest_id: int) -> bool:
    """Tell whether a contest is a round, which only its sitting closes or changes."""
    mine = (matter_contest.c.contest_id == contest_id, matter_contest.c.part == ROUND)
    return connection.execute(select(matter_contest.c.part).where(*mine)).first() is not None


def tie(connection: Connection, contest_id: int, view: SittingView, part: str, number: int) -> None:
    """Note that a contest belongs to a sitting, as a round of it or as the vote after it."""
    row = {"contest_id": contest_id, "matter_id": view.matter_id, "sitting_id": view.id}
    connection.execute(insert(matter_contest).values(part=part, round=number, **row))


def parts(connection: Connection, sitting_id: int) -> tuple[Part, ...]:
    """Return the contests of a sitting, in the order in which they were opened."""
    rolls = (
        select(
            elector.c.contest_id,
            func.count().label("eligible"),
            func.coalesce(func.sum(elector.c.voted), 0).label("voted"),
        )
        .join(matter_contest, matter_contest.c.contest_id == elector.c.contest_id)
        .where(matter_contest.c.sitting_id == sitting_id, elector.c.struck_at.is_(None))
        .group_by(elector.c.contest_id)
        .subquery()
    )
    columns = (contest.c.number, contest.c.state, contest.c.opens, contest.c.closes)
    query = (
        select(matter_contest, *columns, rolls.c.eligible, rolls.c.voted)
        .join(contest, contest.c.id == matter_contest.c.contest_id)
        .outerjoin(rolls, rolls.c.contest_id == contest.c.id)
        .where(matter_contest.c.sitting_id == sitting_id)
        .order_by(contest.c.id)
    )
    return tuple(
        Part(
            contest_id=row.contest_id,
            contest=row.number,
            part=row.part,
            round=row.round or 0,
            state=ContestState(row.state),
            opens=row.opens,
            closes=row.closes,
            eligible=int(row.eligible or 0),
            voted=int(row.voted or 0),
        )
        for row in connection.execute(query)
    )
