"""Who takes part in a matter: those who speak, those who share what is said, those who propose."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, or_, select

from voting.store.rows import coauthor, position, position_also, solution


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
    """Return who took part in the talk: by a position, an answer, or by saying "me too"."""
    spoke = select(position.c.person_id).where(position.c.matter_id == matter_id)
    shared = (
        select(position_also.c.person_id)
        .join(position, position.c.id == position_also.c.position_id)
        .where(position.c.matter_id == matter_id)
    )
    wrote = select(solution.c.author_id).where(
        solution.c.matter_id == matter_id, solution.c.withdrawn_at.is_(None)
    )
    return list(connection.execute(spoke.union(shared, wrote)).scalars())
