"""Matters: read by number or as a list, added, moved on, ended; and the facts a move looks at."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    bindparam,
    func,
    insert,
    select,
    update,
)

from voting.canonical import Json, encode
from voting.deliberation.matters import Phase, Standing
from voting.deliberation.templates import TEMPLATES, template
from voting.errors import MissingError
from voting.store.rows import matter, person, support

# Of more ids a database is not asked one by one: they are picked from all that fit the rest.
_FEW = 40


@dataclass(frozen=True, kw_only=True)
class MatterView:
    """Everything about a matter that lists and pages read.

    ``number`` is public and permanent (M-2026-014). ``raised_by`` names the person, ``author`` and
    ``author_place`` say who that is. ``supports`` counts who has this too, the author included.
    ``plan`` says until when each phase is meant to last, in Unix seconds. ``merged_into`` is the
    number of the matter this one went into, or empty.
    """

    id: int
    number: str
    template: str
    title: str
    words: str
    theme: str
    place: str
    households: int | None
    causes: tuple[str, ...]
    picture: str
    photo_id: int | None
    phase: Phase
    phase_since: int
    phase_until: int | None
    plan: Mapping[str, int]
    raised_by: int
    author: str
    author_place: str
    raised_at: int
    answer_due: int | None
    ended_at: int | None
    ended_as: str
    merged_into: str
    hidden: bool
    supports: int

    @property
    def way(self) -> tuple[Phase, ...]:
        """Return the phases on this matter's way; one of an unknown template takes them all."""
        return template(self.template).way if self.template in TEMPLATES else tuple(Phase)

    def standing(self) -> Standing:
        """Return where the matter stands, as the rules of moving see it."""
        return Standing(phase=self.phase, ended=self.ended_as, way=self.way)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which matters a list shows; empty or None means any.

    ``running``: True only those that go on, False only those that ended. ``hidden``: those whose
    words were hidden too. ``order``: ``new`` by when they were raised, ``due`` by the end of their
    phase, ``moved`` by when they came into it, ``answer`` by the day of the answer, ``best`` as
    ``ids`` stand.
    """

    phase: str = ""
    phases: Sequence[str] = ()
    theme: str = ""
    place: str = ""
    templates: Sequence[str] = ()
    running: bool | None = None
    raised_by: int | None = None
    ids: Sequence[int] | None = None
    hidden: bool = False
    order: str = "new"
    offset: int = 0
    limit: int | None = None


def read(connection: Connection, number: str) -> MatterView:
    """Return a matter by its public number; MissingError if there is none."""
    sound = number.isascii() and number.isprintable()  # else PostgreSQL cannot even look for it
    found = _views(connection, _BY_NUMBER, number=number) if sound else []
    if not found:
        raise MissingError("matter.unknown", number=number)
    return found[0]


def read_id(connection: Connection, matter_id: int) -> MatterView:
    """Return a matter by its id; MissingError if there is none."""
    found = _views(connection, _BY_IDS, ids=[matter_id])
    if not found:
        raise MissingError("matter.unknown", number=str(matter_id))
    return found[0]


def by_key(connection: Connection, key_hash: bytes) -> MatterView | None:
    """Return the matter that a form made, by the hash of the form's key; None if it made none."""
    found = _views(connection, _query().where(matter.c.key_hash == key_hash))
    return found[0] if found else None


def listed(connection: Connection, wanted: Wanted) -> tuple[MatterView, ...]:
    """Return a page of matters; two queries."""
    ids = ids_of(connection, wanted)
    if not ids:
        return ()
    views = {view.id: view for view in _views(connection, _BY_IDS, ids=ids)}
    return tuple(views[one] for one in ids)


def ids_of(connection: Connection, wanted: Wanted) -> tuple[int, ...]:
    """Return the ids of a page of matters, in the order of the list."""
    latest = (matter.c.raised_at.desc(), matter.c.id.desc())
    order = {
        "due": (matter.c.phase_until.is_(None), matter.c.phase_until, *latest),
        "moved": (matter.c.phase_since.desc(), matter.c.id.desc()),
        "answer": (matter.c.answer_due.is_(None), matter.c.answer_due, matter.c.id),
    }.get(wanted.order, latest)
    query = select(matter.c.id).order_by(*order)
    if wanted.ids is None:
        page = query.where(*_only(wanted)).limit(wanted.limit).offset(wanted.offset)
        return tuple(connection.execute(page).scalars())
    among = {one: place for place, one in enumerate(wanted.ids)}
    every = connection.execute(query.where(*_only(wanted))).scalars()
    found = [one for one in every if one in among]
    if wanted.order == "best":
        found.sort(key=among.__getitem__)
    return tuple(found[wanted.offset :][: wanted.limit])


def count(connection: Connection, wanted: Wanted) -> int:
    """Return how many matters a list has in all."""
    by_phase = count_by_phase(connection, wanted)
    return by_phase.get(wanted.phase, 0) if wanted.phase else sum(by_phase.values())


def count_by_phase(connection: Connection, wanted: Wanted) -> dict[str, int]:
    """Return how many matters of a list stand in each phase, whichever phase it asks for."""
    only = _only(replace(wanted, phase=""))
    if wanted.ids is None:
        query = select(matter.c.phase, func.count().label("many")).where(*only)
        return {row.phase: row.many for row in connection.execute(query.group_by(matter.c.phase))}
    among = set(wanted.ids)
    every = connection.execute(select(matter.c.id, matter.c.phase).where(*only))
    return dict(Counter(phase for one, phase in every if one in among))


def places(connection: Connection) -> tuple[str, ...]:
    """Return the places that matters are about."""
    query = select(matter.c.place).where(matter.c.hidden.is_(False), matter.c.place != "")
    return tuple(connection.execute(query.distinct().order_by(matter.c.place)).scalars())


def last_number(connection: Connection, prefix: str) -> str | None:
    """Return the highest public number that begins with a text; a longer one is the higher."""
    query = select(matter.c.number).where(matter.c.number.startswith(prefix, autoescape=True))
    highest = query.order_by(func.length(matter.c.number).desc(), matter.c.number.desc())
    found = connection.execute(highest.limit(1)).scalar()
    return None if found is None else str(found)


def add(connection: Connection, values: Mapping[str, Any], plan: Mapping[str, int]) -> int:
    """Write a new matter and return its id; ``causes`` come as a sequence of lines."""
    causes = _text(list(values.get("causes", ())))
    row = {**values, "causes": causes, "plan": _text(dict(plan))}
    return int(connection.execute(insert(matter).values(row)).inserted_primary_key[0])  # type: ignore[index]


def change(connection: Connection, matter_id: int, **values: Any) -> None:
    """Set columns of a matter."""
    connection.execute(update(matter).where(matter.c.id == matter_id).values(**values))


def move(
    connection: Connection,
    matter_id: int,
    before: Phase,
    after: Phase,
    *,
    since: int,
    until: int | None,
    plan: Mapping[str, int],
) -> bool:
    """Move a matter from one phase to another; False if it does not stand there any more."""
    here = (matter.c.id == matter_id, matter.c.phase == before.value, matter.c.ended_at.is_(None))
    values = {"phase": after.value, "phase_since": since, "phase_until": until}
    done = connection.execute(update(matter).where(*here).values(plan=_text(dict(plan)), **values))
    return done.rowcount == 1


def end(connection: Connection, matter_id: int, ended_as: str, at: int) -> bool:
    """End a matter; False if it has ended already."""
    here = (matter.c.id == matter_id, matter.c.ended_at.is_(None))
    values = {"ended_as": ended_as, "ended_at": at, "phase_until": None}
    return connection.execute(update(matter).where(*here).values(**values)).rowcount == 1


def raised_since(connection: Connection, person_id: int, since: int) -> int:
    """Return how many matters somebody has raised since a moment."""
    mine = (matter.c.raised_by == person_id, matter.c.raised_at > since)
    return int(connection.execute(select(func.count(matter.c.id)).where(*mine)).scalar_one())


_INTO = matter.alias("into_matter")


def _query() -> Select[Any]:
    supports = (
        select(func.count())
        .select_from(support)
        .where(support.c.matter_id == matter.c.id, support.c.left_at.is_(None))
        .correlate(matter)
        .scalar_subquery()
    )
    return (
        select(
            matter,
            person.c.name.label("author"),
            person.c.place.label("author_place"),
            _INTO.c.number.label("into_number"),
            supports.label("supports"),
        )
        .join_from(matter, person, person.c.id == matter.c.raised_by)
        .outerjoin(_INTO, _INTO.c.id == matter.c.merged_into)
    )


def _only(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for name in ("phase", "theme", "raised_by"):
        value = getattr(wanted, name)
        if value not in ("", None):
            found.append(matter.c[name] == value)
    if wanted.place:
        inside = matter.c.place.startswith(f"{wanted.place},", autoescape=True)
        found.append((matter.c.place == wanted.place) | inside)
    if wanted.running is not None:
        found.append(matter.c.ended_at.is_(None) == wanted.running)
    if not wanted.hidden:
        found.append(matter.c.hidden.is_(False))
    among = {"phase": wanted.phases, "template": wanted.templates}
    found += [matter.c[name].in_(values) for name, values in among.items() if values]
    if wanted.ids is not None and len(wanted.ids) <= _FEW:
        found.append(matter.c.id.in_(wanted.ids))
    return found


# Made once: to put them together takes longer than to ask them.
_BY_NUMBER = _query().where(matter.c.number == bindparam("number"))
_BY_IDS = _query().where(matter.c.id.in_(bindparam("ids", expanding=True)))


def _views(connection: Connection, query: Select[Any], **values: Any) -> list[MatterView]:
    return [_view(row) for row in connection.execute(query, values).mappings()]


def _view(row: RowMapping) -> MatterView:
    values: dict[str, Any] = {str(name): value for name, value in row.items()}
    del values["key_hash"]
    return MatterView(
        **values
        | {
            "phase": Phase(row["phase"]),
            "causes": tuple(json.loads(row["causes"])),
            "plan": json.loads(row["plan"]),
            "merged_into": values.pop("into_number") or "",
        }
    )


def _text(value: Json) -> str:
    return encode(value).decode()
