"""What stands on the community's home: contests that run, whose voice is in, what was decided.

The number of queries does not grow with the number of contests.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from voting.audit.manifest import SECRET_BALLOT
from voting.canonical import decode
from voting.roll import Person
from voting.services import contests
from voting.services.contests import ContestView
from voting.services.matters import MatterView
from voting.store import contests as contest_store
from voting.store import overview as store
from voting.store.overview import ROUND, SittingEnd, Tie

__all__ = [
    "ROUND",
    "Decided",
    "SittingEnd",
    "Standing",
    "Tie",
    "current",
    "decided",
    "ended",
    "of_matter",
]

UNTIED = Tie(matter="", sitting="", part="", round=None)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A contest on record whose result is not out, and where the reader stands in it.

    ``eligible`` is True for a passer-by, who may turn out to be on the roll.
    """

    view: ContestView
    tie: Tie
    eligible: bool
    voted: bool
    may_change: bool


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A published contest with the names of its winners, empty where it ended in a tie."""

    view: ContestView
    winners: tuple[str, ...]
    tie: Tie


def current(
    connection: Connection, reader: Person | None, at: int, matter_id: int | None = None
) -> tuple[Standing, ...]:
    """Return the contests on record whose result is not out, in the order of the list of all.

    ``matter_id``: only those of a matter.
    """
    ids = store.current(connection, matter_id)
    if not ids:
        return ()
    views = contests.arranged(contest_store.read_ids(connection, ids), at)
    ties = store.ties(connection, ids)
    marks = {} if reader is None else store.marks(connection, reader.id, ids)
    return tuple(
        Standing(
            view=view,
            tie=ties.get(view.id, UNTIED),
            eligible=reader is None or view.id in marks,
            voted=marks.get(view.id, False),
            may_change=marks.get(view.id, False) and view.level != SECRET_BALLOT,
        )
        for view in views
    )


def of_matter(
    connection: Connection, matter: MatterView, at: int
) -> tuple[tuple[ContestView, str], ...]:
    """Return the contests of a matter and what each is for, rounds of sittings left out."""
    parts = store.parts_of(connection, matter.id)
    views = contests.arranged(contest_store.read_ids(connection, tuple(parts)), at)
    return tuple((view, parts[view.id]) for view in views)


def decided(connection: Connection, limit: int) -> tuple[Decided, ...]:
    """Return the contests published last with their winners; rounds of sittings decide nothing."""
    ids = store.published(connection, limit)
    views = {view.id: view for view in contest_store.read_ids(connection, ids)}
    ties = store.ties(connection, ids)
    transcripts = store.transcripts(connection, ids)
    found = []
    for one in ids:
        labels = views[one].contest().labels()
        winners = decode(transcripts[one])["winners"] if one in transcripts else ()
        names = tuple(labels[winner] for winner in winners)
        found.append(Decided(view=views[one], winners=names, tie=ties.get(one, UNTIED)))
    return tuple(found)


def ended(connection: Connection, limit: int) -> tuple[SittingEnd, ...]:
    """Return the sittings that decided something last."""
    return store.sittings_ended(connection, limit)
