"""The few things that may still change in an open contest: each is an act on record, with a reason.

Nothing here brings back a contest whose time is over, and nothing touches a ballot that was cast.
"""

from collections.abc import Mapping

from sqlalchemy import Connection

from voting.audit.commitments import SALT_SIZE, roll_leaf, roll_root
from voting.canonical import Json, tidy
from voting.deliberation import Act, ContestState, check_act
from voting.errors import ConflictError, InvalidError, MissingError
from voting.roll import Person, Role
from voting.services import recording
from voting.services.keys import fresh
from voting.store import contests, people, rolls, sitting_contests, states
from voting.store.contests import ContestView

LONGEST_REASON = 500
FEWEST_OPTIONS = 2


def extend(
    connection: Connection, actor: Person, number: str, closes: int, reason: str, *, at: int
) -> ContestView:
    """Let a contest close later than planned; never earlier, and never once its time is over."""
    view = _changeable(connection, actor, number, Act.EXTEND, at)
    if closes <= view.closes:
        raise InvalidError("contest.closes-not-later")
    states.move(connection, view.id, view.state, view.state, closes=closes)
    _record(connection, view, actor, "extended", reason, at=at, detail={"closes": closes})
    return contests.read(connection, number)


def withdraw_option(
    connection: Connection, actor: Person, number: str, option_id: str, reason: str, *, at: int
) -> ContestView:
    """Take an option out: no new ballot may name it, and the count skips it on those cast."""
    view = _changeable(connection, actor, number, Act.WITHDRAW_OPTION, at)
    standing = view.contest().standing
    if option_id not in view.contest().ids:
        raise MissingError("contest.option-unknown")
    if option_id in standing and len(standing) <= FEWEST_OPTIONS:
        raise ConflictError("contest.too-few-options", least=FEWEST_OPTIONS)
    if not states.withdraw_option(connection, view.id, option_id, at):
        raise ConflictError("contest.option-withdrawn-already")
    detail = {"option": option_id}
    _record(connection, view, actor, "option-withdrawn", reason, at=at, detail=detail)
    return contests.read(connection, number)


def add_elector(
    connection: Connection, actor: Person, number: str, person_id: int, reason: str, *, at: int
) -> ContestView:
    """Put a resident on the roll of an open contest who was forgotten there."""
    view = _changeable(connection, actor, number, Act.CORRECT_ROLL, at)
    if Role.RESIDENT not in people.find(connection, person_id, at).roles:
        raise ConflictError("roll.not-a-resident")
    place = rolls.find(connection, view.id, person_id)
    if place is not None and not place.struck:
        raise ConflictError("roll.on-it-already")
    rolls.add(connection, view.id, person_id, fresh(SALT_SIZE), at)
    return _record_roll(connection, view, actor, reason, at=at, detail={"added": person_id})


def strike_elector(
    connection: Connection, actor: Person, number: str, person_id: int, reason: str, *, at: int
) -> ContestView:
    """Strike somebody off the roll of an open contest who should not be on it.

    ConflictError if they have voted: their ballot is among the others and cannot be found again.
    """
    view = _changeable(connection, actor, number, Act.CORRECT_ROLL, at)
    place = rolls.find(connection, view.id, person_id)
    if place is None or place.struck:
        raise MissingError("roll.not-on-it")
    if not rolls.strike(connection, view.id, person_id, at):
        raise ConflictError("roll.has-voted")
    return _record_roll(connection, view, actor, reason, at=at, detail={"struck": person_id})


def roll_lines(
    connection: Connection,
    actor: Person,
    number: str,
    *,
    text: str = "",
    person_id: int | None = None,
) -> list[rolls.Line]:
    """Return whom a correction of the roll may be about: by part of a name, or one person.

    It does not tell who has voted: that is nobody's business but the auditors'.
    """
    view = contests.read(connection, number)
    check_act(view.state, Act.CORRECT_ROLL, actor.roles)
    return rolls.lines(connection, view.id, text=tidy(text), person_id=person_id)


def cancel(
    connection: Connection, actor: Person, number: str, reason: str, *, at: int
) -> ContestView:
    """Cancel a contest for good; its record stays. A draft goes without an entry in the log."""
    view = contests.read(connection, number)
    after = check_act(view.state, Act.CANCEL, actor.roles)
    _refuse_round(connection, view)
    states.move(connection, view.id, view.state, after)
    if view.state is not ContestState.DRAFT:
        _record(connection, view, actor, "cancelled", reason, at=at)
    return contests.read(connection, number)


def _changeable(
    connection: Connection, actor: Person, number: str, act: Act, at: int
) -> ContestView:
    view = contests.read(connection, number)
    check_act(view.state, act, actor.roles)
    if view.voting().is_due_to_close(at):
        raise ConflictError("contest.is-closed")
    _refuse_round(connection, view)
    return view


def _refuse_round(connection: Connection, view: ContestView) -> None:
    """Refuse to change a round of consensus: what its sitting has frozen stays as it is."""
    if sitting_contests.is_round(connection, view.id):
        raise ConflictError("sitting.has-its-own-page")


def check_reason(reason: str) -> str:
    """Return the reason for an act as one tidy line; InvalidError if there is none, or too long."""
    line = tidy(reason)
    if not line:
        raise InvalidError("act.no-reason")
    if len(line) > LONGEST_REASON:
        raise InvalidError("act.reason-too-long", most=LONGEST_REASON)
    return line


def _record(
    connection: Connection,
    view: ContestView,
    actor: Person,
    kind: str,
    reason: str,
    *,
    at: int,
    detail: Mapping[str, Json] | None = None,
) -> None:
    recording.record(
        connection,
        kind,
        at=at,
        actor=actor,
        contest_id=view.id,
        poll=view.poll,
        reason=check_reason(reason),
        detail=detail,
    )


def _record_roll(
    connection: Connection,
    view: ContestView,
    actor: Person,
    reason: str,
    *,
    at: int,
    detail: Mapping[str, Json],
) -> ContestView:
    standing = rolls.standing(connection, view.id)
    root = roll_root(roll_leaf(elector.salt, elector.number) for elector in standing)
    public: dict[str, Json] = {"eligible": len(standing), "roll_root": root.hex()}
    _record(connection, view, actor, "roll-corrected", reason, at=at, detail={**detail, **public})
    return contests.read(connection, number=view.number)
