"""Gathering: a meeting takes other matters in, to decide on them together.

Each keeps its own number, page, talk and supporters, and points to the meeting; nothing is moved.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from voting.deliberation.matters import MatterAct
from voting.deliberation.templates import TEMPLATES
from voting.errors import ConflictError
from voting.roll import Person
from voting.services import matters, notices, recording
from voting.services.matters import MatterView, Wanted
from voting.store import gatherings
from voting.store import matters as store

__all__ = ["gather", "gathers", "meetings", "parts"]


def gathers(view: MatterView) -> bool:
    """Tell whether a matter was started to decide on others."""
    return view.template in TEMPLATES and TEMPLATES[view.template].gathers


def parts(connection: Connection, view: MatterView) -> tuple[MatterView, ...]:
    """Return the matters that a meeting gathers, by their numbers; hidden ones left out."""
    return _views(connection, gatherings.parts(connection, view.id) if gathers(view) else ())


def meetings(connection: Connection, view: MatterView) -> tuple[MatterView, ...]:
    """Return the meetings that gather a matter, by their numbers; hidden ones left out."""
    return _views(connection, gatherings.meetings(connection, view.id))


def gather(connection: Connection, actor: Person, number: str, part: str, *, at: int) -> MatterView:
    """Take a matter into a meeting and return it; whoever follows it is told.

    ConflictError where the meeting gathers none, has it already, or either has ended or is hidden.
    """
    meeting = store.read(connection, number)
    matters.check(meeting, MatterAct.GATHER, actor)
    if not gathers(meeting):
        raise ConflictError("gathering.gathers-none")
    view = store.read(connection, part)
    if view.hidden:
        raise ConflictError("matter.is-hidden")
    if view.ended_as:
        raise ConflictError("gathering.has-ended", number=view.number)
    if gathers(view):
        raise ConflictError("gathering.is-a-meeting", number=view.number)
    if view.id in gatherings.parts(connection, meeting.id):
        raise ConflictError("gathering.has-it-already", number=view.number)
    gatherings.gather(connection, meeting.id, view.id, at)
    recording.record(
        connection,
        "matter-gathered",
        at=at,
        actor=actor,
        detail={"matter": view.number, "into": meeting.number},
        matters=[view.id, meeting.id],
    )
    notices.tell_followers(
        connection,
        view.id,
        "gathered",
        at=at,
        but=actor.id,
        into=meeting.number,
    )
    return view


def _views(connection: Connection, ids: Sequence[int]) -> tuple[MatterView, ...]:
    found = matters.index(connection, Wanted(ids=ids)) if ids else ()
    return tuple(sorted(found, key=lambda view: view.number))
