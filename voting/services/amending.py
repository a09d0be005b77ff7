"""Amendments: anybody says what they would change and why; the authors answer, with a reason.

An amendment is the whole text as it would be, against one version. What was proposed against an
older version can no longer be taken as it is, for it would undo what changed since: the authors
then write themselves what they take of it.
"""

from sqlalchemy import Connection

from voting.canonical import tidy
from voting.deliberation.matters import MatterAct
from voting.deliberation.solutions import Solution, written
from voting.errors import ConflictError, ForbiddenError, InvalidError, MissingError
from voting.roll import Person, Role
from voting.services import (
    notices,
    permission,
    proposing,
    saving,
    solution_versions,
    solution_words,
)
from voting.services.matters import MatterView
from voting.services.proposing import SolutionView
from voting.services.writing import key_hash
from voting.store import amendments as store
from voting.store.amendments import Amendment

__all__ = ["Amendment", "amend", "answer", "listed", "may_amend", "may_answer", "show", "take_back"]

ACCEPTED, PARTLY, DECLINED, TAKEN_BACK = "accepted", "partly", "declined", "taken-back"
ANSWERS = (ACCEPTED, PARTLY, DECLINED)
DAY = 86_400
MOST_A_DAY = 10
ANSWER_DAYS = 7


def amend(
    connection: Connection,
    actor: Person,
    number: str,
    n: int,
    wanted: Solution,
    *,
    reason: str,
    base: int,
    key: str,
    at: int,
) -> Amendment:
    """Propose to change a solution; the same form sent again gives the same amendment.

    ConflictError if there is a newer version than ``base``, or beyond ten a day. Picture and photo
    stay as they are.
    """
    known = store.by_key(connection, key_hash(actor, key.encode()))
    if known is not None:
        return known
    view, solution = proposing.open_solution(connection, actor, number, n)
    if solution.is_author(actor.id):
        raise ConflictError("amendment.own-solution")
    if solution.version != base:
        raise ConflictError("amendment.old-version", version=solution.version)
    text, _cites = solution_words.amended(connection, view, solution, wanted)
    why = permission.reason(reason)
    if text == solution.text:
        raise InvalidError("amendment.same")
    if store.written_since(connection, actor.id, at - DAY) >= MOST_A_DAY:
        raise ConflictError("amendment.too-many", most=MOST_A_DAY)
    body, _hash = written(text, view.number, n)
    made = store.add(
        connection,
        solution_id=solution.id,
        base_version=base,
        person_id=actor.id,
        body=body,
        reason=why,
        at=at,
        key_hash=key_hash(actor, key.encode()),
    )
    saving.drop(connection, actor, "amendment", key)
    notices.follow(connection, actor.id, view.id, at)
    _tell_authors(connection, view, solution, at)
    return show(connection, solution, made)


def answer(
    connection: Connection,
    actor: Person,
    number: str,
    n: int,
    amendment_id: int,
    *,
    answered: str,
    reason: str,
    wanted: Solution | None = None,
    seen: int,
    at: int,
) -> SolutionView:
    """Answer an amendment with a reason that everybody can read.

    Accepted: its text becomes the next version. Partly: ``wanted`` does. Declined: nothing changes.
    ``seen`` is the version that the form showed. ConflictError if it was answered already, or if it
    is to be accepted and was made for an older version.
    """
    view, solution = proposing.open_solution(connection, actor, number, n)
    amendment = show(connection, solution, amendment_id)
    why = _checked(solution, amendment, actor, answered, reason, at=at)
    if (amendment.answer, amendment.answer_reason) == (answered, why):
        return solution  # the form came twice
    if not store.answer(connection, amendment.id, answered, reason=why, person_id=actor.id, at=at):
        raise ConflictError("amendment.answered-already")
    if answered != DECLINED:
        _take(
            connection,
            actor,
            view,
            solution,
            amendment,
            wanted=wanted,
            answered=answered,
            seen=seen,
            at=at,
        )
    if amendment.person_id != actor.id:
        notices.tell(
            connection,
            [amendment.person_id],
            f"amendment-{answered}",
            at=at,
            matter_id=view.id,
            n=n,
            name=solution.text.title,
        )
    return proposing.show(connection, view, n)


def take_back(
    connection: Connection, actor: Person, number: str, n: int, amendment_id: int, *, at: int
) -> None:
    """Take one's own amendment back while it waits; twice does nothing more."""
    _view, solution = proposing.open_solution(connection, actor, number, n)
    amendment = show(connection, solution, amendment_id)
    if amendment.person_id != actor.id:
        raise ForbiddenError("amendment.not-yours")
    if amendment.answer == TAKEN_BACK:
        return
    if not store.answer(connection, amendment.id, TAKEN_BACK, reason="", person_id=actor.id, at=at):
        raise ConflictError("amendment.answered-already")


def show(connection: Connection, solution: SolutionView, amendment_id: int) -> Amendment:
    """Return an amendment of a solution; MissingError if it has none such."""
    found = store.read(connection, solution.id, amendment_id)
    if found is None:
        raise MissingError("amendment.unknown")
    return found


def listed(connection: Connection, solution: SolutionView) -> tuple[Amendment, ...]:
    """Return the amendments of a solution: those that wait in front."""
    return store.listed(connection, solution.id)


def may_answer(solution: SolutionView, amendment: Amendment, actor: Person | None, at: int) -> bool:
    """Tell whether somebody may answer: an author, or after a week of silence a moderator.

    A moderator can only decline: what a solution says is its authors' alone.
    """
    if actor is None:
        return False
    silent = at >= amendment.at + ANSWER_DAYS * DAY
    return solution.is_author(actor.id) or (silent and Role.MODERATOR in actor.roles)


def may_amend(view: MatterView, solution: SolutionView, actor: Person | None) -> bool:
    """Tell whether somebody may propose a change now."""
    if actor is None or not solution.shown or solution.is_author(actor.id):
        return False
    able = bool(actor.roles & {Role.RESIDENT, Role.MODERATOR})
    return able and not view.hidden and view.standing().allows(MatterAct.AMEND)


def _checked(
    solution: SolutionView,
    amendment: Amendment,
    actor: Person,
    answered: str,
    reason: str,
    *,
    at: int,
) -> str:
    """Refuse an answer that this person cannot give; return its reason."""
    if not may_answer(solution, amendment, actor, at):
        raise ForbiddenError("solution.not-yours")
    if amendment.hidden:
        raise ConflictError("amendment.is-hidden")
    if answered not in ANSWERS:
        raise InvalidError("amendment.no-answer")
    if answered != DECLINED and not solution.is_author(actor.id):
        raise ForbiddenError("amendment.authors-only")
    return permission.reason(reason)


def _take(
    connection: Connection,
    actor: Person,
    view: MatterView,
    solution: SolutionView,
    amendment: Amendment,
    *,
    wanted: Solution | None,
    answered: str,
    seen: int,
    at: int,
) -> None:
    """Make the next version of what was accepted."""
    if answered == ACCEPTED and amendment.base != solution.version:
        raise ConflictError("amendment.accept-old")
    if seen != solution.version:
        raise ConflictError("solution.changed-meanwhile", version=solution.version)
    taken = amendment.text if answered == ACCEPTED else wanted
    if taken is None:
        raise InvalidError("amendment.no-text")
    text, cites = solution_words.amended(connection, view, solution, taken)
    if text == solution.text:
        raise InvalidError("amendment.same")
    solution_versions.follow(
        connection,
        actor,
        view,
        solution,
        text,
        cites=cites,
        photo_id=solution.photo_id,
        at=at,
        amendment_id=amendment.id,
    )


def _tell_authors(
    connection: Connection, view: MatterView, solution: SolutionView, at: int
) -> None:
    authors = [solution.author_id, *(one.person_id for one in solution.signers)]
    name = tidy(solution.text.title)
    notices.tell(
        connection,
        authors,
        "amendment-proposed",
        at=at,
        matter_id=view.id,
        n=solution.number,
        name=name,
    )
