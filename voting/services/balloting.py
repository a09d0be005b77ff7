"""Casting a ballot: prepared outside the transaction, then stored with the voter's mark or not.

A secret ballot (level B) is sealed and put into the box under its commitment; the voter's mark on
the roll is set in the same transaction, and nothing ties the two. An open ballot (level A) is an
entry of the log under the elector's handle; it may be replaced until the close. Whoever sends the
same request again, with the same retry key, gets the same receipt, byte for byte.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from voting.audit.commitments import roll_leaf
from voting.audit.entries import Voted, commitment_text
from voting.audit.fingerprints import receipt_code
from voting.audit.manifest import SECRET_BALLOT
from voting.audit.notes import read_note
from voting.audit.receipts import Receipt as ReceiptFile
from voting.ballots import FORMS, AnyBallot
from voting.canonical import decode
from voting.deliberation import Act, ContestState, check_act
from voting.errors import ConflictError, ForbiddenError
from voting.roll import Person
from voting.services import recording
from voting.services.preparing import (
    CHANNELS,
    PreparedCast,
    admit,
    check_ballot,
    check_whole,
    key_hash,
    prepare_cast,
    promise,
)
from voting.store import ballot_box, booths, contests, open_ballots, rolls
from voting.store.booths import Booth
from voting.store.contests import ContestView

__all__ = [
    "CHANNELS",
    "PreparedCast",
    "Receipt",
    "VotingRight",
    "cast",
    "check_ballot",
    "may_vote",
    "own_ballot",
    "prepare_cast",
]


@dataclass(frozen=True, kw_only=True)
class VotingRight:
    """Whether somebody may vote: on the roll, has voted, and whether ballots are taken now.

    ``may_cast`` puts the three together; in an open contest a ballot may also be replaced.
    """

    eligible: bool
    voted: bool
    open: bool
    may_cast: bool


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a voter takes home: a short code to find the ballot by, and everything to check it.

    ``note`` is the signed promise, ``file`` the same with the opening. ``ns`` is the server's share
    of the commitment, ``nv`` the voter's; ``voter_share_source`` says who chose it (``device``,
    ``phrase`` or ``server``).
    """

    code: str
    commitment: bytes
    note: bytes
    file: bytes
    ballot: AnyBallot
    ns: bytes
    nv: bytes
    voter_share_source: str


def may_vote(
    connection: Connection, person: Person, number: str, at: int, view: ContestView | None = None
) -> VotingRight:
    """Tell whether a person may cast a ballot in a contest now; ``view`` if it is at hand."""
    view = view or contests.read(connection, number)
    place = rolls.find(connection, view.id, person.id)
    eligible = place is not None and not place.struck
    voted = place is not None and place.voted
    is_open = view.voting().takes_ballots(at)
    again = view.level != SECRET_BALLOT
    return VotingRight(
        eligible=eligible,
        voted=voted,
        open=is_open,
        may_cast=eligible and is_open and (again or not voted),
    )


def cast(
    connection: Connection, person: Person, prepared: PreparedCast, channel: str, at: int
) -> Receipt:
    """Store a prepared ballot for a person, all or nothing, and return the receipt.

    ``channel`` is how the ballot came: ``phone``, ``kiosk``, ``helper`` or ``paper``. ConflictError
    ``ballot.already-cast`` for a second secret ballot under another retry key.
    """
    booth = booths.read(connection, prepared.poll)
    check_whole(prepared, booth, channel)
    note = promise(prepared, booth)
    hashed = key_hash(prepared, person)
    if booth.level == SECRET_BALLOT:
        _cast_secret(
            connection,
            person,
            prepared,
            booth,
            note=note,
            hashed=hashed,
            channel=channel,
            at=at,
        )
    else:
        _cast_open(connection, person, prepared, booth, hashed=hashed, channel=channel, at=at)
    return _receipt(prepared, note)


def own_ballot(
    connection: Connection, person: Person, number: str, view: ContestView | None = None
) -> AnyBallot | None:
    """Return what a person last voted in an open contest, to change it; None otherwise.

    Of a secret contest nobody can say that, this program included.
    """
    view = view or contests.read(connection, number)
    if view.level == SECRET_BALLOT:
        return None
    found = open_ballots.last(connection, view.id, person.id)
    return None if found is None else _read(found.opening.ballot)


def _cast_secret(
    connection: Connection,
    person: Person,
    prepared: PreparedCast,
    booth: Booth,
    *,
    note: bytes,
    hashed: bytes,
    channel: str,
    at: int,
) -> None:
    given = ballot_box.receipt_of(connection, booth.id, hashed)
    if given is not None:
        _check_same(given == note)
        return
    _check_may_cast(connection, person, prepared.ballot, booth, at)
    if not rolls.mark(connection, booth.id, person.id):
        _refuse_mark(connection, person, booth)
    if ballot_box.has(connection, booth.id, prepared.commitment):
        raise ConflictError("ballot.form-used-up")
    ballot_box.put(connection, booth.id, prepared.commitment, prepared.sealed, channel)
    ballot_box.keep_receipt(connection, booth.id, hashed, note)


def _cast_open(
    connection: Connection,
    person: Person,
    prepared: PreparedCast,
    booth: Booth,
    *,
    hashed: bytes,
    channel: str,
    at: int,
) -> None:
    given = open_ballots.by_retry(connection, booth.id, hashed)
    if given is not None:
        _check_same(given.opening == prepared.opening)
        return
    _check_may_cast(connection, person, prepared.ballot, booth, at)
    rolls.mark(connection, booth.id, person.id)
    place = rolls.find(connection, booth.id, person.id)
    if place is None or place.struck:
        raise ForbiddenError("ballot.not-on-roll")
    turn = open_ballots.last_turn(connection, booth.id, person.id) + 1
    entry = Voted(
        poll=booth.poll,
        number=recording.next_number(connection, booth.id),
        handle=roll_leaf(place.salt, place.number).hex(),
        turn=turn,
        commitment=commitment_text(prepared.commitment),
    )
    index = recording.append(connection, entry.encode(), booth.id, at)
    stored = open_ballots.Cast(
        person_id=person.id, turn=turn, opening=prepared.opening, entry=index, channel=channel
    )
    open_ballots.add(connection, booth.id, stored, hashed)


def _check_may_cast(
    connection: Connection, person: Person, ballot: AnyBallot, booth: Booth, at: int
) -> None:
    """Refuse by time, by role, or because of what the ballot says by now."""
    state = booth.voting.state
    if state not in (ContestState.DRAFT, ContestState.OPEN) and booth.level == SECRET_BALLOT:
        _refuse_second(connection, person, booth)
    booth.voting.check_cast(at)
    check_act(state, Act.CAST, person.roles)
    admit(ballot, booth.contest)


def _refuse_second(connection: Connection, person: Person, booth: Booth) -> None:
    """Tell somebody whose answer was lost at the last moment that their ballot did arrive."""
    place = rolls.find(connection, booth.id, person.id)
    if place is not None and place.voted:
        raise ConflictError("ballot.already-cast")


def _refuse_mark(connection: Connection, person: Person, booth: Booth) -> None:
    _refuse_second(connection, person, booth)
    raise ForbiddenError("ballot.not-on-roll")


def _check_same(same: bool) -> None:
    if not same:
        raise ConflictError("ballot.already-cast")


def _receipt(prepared: PreparedCast, note: bytes) -> Receipt:
    opening = prepared.opening
    file = ReceiptFile(prepared.poll, prepared.commitment, read_note(note), opening)
    return Receipt(
        code=receipt_code(prepared.commitment),
        commitment=prepared.commitment,
        note=note,
        file=file.encode(),
        ballot=prepared.ballot,
        ns=opening.server,
        nv=opening.voter,
        voter_share_source=prepared.voter_share_source,
    )


def _read(ballot: bytes) -> AnyBallot:
    value = decode(ballot)
    return next(form for name, form in FORMS.items() if name in value).from_json(value)
