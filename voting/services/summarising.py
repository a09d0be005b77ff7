"""Summarising a talk: a moderator writes, those who took part confirm it or say what is not right.

A summary never changes: a better one is a new version. It also says what was not agreed, so that
those in the minority find themselves in it.
"""

from sqlalchemy import Connection

from voting.deliberation.matters import MatterAct
from voting.deliberation.talk import LONGEST_REPLY, LONGEST_SUMMARY
from voting.errors import ConflictError, ForbiddenError, InvalidError
from voting.roll import Person
from voting.services import matters, notices, recording
from voting.services.matters import MatterView
from voting.services.writing import paragraphs
from voting.store import notices as follows
from voting.store import participants
from voting.store import summaries as store
from voting.store.summaries import ReplyView, SummaryView

__all__ = [
    "ReplyView",
    "SummaryView",
    "differing",
    "latest",
    "listed",
    "participants_of",
    "publish",
    "reply",
    "reply_of",
]


def publish(
    connection: Connection,
    actor: Person,
    number: str,
    words: str,
    not_agreed: str,
    *,
    seen: int,
    at: int,
) -> SummaryView:
    """Publish a summary, on record, and ask those who took part whether it is right.

    ``seen`` is the version the moderator had before them, 0 for none: of two who write at once, one
    wins. The same summary sent twice is one.
    """
    view = matters.show(connection, number)
    matters.check(view, MatterAct.SUMMARISE, actor)
    said = paragraphs(words, LONGEST_SUMMARY)
    if not said:
        raise InvalidError("talk.no-summary")
    open_ends = paragraphs(not_agreed, LONGEST_SUMMARY)
    if not open_ends:
        raise InvalidError("talk.nothing-not-agreed")
    before = store.latest(connection, view.id)
    version = 0 if before is None else before.version
    if before is not None and _is_same(before, actor, said, open_ends):
        return before
    if version != seen:
        raise ConflictError("talk.summary-changed", version=version)
    values = {"version": version + 1, "words": said, "not_agreed": open_ends}
    store.add(connection, matter_id=view.id, person_id=actor.id, at=at, **values)
    recording.record(
        connection,
        "summary-published",
        at=at,
        actor=actor,
        detail={"matter": view.number, "n": version + 1},
        matters=[view.id],
    )
    _tell(connection, view, actor, at)
    made = store.latest(connection, view.id)
    if made is None:
        raise AssertionError("unreachable")
    return made


def reply(
    connection: Connection,
    actor: Person,
    number: str,
    version: int,
    words: str,
    *,
    agrees: bool,
    at: int,
) -> None:
    """Confirm the newest summary, or say what is not right; only for those who took part.

    A new reply takes the place of one's earlier one.
    """
    view = matters.show(connection, number)
    matters.check(view, MatterAct.CONFIRM, actor)
    if actor.id not in participants.people(connection, view.id):
        raise ForbiddenError("talk.took-no-part")
    newest = store.latest(connection, view.id)
    if newest is None or newest.version != version:
        raise ConflictError("talk.summary-changed", version=newest.version if newest else 0)
    said = "" if agrees else paragraphs(words, LONGEST_REPLY)
    if not agrees and not said:
        raise InvalidError("talk.say-what")
    before = store.reply_of(connection, newest.id, actor.id)
    if before is not None and before.hidden:
        raise ConflictError("talk.is-hidden")
    store.put_reply(connection, newest.id, actor.id, agrees=agrees, words=said, at=at)


def latest(connection: Connection, view: MatterView) -> SummaryView | None:
    """Return the newest summary of a matter, or None."""
    return store.latest(connection, view.id)


def listed(connection: Connection, view: MatterView) -> tuple[SummaryView, ...]:
    """Return the summaries of a matter, the newest first."""
    return store.listed(connection, view.id)


def differing(
    connection: Connection, view: MatterView, reader: Person | None
) -> tuple[ReplyView, ...]:
    """Return what those who took part find not right, in any version, the newest first."""
    return store.differing(connection, view.id, None if reader is None else reader.id)


def reply_of(
    connection: Connection, summary: SummaryView, reader: Person | None
) -> ReplyView | None:
    """Return what the reader replied to a summary, or None."""
    return None if reader is None else store.reply_of(connection, summary.id, reader.id)


def participants_of(connection: Connection, view: MatterView) -> frozenset[int]:
    """Return who took part: by a position, an answer, a "me too", or a solution."""
    return frozenset(participants.people(connection, view.id))


def _is_same(before: SummaryView, actor: Person, words: str, not_agreed: str) -> bool:
    here = (before.person_id, before.words, before.not_agreed)
    return here == (actor.id, words, not_agreed)


def _tell(connection: Connection, view: MatterView, actor: Person, at: int) -> None:
    people = {*participants.people(connection, view.id), *follows.followers(connection, view.id)}
    notices.tell(connection, people - {actor.id}, "summary-published", at=at, matter_id=view.id)
