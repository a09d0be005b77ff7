"""Sealing a closed contest: its ballots are opened once, counted in a tree, and put on record.

The order is: open every ballot outside the transaction (``prepare_seal``), write openings and
``seal/1`` in one transaction (``seal``), then remove from the disk what remembers the order of
casting (``scrub``).
"""

from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from voting.audit.ballot_lines import ballot_root
from voting.audit.commitments import Opening, read_opening, roll_leaf, roll_root
from voting.audit.entries import Sealed
from voting.audit.manifest import SECRET_BALLOT
from voting.canonical import decode
from voting.deliberation import Act, ContestState, check_act
from voting.errors import ConflictError, RefusalError
from voting.methods import method
from voting.roll import Person
from voting.services import recording
from voting.services.keys import Keys
from voting.store import ballot_box, contests, open_ballots, rolls, scrubbing, states
from voting.store.contests import ContestView
from voting.store.database import Database


@dataclass(frozen=True, kw_only=True)
class PreparedSeal:
    """Every ballot that counts, opened and checked, ascending by commitment."""

    number: str
    ballots: tuple[tuple[bytes, Opening], ...]


def prepare_seal(connection: Connection, keys: Keys, number: str) -> PreparedSeal:
    """Open and check every ballot of a closed contest: 10,000 take about a second.

    ConflictError, naming the ballot's commitment, if one cannot be opened or may not be counted:
    then nothing is sealed, and the box stays as it is for an inquiry.
    """
    view = contests.read(connection, number)
    if view.state is not ContestState.CLOSED:
        raise ConflictError("contest.wrong-state", act=Act.SEAL.value, state=view.state.value)
    if view.level == SECRET_BALLOT:
        found = _opened(keys, view, ballot_box.sealed(connection, view.id))
    else:
        counting = open_ballots.counting(connection, view.id)
        openings = (ballot.cast.opening for ballot in counting)
        found = sorted((opening.commitment(view.poll), opening) for opening in openings)
    _check_ballots(view, found)
    return PreparedSeal(number=number, ballots=tuple(found))


def seal(connection: Connection, actor: Person, prepared: PreparedSeal, at: int) -> ContestView:
    """Write the opened ballots down and put their number and root on record."""
    view = contests.read(connection, prepared.number)
    after = check_act(view.state, Act.SEAL, actor.roles)
    voted = [elector for elector in rolls.standing(connection, view.id) if elector.voted]
    _check_sums(connection, view, len(prepared.ballots), len(voted))
    states.move(connection, view.id, view.state, after)
    ballot_box.keep_opened(connection, view.id, prepared.ballots)
    ballot_box.forget_receipts(connection, view.id)
    root = ballot_root(view.poll, [commitment for commitment, _ in prepared.ballots])
    voted_root = roll_root(roll_leaf(elector.salt, elector.number) for elector in voted)
    entry = Sealed(
        poll=view.poll,
        number=recording.next_number(connection, view.id),
        ballots=len(prepared.ballots),
        root=root.hex(),
        voted=len(voted),
        voted_root=voted_root.hex(),
        actor=recording.handle(actor),
        at=at,
    )
    recording.enter(connection, entry, "sealed", at=at, actor=actor, contest_id=view.id)
    return contests.read(connection, view.number)


def scrub(database: Database, number: str) -> None:
    """Remove from the disk what remembers the order in which ballots came; safe to repeat.

    Outside any transaction, after ``seal``. ConflictError if others keep the database busy.
    """
    with database.read() as connection:
        contest_id = contests.read(connection, number).id
    scrubbing.scrub(database, contest_id)


def tidy_up(database: Database) -> tuple[str, ...]:
    """Remove the order of casting, then the receipts kept for a retry, of what takes no ballots.

    Closed or cancelled, by whomever: while receipts are there, this is still to be done. Returns
    the numbers of the contests it was done for; ConflictError while others keep the database busy.
    """
    with database.read() as connection:
        found = states.over_with_receipts(connection)
    for contest_id in found.values():
        scrubbing.scrub(database, contest_id)
        database.write(partial(ballot_box.forget_receipts, contest_id=contest_id))
        scrubbing.scrub(database, contest_id)  # PostgreSQL keeps deleted rows where they were
    return tuple(found)


def _opened(
    keys: Keys, view: ContestView, sealed: list[tuple[bytes, bytes]]
) -> list[tuple[bytes, Opening]]:
    found = []
    for commitment, data in sealed:
        try:
            opening = read_opening(keys.open_ballot(view.poll, data))
        except RefusalError as error:
            raise ConflictError("seal.ballot-broken", ballot=commitment.hex()) from error
        if opening.commitment(view.poll) != commitment:
            raise ConflictError("seal.ballot-broken", ballot=commitment.hex())
        found.append((commitment, opening))
    return found


def _check_ballots(view: ContestView, ballots: list[tuple[bytes, Opening]]) -> None:
    """Refuse to seal a ballot that the method would not admit; each distinct one is read once."""
    contest, seen = view.contest(), set[bytes]()
    admit = method(view.method).admit
    form = view.ballot_form
    for commitment, opening in ballots:
        if opening.ballot in seen:
            continue
        seen.add(opening.ballot)
        try:
            admit(form.from_json(decode(opening.ballot)), contest)
        except RefusalError as error:
            raise ConflictError("seal.ballot-broken", ballot=commitment.hex()) from error


def _check_sums(connection: Connection, view: ContestView, ballots: int, voted: int) -> None:
    """Refuse to seal unless ballots in the box, ballots opened and marks on the roll agree."""
    in_box = ballots
    if view.level == SECRET_BALLOT:
        in_box = ballot_box.count(connection, view.id)
    if not ballots == in_box == voted:
        raise ConflictError("seal.does-not-add-up", ballots=in_box, voted=voted)
