"""Who has not spoken yet in the talk that closes first: counts by place, never names."""

from dataclasses import dataclass

from sqlalchemy import Connection

from voting.roll import Role
from voting.services import waiting
from web import offices
from web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Voices:
    """``places`` with how many spoke of how many; ``few``: some spoke there, but under five.

    ``silent``: nobody has; ``hidden``: too few live there for a figure.
    """

    number: str
    title: str
    places: list[tuple[str, int, int]]
    few: list[str]
    silent: list[str]
    hidden: list[str]


def read(visit: Visit, connection: Connection) -> Voices | None:
    """Return the voices by place for a moderator; None for others, or where no talk runs."""
    if not visit.has(Role.MODERATOR):
        return None
    found = waiting.voices(connection, offices.officer(visit))
    if found is None:
        return None
    living = [one for one in found.places if one.residents is not None]
    return Voices(
        number=found.number,
        title=found.title,
        places=[(one.place, one.spoke, one.residents or 0) for one in living if one.spoke],
        few=[one.place for one in living if one.spoke is None],
        silent=[one.place for one in living if one.spoke == 0],
        hidden=[one.place for one in found.places if one.residents is None],
    )
