"""Moderation as everybody may see it, and as those who work on it do: queue, cases, counts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from voting.deliberation.conduct import RULES
from voting.roll import Person, Role
from voting.services import permission, subjects
from voting.services.moderating import HEARERS
from voting.services.subjects import Subject
from voting.store import flags, hidings
from voting.store.flags import Flagged, FlagView
from voting.store.hidings import Case

__all__ = [
    "Case",
    "Item",
    "Tally",
    "Totals",
    "appeals",
    "cases",
    "count",
    "item",
    "own_cases",
    "queue",
    "show",
    "stubs",
    "totals",
]

MOST_IN_QUEUE = 50


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something reported: what it is, by whom it was reported and for which rules, since when."""

    subject: Subject
    flags: tuple[FlagView, ...]
    since: int


@dataclass(kw_only=True)
class Tally:
    """How often something was hidden, appealed against, kept hidden, brought back."""

    hidden: int = 0
    appealed: int = 0
    upheld: int = 0
    restored: int = 0

    def note(self, *, appealed: bool, upheld: bool | None) -> None:
        """Count one hiding."""
        self.hidden += 1
        self.appealed += appealed
        self.upheld += upheld is True
        self.restored += upheld is False


@dataclass(frozen=True, kw_only=True)
class Totals:
    """All counts of moderation: reports, those let pass, and hidings by rule and by month.

    ``months`` are named as ``2026-11``, in the community's time, the newest first.
    """

    reports: int
    let_pass: int
    whole: Tally
    rules: Mapping[str, Tally]
    months: Mapping[str, Tally] = field(default_factory=dict)


def queue(connection: Connection, actor: Person) -> tuple[Item, ...]:
    """Return what waits for a moderator, the longest first, at most fifty things."""
    permission.check(actor, Role.MODERATOR)
    waits = flags.waiting(connection, limit=MOST_IN_QUEUE)
    found = _subjects(connection, waits)
    reports: dict[tuple[str, int], list[FlagView]] = {}
    for one in flags.open_of(connection, waits):
        reports.setdefault((one.kind, one.subject_id), []).append(one)
    return tuple(
        Item(subject=found[key], flags=tuple(reports[key]), since=one.since)
        for one in waits
        if (key := (one.kind, one.subject_id)) in found
    )


def item(connection: Connection, actor: Person, kind: str, subject_id: int) -> Item:
    """Return one thing with all its reports, for a moderator; nobody need have reported it."""
    permission.check(actor, Role.MODERATOR)
    subject = subjects.find(connection, kind, subject_id)
    reports = flags.listed(connection, kind, subject_id)
    waits = tuple(one for one in reports if not one.closed_as)
    return Item(subject=subject, flags=waits, since=waits[0].at if waits else subject.at)


def appeals(connection: Connection, actor: Person) -> tuple[Case, ...]:
    """Return the appeals that wait to be heard, the longest first."""
    permission.check(actor, *HEARERS)
    return hidings.appeals(connection)


def show(connection: Connection, case_id: int) -> Case:
    """Return one hiding, without the hidden words; MissingError if there is none."""
    return hidings.read(connection, case_id)


def cases(connection: Connection, *, limit: int, offset: int) -> tuple[Case, ...]:
    """Return a page of all hidings, the newest first."""
    return hidings.listed(connection, limit=limit, offset=offset)


def own_cases(connection: Connection, reader: Person | None) -> tuple[Case, ...]:
    """Return what was hidden of the reader, the newest first."""
    return () if reader is None else hidings.of_author(connection, reader.id)


def count(connection: Connection) -> int:
    """Return how many hidings there ever were."""
    return hidings.count(connection)


def stubs(connection: Connection, kind: str, ids: Collection[int]) -> Mapping[int, Case]:
    """Return why things of one kind are hidden, by their number; one query, none for no numbers."""
    return hidings.standing(connection, kind, ids)


def totals(connection: Connection, zone: ZoneInfo) -> Totals:
    """Return the counts of moderation, by rule and by month."""
    reports, let_pass = flags.totals(connection)
    whole, rules, months = Tally(), {name: Tally() for name in RULES}, dict[str, Tally]()
    for rule, at, appealed, upheld in hidings.facts(connection):
        month = f"{datetime.fromtimestamp(at, zone):%Y-%m}"
        for tally in (
            whole,
            rules.setdefault(rule, Tally()),
            months.setdefault(month, Tally()),
        ):
            tally.note(appealed=appealed, upheld=upheld)
    newest = {month: months[month] for month in sorted(months, reverse=True)}
    return Totals(reports=reports, let_pass=let_pass, whole=whole, rules=rules, months=newest)


def _subjects(
    connection: Connection, waits: Collection[Flagged]
) -> Mapping[tuple[str, int], Subject]:
    found: dict[tuple[str, int], Subject] = {}
    for kind in subjects.KINDS:
        ids = [one.subject_id for one in waits if one.kind == kind]
        for subject in subjects.find_many(connection, kind, ids).values():
            found[kind, subject.id] = subject
    return found
