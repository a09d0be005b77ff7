"""Moderating in the open: hide with a rule and a reason, or let it stand; appeals by somebody else.

Every act is on record and its reason public. The author is told at once and may appeal; the appeal
is heard by a moderator or an administrator who neither hid the words, nor wrote them, nor reported
them. Auditors hear none: whoever checks the records has no hand in them.
"""

from sqlalchemy import Connection

from voting.deliberation.conduct import LONGEST_APPEAL, number, rule
from voting.errors import ConflictError, ForbiddenError, InvalidError
from voting.roll import Person, Role
from voting.services import flagging, notices, permission, recording, subjects
from voting.services.subjects import Subject
from voting.services.writing import paragraphs
from voting.store import flags, hidings, people
from voting.store.hidings import Case

__all__ = ["HEARERS", "Case", "appeal", "check_hearer", "dismiss", "hear", "hide"]

HEARERS = (Role.MODERATOR, Role.ADMINISTRATOR)


def hide(
    connection: Connection,
    actor: Person,
    kind: str,
    subject_id: int,
    rule_name: str,
    *,
    reason: str,
    at: int,
) -> Case:
    """Hide something for breaking a rule; its author and those who reported it are told.

    ConflictError if it is hidden already, if it is one's own, or if an appeal brought it back.
    """
    permission.check(actor, Role.MODERATOR)
    subject = subjects.find(connection, kind, subject_id)
    chosen, why = rule(rule_name), permission.reason(reason)
    _check_not_own(actor, subject)
    flagging.check_not_settled(connection, subject)
    subjects.hide(connection, subject)
    case_id = hidings.add(
        connection,
        kind=kind,
        subject_id=subject_id,
        matter_id=subject.matter_id,
        author_id=subject.author_id,
        rule=chosen.id,
        words=why,
        person_id=actor.id,
        at=at,
    )
    _record(connection, "words-hidden", actor, subject, reason=why, at=at)
    told = {"at": at, "matter_id": subject.matter_id, "case": case_id}
    notices.tell(connection, [subject.author_id], "words-hidden", rule=number(chosen.id), **told)
    reporters = flags.close(connection, kind, subject_id, by=actor.id, closed_as="hidden", at=at)
    notices.tell(connection, set(reporters) - {actor.id}, "report-hidden", **told)
    return hidings.read(connection, case_id)


def dismiss(
    connection: Connection, actor: Person, kind: str, subject_id: int, reason: str, *, at: int
) -> None:
    """Let something stand that was reported, with the reason; without open reports nothing is done.

    Those who reported it are told.
    """
    permission.check(actor, Role.MODERATOR)
    subject = subjects.find(connection, kind, subject_id)
    why = permission.reason(reason)
    _check_not_own(actor, subject)
    reporters = flags.close(connection, kind, subject_id, by=actor.id, closed_as="kept", at=at)
    if not reporters:
        return
    _record(connection, "flags-dismissed", actor, subject, reason=why, at=at)
    people_told = set(reporters) - {actor.id}
    notices.tell(connection, people_told, "report-kept", at=at, matter_id=subject.matter_id)


def appeal(connection: Connection, actor: Person, case_id: int, words: str, *, at: int) -> Case:
    """Appeal against a hiding, as the author; once. Whoever may hear it is told."""
    case = hidings.read(connection, case_id)
    if case.author_id != actor.id:
        raise ForbiddenError("moderation.not-the-author")
    said = paragraphs(words, LONGEST_APPEAL)
    if not said:
        raise InvalidError("moderation.no-appeal")
    if case.appealed_at is not None and case.appeal == said:
        return case
    if not hidings.appeal(connection, case_id, said, at):
        raise ConflictError("moderation.appealed-already")
    able = {one for role in HEARERS for one in people.holders(connection, role, at)}
    able -= {case.person_id, case.author_id}
    notices.tell(connection, able, "appeal-waits", at=at, matter_id=case.matter_id, case=case.id)
    return hidings.read(connection, case_id)


def hear(
    connection: Connection, actor: Person, case_id: int, reason: str, *, upheld: bool, at: int
) -> Case:
    """Decide an appeal: the words stay hidden (``upheld``) or come back, with the reason.

    ForbiddenError for whoever hid them, wrote them or reported them.
    """
    case = hidings.read(connection, case_id)
    check_hearer(connection, actor, case)
    why = permission.reason(reason)
    if case.appealed_at is None:
        raise ConflictError("moderation.nothing-to-hear")
    if not hidings.hear(connection, case_id, by=actor.id, words=why, upheld=upheld, at=at):
        raise ConflictError("moderation.heard-already")
    if not upheld:
        subjects.restore(connection, case.kind, case.subject_id)
    recording.record(
        connection,
        "appeal-heard",
        at=at,
        actor=actor,
        reason=why,
        detail={**_named(case.number, case.kind, case.subject_id), "upheld": int(upheld)},
        matters=[case.matter_id],
    )
    kind = "appeal-upheld" if upheld else "appeal-restored"
    told = {case.author_id, case.person_id} - {actor.id}
    notices.tell(connection, told, kind, at=at, matter_id=case.matter_id, case=case.id)
    return hidings.read(connection, case_id)


def check_hearer(connection: Connection, actor: Person, case: Case) -> None:
    """Refuse somebody who may not hear this appeal: by role, or because they are a party to it."""
    permission.check(actor, *HEARERS)
    if actor.id == case.person_id:
        raise ForbiddenError("moderation.hid-it-yourself")
    reported = flags.of_person(connection, case.kind, case.subject_id, actor.id)
    if actor.id == case.author_id or reported is not None:
        raise ForbiddenError("moderation.party-to-it")


def _check_not_own(actor: Person, subject: Subject) -> None:
    if subject.author_id == actor.id:
        raise ConflictError("moderation.own-words")


def _record(
    connection: Connection, kind: str, actor: Person, subject: Subject, *, reason: str, at: int
) -> None:
    recording.record(
        connection,
        kind,
        at=at,
        actor=actor,
        reason=reason,
        detail=_named(subject.number, subject.kind, subject.id),
        matters=[subject.matter_id],
    )


def _named(number_of_matter: str, kind: str, subject_id: int) -> dict[str, str]:
    return {"matter": number_of_matter, "subject": f"{kind}-{subject_id}"}
