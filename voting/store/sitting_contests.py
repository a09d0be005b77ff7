"""The contests of a sitting: one for each sitting of each round, and the vote after the last."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, insert, select

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
    row = connection.execute(_OF_CONTEST, {"number": number}).first()
    return None if row is None else (row.number, row.part)


def round_of(connection: Connection, poll: str) -> tuple[int, str, int] | None:
    """Return contest, sitting's number and matter of a round, by its contest's name in the log."""
    row = connection.execute(_ROUND_OF, {"poll": poll}).first()
    return None if row is None else (row.id, row.number, row.matter_id)


def round_texts(connection: Connection, sitting_id: int) -> list[tuple[str, int, str]]:
    """Return contest, number and text of each round, in the order in which they were opened."""
    rows = connection.execute(_ROUND_TEXTS, {"sitting": sitting_id})
    return [(row.number, row.round, row.description) for row in rows]


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
        for row in connection.execute(_PARTS, {"sitting": sitting_id})
    )


# Made once: a whole hall asks for them every few seconds.
_ROLLS = (
    select(
        elector.c.contest_id,
        func.count().label("eligible"),
        func.coalesce(func.sum(elector.c.voted), 0).label("voted"),
    )
    .join(matter_contest, matter_contest.c.contest_id == elector.c.contest_id)
    .where(matter_contest.c.sitting_id == bindparam("sitting"), elector.c.struck_at.is_(None))
    .group_by(elector.c.contest_id)
    .subquery()
)
_PARTS = (
    select(
        matter_contest,
        contest.c.number,
        contest.c.state,
        contest.c.opens,
        contest.c.closes,
        _ROLLS.c.eligible,
        _ROLLS.c.voted,
    )
    .join(contest, contest.c.id == matter_contest.c.contest_id)
    .outerjoin(_ROLLS, _ROLLS.c.contest_id == contest.c.id)
    .where(matter_contest.c.sitting_id == bindparam("sitting"))
    .order_by(contest.c.id)
)
_OF_CONTEST = (
    select(sitting.c.number, matter_contest.c.part)
    .join(matter_contest, matter_contest.c.sitting_id == sitting.c.id)
    .join(contest, contest.c.id == matter_contest.c.contest_id)
    .where(contest.c.number == bindparam("number"))
)
_ROUND_OF = (
    select(contest.c.id, sitting.c.number, sitting.c.matter_id)
    .join(matter_contest, matter_contest.c.contest_id == contest.c.id)
    .join(sitting, sitting.c.id == matter_contest.c.sitting_id)
    .where(contest.c.poll == bindparam("poll"), matter_contest.c.part == ROUND)
)
_ROUND_TEXTS = (
    select(contest.c.number, matter_contest.c.round, contest_option.c.description)
    .join(matter_contest, matter_contest.c.contest_id == contest.c.id)
    .join(contest_option, contest_option.c.contest_id == contest.c.id)
    .where(matter_contest.c.sitting_id == bindparam("sitting"), matter_contest.c.part == ROUND)
    .order_by(contest.c.id)
)
