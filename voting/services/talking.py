"""Talking about a matter: one position for each person, "me too", and answers where they are due.

Whoever changes a position begins a new one; the old words stay as its history, and those who had
said "me too" to them are told instead of being taken along to words they never saw.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from voting.deliberation.matters import MatterAct
from voting.deliberation.talk import (
    ANSWER,
    ANSWERED,
    ANSWERS_A_DAY,
    CHANGES_A_DAY,
    LONGEST_POSITION,
    POSITIONS_A_DAY,
    SHARES_A_DAY,
    Side,
)
from voting.errors import ConflictError, ForbiddenError, InvalidError
from voting.roll import Person, Role
from voting.services import matters, notices
from voting.services.matters import MatterView
from voting.services.writing import key_hash, paragraphs
from voting.store import participants, shares
from voting.store import talk as store
from voting.store.talk import PositionView

__all__ = [
    "PositionView",
    "answer",
    "answers",
    "counts",
    "history",
    "leading",
    "listed",
    "may_answer",
    "own",
    "share",
    "show",
    "speak",
    "withdraw",
]

_DAY = 86_400


def speak(
    connection: Connection,
    actor: Person,
    number: str,
    side: str,
    words: str,
    *,
    key: bytes,
    at: int,
) -> PositionView:
    """Take a position in a matter, or change one's own; the same key again makes nothing new.

    ConflictError beyond 5 changes in one matter or 20 positions in all within a day.
    """
    view = matters.show(connection, number)
    matters.check(view, MatterAct.SPEAK, actor)
    known = store.by_key(connection, key_hash(actor, key), actor.id)
    if known is not None:
        return known
    if side not in set(Side):
        raise InvalidError("talk.no-side")
    said = _words(words)
    before = store.own(connection, view.id, actor.id)
    if before is not None and (before.side, before.words) == (side, said) and not before.hidden:
        return before
    _check_flood(connection, actor, view, at)
    if before is not None:
        store.stop(connection, before.id, at)
        _tell_sharers(connection, before, view, at)
    made = _add(connection, actor, view, side, said, key=key, at=at)
    notices.follow(connection, actor.id, view.id, at)
    return made


def withdraw(connection: Connection, actor: Person, number: str, *, at: int) -> None:
    """Take one's position back; the words stay in the history. Doing it twice does nothing more."""
    view = matters.show(connection, number)
    matters.check(view, MatterAct.SPEAK, actor)
    before = store.own(connection, view.id, actor.id)
    if before is not None:
        store.stop(connection, before.id, at)


def share(
    connection: Connection, actor: Person, number: str, position_id: int, *, wanted: bool, at: int
) -> PositionView:
    """Say "me too" to somebody's position, or take that back; twice the same does nothing more."""
    view = matters.show(connection, number)
    matters.check(view, MatterAct.SPEAK, actor)
    found = _open(connection, view, position_id, actor)
    if found.person_id == actor.id:
        raise ConflictError("talk.own-position")
    if not wanted:
        shares.unshare(connection, found.id, actor.id)
        return found
    if shares.shared_since(connection, actor.id, at - _DAY) >= SHARES_A_DAY:
        raise ConflictError("talk.too-many-today", most=SHARES_A_DAY)
    shares.share(connection, found.id, actor.id, at)
    notices.follow(connection, actor.id, view.id, at)
    return found


def answer(
    connection: Connection,
    actor: Person,
    number: str,
    position_id: int,
    words: str,
    *,
    key: bytes,
    at: int,
) -> PositionView:
    """Answer a question or a condition, as author of a solution or as moderator.

    One standing answer for each; another one takes its place. Whoever asked is told.
    """
    view = matters.show(connection, number)
    _check_phase(view)
    if not may_answer(connection, view, actor):
        raise ForbiddenError("talk.only-authors-answer")
    known = store.by_key(connection, key_hash(actor, key), actor.id)
    if known is not None:
        return known
    asked = _open(connection, view, position_id, actor)
    if asked.side not in ANSWERED:
        raise ConflictError("talk.not-for-answers")
    if store.answered_since(connection, actor.id, at - _DAY) >= ANSWERS_A_DAY:
        raise ConflictError("talk.too-many-today", most=ANSWERS_A_DAY)
    said = _words(words)
    before = store.own(connection, view.id, actor.id, asked.id)
    if before is not None:
        store.stop(connection, before.id, at)
    made = _add(connection, actor, view, ANSWER, said, parent_id=asked.id, key=key, at=at)
    if asked.person_id != actor.id:
        notices.tell(
            connection,
            [asked.person_id],
            "position-answered",
            at=at,
            matter_id=view.id,
            position=asked.id,
        )
    return made


def may_answer(connection: Connection, view: MatterView, actor: Person | None) -> bool:
    """Tell whether somebody may answer questions: a moderator, or author of a solution here."""
    if actor is None:
        return False
    if Role.MODERATOR in actor.roles:
        return True
    resident = Role.RESIDENT in actor.roles
    return resident and participants.has_solution(connection, view.id, actor.id)


def counts(connection: Connection, view: MatterView) -> Mapping[str, tuple[int, int]]:
    """Return, for each side, how many positions stand and how many of them are hidden."""
    return store.counts(connection, view.id)


def leading(
    connection: Connection, view: MatterView, reader: Person | None
) -> tuple[PositionView, ...]:
    """Return all positions that may be among the first shown of their side."""
    return store.leading(connection, view.id, _id(reader))


def listed(
    connection: Connection,
    view: MatterView,
    side: str,
    reader: Person | None,
    *,
    newest: bool = False,
    limit: int,
    offset: int,
) -> tuple[PositionView, ...]:
    """Return a page of one side: the most shared first (of equals the earlier), or the newest."""
    page = {"newest": newest, "limit": limit, "offset": offset}
    return store.listed(connection, view.id, side, _id(reader), **page)  # type: ignore[arg-type]


def answers(
    connection: Connection, positions: Collection[PositionView], reader: Person | None
) -> Mapping[int, tuple[PositionView, ...]]:
    """Return the standing answers to positions, by the number of the position."""
    asked = [view.id for view in positions if view.side in ANSWERED]
    return store.answers(connection, asked, _id(reader))


def own(connection: Connection, view: MatterView, reader: Person | None) -> PositionView | None:
    """Return where the reader stands in a matter, or None."""
    return None if reader is None else store.own(connection, view.id, reader.id)


def show(
    connection: Connection, view: MatterView, position_id: int, reader: Person | None
) -> PositionView:
    """Return a position or an answer of this matter; MissingError if it has none such."""
    return store.read(connection, view.id, position_id, _id(reader))


def history(
    connection: Connection, view: PositionView, reader: Person | None
) -> tuple[PositionView, ...]:
    """Return all that the author of a position has said in its place, the newest first."""
    return store.history(connection, view, _id(reader))


def _open(
    connection: Connection, view: MatterView, position_id: int, actor: Person
) -> PositionView:
    """Return a position that one may still share or answer, or refuse."""
    found = store.read(connection, view.id, position_id, actor.id)
    if found.parent_id is not None:
        raise ConflictError("talk.no-third-level")
    if found.until_at is not None:
        raise ConflictError("talk.was-changed")
    if found.hidden:
        raise ConflictError("talk.is-hidden")
    return found


def _check_phase(view: MatterView) -> None:
    if view.ended_as:
        raise ConflictError("matter.has-ended")
    if view.hidden:
        raise ConflictError("matter.is-hidden")
    if not view.standing().allows(MatterAct.SPEAK):
        act = MatterAct.SPEAK.value
        raise ConflictError("matter.not-in-this-phase", act=act, phase=view.phase.value)


def _check_flood(connection: Connection, actor: Person, view: MatterView, at: int) -> None:
    since = at - _DAY
    if store.written_since(connection, actor.id, since, view.id) >= CHANGES_A_DAY:
        raise ConflictError("talk.changed-too-often", most=CHANGES_A_DAY)
    if store.written_since(connection, actor.id, since) >= POSITIONS_A_DAY:
        raise ConflictError("talk.too-many-today", most=POSITIONS_A_DAY)


def _tell_sharers(connection: Connection, before: PositionView, view: MatterView, at: int) -> None:
    if not before.hidden:
        people = shares.sharers(connection, before.id)
        notices.tell(connection, people, "position-changed", at=at, matter_id=view.id)


def _add(
    connection: Connection,
    actor: Person,
    view: MatterView,
    side: str,
    words: str,
    *,
    parent_id: int | None = None,
    key: bytes,
    at: int,
) -> PositionView:
    made = store.add(
        connection,
        matter_id=view.id,
        person_id=actor.id,
        parent_id=parent_id,
        side=side,
        words=words,
        at=at,
        key_hash=key_hash(actor, key),
    )
    return store.read(connection, view.id, made, actor.id)


def _words(text: str) -> str:
    said = paragraphs(text, LONGEST_POSITION)
    if not said:
        raise InvalidError("talk.no-words")
    return said


def _id(reader: Person | None) -> int | None:
    return None if reader is None else reader.id
