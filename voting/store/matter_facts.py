"""What a move of a matter looks at, counted from the tables of everything the matter holds."""

from typing import Any

from sqlalchemy import BindParameter, Connection, Select, and_, bindparam, func, or_, select

from voting.deliberation import ContestState
from voting.deliberation.matters import TAKE_UP, Facts
from voting.deliberation.standing import ENDS, State
from voting.store.rows import (
    amendment,
    contest,
    matter_answer,
    matter_contest,
    outcome,
    position,
    sitting,
    solution,
    solution_version,
    summary,
)

_OVER = (ContestState.PUBLISHED.value, ContestState.CANCELLED.value)
_ENDED = tuple(state.value for state in ENDS)
_DECIDED = tuple(state.value for state in ENDS if state is not State.LAPSED)
ROUND = "round"


def read(connection: Connection, matter_id: int) -> Facts:
    """Return the facts of a matter as they are now; one query."""
    row = connection.execute(_FACTS, {"matter": matter_id}).one()
    return Facts(
        answered=row.answers > 0,
        solutions=row.solutions,
        unverified=row.unverified,
        amendments_waiting=row.amendments,
        positions=row.positions,
        summaries=row.summaries,
        undecided=row.open_contests + row.open_sittings,
        decided=row.contests + row.sittings,
        outcomes_due=row.outcomes,
    )


def _counts() -> dict[str, Select[Any]]:
    matter_id: BindParameter[int] = bindparam("matter")
    shown = and_(
        solution.c.matter_id == matter_id,
        solution.c.withdrawn_at.is_(None),
        solution.c.hidden.is_(False),
    )
    newest = (
        select(func.max(solution_version.c.version))
        .where(solution_version.c.solution_id == solution.c.id)
        .correlate(solution)
        .scalar_subquery()
    )
    seen = and_(solution.c.light != "", solution.c.light_version == newest)
    mine = matter_contest.c.matter_id == matter_id
    contests = _count(contest).join(matter_contest, matter_contest.c.contest_id == contest.c.id)
    sittings = _count(sitting).where(sitting.c.matter_id == matter_id)
    return {
        "answers": _count(matter_answer).where(
            matter_answer.c.matter_id == matter_id, matter_answer.c.decision == TAKE_UP
        ),
        "solutions": _count(solution).where(shown),
        "unverified": _count(solution).where(shown, or_(~seen, solution.c.light_version.is_(None))),
        "amendments": _count(amendment)
        .join(solution, solution.c.id == amendment.c.solution_id)
        .where(shown, amendment.c.answer == "", amendment.c.hidden.is_(False)),
        "positions": _count(position).where(
            position.c.matter_id == matter_id,
            position.c.until_at.is_(None),
            position.c.parent_id.is_(None),
        ),
        "summaries": _count(summary).where(summary.c.matter_id == matter_id),
        "open_contests": contests.where(mine, contest.c.state.not_in(_OVER)),
        "open_sittings": sittings.where(sitting.c.state.not_in(_ENDED)),
        "contests": contests.where(
            mine, contest.c.state == ContestState.PUBLISHED.value, matter_contest.c.part != ROUND
        ),
        "sittings": sittings.where(sitting.c.state.in_(_DECIDED)),
        "outcomes": _count(outcome).where(outcome.c.matter_id == matter_id, outcome.c.at.is_(None)),
    }


def _count(table: Any) -> Select[Any]:
    return select(func.count()).select_from(table)


# Made once: to put it together takes longer than to ask it.
_FACTS = select(*(query.scalar_subquery().label(name) for name, query in _counts().items()))
