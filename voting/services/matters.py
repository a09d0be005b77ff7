"""Matters: read by everybody, started and moved on by moderators; every move is on record.

What people put into a matter has its own services: ``raising``, ``proposing``, ``talking`` and
others. Here is the frame that they share: the record, its phase, its end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from voting.canonical import LARGEST, tidy
from voting.deliberation.matters import (
    Ending,
    Facts,
    MatterAct,
    Phase,
    check_act,
    check_end,
    check_move,
    holes,
    is_back,
)
from voting.deliberation.templates import PROBLEM, TEMPLATES, Template, template
from voting.deliberation.themes import theme
from voting.errors import ConflictError, ForbiddenError, InvalidError, MissingError, RefusalError
from voting.roll import Person, Role
from voting.services import community, notices, permission, recording, searching
from voting.services.writing import LONGEST_TITLE, LONGEST_WORDS, key_hash, line, paragraphs
from voting.store import matter_facts
from voting.store import matters as store
from voting.store.matters import MatterView, Wanted

__all__ = [
    "MatterView",
    "Step",
    "Wanted",
    "check",
    "count",
    "end",
    "extend",
    "facts",
    "index",
    "matter_values",
    "move",
    "next_number",
    "show",
    "start",
    "steps",
]


@dataclass(frozen=True, kw_only=True)
class Step:
    """A phase a matter could be moved to, and what still keeps it from there."""

    to: Phase
    back: bool
    holes: tuple[RefusalError, ...]


def show(connection: Connection, number: str) -> MatterView:
    """Return a matter by its public number; MissingError if there is none."""
    return store.read(connection, number)


def index(connection: Connection, wanted: Wanted) -> tuple[MatterView, ...]:
    """Return a page of matters."""
    return store.listed(connection, wanted)


def count(connection: Connection, wanted: Wanted) -> int:
    """Return how many matters a list has in all."""
    return store.count(connection, wanted)


def facts(connection: Connection, view: MatterView) -> Facts:
    """Return what a move of the matter looks at."""
    return matter_facts.read(connection, view.id)


def check(view: MatterView, act: MatterAct, actor: Person | None) -> None:
    """Refuse an act by role, by phase or because the matter has ended or was hidden."""
    if actor is None:
        raise ForbiddenError("matter.not-your-act", act=act.value)
    check_act(view.standing(), act, actor.roles)
    if view.hidden:
        raise ConflictError("matter.is-hidden")


def steps(view: MatterView, found: Facts) -> tuple[Step, ...]:
    """Return where the matter could go: the next phase first, then the earlier ones."""
    standing = view.standing()
    if standing.ended:
        return ()
    here = view.way.index(view.phase)
    targets = [*view.way[here + 1 : here + 2], *reversed(view.way[:here])]
    return tuple(
        Step(to=to, back=is_back(standing, to), holes=holes(standing, to, found))
        for to in targets
        if to is not Phase.PROBLEM
    )


def start(
    connection: Connection, actor: Person, values: Mapping[str, str], *, key: bytes, at: int
) -> MatterView:
    """Start a matter from a template, as a moderator; the same key again gives the same matter.

    ``values``: template, title, words, theme, place, picture. It begins in the first phase of its
    template, which for a residents' problem is the problem.
    """
    permission.check(actor, Role.MODERATOR)
    chosen = template(values["template"])
    known = store.by_key(connection, key_hash(actor, key))
    if known is not None:
        return known
    row = matter_values(values, at, chosen)
    number = next_number(connection, at)
    row |= {"number": number, "raised_by": actor.id, "key_hash": key_hash(actor, key)}
    matter_id = store.add(connection, row, chosen.plan(at))
    searching.note(connection, matter_id, str(row["title"]), str(row["words"]))
    notices.follow(connection, actor.id, matter_id, at)
    detail = {"matter": number}
    recording.record(
        connection, "matter-raised", at=at, actor=actor, detail=detail, matters=[matter_id]
    )
    return store.read_id(connection, matter_id)


def move(
    connection: Connection,
    actor: Person,
    number: str,
    to: Phase,
    *,
    seen: Phase,
    until: int | None = None,
    reason: str = "",
    at: int,
) -> MatterView:
    """Move a matter to another phase, until a date; ConflictError if it moved since it was seen.

    ``seen`` is the phase in which the form showed it: of two moderators, one wins.
    """
    view = store.read(connection, number)
    if view.phase is not seen:
        raise ConflictError("matter.moved-meanwhile", phase=view.phase.value)
    why = tidy(reason)[: permission.LONGEST_REASON]
    check_move(view.standing(), to, facts(connection, view), actor.roles, why)
    ends = _until(view, to, until, at)
    plan = _plan(view, to, ends)
    done = store.move(connection, view.id, view.phase, to, since=at, until=ends, plan=plan)
    if not done:
        raise ConflictError("matter.moved-meanwhile", phase=view.phase.value)
    _record_move(connection, actor, view, to, ends, reason=why, at=at)
    return store.read(connection, number)


def extend(
    connection: Connection, actor: Person, number: str, until: int, reason: str, *, at: int
) -> MatterView:
    """Give the present phase another end, with a reason that everybody can read."""
    view = store.read(connection, number)
    check(view, MatterAct.MOVE, actor)
    if not at < until <= LARGEST:
        raise InvalidError("matter.until-in-the-past")
    why = permission.reason(reason)
    plan = _plan(view, view.phase, until)
    same = view.phase
    if not store.move(
        connection, view.id, same, same, since=view.phase_since, until=until, plan=plan
    ):
        raise ConflictError("matter.moved-meanwhile", phase=same.value)
    _record_move(connection, actor, view, same, until, reason=why, at=at)
    return store.read(connection, number)


def end(
    connection: Connection, actor: Person, number: str, ended_as: str, reason: str, *, at: int
) -> MatterView:
    """End a matter for good, with a reason; its page and its number stay."""
    view = store.read(connection, number)
    check_end(view.standing(), facts(connection, view), actor.roles)
    if ended_as not in (Ending.DECLINED, Ending.WITHDRAWN, Ending.LAPSED, Ending.DONE):
        raise InvalidError("matter.no-such-ending")
    why = permission.reason(reason)
    if not store.end(connection, view.id, ended_as, at):
        raise ConflictError("matter.has-ended")
    recording.record(
        connection,
        "matter-ended",
        at=at,
        actor=actor,
        reason=why,
        detail={"matter": view.number},
        matters=[view.id],
    )
    if ended_as != Ending.DECLINED:  # whoever declines has just answered, and that was told
        notices.tell_followers(
            connection, view.id, "ended", at=at, but=actor.id, ending=ended_as, reason=why
        )
    return store.read(connection, number)


def next_number(connection: Connection, at: int) -> str:
    """Return the public number of the next matter of this year, as the community counts years."""
    zone = ZoneInfo(community.show(connection).timezone)
    prefix = f"M-{datetime.fromtimestamp(at, zone).year:04}-"
    last = store.last_number(connection, prefix)
    return f"{prefix}{1 if last is None else int(last.removeprefix(prefix)) + 1:03}"


def matter_values(
    values: Mapping[str, str], at: int, chosen: Template | None = None
) -> dict[str, object]:
    """Return the columns of a new matter from what a form says, or refuse it."""
    chosen = chosen or template(PROBLEM)
    plan = chosen.plan(at)
    first = chosen.way[0]
    return {
        "template": chosen.id,
        "title": line(values["title"], "matter.no-title", LONGEST_TITLE),
        "words": paragraphs(values.get("words", ""), LONGEST_WORDS),
        "theme": theme(values["theme"]).id,
        "place": tidy(values.get("place", "")),
        "picture": values.get("picture") or theme(values["theme"]).picture,
        "phase": first.value,
        "phase_since": at,
        "phase_until": plan[first.value],
        "raised_at": at,
    }


def _plan(view: MatterView, phase: Phase, until: int | None) -> Mapping[str, int]:
    """Return the plan of a matter once a phase ends then: those after it keep their days."""
    if until is None or view.template not in TEMPLATES:
        return view.plan
    return TEMPLATES[view.template].replanned(view.plan, phase, until)


def _until(view: MatterView, to: Phase, until: int | None, at: int) -> int | None:
    """Return the end of a phase: the one asked for, or as many days as its template gives it."""
    if until is None:
        try:
            days = template(view.template).days.get(to)
        except MissingError:
            days = None
        return None if days is None else at + days * 86_400
    if not at < until <= LARGEST:
        raise InvalidError("matter.until-in-the-past")
    return until


def _record_move(
    connection: Connection,
    actor: Person,
    view: MatterView,
    to: Phase,
    until: int | None,
    *,
    reason: str,
    at: int,
) -> None:
    recording.record(
        connection,
        "matter-moved",
        at=at,
        actor=actor,
        reason=reason,
        detail={"matter": view.number, "phase": to.value, "until": until or 0},
        matters=[view.id],
    )
    if view.phase is not Phase.PROBLEM:  # the answer that takes a problem up was told already
        kind = "lasts" if to is view.phase else "moved"
        told: dict[str, str | int] = {"phase": to.value, "until": until or 0}
        notices.tell_followers(connection, view.id, kind, at=at, but=actor.id, **told)
