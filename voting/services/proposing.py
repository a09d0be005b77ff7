"""Solutions: proposed by residents, changed by their authors version by version, withdrawn.

Every version is kept and hashed; what a solution said when somebody supported, verified or amended
it can always be read again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from voting.deliberation.matters import MatterAct
from voting.deliberation.solutions import Solution
from voting.errors import ConflictError, ForbiddenError, MissingError
from voting.roll import Person, Role
from voting.services import matters, notices, saving, searching, solution_versions, solution_words
from voting.services.matters import MatterView
from voting.services.writing import key_hash
from voting.store import solution_versions as version_store
from voting.store import solutions as store
from voting.store.solution_versions import Version
from voting.store.solutions import Author, SolutionView

__all__ = [
    "Author",
    "SolutionView",
    "Standing",
    "Version",
    "by_key",
    "check_authors",
    "citing",
    "count",
    "listed",
    "may_propose",
    "open_solution",
    "propose",
    "revise",
    "show",
    "standing",
    "versions",
    "withdraw",
]

DAY = 86_400
MOST_A_DAY = 5


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A solution as an option of a decision.

    ``cost`` is the money it takes in Rupiah; ``in_kind`` what own labour and goods are worth
    beside it; ``light`` the verdict on this very version, or empty.
    """

    id: int
    number: int
    version: int
    title: str
    words: str
    cost: int
    in_kind: int
    by_source: Mapping[str, int]
    picture: str
    photo_id: int | None
    light: str


def propose(
    connection: Connection,
    actor: Person,
    number: str,
    wanted: Solution,
    *,
    key: str,
    photo_id: int | None = None,
    at: int,
) -> SolutionView:
    """Propose a solution in a matter; the same form sent again gives the same solution.

    ConflictError beyond five a day; InvalidError for what cannot be, see ``solution_words``.
    """
    hashed = key_hash(actor, key.encode())
    known = store.by_key(connection, hashed)
    if known is not None:
        return known
    view = matters.show(connection, number)
    matters.check(view, MatterAct.PROPOSE, actor)
    if store.proposed_since(connection, actor.id, at - DAY) >= MOST_A_DAY:
        raise ConflictError("solution.too-many", most=MOST_A_DAY)
    text, cites = solution_words.tidied(connection, view, wanted, photo_id)
    n = store.next_number(connection, view.id)
    solution_id = store.add(
        connection,
        matter_id=view.id,
        number=n,
        author_id=actor.id,
        signed_by=text.signed_by,
        picture=text.picture,
        photo_id=photo_id,
        created_at=at,
        verify_due=at + solution_versions.VERIFY_DAYS * DAY,
        key_hash=hashed,
    )
    place = (n, 1)
    solution_versions.write(
        connection, solution_id, view, place, text, cites=cites, actor=actor, at=at
    )
    saving.drop(connection, actor, "solution", key)
    notices.follow(connection, actor.id, view.id, at)
    notices.tell_followers(
        connection, view.id, "solution-proposed", at=at, but=actor.id, n=n, name=text.title
    )
    return show(connection, view, n)


def revise(
    connection: Connection,
    actor: Person,
    number: str,
    n: int,
    wanted: Solution,
    *,
    seen: int,
    photo_id: int | None,
    at: int,
) -> SolutionView:
    """Change a solution as one of its authors: a new version; the same words again make none.

    ``seen`` is the version that the form showed: if there is a newer one, nothing is written.
    """
    view, solution = open_solution(connection, actor, number, n)
    check_authors(solution, actor)
    text, cites = solution_words.tidied(connection, view, wanted, photo_id)
    if text == solution.text:
        return solution
    if solution.version != seen:
        raise ConflictError("solution.changed-meanwhile", version=solution.version)
    solution_versions.follow(
        connection, actor, view, solution, text, cites=cites, photo_id=photo_id, at=at
    )
    return show(connection, view, n)


def withdraw(connection: Connection, actor: Person, number: str, n: int, *, at: int) -> None:
    """Take a solution back, as its first author; its page stays. Twice does nothing more."""
    view = matters.show(connection, number)
    solution = show(connection, view, n)
    matters.check(view, MatterAct.AMEND, actor)
    if solution.author_id != actor.id:
        raise ForbiddenError("solution.not-yours")
    if solution.withdrawn_at is not None:
        return
    store.change(connection, solution.id, withdrawn_at=at)
    searching.refresh(connection, view.id)
    notices.tell_followers(
        connection,
        view.id,
        "solution-withdrawn",
        at=at,
        but=actor.id,
        n=n,
        name=solution.text.title,
    )


def open_solution(
    connection: Connection, actor: Person, number: str, n: int, act: MatterAct = MatterAct.AMEND
) -> tuple[MatterView, SolutionView]:
    """Return a matter and a solution in it that can still change now, or refuse."""
    view = matters.show(connection, number)
    matters.check(view, act, actor)
    solution = show(connection, view, n)
    if solution.hidden:
        raise ConflictError("solution.is-hidden")
    if solution.withdrawn_at is not None:
        raise ConflictError("solution.was-withdrawn")
    return view, solution


def check_authors(solution: SolutionView, actor: Person) -> None:
    """Refuse, with ForbiddenError, somebody who is no author of a solution."""
    if not solution.is_author(actor.id):
        raise ForbiddenError("solution.not-yours")


def show(connection: Connection, view: MatterView, n: int) -> SolutionView:
    """Return a solution of a matter by its number; MissingError if there is none."""
    found = store.read(connection, view.id, n)
    if found is None:
        raise MissingError("solution.unknown")
    return found


def by_key(connection: Connection, actor: Person, key: str) -> SolutionView | None:
    """Return the solution that somebody's form has made already, or None."""
    return store.by_key(connection, key_hash(actor, key.encode()))


def listed(
    connection: Connection,
    view: MatterView,
    *,
    withdrawn: bool | None = None,
    numbers: Collection[int] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[SolutionView, ...]:
    """Return solutions of a matter by number, hidden ones too; see ``store.solutions.listed``."""
    return store.listed(
        connection, view.id, withdrawn=withdrawn, numbers=numbers, limit=limit, offset=offset
    )


def count(connection: Connection, view: MatterView) -> tuple[int, int]:
    """Return how many solutions of a matter are not withdrawn, and how many of these are shown."""
    return store.count(connection, view.id)


def versions(connection: Connection, solution: SolutionView) -> tuple[Version, ...]:
    """Return every version of a solution, the newest first."""
    return version_store.listed(connection, solution.id)


def citing(connection: Connection, view: MatterView) -> tuple[tuple[str, int, str], ...]:
    """Return the solutions in other matters that answer this one: matter, number, title."""
    return store.citing(connection, view.id)


def standing(connection: Connection, matter_id: int) -> tuple[Standing, ...]:
    """Return the solutions that can be decided on in a matter, by number."""
    return tuple(
        Standing(
            id=one.id,
            number=one.number,
            version=one.version,
            title=one.text.title,
            words=one.text.words,
            cost=one.text.money,
            in_kind=one.text.in_kind,
            by_source=one.text.by_source(),
            picture=one.text.picture,
            photo_id=one.photo_id,
            light="" if one.stale else one.light,
        )
        for one in store.listed(connection, matter_id, withdrawn=False)
        if one.shown
    )


def may_propose(view: MatterView, actor: Person | None) -> bool:
    """Tell whether somebody may propose a solution in a matter now."""
    roles = frozenset() if actor is None else actor.roles
    return view.standing().allows(MatterAct.PROPOSE) and bool(
        roles & {Role.RESIDENT, Role.MODERATOR}
    )
