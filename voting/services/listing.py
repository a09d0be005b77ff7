"""Listing matters: filtered, found by their words, counted; hidden ones are never listed."""

from dataclasses import replace

from sqlalchemy import Connection

from voting.services import searching
from voting.store import matters as store
from voting.store.matters import MatterView, Wanted

__all__ = ["MatterView", "Wanted", "by_phase", "found", "page", "places"]


def found(connection: Connection, asked: str, wanted: Wanted) -> Wanted:
    """Narrow a list to the matters that have every word asked for; without words as it was.

    Unless it has another order, the best come first.
    """
    if not asked:
        return wanted
    return replace(wanted, ids=searching.ids(connection, asked), order=wanted.order or "best")


def by_phase(connection: Connection, wanted: Wanted) -> dict[str, int]:
    """Return how many matters of a list stand in each phase, whichever phase it asks for."""
    return store.count_by_phase(connection, wanted)


def page(connection: Connection, wanted: Wanted, offset: int, limit: int) -> tuple[MatterView, ...]:
    """Return some matters of a list."""
    return store.listed(connection, replace(wanted, offset=offset, limit=limit))


def places(connection: Connection) -> tuple[str, ...]:
    """Return the places to choose from: each dusun that matters are about, then its parts."""
    known = store.places(connection)
    return tuple(sorted({*known, *(place.partition(",")[0] for place in known)}))
