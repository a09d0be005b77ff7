"""Merging two matters that are one: proposed by a moderator, agreed to by whoever raised it.

Nothing moves silently. The merged matter keeps its page and number and points on; each of its
supporters is asked whether they support the other one, and only a yes counts there.
"""

from sqlalchemy import Connection

from voting.deliberation.matters import Ending, MatterAct
from voting.errors import ConflictError, ForbiddenError, MissingError
from voting.roll import Person
from voting.services import matters, notices, permission, recording
from voting.services.matters import MatterView
from voting.store import matters as store
from voting.store import problems
from voting.store.problems import Merger

__all__ = ["Merger", "asked", "consent", "mergers_into", "mergers_of", "propose", "reply", "show"]


def propose(
    connection: Connection, actor: Person, number: str, into: str, reason: str, *, at: int
) -> Merger:
    """Propose to merge a matter into another; whoever raised it is asked first."""
    view, target = store.read(connection, number), store.read(connection, into)
    for each in (view, target):
        matters.check(each, MatterAct.MERGE, actor)
    if view.id == target.id:
        raise ConflictError("merging.same")
    if any(one.agreed is None for one in problems.mergers(connection, of=view.id)):
        raise ConflictError("merging.proposed-already")
    why = permission.reason(reason)
    merger_id = problems.propose_merger(
        connection, view.id, target.id, person_id=actor.id, reason=why, at=at
    )
    notices.tell(
        connection, [view.raised_by], "merger-proposed", at=at, matter_id=view.id, into=into
    )
    return show(connection, merger_id)


def show(connection: Connection, merger_id: int) -> Merger:
    """Return a merger; MissingError if there is none."""
    found = problems.merger_by_id(connection, merger_id)
    if found is None:
        raise MissingError("merging.unknown")
    return found


def mergers_of(connection: Connection, matter_id: int) -> tuple[Merger, ...]:
    """Return the mergers proposed for a matter, the latest first."""
    return problems.mergers(connection, of=matter_id)


def mergers_into(connection: Connection, matter_id: int) -> tuple[Merger, ...]:
    """Return the matters that went into this one."""
    return tuple(one for one in problems.mergers(connection, into=matter_id) if one.agreed)


def consent(
    connection: Connection, actor: Person, merger_id: int, *, agreed: bool, at: int
) -> Merger:
    """Say yes or no to merging the matter one raised; a yes merges it and asks its supporters."""
    merger = show(connection, merger_id)
    if merger.raised_by != actor.id:
        raise ForbiddenError("merging.not-yours")
    view = store.read_id(connection, merger.matter_id)
    target = store.read_id(connection, merger.into_id)
    if view.ended_as:
        raise ConflictError("matter.has-ended")
    if agreed:
        _check_still(view, target)
    if not problems.answer_merger(connection, merger_id, agreed=agreed, at=at):
        raise ConflictError("merging.answered-already")
    if agreed:
        _merge(connection, actor, merger, at)
    return show(connection, merger_id)


def reply(
    connection: Connection, actor: Person, merger_id: int, *, agreed: bool, at: int
) -> Merger:
    """Answer, as a supporter of a merged matter, whether one supports the one it went into."""
    merger = show(connection, merger_id)
    if not problems.answer_ask(connection, merger_id, actor.id, agreed=agreed, at=at):
        raise ConflictError("merging.answered-already")
    target = store.read_id(connection, merger.into_id)
    if agreed and target.standing().allows(MatterAct.SUPPORT):
        problems.add_support(connection, target.id, actor.id, at)
        notices.follow(connection, actor.id, target.id, at)
    return merger


def asked(connection: Connection, person: Person) -> tuple[Merger, ...]:
    """Return the mergers about which somebody has been asked as a supporter."""
    return problems.asked(connection, person.id)


def _check_still(*views: MatterView) -> None:
    """Refuse what was proposed long ago where a matter was hidden, has ended or has moved on."""
    for view in views:
        if view.hidden:
            raise ConflictError("matter.is-hidden")
        if view.ended_as:
            raise ConflictError("matter.has-ended")
        if not view.standing().allows(MatterAct.MERGE):
            act = MatterAct.MERGE.value
            raise ConflictError("matter.not-in-this-phase", act=act, phase=view.phase.value)


def _merge(connection: Connection, actor: Person, merger: Merger, at: int) -> None:
    if not store.end(connection, merger.matter_id, Ending.MERGED, at):
        raise ConflictError("matter.has-ended")
    store.change(connection, merger.matter_id, merged_into=merger.into_id, answer_due=None)
    others = [one for one in problems.supporters(connection, merger.matter_id) if one != actor.id]
    problems.ask(connection, merger.id, others)
    problems.add_support(connection, merger.into_id, actor.id, at)
    notices.follow(connection, actor.id, merger.into_id, at)
    notices.tell(
        connection, others, "merged", at=at, matter_id=merger.matter_id, into=merger.into_number
    )
    recording.record(
        connection,
        "matter-merged",
        at=at,
        actor=actor,
        reason=merger.reason,
        detail={"matter": merger.number, "into": merger.into_number},
        matters=[merger.matter_id, merger.into_id],
    )
