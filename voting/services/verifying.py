"""Verification: a moderator looks whether a solution can be done, and says so in public, with why.

The verdict is about one version; when the authors change the text, it is shown as being about an
older one, and the solution waits to be verified again.
"""

from sqlalchemy import Connection

from voting.deliberation.matters import MatterAct
from voting.deliberation.solutions import LIGHTS
from voting.errors import ConflictError, ForbiddenError, InvalidError
from voting.roll import Person
from voting.services import notices, proposing, recording
from voting.services.proposing import SolutionView
from voting.services.writing import paragraphs
from voting.store import solutions as store

__all__ = ["verify"]

LONGEST_VERDICT = 1_000


def verify(
    connection: Connection,
    actor: Person,
    number: str,
    n: int,
    light: str,
    *,
    words: str,
    seen: int,
    at: int,
) -> SolutionView:
    """Say of a version that it can be done (green), if changed (yellow), or not (red), and why.

    ``seen`` is the version that the form showed; ConflictError if there is a newer one. The same
    verdict sent twice stands once on record. Nobody verifies a solution of their own.
    """
    view, solution = proposing.open_solution(connection, actor, number, n, MatterAct.VERIFY)
    if solution.is_author(actor.id):
        raise ForbiddenError("solution.verify-own")
    if light not in LIGHTS:
        raise InvalidError("solution.no-light")
    text = paragraphs(words, LONGEST_VERDICT)
    if not text:
        raise InvalidError("solution.no-verdict")
    if solution.version != seen:
        raise ConflictError("solution.changed-meanwhile", version=solution.version)
    if (solution.light, solution.light_words, solution.light_version) == (light, text, seen):
        return solution
    store.change(
        connection,
        solution.id,
        light=light,
        light_words=text,
        light_by=actor.id,
        light_at=at,
        light_version=seen,
    )
    recording.record(
        connection,
        "solution-verified",
        at=at,
        actor=actor,
        reason=text,
        detail={"matter": view.number, "n": n, "light": light},
        matters=[view.id],
    )
    authors = [solution.author_id, *(one.person_id for one in solution.signers)]
    name = solution.text.title
    notices.tell(connection, authors, f"verified-{light}", at=at, matter_id=view.id, n=n, name=name)
    return proposing.show(connection, view, n)
