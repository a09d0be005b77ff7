"""What of the matters waits for an officer: light rows, one query a kind, however many matters.

Every query brings the rows that press most, at most ``limit`` of them, and how many there are in
all. Ended and hidden matters wait for nobody.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
)

from voting.deliberation.matters import PERMITS, MatterAct, Phase
from voting.deliberation.templates import TEMPLATES
from voting.store.rows import (
    amendment,
    coauthor,
    flag,
    hiding,
    matter,
    matter_answer,
    person,
    position,
    solution,
    solution_version,
    summary,
    support,
)


class Found(NamedTuple):
    """Some rows, and how many there are in all."""

    rows: tuple["Waits", ...] = ()
    total: int = 0


@dataclass(frozen=True, kw_only=True)
class Waits:
    """One thing that waits: its matter, since or until when, and what else its kind tells.

    ``count``: supporters, positions, solutions or amendments; ``item``: the number of the solution,
    the id of the amendment or of the case; ``pressing``: many have the problem, the summary is
    there, or the verdict is about an older version.
    """

    number: str
    title: str
    at: int | None
    count: int = 0
    item: int = 0
    solution: int = 0
    phase: str = ""
    rule: str = ""
    pressing: bool = False


class Voices(NamedTuple):
    """A matter under discussion: how many people of each place have said what they think."""

    number: str
    title: str
    place: str
    spoke: Mapping[str, int]


# A matter that waits for somebody.
GOES_ON = (matter.c.ended_at.is_(None), matter.c.hidden.is_(False))
_STANDS = (solution.c.withdrawn_at.is_(None), solution.c.hidden.is_(False))


def problems(
    connection: Connection, thresholds: Mapping[str, int], *, at: int, soon: int, limit: int
) -> Found:
    """Return problems whose answer is due by ``soon``, or which as many have as their place asks.

    The late ones first, then those that many have.
    """
    raised = (*GOES_ON, matter.c.phase == Phase.PROBLEM.value)
    counted = (
        select(support.c.matter_id, func.count().label("supports"))
        .where(support.c.left_at.is_(None))
        .where(support.c.matter_id.in_(select(matter.c.id).where(*raised)))
        .group_by(support.c.matter_id)
        .subquery()
    )
    supports = func.coalesce(counted.c.supports, 0)
    least = min(thresholds.values())  # small places share it: few cases are left
    above = {place: number for place, number in thresholds.items() if number > least}
    needed: Any = case(above, value=matter.c.place, else_=least) if above else least
    answered = exists().where(matter_answer.c.matter_id == matter.c.id)
    pressing = and_(supports >= needed, ~answered)
    query = (
        select(
            matter.c.number,
            matter.c.title,
            matter.c.answer_due.label("at"),
            supports.label("count"),
            pressing.label("pressing"),
            total(),
        )
        .outerjoin(counted, counted.c.matter_id == matter.c.id)
        .where(*raised)
        .where(or_(matter.c.answer_due <= soon, pressing))
        .order_by(
            case((matter.c.answer_due < at, 0), else_=1),
            case((pressing, 0), else_=1),
            matter.c.answer_due,
            matter.c.id,
        )
    )
    return found(connection, query.limit(limit))


def phases(connection: Connection, *, tonight: int, soon: int, limit: int) -> Found:
    """Return matters whose phase is over by ``tonight``, the oldest end first.

    Of those in talk that have no summary, also the ones whose talk is over by ``soon``.
    """
    summed = exists().where(summary.c.matter_id == matter.c.id)
    unsummed = and_(matter.c.phase == Phase.TALK.value, matter.c.phase_until <= soon, ~summed)
    first = (
        select(
            *(matter.c.id, matter.c.number, matter.c.title, matter.c.phase),
            matter.c.phase_until.label("at"),
            summed.label("pressing"),
            total(),
        )
        .where(*GOES_ON, matter.c.phase != Phase.PROBLEM.value)
        .where(or_(matter.c.phase_until <= tonight, unsummed))
        .order_by(matter.c.phase_until, matter.c.id)
        .limit(limit)
        .subquery()
    )
    spoken = (
        select(func.count())
        .select_from(position)
        .where(position.c.matter_id == first.c.id, *_spoken())
        .correlate(first)
        .scalar_subquery()
    )
    query = select(first, spoken.label("count")).order_by(first.c.at, first.c.id)
    return found(connection, query)


_NEVER_VERIFIED = tuple(one.id for one in TEMPLATES.values() if not one.verifies)


def verdicts(connection: Connection, person_id: int, *, limit: int) -> Found:
    """Return matters with solutions to verify, those due first in front; nobody verifies their own.

    ``pressing``: some of them were verified before they were changed.
    """
    signs = select(coauthor.c.solution_id).where(
        coauthor.c.person_id == person_id, coauthor.c.accepted.is_(True)
    )
    due = func.min(solution.c.verify_due)
    stale = func.max(case((solution.c.light != "", 1), else_=0))
    query = (
        select(
            *(matter.c.number, matter.c.title, due.label("at"), func.count().label("count")),
            func.min(solution.c.number).label("solution"),
            stale.label("pressing"),
            total(),
        )
        .join_from(solution, matter, matter.c.id == solution.c.matter_id)
        .where(*GOES_ON, *_STANDS, matter.c.phase.in_(_phases_of(MatterAct.VERIFY)))
        .where(matter.c.template.not_in(_NEVER_VERIFIED))
        .where(or_(solution.c.light == "", solution.c.light_version < _newest()))
        .where(solution.c.author_id != person_id, solution.c.id.not_in(signs))
        .group_by(matter.c.id)
        .order_by(due, matter.c.id)
    )
    return found(connection, query.limit(limit))


def amendments(connection: Connection, *, before: int, limit: int) -> Found:
    """Return the solutions whose authors have let amendments wait since ``before``."""
    since = func.min(amendment.c.at)
    first = (
        select(
            *(matter.c.number, since.label("at"), func.count().label("count")),
            *(solution.c.id.label("solution_id"), solution.c.number.label("solution")),
            func.min(amendment.c.id).label("item"),
            total(),
        )
        .join_from(amendment, solution, solution.c.id == amendment.c.solution_id)
        .join(matter, matter.c.id == solution.c.matter_id)
        .where(*GOES_ON, *_STANDS, matter.c.phase.in_(_phases_of(MatterAct.AMEND)))
        .where(amendment.c.answer == "", amendment.c.hidden.is_(False), amendment.c.at <= before)
        .group_by(solution.c.id, matter.c.id)
        .order_by(since, solution.c.id)
        .limit(limit)
        .subquery()
    )
    query = (
        select(first, solution_version.c.title)
        .join(solution, solution.c.id == first.c.solution_id)
        .join(solution_version, solution_version.c.solution_id == solution.c.id)
        .where(solution_version.c.version == _newest())
        .order_by(first.c.at, first.c.solution_id)
    )
    return found(connection, query)


def appeals(connection: Connection, person_id: int, *, limit: int) -> Found:
    """Return the appeals nobody has heard, but for those to which somebody is a party."""
    reported = exists().where(
        flag.c.kind == hiding.c.kind,
        flag.c.subject_id == hiding.c.subject_id,
        flag.c.person_id == person_id,
    )
    query = (
        select(
            *(matter.c.number, matter.c.title, hiding.c.rule),
            hiding.c.id.label("item"),
            hiding.c.appealed_at.label("at"),
            total(),
        )
        .join_from(hiding, matter, matter.c.id == hiding.c.matter_id)
        .where(hiding.c.appealed_at.is_not(None), hiding.c.heard_at.is_(None))
        .where(hiding.c.person_id != person_id, hiding.c.author_id != person_id, ~reported)
        .order_by(hiding.c.appealed_at, hiding.c.id)
    )
    return found(connection, query.limit(limit))


def voices(connection: Connection) -> Voices | None:
    """Return who has spoken in the talk that closes first, by place; None where none runs."""
    query = (
        select(matter.c.id, matter.c.number, matter.c.title, matter.c.place)
        .where(*GOES_ON, matter.c.phase == Phase.TALK.value)
        .order_by(matter.c.phase_until.is_(None), matter.c.phase_until, matter.c.id)
    )
    row = connection.execute(query.limit(1)).first()
    if row is None:
        return None
    here = (position.c.matter_id == row.id, *_spoken(), position.c.hidden.is_(False))
    counted = (
        select(person.c.place, func.count(position.c.person_id.distinct()).label("people"))
        .join_from(position, person, person.c.id == position.c.person_id)
        .where(*here, person.c.left_at.is_(None))
        .group_by(person.c.place)
    )
    spoke = {one.place: one.people for one in connection.execute(counted)}
    return Voices(number=row.number, title=row.title, place=row.place, spoke=spoke)


def _spoken() -> tuple[ColumnElement[bool], ...]:
    return position.c.until_at.is_(None), position.c.parent_id.is_(None)


def _phases_of(act: MatterAct) -> Collection[str]:
    return sorted(phase.value for phase in PERMITS[act].phases)


def _newest() -> Any:
    """Return the number of the newest version of a solution."""
    other = solution_version.alias()
    newest = select(func.max(other.c.version)).where(other.c.solution_id == solution.c.id)
    return newest.correlate(solution).scalar_subquery()


def total() -> Any:
    """Return the column that counts all rows, whatever the limit."""
    return func.count().over().label("total")


def found(connection: Connection, query: Select[Any]) -> Found:
    """Return the rows of a query, which has the column ``total``."""
    rows = [dict(row) for row in connection.execute(query).mappings()]
    in_all = max((row.pop("total") for row in rows), default=0)
    names = Waits.__dataclass_fields__
    kept = ({name: value for name, value in row.items() if name in names} for row in rows)
    views = (Waits(**values | {"pressing": bool(values.get("pressing"))}) for values in kept)
    return Found(tuple(views), in_all)
