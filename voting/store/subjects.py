"""What can be reported and hidden, by kind and number: whose words, where, and whether hidden.

Here, and for moderation only, hidden words can be read. A new kind is one entry of ``_KINDS``.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, Table, func, or_, select, update

from voting.store.rows import (
    amendment,
    hiding,
    matter,
    person,
    photo,
    position,
    solution,
    solution_version,
    summary,
    summary_reply,
)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Something somebody wrote or sent: its words in one text, empty for a photo."""

    kind: str
    id: int
    matter_id: int
    number: str
    author_id: int
    author: str
    place: str
    words: str
    at: int
    hidden: bool


class _Kind(NamedTuple):
    """How one kind is found: its rows by number, its words, and the table that keeps ``hidden``."""

    rows: Callable[[list[int]], Select[Any]]
    words: Callable[[Row[Any]], str]
    table: Table | None


def kinds() -> tuple[str, ...]:
    """Return the kinds there are."""
    return tuple(_KINDS)


def find(connection: Connection, kind: str, ids: Collection[int]) -> Mapping[int, Subject]:
    """Return the subjects of one kind with these numbers, as far as there are any; one query."""
    if not ids:
        return {}
    known = _KINDS[kind]
    rows = connection.execute(known.rows(sorted(ids)))
    return {row.id: _subject(kind, row, known.words(row)) for row in rows}


def set_hidden(connection: Connection, kind: str, subject_id: int, *, hidden: bool) -> bool:
    """Hide or show again; False if it was so already. A photo has no mark but its hiding."""
    table = _KINDS[kind].table
    if table is None:
        return True
    here = (table.c.id == subject_id, table.c.hidden.is_(not hidden))
    return connection.execute(update(table).where(*here).values(hidden=hidden)).rowcount == 1


def is_photo_hidden(connection: Connection, photo_id: int) -> bool:
    """Tell whether a photo was hidden and no appeal has brought it back."""
    return connection.execute(select(_photo_hidden(photo_id))).scalar_one() is True


def _matters(ids: list[int]) -> Select[Any]:
    columns = (matter.c.id, matter.c.title, matter.c.words, matter.c.causes, matter.c.hidden)
    query = select(*columns, matter.c.raised_at.label("at"), matter.c.id.label("matter_id"))
    return _signed(query, matter.c.raised_by).where(matter.c.id.in_(ids))


def _solutions(ids: list[int]) -> Select[Any]:
    newest = (
        select(func.max(solution_version.c.version))
        .where(solution_version.c.solution_id == solution.c.id)
        .correlate(solution)
        .scalar_subquery()
    )
    query = (
        select(solution.c.id, solution.c.matter_id, solution.c.hidden)
        .add_columns(solution.c.created_at.label("at"), solution_version.c.title)
        .add_columns(solution_version.c.body)
        .join(solution_version, solution_version.c.solution_id == solution.c.id)
        .join(matter, matter.c.id == solution.c.matter_id)
        .where(solution_version.c.version == newest, solution.c.id.in_(ids))
    )
    return _signed(query, solution.c.author_id)


def _amendments(ids: list[int]) -> Select[Any]:
    columns = (amendment.c.id, amendment.c.body, amendment.c.reason, amendment.c.hidden)
    query = (
        select(*columns, amendment.c.at, solution.c.matter_id)
        .join(solution, solution.c.id == amendment.c.solution_id)
        .join(matter, matter.c.id == solution.c.matter_id)
    )
    return _signed(query, amendment.c.person_id).where(amendment.c.id.in_(ids))


def _positions(ids: list[int]) -> Select[Any]:
    columns = (position.c.id, position.c.matter_id, position.c.words, position.c.hidden)
    query = select(*columns, position.c.at).join(matter, matter.c.id == position.c.matter_id)
    return _signed(query, position.c.person_id).where(position.c.id.in_(ids))


def _replies(ids: list[int]) -> Select[Any]:
    columns = (summary_reply.c.id, summary_reply.c.words, summary_reply.c.hidden)
    query = (
        select(*columns, summary_reply.c.at, summary.c.matter_id)
        .join(summary, summary.c.id == summary_reply.c.summary_id)
        .join(matter, matter.c.id == summary.c.matter_id)
    )
    return _signed(query, summary_reply.c.person_id).where(summary_reply.c.id.in_(ids))


def _photos(ids: list[int]) -> Select[Any]:
    of_matter = select(func.min(matter.c.id)).where(matter.c.photo_id == photo.c.id)
    of_solution = select(func.min(solution.c.matter_id)).where(solution.c.photo_id == photo.c.id)
    shown_in = func.coalesce(
        of_matter.correlate(photo).scalar_subquery(), of_solution.correlate(photo).scalar_subquery()
    )
    columns = (photo.c.id, photo.c.at, matter.c.id.label("matter_id"))
    query = select(*columns, _photo_hidden(photo.c.id).label("hidden"))
    query = query.select_from(photo).join(matter, matter.c.id == shown_in)
    return _signed(query, photo.c.person_id).where(photo.c.id.in_(ids))


def _photo_hidden(photo_id: Any) -> Any:
    stands = or_(hiding.c.upheld.is_(None), hiding.c.upheld.is_(True))
    mine = (hiding.c.kind == "photo", hiding.c.subject_id == photo_id, stands)
    return select(hiding.c.id).where(*mine).exists()


def _signed(query: Select[Any], author: Any) -> Select[Any]:
    """Add who wrote it and the public number of its matter."""
    named = query.add_columns(
        matter.c.number, author.label("author_id"), person.c.name.label("author"), person.c.place
    )
    return named.join(person, person.c.id == author)


def _subject(kind: str, row: Row[Any], words: str) -> Subject:
    names = ("id", "matter_id", "number", "author_id", "author", "place", "at")
    values = {name: row._mapping[name] for name in names}  # noqa: SLF001 - its public name
    return Subject(kind=kind, words=words, hidden=bool(row.hidden), **values)


def _texts(value: Any) -> list[str]:
    """Return every text inside a JSON value, in its order."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) and value else []


def _joined(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


_KINDS: Mapping[str, _Kind] = {
    "matter": _Kind(
        _matters, lambda row: _joined(row.title, row.words, *_texts(json.loads(row.causes))), matter
    ),
    "solution": _Kind(
        _solutions, lambda row: _joined(row.title, *_texts(json.loads(row.body))), solution
    ),
    "amendment": _Kind(
        _amendments, lambda row: _joined(row.reason, *_texts(json.loads(row.body))), amendment
    ),
    "position": _Kind(_positions, lambda row: row.words, position),
    "reply": _Kind(_replies, lambda row: row.words, summary_reply),
    "photo": _Kind(_photos, lambda _row: "", None),
}
