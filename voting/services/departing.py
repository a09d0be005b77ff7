"""Departing: a whole place leaves the community at once, as when a hamlet joins another village."""

from sqlalchemy import Connection

from voting.roll import Person, Role
from voting.services import appointing, permission, recording, sessions
from voting.store import people


def leave_place(connection: Connection, actor: Person, place: str, reason: str, *, at: int) -> int:
    """Note that all residents of a place have left, as one act on record; return how many.

    Rolls that are frozen keep them, as when one person leaves.
    """
    permission.check(actor, Role.ROLL_OFFICER)
    reason = permission.reason(reason)
    leaving = people.residents(connection, place) if place else []
    heads = appointing.administrators(connection, at)
    for person in leaving:
        people.leave(connection, person.id, at)
        sessions.end_all(connection, person.id)
    if heads & {person.id for person in leaving}:
        appointing.check_administrator_left(connection, at)
    if leaving:
        detail = {"n": len(leaving)}
        recording.record(
            connection, "elector-removed", at=at, actor=actor, reason=reason, detail=detail
        )
    return len(leaving)
