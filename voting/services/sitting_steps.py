"""Taking a step in a sitting: events written down, the state moved, the act put on record.

Every step of an officer shows in the log as ``sitting-moved`` (or ``sitting-text``); what residents
do shows there through their stances. Whoever comes second with a form that shows an older state is
told so, and nothing happens.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from voting.ballots import Stance
from voting.ballots.stances import BLOCK
from voting.canonical import decode
from voting.deliberation import ContestState, machine
from voting.deliberation.events import CloseRound, Event, Take
from voting.deliberation.round_rules import ATTENDANCE
from voting.deliberation.standing import State
from voting.errors import ConflictError
from voting.roll import Person, Role
from voting.services import closing, permission, recording, sittings
from voting.services.sittings import WRITTEN, Standing
from voting.store import attendance, contests, open_ballots, sitting_contests
from voting.store import sittings as store
from voting.store.sitting_contests import Part

OFFICERS = (Role.MODERATOR, Role.POLL_OFFICER)


def enter(
    connection: Connection, actor: Person, number: str, seen: str | None, at: int
) -> Standing:
    """Return a sitting for a moderator's step, closed first if its time is over.

    ``seen`` is the mark of the state that the form showed; None where it does not matter.
    """
    permission.check(actor, Role.MODERATOR)
    now = settle(connection, look(connection, number), at)
    if seen is not None and seen != now.mark:
        raise ConflictError("sitting.moved-meanwhile")
    return now


def look(connection: Connection, number: str) -> Standing:
    """Return a sitting that somebody wants to do something in."""
    view = store.read(connection, number)
    if view.matter_hidden:
        raise ConflictError("matter.is-hidden")
    return sittings.standing(connection, view)


def take_step(
    connection: Connection,
    now: Standing,
    events: Sequence[tuple[Event, int | None]],
    *,
    actor: Person | None = None,
    step: str = "",
    reason: str = "",
    at: int,
) -> Standing:
    """Let events happen; an officer's ``step`` goes into the log. Return the new standing."""
    after = now.deliberation
    for event, _ in events:
        after = machine.apply(after, event)
    store.set_state(connection, now.view.id, after.state)  # first: whoever is second waits here
    store.append(connection, now.view.id, len(now.events), events)
    if step:
        recording.record(
            connection,
            "sitting-moved",
            at=at,
            actor=actor,
            reason=reason,
            detail={"sitting": now.view.number, "step": step},
            matters=[now.view.matter_id],
        )
    return replace(
        now,
        view=replace(now.view, state=after.state),
        events=(*now.events, *(event for event, _ in events)),
        deliberation=after,
    )


def settle(connection: Connection, now: Standing, at: int) -> Standing:
    """Close the round by the clock if its time is over; the standing is as it was otherwise."""
    if now.deliberation.state is not State.ROUND_OPEN:
        return now
    part = now.rounds[-1]
    if part.state is ContestState.OPEN:
        if at < part.closes:
            return now
        closing.close(connection, None, part.contest, "", at=at)
    return close(connection, now, None, at)


def close(
    connection: Connection, now: Standing, actor: Person | None, at: int, reason: str = ""
) -> Standing:
    """Take the stances of a round that takes no more into the sitting, and count them."""
    part = now.rounds[-1]
    rules = contests.read(connection, part.contest).rules
    signed = rules["attendance"]
    if now.rules.present != ATTENDANCE:
        people = {sittings.person_of(handle) for handle in now.deliberation.roll}
        signed = attendance.count_of_roll(connection, now.view.id, now.day, people)
    takes = _takes(connection, now, part, at)
    last = CloseRound(
        actor=recording.handle(actor),
        at=max(at, now.deliberation.last_at),
        reason=reason,
        signed=signed if isinstance(signed, int) else 0,
    )
    step = take_step(
        connection,
        now,
        [*takes, (last, None if actor is None else actor.id)],
        actor=actor,
        step="round-closed",
        reason=reason,
        at=at,
    )
    return replace(step, parts=sitting_contests.parts(connection, now.view.id))


def _takes(
    connection: Connection, now: Standing, part: Part, at: int
) -> list[tuple[Event, int | None]]:
    """Return the stances that count, in the order of the log."""
    moment = max(now.deliberation.last_at, min(at, now.deliberation.closes - 1))
    counting = open_ballots.counting(connection, part.contest_id)
    found: list[tuple[Event, int | None]] = []
    for ballot in sorted(counting, key=lambda one: one.cast.entry):
        person = ballot.cast.person_id
        note = now.notes.get((part.contest_id, person))
        for stance in Stance.from_json(decode(ballot.cast.opening.ballot)).taken:
            event = Take(
                actor=f"person-{person}",
                at=moment,
                stance=stance,
                reason=WRITTEN if note else "",
                ground=note.ground if note and stance == BLOCK else "",
            )
            found.append((event, person))
    return found
