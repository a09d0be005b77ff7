"""The record of a matter: its parts in the order that fits its phase, and what one may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from voting.deliberation.matters import Phase
from voting.services import gathering, matters, notices, overview, recording
from voting.services.matters import MatterView
from web import acts
from web.acts import ActView
from web.matters import (
    acting,
    cases,
    decision,
    now,
    phases,
    problem,
    sittings,
    solutions,
    talk,
    tools,
)
from web.matters.acting import MainAct
from web.matters.cases import CaseView
from web.matters.now import Now
from web.matters.phases import Rail
from web.matters.tools import Tool
from web.visit import Visit

# Which parts stand open in a phase, the first one in front; whatever else there is, is folded.
_OPEN: Mapping[Phase, tuple[str, ...]] = {
    Phase.PROBLEM: ("problem", "solutions"),
    Phase.SOLUTIONS: ("solutions", "talk"),
    Phase.TALK: ("talk", "sittings", "decision"),
    Phase.CAPACITY: ("solutions", "sittings", "decision"),
    Phase.DECISION: ("decision", "sittings"),
    Phase.DELIVERY: ("decision",),
    Phase.REVIEW: ("decision",),
}
_FOLDED = ("solutions", "talk", "sittings", "decision", "problem")
# Of a talk, the solutions stand above, folded: whoever speaks sees at once what it is about.
_ABOVE = {Phase.TALK: ("solutions",)}


@dataclass(frozen=True, kw_only=True)
class Record:
    """Everything a matter's page shows.

    ``parts`` are by name what the rooms read; ``above`` (folded), ``open`` and ``folded`` name them
    in their order. ``case`` says why its words are hidden. ``whole`` is its permanent address.
    """

    view: MatterView
    case: CaseView | None
    rail: Rail
    now: Now | None
    act: MainAct | None
    parts: Mapping[str, Any]
    above: tuple[str, ...]
    open: tuple[str, ...]
    folded: tuple[str, ...]
    gathers: bool
    gathered: tuple[MatterView, ...]
    meetings: tuple[MatterView, ...]
    follows: bool
    tools: tuple[Tool, ...]
    acts: tuple[ActView, ...]
    ended: str
    whole: str


def read(visit: Visit, connection: Connection, number: str) -> Record:
    """Return the record of a matter; of one whose words are hidden, only what officers did."""
    view = matters.show(connection, number)
    person = visit.person
    entries = recording.acts_of_matter(connection, view.id)
    parts: dict[str, Any] = {}
    doing: Now | None = None
    main: MainAct | None = None
    gathered: tuple[MatterView, ...] = ()
    meetings: tuple[MatterView, ...] = ()
    case = None
    if view.hidden:
        case = cases.stubs(visit, connection, "matter", [view.id]).get(view.id)
    else:
        parts = {
            "problem": problem.read(visit, connection, view),
            "solutions": solutions.read(visit, connection, view),
            "talk": talk.read(visit, connection, view),
            "sittings": sittings.read(visit, connection, view),
            "decision": decision.read(visit, connection, view),
        }
        gathered = gathering.parts(connection, view)
        meetings = gathering.meetings(connection, view)
        running = overview.current(connection, person, visit.at, view.id)
        doing = now.read(visit, connection, view, running)
        main = acting.read(visit, view, parts, running)
    above, opened, folded = _order(view, parts)
    return Record(
        view=view,
        case=case,
        rail=phases.rail(visit, view),
        now=doing,
        act=main,
        parts=parts,
        above=above,
        open=opened,
        folded=folded,
        gathers=gathering.gathers(view),
        gathered=gathered,
        meetings=meetings,
        follows=person is not None and notices.is_followed(connection, person.id, view.id),
        tools=tools.read(visit, view),
        acts=tuple(acts.read(visit, act) for act in entries),
        ended=phases.until(visit, view) if view.ended_as else "",
        whole=_address(visit, view),
    )


def _address(visit: Visit, view: MatterView) -> str:
    """Return the address that stays, whichever language this page is read in."""
    addresses = visit.site.addresses
    here = visit.url("matters/show", matter=view.number)
    always = addresses.url(addresses.default, "matters/show", matter=view.number)
    return visit.address("matters/show", matter=view.number).removesuffix(here) + always


def _order(
    view: MatterView, parts: Mapping[str, Any]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the parts above, open and folded; of an ended matter only the decision stands open."""
    opened = ("decision",) if view.ended_as else _OPEN[view.phase]
    above = () if view.ended_as else _ABOVE.get(view.phase, ())
    known = tuple(name for name in opened if name in parts and name != "problem")
    first = tuple(name for name in above if name in parts)
    rest = tuple(name for name in _FOLDED if name in parts and name not in (*known, *first))
    if "problem" in opened:
        rest = tuple(name for name in rest if name != "problem")
    return first, known, rest
