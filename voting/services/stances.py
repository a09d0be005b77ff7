"""Taking a stance in a round: the ballot into the log, the words beside it into the database.

The ballot goes the way of every open ballot. The words are kept apart, so that they can be taken
away; with a stance against they must be there, for it is they that are answered.
"""

from sqlalchemy import Connection

from voting.ballots import AnyBallot, Stance
from voting.ballots.stances import AGREE_WITH_NOTE, BLOCK, DISAGREE, STAND_ASIDE
from voting.canonical import Json
from voting.deliberation.protocol import GROUNDS
from voting.errors import ConflictError, InvalidBallotError, MissingError
from voting.roll import Person, Role
from voting.services import balloting, matters, notices, permission, recording, sitting_steps
from voting.services.balloting import PreparedCast, Receipt
from voting.services.contests import ContestView
from voting.services.writing import paragraphs
from voting.store import contests, open_ballots, people, sitting_contests, sittings, stance_notes
from voting.store.stance_notes import Note

__all__ = ["LONGEST_NOTE", "Note", "check", "enter", "own_note", "take", "take_away"]

LONGEST_NOTE = 1_000
AGAINST = (DISAGREE, BLOCK)
SPEAKING = (AGREE_WITH_NOTE, STAND_ASIDE, DISAGREE, BLOCK)
PHONE = "phone"
HELPER = "helper"


def check(ballot: AnyBallot, words: str, ground: str) -> tuple[str, str]:
    """Return words and ground as they are kept, or refuse what a stance lacks or cannot have."""
    if not isinstance(ballot, Stance) or not ballot.taken:
        raise InvalidBallotError("sitting.no-stance")
    said = paragraphs(words, LONGEST_NOTE)
    stance = ballot.taken[0]
    if stance in AGAINST and not said:
        raise InvalidBallotError("consensus.reason-missing")
    if stance == AGREE_WITH_NOTE and not said:
        raise InvalidBallotError("sitting.note-missing")
    if said and stance not in SPEAKING:
        raise InvalidBallotError("sitting.note-without-stance")
    if stance == BLOCK and ground not in GROUNDS:
        raise InvalidBallotError("sitting.ground-missing")
    return said, ground if stance == BLOCK else ""


def take(
    connection: Connection,
    person: Person,
    prepared: PreparedCast,
    words: str,
    ground: str,
    *,
    at: int,
) -> Receipt:
    """Take a stance, or another one in its place, until the round closes."""
    return _take(connection, person, prepared, words, ground, officer=None, at=at)


def enter(
    connection: Connection,
    actor: Person,
    person_id: int,
    prepared: PreparedCast,
    *,
    words: str,
    ground: str,
    at: int,
) -> Receipt:
    """Write down the open stance of somebody without a phone; both names stand in the log."""
    permission.check(actor, *sitting_steps.OFFICERS)
    person = people.find_present(connection, person_id, at)
    return _take(connection, person, prepared, words, ground, officer=actor, at=at)


def own_note(connection: Connection, person: Person, view: ContestView) -> Note | None:
    """Return what somebody said with their stance in a round."""
    return stance_notes.find(connection, view.id, person.id)


def take_away(
    connection: Connection, actor: Person, number: str, person_id: int, reason: str, *, at: int
) -> None:
    """Take the words with a stance away for good: one's own, or as a moderator with a reason.

    The stance itself stays, for it was counted. Not while the round is open: then it is changed.
    """
    view = contests.read(connection, number)
    tied = sitting_contests.of_contest(connection, number)
    if tied is None:
        raise MissingError("contest.unknown", number=number)
    if view.closed_at is None:
        raise ConflictError("consensus.stands.round_open")
    if not stance_notes.remove(connection, view.id, person_id):
        raise MissingError("sitting.no-words")
    if actor.id == person_id:
        return
    permission.check(actor, Role.MODERATOR)
    why = permission.reason(reason)
    sitting = sittings.read(connection, tied[0])
    about = matters.show(connection, sitting.matter)
    detail: dict[str, Json] = {"matter": about.number, "subject": f"stance-{person_id}"}
    recording.record(
        connection,
        "words-hidden",
        at=at,
        actor=actor,
        reason=why,
        detail=detail,
        matters=[about.id],
    )
    notices.tell(
        connection,
        [person_id],
        "note-taken-away",
        at=at,
        matter_id=about.id,
        sitting=sitting.number,
        name=sitting.title,
        reason=why,
    )


def _take(
    connection: Connection,
    person: Person,
    prepared: PreparedCast,
    words: str,
    ground: str,
    *,
    officer: Person | None,
    at: int,
) -> Receipt:
    said, rests_on = check(prepared.ballot, words, ground)
    found = sitting_contests.round_of(connection, prepared.poll)
    if found is None:
        raise MissingError("contest.unknown", number=prepared.poll)
    contest_id, sitting, matter_id = found
    before = open_ballots.last_turn(connection, contest_id, person.id)
    channel = PHONE if officer is None else HELPER
    receipt = balloting.cast(connection, person, prepared, channel, at)
    if open_ballots.last_turn(connection, contest_id, person.id) == before:
        return receipt  # the same form once more
    if said:
        stance_notes.put(
            connection,
            contest_id,
            person.id,
            words=said,
            ground=rests_on,
            entered_by=None if officer is None else officer.id,
            at=at,
        )
    else:
        stance_notes.remove(connection, contest_id, person.id)
    if officer is not None:
        recording.record(
            connection,
            "stance-entered",
            at=at,
            actor=officer,
            contest_id=contest_id,
            poll=prepared.poll,
            detail={"sitting": sitting, "person": recording.handle(person)},
            matters=[matter_id],
        )
    return receipt
