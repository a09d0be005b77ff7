"""Who takes part in a matter: those who speak, those who share what is said, those who propose."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, or_, select

from voting.store.rows import amendment, coauthor, position, position_also, solution


def has_solution(connection: Connection, matter_id: int, person_id: int) -> bool:
    """Tell whether somebody wrote, alone or with others, a solution that the matter still has."""
    query = (
        select(solution.c.id)
        .outerjoin(coauthor, coauthor.c.solution_id == solution.c.id)
        .where(
            solution.c.matter_id == matter_id,
            solution.c.withdrawn_at.is_(None),
            solution.c.hidden.is_(False),
            or_(
                solution.c.author_id == person_id,
                and_(coauthor.c.person_id == person_id, coauthor.c.accepted.is_(True)),
            ),
        )
    )
    return connection.execute(query.limit(1)).first() is not None


def people(connection: Connection, matter_id: int) -> Sequence[int]:
    """Return who took part: by a position, by saying "me too", by a solution or an amendment.

    Officers who answer questions or summarise take no part by that.
    """
    spoke = select(position.c.person_id).where(
        position.c.matter_id == matter_id, position.c.parent_id.is_(None)
    )
    shared = (
        select(position_also.c.person_id)
        .join(position, position.c.id == position_also.c.position_id)
        .where(position.c.matter_id == matter_id)
    )
    here = (solution.c.matter_id == matter_id, solution.c.withdrawn_at.is_(None))
    wrote = select(solution.c.author_id).where(*here)
    joined = (
        select(coauthor.c.person_id)
        .join(solution, solution.c.id == coauthor.c.solution_id)
        .where(*here, coauthor.c.accepted.is_(True))
    )
    amended = (
        select(amendment.c.person_id)
        .join(solution, solution.c.id == amendment.c.solution_id)
        .where(*here)
    )
    everybody = spoke.union(shared, wrote, joined, amended)
    return list(connection.execute(everybody).scalars())
