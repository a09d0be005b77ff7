"""Writing a solution together: whom its authors invite, and what these answer.

Somebody is invited by their whole name, so that nobody can leaf through the roll: a name that is
not known exactly finds nobody.
"""

import re

from sqlalchemy import Connection

from voting.canonical import tidy
from voting.errors import ConflictError, ForbiddenError, MissingError
from voting.roll import Person
from voting.services import matters, notices, proposing
from voting.services.proposing import SolutionView
from voting.services.searching import fold
from voting.store import coauthors as store
from voting.store import people

__all__ = ["answer", "invite", "named"]

MOST_OTHERS = 8
DAY = 86_400
_TITLES = re.compile(r"^(?:(?:ibu|bu|bapak|pak|mbak|mas|mbah|hj?|kang|dik|sdr|sdri)\.? +)+")


def named(connection: Connection, name: str) -> tuple[Person, ...]:
    """Return the residents who bear a whole name, with or without Pak or Bu in front."""
    wanted = _bare(name)
    if not wanted:
        return ()
    return tuple(one for one in people.residents(connection) if _bare(one.name) == wanted)


def invite(
    connection: Connection, actor: Person, number: str, n: int, person_id: int, *, at: int
) -> SolutionView:
    """Invite a resident to sign a solution too, as one of its authors; twice invites once.

    ConflictError beyond eight, or if that person has said no before; MissingError for somebody
    who is no resident.
    """
    view, solution = proposing.open_solution(connection, actor, number, n)
    proposing.check_authors(solution, actor)
    if person_id not in {one.id for one in people.residents(connection)}:
        raise MissingError("people.unknown")
    if person_id == solution.author_id:
        raise ConflictError("solution.author-already")
    known = next((one for one in solution.others if one.person_id == person_id), None)
    if known is not None:
        if known.accepted is False:
            raise ConflictError("solution.said-no")
        return solution
    if len(solution.others) >= MOST_OTHERS:
        raise ConflictError("solution.too-many-authors", most=MOST_OTHERS)
    store.add(connection, solution.id, person_id, at)
    notices.tell(
        connection,
        [person_id],
        "solution-invited",
        at=at,
        matter_id=view.id,
        n=n,
        name=solution.text.title,
        by=actor.name,
    )
    return proposing.show(connection, view, n)


def answer(
    connection: Connection, actor: Person, number: str, n: int, *, accepted: bool, at: int
) -> SolutionView:
    """Say whether one signs a solution one is invited to; who signs may leave again by a no.

    The author is told, but no more than once a day after the first answer.
    """
    view = matters.show(connection, number)
    solution = proposing.show(connection, view, n)
    known = next((one for one in solution.others if one.person_id == actor.id), None)
    if known is None:
        raise ForbiddenError("solution.not-invited")
    if accepted:
        proposing.open_solution(connection, actor, number, n)
    if known.accepted is accepted:
        return solution
    store.answer(connection, solution.id, actor.id, accepted=accepted, at=at)
    if accepted:
        notices.follow(connection, actor.id, view.id, at)
    wavers = known.answered_at is not None and known.answered_at > at - DAY
    if wavers:
        return proposing.show(connection, view, n)
    kind = "solution-joined" if accepted else "solution-not-joined"
    notices.tell(
        connection,
        [solution.author_id],
        kind,
        at=at,
        matter_id=view.id,
        n=n,
        name=solution.text.title,
        by=actor.name,
    )
    return proposing.show(connection, view, n)


def _bare(name: str) -> str:
    """Return a name folded, without the titles in front of it."""
    return _TITLES.sub("", fold(tidy(name)))
