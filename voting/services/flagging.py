"""Reporting: a reader names the rule that something breaks; a moderator looks at it.

One report for each person and thing, and ten a day. What an appeal has brought back cannot be
reported for the same words again.
"""

from sqlalchemy import Connection

from voting.deliberation.conduct import FLAGS_A_DAY, LONGEST_FLAG, rule
from voting.errors import ConflictError
from voting.roll import Person
from voting.services import subjects
from voting.services.subjects import Subject
from voting.services.writing import paragraphs
from voting.store import flags as store
from voting.store import hidings
from voting.store.flags import FlagView

__all__ = ["FlagView", "check_not_settled", "flag", "flag_of"]

_DAY = 86_400
_MAY_CHANGE = frozenset({"matter", "solution"})


def flag(
    connection: Connection,
    actor: Person,
    kind: str,
    subject_id: int,
    rule_name: str,
    *,
    words: str = "",
    at: int,
) -> Subject:
    """Report something, with the rule it breaks; reporting it again changes nothing.

    ConflictError for one's own words, for what is hidden already, for what an appeal brought back,
    and beyond ten reports a day.
    """
    subject = subjects.find(connection, kind, subject_id)
    if store.of_person(connection, kind, subject_id, actor.id) is not None:
        return subject
    chosen = rule(rule_name)
    said = paragraphs(words, LONGEST_FLAG)
    if subject.author_id == actor.id:
        raise ConflictError("moderation.own-words")
    if subject.hidden:
        raise ConflictError("moderation.hidden-already")
    check_not_settled(connection, subject)
    if store.since(connection, actor.id, at - _DAY) >= FLAGS_A_DAY:
        raise ConflictError("moderation.too-many-flags", most=FLAGS_A_DAY)
    store.add(
        connection,
        kind=kind,
        subject_id=subject_id,
        matter_id=subject.matter_id,
        person_id=actor.id,
        rule=chosen.id,
        words=said,
        at=at,
    )
    return subject


def flag_of(
    connection: Connection, kind: str, subject_id: int, reader: Person | None
) -> FlagView | None:
    """Return the reader's own report of a thing, or None."""
    if reader is None:
        return None
    return store.of_person(connection, kind, subject_id, reader.id)


def check_not_settled(connection: Connection, subject: Subject) -> None:
    """Refuse, with ConflictError, what a second person has looked at and brought back.

    Matters and solutions may have got other words since, so these can be looked at again.
    """
    if subject.kind in _MAY_CHANGE:
        return
    case = hidings.latest(connection, subject.kind, subject.id)
    if case is not None and case.upheld is False:
        raise ConflictError("moderation.was-restored")
