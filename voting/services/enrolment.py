"""Enrolment: the roll officer's work, from a file of the whole village to one person more.

An import adds and corrects, and never removes: whoever is not in the file stays. Removing is
``leave``, one person at a time. What the log says in public is how many, never who.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from voting.canonical import tidy
from voting.errors import ConflictError, InvalidFileError, RefusalError
from voting.formats.roll_csv import RollFile, RowError, read_roll
from voting.roll import Elector, Person, Role, check_roles
from voting.services import appointing, permission, recording
from voting.store import people as store
from voting.store import sessions, slips

__all__ = [
    "Change",
    "ImportCounts",
    "PeoplePage",
    "Resident",
    "RollPreview",
    "RollSummary",
    "RowError",
    "add_person",
    "import_file",
    "import_roll",
    "leave",
    "people",
    "preview",
    "resident",
    "summary",
]

PAGE = 50
READERS = (Role.ROLL_OFFICER, Role.ADMINISTRATOR, Role.AUDITOR, Role.MODERATOR)


@dataclass(frozen=True, kw_only=True)
class Change:
    """Somebody whose name or place the file writes differently, or who comes back."""

    before: Elector
    after: Elector


@dataclass(frozen=True, kw_only=True)
class RollPreview:
    """What importing a file would do. With errors, it would do nothing.

    ``unchanged`` counts, ``absent`` counts the residents whom the file does not name (they stay),
    ``ignored`` are columns left unread.
    """

    new: tuple[Elector, ...]
    changed: tuple[Change, ...]
    unchanged: int
    absent: int
    errors: tuple[RowError, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ImportCounts:
    """What an import did."""

    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True, kw_only=True)
class Resident:
    """Somebody in the list of people; ``slip`` is ``none``, ``issued`` or ``used``."""

    person: Person
    slip: str


@dataclass(frozen=True, kw_only=True)
class PeoplePage:
    """One page of people, counted from 1, and how many were found in all."""

    people: tuple[Resident, ...]
    found: int
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class RollSummary:
    """The roll in figures: residents in all and by place, slips missing, waiting and used."""

    residents: int
    places: tuple[tuple[str, int], ...]
    without_slip: int
    slips_waiting: int
    slips_used: int


def preview(connection: Connection, actor: Person, data: bytes, at: int) -> RollPreview:
    """Return what importing a CSV file would do, with every bad row; nothing is changed."""
    permission.check(actor, Role.ROLL_OFFICER)
    file = read_roll(data)
    plan = _plan(connection, file.electors, at)
    named = {elector.reference for elector in file.electors}
    known = store.residents(connection)
    return RollPreview(
        new=plan.new,
        changed=tuple(Change(before=before, after=after) for _, before, after in plan.changed),
        unchanged=plan.unchanged,
        absent=sum(1 for person in known if person.reference not in named),
        errors=(*file.errors, *_conflicts(plan, file)),
        ignored=file.ignored,
    )


def import_file(connection: Connection, actor: Person, data: bytes, at: int) -> ImportCounts:
    """Import a CSV file; InvalidFileError if it has a single bad row, and nothing is changed."""
    file = read_roll(data)
    if file.errors:
        raise InvalidFileError("roll.bad-rows", count=len(file.errors))
    return import_roll(connection, actor, file.electors, at)


def import_roll(
    connection: Connection, actor: Person, electors: Sequence[Elector], at: int
) -> ImportCounts:
    """Add and correct residents, all of them or, if one is refused, none."""
    permission.check(actor, Role.ROLL_OFFICER)
    plan = _plan(connection, electors, at)
    for _, error in plan.refused:
        raise error
    born = store.add_all(connection, plan.new)
    for person_id, _, after in plan.changed:
        store.change(connection, person_id, after)
    store.grant(connection, [*born, *plan.to_grant], Role.RESIDENT, at, None)
    done = ImportCounts(new=len(plan.new), changed=len(plan.changed), unchanged=plan.unchanged)
    if done.new or done.changed:
        detail = {"n": len(electors), "new": done.new, "changed": done.changed}
        recording.record(connection, "roll-imported", at=at, actor=actor, detail=detail)
    return done


def add_person(
    connection: Connection, actor: Person, elector: Elector, at: int, *, resident: bool = True
) -> Person:
    """Add one person: a resident (by the roll officer), or somebody from outside.

    An auditor or partner from outside is added by an administrator and may not vote. ConflictError
    if the reference is taken.
    """
    permission.check(actor, Role.ROLL_OFFICER if resident else Role.ADMINISTRATOR)
    elector = Elector(
        reference=tidy(elector.reference), name=tidy(elector.name), place=tidy(elector.place)
    )
    if store.by_reference(connection, elector.reference) is not None:
        raise ConflictError("people.reference-taken", reference=elector.reference)
    person_id = store.add(connection, elector)
    if resident:
        store.grant(connection, [person_id], Role.RESIDENT, at, None)
        recording.record(connection, "elector-added", at=at, actor=actor, detail={"n": 1})
    return store.find(connection, person_id, at)


def leave(connection: Connection, actor: Person, person_id: int, reason: str, *, at: int) -> None:
    """Note that somebody has died or moved away: slip, sessions and roles end.

    Rolls that are frozen keep them; ``changing`` corrects those. An import that names them again
    brings them back, without the offices they held.
    """
    permission.check(actor, Role.ROLL_OFFICER)
    person = store.find_present(connection, person_id, at)
    reason = permission.reason(reason)
    store.leave(connection, person.id, at)
    if Role.ADMINISTRATOR in person.roles:
        appointing.check_administrator_left(connection, at)
    sessions.end_all(connection, person.id)
    detail = {"n": 1, "person": person.id}
    recording.record(
        connection, "elector-removed", at=at, actor=actor, reason=reason, detail=detail
    )


def people(
    connection: Connection, actor: Person, search: str = "", page: int = 1, *, at: int
) -> PeoplePage:
    """Return a page of the people who are here, by name, whose data contain a text.

    Pages count from 1; one that does not exist is the nearest that does.
    """
    permission.check(actor, *READERS)
    search = tidy(search)
    total = store.count_matching(connection, search)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    found = store.page(connection, search, at, limit=PAGE, offset=(page - 1) * PAGE)
    chosen = slips.chosen(connection, [person.id for person in found])
    return PeoplePage(
        people=tuple(Resident(person=one, slip=_slip_state(chosen, one)) for one in found),
        found=total,
        page=page,
        pages=pages,
    )


def resident(connection: Connection, actor: Person, person_id: int, *, at: int) -> Resident:
    """Return one person who is here, with the state of their slip; MissingError if nobody is."""
    permission.check(actor, *READERS)
    person = store.find_present(connection, person_id, at)
    return Resident(person=person, slip=_slip_state(slips.chosen(connection, [person_id]), person))


def summary(connection: Connection, actor: Person) -> RollSummary:
    """Return the roll in figures."""
    permission.check(actor, *READERS)
    places = store.residents_by_place(connection)
    waiting, used = slips.count(connection)
    return RollSummary(
        residents=sum(count for _, count in places),
        places=tuple(places),
        without_slip=len(slips.without(connection)),
        slips_waiting=waiting,
        slips_used=used,
    )


def _slip_state(chosen: Mapping[int, bool], person: Person) -> str:
    return {True: "used", False: "issued", None: "none"}[chosen.get(person.id)]


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What an import comes to. ``to_grant`` are those known already who become residents."""

    new: tuple[Elector, ...]
    changed: tuple[tuple[int, Elector, Elector], ...]
    unchanged: int
    refused: tuple[tuple[Elector, RefusalError], ...]
    to_grant: tuple[int, ...]


def _plan(connection: Connection, electors: Iterable[Elector], at: int) -> _Plan:
    known = store.everybody(connection, at)
    new: list[Elector] = []
    changed: list[tuple[int, Elector, Elector]] = []
    refused: list[tuple[Elector, RefusalError]] = []
    to_grant: list[int] = []
    unchanged = 0
    for elector in electors:
        if elector.reference not in known:
            new.append(elector)
            continue
        old = known[elector.reference]
        try:
            check_roles(old.roles | {Role.RESIDENT})
        except ConflictError as error:
            refused.append((elector, error))
            continue
        if Role.RESIDENT not in old.roles:
            to_grant.append(old.id)
        if old.elector != elector or Role.RESIDENT not in old.roles:
            changed.append((old.id, old.elector, elector))
        else:
            unchanged += 1
    return _Plan(
        new=tuple(new),
        changed=tuple(changed),
        unchanged=unchanged,
        refused=tuple(refused),
        to_grant=tuple(to_grant),
    )


def _conflicts(plan: _Plan, file: RollFile) -> list[RowError]:
    lines = {
        elector.reference: line for elector, line in zip(file.electors, file.lines, strict=True)
    }
    return [
        RowError(line=lines[elector.reference], code=error.code, params=error.params)
        for elector, error in plan.refused
    ]
