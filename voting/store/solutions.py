"""Solutions: read with their newest version, listed, added, changed; who signs them."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    func,
    insert,
    select,
    update,
)

from voting.deliberation.solutions import Solution, from_json
from voting.store.rows import (
    amendment,
    coauthor,
    matter,
    person,
    solution,
    solution_cite,
    solution_version,
)


@dataclass(frozen=True, kw_only=True)
class Author:
    """Somebody invited to sign a solution too; ``accepted`` None until they answer."""

    person_id: int
    name: str
    place: str
    accepted: bool | None
    answered_at: int | None = None


@dataclass(frozen=True, kw_only=True)
class SolutionView:
    """A solution as it stands now.

    ``number`` counts within the matter, whose number is ``matter``. ``light`` is the last verdict
    of verification, on version ``light_version``; ``amendments`` counts those that wait.
    """

    id: int
    matter_id: int
    matter: str
    number: int
    version: int
    text: Solution
    hash: bytes
    author_id: int
    author: str
    author_place: str
    others: tuple[Author, ...]
    photo_id: int | None
    created_at: int
    changed_at: int
    withdrawn_at: int | None
    hidden: bool
    verify_due: int | None
    light: str
    light_words: str
    light_by: str
    light_at: int | None
    light_version: int | None
    amendments: int

    @property
    def stale(self) -> bool:
        """Tell whether the verdict is about an older version."""
        return bool(self.light) and self.light_version != self.version

    @property
    def shown(self) -> bool:
        """Tell whether it stands: neither withdrawn nor hidden."""
        return self.withdrawn_at is None and not self.hidden

    @property
    def signers(self) -> tuple[Author, ...]:
        """Return the co-authors who accepted."""
        return tuple(one for one in self.others if one.accepted)

    def is_author(self, person_id: int) -> bool:
        """Tell whether somebody is the author or a co-author."""
        return person_id == self.author_id or any(o.person_id == person_id for o in self.signers)


def read(connection: Connection, matter_id: int, number: int) -> SolutionView | None:
    """Return a solution of a matter by its number, or None."""
    here = (solution.c.matter_id == matter_id, solution.c.number == number)
    return next(iter(_views(connection, _query().where(*here))), None)


def by_key(connection: Connection, key_hash: bytes) -> SolutionView | None:
    """Return the solution that a form made, by the hash of the form's key; None if it made none."""
    found = _views(connection, _query().where(solution.c.key_hash == key_hash))
    return found[0] if found else None


def listed(
    connection: Connection,
    matter_id: int,
    *,
    withdrawn: bool | None = None,
    numbers: Collection[int] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[SolutionView, ...]:
    """Return solutions of a matter by number, hidden ones too; two queries.

    ``withdrawn``: only those that are, or are not; ``numbers``: only these.
    """
    query = _query().where(solution.c.matter_id == matter_id).order_by(solution.c.number)
    if withdrawn is not None:
        query = query.where(solution.c.withdrawn_at.is_(None) != withdrawn)
    if numbers is not None:
        query = query.where(solution.c.number.in_(numbers))
    return tuple(_views(connection, query.limit(limit).offset(offset)))


def count(connection: Connection, matter_id: int) -> tuple[int, int]:
    """Return how many solutions of a matter are not withdrawn, and how many of these are shown."""
    shown = func.sum(case((solution.c.hidden.is_(False), 1), else_=0))
    here = (solution.c.matter_id == matter_id, solution.c.withdrawn_at.is_(None))
    row = connection.execute(select(func.count(), func.coalesce(shown, 0)).where(*here)).one()
    return int(row[0]), int(row[1])


def titles(connection: Connection, matter_id: int) -> list[str]:
    """Return the titles of the solutions that stand in a matter."""
    newest = _newest()
    query = (
        select(solution_version.c.title)
        .join(solution, solution.c.id == solution_version.c.solution_id)
        .where(
            solution.c.matter_id == matter_id,
            solution.c.withdrawn_at.is_(None),
            solution.c.hidden.is_(False),
            solution_version.c.version == newest,
        )
    )
    return list(connection.execute(query.order_by(solution.c.number)).scalars())


def citing(connection: Connection, matter_id: int) -> tuple[tuple[str, int, str], ...]:
    """Return the solutions in other matters that answer this one: matter, number, title."""
    query = (
        select(matter.c.number.label("matter"), solution.c.number, solution_version.c.title)
        .join_from(solution_cite, solution, solution.c.id == solution_cite.c.solution_id)
        .join(matter, matter.c.id == solution.c.matter_id)
        .join(solution_version, solution_version.c.solution_id == solution.c.id)
        .where(
            solution_cite.c.matter_id == matter_id,
            solution.c.matter_id != matter_id,
            solution.c.withdrawn_at.is_(None),
            solution.c.hidden.is_(False),
            matter.c.hidden.is_(False),
            solution_version.c.version == _newest(),
        )
        .order_by(matter.c.number, solution.c.number)
    )
    return tuple((row.matter, row.number, row.title) for row in connection.execute(query))


def next_number(connection: Connection, matter_id: int) -> int:
    """Return the number of the next solution of a matter."""
    query = select(func.max(solution.c.number)).where(solution.c.matter_id == matter_id)
    return int(connection.execute(query).scalar() or 0) + 1


def proposed_since(connection: Connection, person_id: int, since: int) -> int:
    """Return how many solutions somebody has written since a moment."""
    mine = (solution.c.author_id == person_id, solution.c.created_at > since)
    return int(connection.execute(select(func.count(solution.c.id)).where(*mine)).scalar_one())


def versions_since(connection: Connection, solution_id: int, since: int) -> int:
    """Return how many versions of a solution were written since a moment."""
    here = (solution_version.c.solution_id == solution_id, solution_version.c.at > since)
    return int(connection.execute(select(func.count()).where(*here)).scalar_one())


def add(connection: Connection, **values: Any) -> int:
    """Write a solution without its version and return its id."""
    done = connection.execute(insert(solution).values(**values))
    return int(done.inserted_primary_key[0])  # type: ignore[index]


def set_cites(connection: Connection, solution_id: int, matter_ids: Collection[int]) -> None:
    """Write which matters a solution answers, instead of those written before."""
    mine = solution_cite.c.solution_id == solution_id
    connection.execute(solution_cite.delete().where(mine))
    rows = [{"solution_id": solution_id, "matter_id": one} for one in sorted(set(matter_ids))]
    if rows:
        connection.execute(insert(solution_cite), rows)


def change(connection: Connection, solution_id: int, **values: Any) -> None:
    """Set columns of a solution."""
    connection.execute(update(solution).where(solution.c.id == solution_id).values(**values))


def _newest() -> Any:
    other = solution_version.alias()
    newest = select(func.max(other.c.version)).where(other.c.solution_id == solution.c.id)
    return newest.correlate(solution).scalar_subquery()


def _waiting() -> Any:
    waits: ColumnElement[bool] = and_(
        amendment.c.solution_id == solution.c.id,
        amendment.c.answer == "",
        amendment.c.hidden.is_(False),
    )
    query = select(func.count()).select_from(amendment).where(waits)
    return query.correlate(solution).scalar_subquery()


_VERIFIER = person.alias("verifier")


def _query() -> Select[Any]:
    version = solution_version
    return (
        select(
            *(column for column in solution.c if column.name not in ("light_by", "key_hash")),
            *(version.c.version, version.c.body, version.c.hash, version.c.at),
            matter.c.number.label("matter"),
            person.c.name.label("author"),
            person.c.place.label("author_place"),
            _VERIFIER.c.name.label("verifier"),
            _waiting().label("amendments"),
        )
        .join_from(solution, version, version.c.solution_id == solution.c.id)
        .join(matter, matter.c.id == solution.c.matter_id)
        .join(person, person.c.id == solution.c.author_id)
        .outerjoin(_VERIFIER, _VERIFIER.c.id == solution.c.light_by)
        .where(version.c.version == _newest())
    )


def _views(connection: Connection, query: Select[Any]) -> list[SolutionView]:
    rows = connection.execute(query).all()
    signers = _authors(connection, [row.id for row in rows])
    return [_view(row, signers.get(row.id, ())) for row in rows]


def _authors(connection: Connection, ids: Sequence[int]) -> Mapping[int, tuple[Author, ...]]:
    if not ids:
        return {}
    query = (
        select(coauthor, person.c.name, person.c.place)
        .join(person, person.c.id == coauthor.c.person_id)
        .where(coauthor.c.solution_id.in_(ids))
        .order_by(coauthor.c.invited_at, coauthor.c.person_id)
    )
    found: dict[int, tuple[Author, ...]] = {}
    for row in connection.execute(query):
        names = Author.__dataclass_fields__
        one = Author(**{name: row._mapping[name] for name in names})  # noqa: SLF001 - its public name
        found[row.solution_id] = (*found.get(row.solution_id, ()), one)
    return found


def _view(row: Row[Any], others: tuple[Author, ...]) -> SolutionView:
    names = set(SolutionView.__dataclass_fields__) - {"text", "others", "changed_at", "light_by"}
    values = {name: row._mapping[name] for name in names}  # noqa: SLF001 - its public name
    return SolutionView(
        **values,
        text=from_json(json.loads(row.body)),
        others=others,
        changed_at=row.at,
        light_by=row.verifier or "",
    )
