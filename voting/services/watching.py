"""A sitting at a glance, cheap enough to be asked for by a whole hall every few seconds.

Nothing is replayed and nobody is named but who speaks: a few counts, and never a stance.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from voting.deliberation import ContestState
from voting.deliberation.protocol import ProtocolRules
from voting.deliberation.standing import State
from voting.errors import ConflictError
from voting.roll import Person
from voting.rules import read
from voting.services import sittings
from voting.store import attendance, sitting_contests, speakers
from voting.store import sittings as store
from voting.store.sitting_contests import Part
from voting.store.sittings import SittingView
from voting.store.speakers import Speaker

__all__ = ["Mine", "Pulse", "Speaker", "mine", "pulse", "waiting"]

SPEAKING_SECONDS = 900


@dataclass(frozen=True, kw_only=True)
class Pulse:
    """How a sitting is going: ``part`` is the round that is open or the last one, if any.

    ``present`` counts who is noted as present today, ``quorum`` how many it takes, ``stood`` how
    many have taken a stance in the round that is open.
    """

    view: SittingView
    rules: ProtocolRules
    part: Part | None
    open: bool
    day: int
    present: int
    quorum: int
    stood: int
    speaking: Speaker | None
    next: tuple[Speaker, ...]

    @property
    def electors(self) -> int:
        """Return of how many people the quorum is a share."""
        return self.part.eligible if self.part and self.open else self.view.invited

    @property
    def quorate(self) -> bool:
        """Tell whether enough people are there, by attendance or by the stances taken."""
        return max(self.present, self.stood) >= self.quorum


@dataclass(frozen=True, kw_only=True)
class Mine:
    """What a sitting is to somebody: invited, present, whether on the roll, whether they stood."""

    invited: bool
    present: bool
    may_stand: bool
    stood: bool
    waits: bool


def pulse(connection: Connection, number: str, at: int) -> Pulse:
    """Return how a sitting is going; ConflictError while its matter is hidden."""
    view = store.read(connection, number)
    if view.matter_hidden:
        raise ConflictError("matter.is-hidden")
    parts = sitting_contests.parts(connection, view.id)
    rounds = [part for part in parts if part.part == sitting_contests.ROUND]
    part = rounds[-1] if rounds else None
    is_open = (
        view.state is State.ROUND_OPEN
        and part is not None
        and part.state is ContestState.OPEN
        and at < part.closes
    )
    rules = read(ProtocolRules, view.rules)
    day = sittings.day_of(view.state, parts)
    speaking = speakers.speaking(connection, view.id)
    if speaking is not None and at - (speaking.spoke_at or 0) > SPEAKING_SECONDS:
        speaking = None
    electors = part.eligible if part and is_open else view.invited
    return Pulse(
        view=view,
        rules=rules,
        part=part,
        open=is_open,
        day=day,
        present=attendance.count(connection, view.id, day),
        quorum=sittings.quorum(rules, electors),
        stood=part.voted if part and is_open else 0,
        speaking=speaking,
        next=tuple(speakers.waiting(connection, view.id, limit=3)),
    )


def mine(connection: Connection, now: Pulse, person: Person | None) -> Mine:
    """Return what a sitting is to somebody now."""
    if person is None:
        return Mine(invited=False, present=False, may_stand=False, stood=False, waits=False)
    contest = now.part.contest_id if now.part else 0
    found = attendance.mine(connection, now.view.id, now.day, person.id, contest)
    return Mine(
        invited=found.invited,
        present=found.present,
        may_stand=now.open and found.on_roll,
        stood=now.open and found.stood,
        waits=found.waits,
    )


def waiting(connection: Connection, view: SittingView) -> list[Speaker]:
    """Return everybody who waits to speak, in their order."""
    return speakers.waiting(connection, view.id)
