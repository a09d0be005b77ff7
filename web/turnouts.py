"""Turnout by place as officers see it: counts and never names, and which places lag behind."""

from collections.abc import Iterable
from dataclasses import dataclass

from voting.services.contests import PlaceTurnout


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """``places`` with how many voted of how many; ``hidden``: too few live there for a figure.

    ``few`` are the places of which under half have voted.
    """

    places: list[tuple[str, int, int]]
    hidden: list[str]
    few: list[str]


def read(found: Iterable[PlaceTurnout]) -> Turnout:
    """Return a turnout by place, sorted out for a figure."""
    found = tuple(found)
    known = [(one.place, one.voted, one.eligible) for one in found if one.voted is not None]
    return Turnout(
        places=known,
        hidden=[one.place for one in found if one.voted is None],
        few=[place for place, voted, eligible in known if voted * 2 < eligible],
    )
