"""Objections: answered one by one in public, called settled by whoever raised them, co-signed."""

from dataclasses import dataclass

from sqlalchemy import Connection

from voting.canonical import tidy
from voting.deliberation.events import Answer, Resolve
from voting.deliberation.objections import ANSWERS, OUT_OF_ORDER
from voting.deliberation.standing import ENDS
from voting.errors import ConflictError, ForbiddenError, InvalidError
from voting.roll import Person
from voting.services import notices, permission, recording, sitting_steps, sittings
from voting.services.sittings import Standing
from voting.store import attendance

__all__ = ["ANSWERS", "OUT_OF_ORDER", "Signed", "answer", "cosign", "resolve", "signed"]


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Somebody who finds an objection out of order."""

    objection: int
    person_id: int
    name: str


def answer(
    connection: Connection,
    actor: Person,
    number: str,
    objection: int,
    given: str,
    *,
    version: int = 0,
    reason: str,
    at: int,
) -> Standing:
    """Answer one objection, in one of ``ANSWERS``, with a reason that everybody can read.

    An acceptance names the version of the text that holds the change; "out of order" stands on the
    signatures that others have given.
    """
    now = sitting_steps.enter(connection, actor, number, None, at)
    found = now.deliberation.objection(objection)
    cosigners: tuple[str, ...] = ()
    if given == OUT_OF_ORDER:
        cosigners = tuple(
            f"person-{one.person_id}"
            for one in signed(connection, now)
            if one.objection == objection
        )
    event = Answer(
        actor=recording.handle(actor),
        at=at,
        reason=permission.reason(reason),
        objection=objection,
        answer=given,
        version=version,
        cosigners=cosigners,
    )
    after = sitting_steps.take_step(
        connection,
        now,
        [(event, actor.id)],
        actor=actor,
        step="objection-answered",
        reason=event.reason,
        at=at,
    )
    notices.tell(
        connection,
        [sittings.person_of(found.author)],
        "objection-answered",
        at=at,
        matter_id=now.view.matter_id,
        sitting=number,
        name=now.view.title,
        objection=objection,
    )
    return after


def resolve(
    connection: Connection, person: Person, number: str, objection: int, *, at: int
) -> Standing:
    """Say that one's own objection is settled."""
    now = sitting_steps.settle(connection, sitting_steps.look(connection, number), at)
    found = now.deliberation.objection(objection)
    if found.author != recording.handle(person):
        raise ForbiddenError("consensus.not-your-objection")
    if found.resolved:
        return now
    event = Resolve(actor=recording.handle(person), at=at, objection=objection)
    return sitting_steps.take_step(connection, now, [(event, person.id)], at=at)


def cosign(connection: Connection, person: Person, number: str, objection: int, *, at: int) -> bool:
    """Sign that an objection is out of order; False if one has signed before.

    Whoever is invited may, but not who raised it. It binds nobody until the moderator answers so.
    """
    now = sitting_steps.look(connection, number)
    found = now.deliberation.objection(objection)
    if now.deliberation.state in ENDS:
        raise ConflictError(f"consensus.stands.{now.deliberation.state.value}")
    if not found.is_open:
        raise ConflictError("consensus.answered-already", number=objection)
    if found.kind != "block":
        raise InvalidError("consensus.only-blocks-out-of-order")
    if not attendance.is_invited(connection, now.view.id, person.id):
        raise ForbiddenError("sitting.not-invited")
    if found.author == recording.handle(person):
        raise ForbiddenError("consensus.own-objection")
    return attendance.cosign(connection, now.view.id, objection, person.id, at)


def signed(connection: Connection, now: Standing) -> tuple[Signed, ...]:
    """Return who signed that an objection is out of order."""
    found = attendance.cosigners(connection, now.view.id)
    return tuple(
        Signed(objection=objection, person_id=person, name=tidy(name))
        for objection, person, name in found
    )
