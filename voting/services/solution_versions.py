"""Versions of solutions: each written down with its hash, and never changed again."""

from sqlalchemy import Connection

from voting.deliberation.solutions import Solution, written
from voting.errors import ConflictError
from voting.roll import Person
from voting.services import notices, searching
from voting.services.matters import MatterView
from voting.store import solution_versions as versions
from voting.store import solutions as store
from voting.store.solutions import SolutionView

__all__ = ["VERIFY_DAYS", "follow", "write"]

DAY = 86_400
VERIFY_DAYS = 14
MOST_A_DAY = 20


def follow(
    connection: Connection,
    actor: Person,
    view: MatterView,
    solution: SolutionView,
    text: Solution,
    *,
    cites: tuple[int, ...],
    photo_id: int | None,
    at: int,
    amendment_id: int | None = None,
) -> None:
    """Write a checked text as the next version, and tell those whom it concerns.

    ConflictError beyond twenty changes a day.
    """
    if store.versions_since(connection, solution.id, at - DAY) > MOST_A_DAY:
        raise ConflictError("solution.too-many-versions", most=MOST_A_DAY)
    version = solution.version + 1
    due = at + VERIFY_DAYS * DAY if solution.light else solution.verify_due
    store.change(
        connection,
        solution.id,
        signed_by=text.signed_by,
        picture=text.picture,
        photo_id=photo_id,
        verify_due=due,
    )
    place = (solution.number, version)
    write(
        connection,
        solution.id,
        view,
        place,
        text,
        cites=cites,
        actor=actor,
        at=at,
        amendment_id=amendment_id,
    )
    authors = {solution.author_id, *(one.person_id for one in solution.signers)} - {actor.id}
    notices.tell(
        connection,
        authors,
        "solution-changed",
        at=at,
        matter_id=view.id,
        n=solution.number,
        name=text.title,
    )


def write(
    connection: Connection,
    solution_id: int,
    view: MatterView,
    place: tuple[int, int],
    text: Solution,
    *,
    cites: tuple[int, ...],
    actor: Person,
    at: int,
    amendment_id: int | None = None,
) -> None:
    """Write a version down with its hash; ``place``: number of the solution, and of the version."""
    n, version = place
    body, hashed = written(text, view.number, n)
    versions.add(
        connection,
        solution_id,
        version,
        title=text.title,
        body=body,
        hash=hashed,
        person_id=actor.id,
        at=at,
        amendment_id=amendment_id,
    )
    store.set_cites(connection, solution_id, cites)
    searching.refresh(connection, view.id)
