"""Finding one's own ballot in a published contest, by the code on the receipt.

The proof that comes with it can be checked offline and leads from the ballot to the site's log.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from voting.audit.ballot_proofs import BallotProof
from voting.audit.checkpoints import read_signed_checkpoint
from voting.audit.commitments import Opening
from voting.audit.entries import Sealed, ballot_entry, read_entry
from voting.audit.fingerprints import LETTERS, RECEIPT_LETTERS, read_receipt_code
from voting.audit.merkle import Tree, leaf_hash
from voting.audit.proofs import Proof
from voting.ballots import AnyBallot
from voting.canonical import decode
from voting.deliberation import ContestState
from voting.errors import ConflictError, MissingError
from voting.store import ballot_box, contests, log
from voting.store.contests import ContestView


@dataclass(frozen=True, kw_only=True)
class Found:
    """A ballot found by its receipt code in a published contest.

    ``index`` is its place among the sealed ballots, from 0, of ``size``; ``proof`` is the file that
    proves, offline, that it was sealed and the seal put on record (a C2SP ``tlog-proof``).
    ``waits`` is True before publication: then the rest is empty.
    """

    waits: bool
    code: str
    ballot: AnyBallot | None = None
    commitment: bytes = b""
    index: int = 0
    size: int = 0
    proof: bytes = b""


def find_receipt(connection: Connection, number: str, code: str) -> Found:
    """Find a ballot by the code on its receipt; MissingError if no ballot has it.

    Before publication nothing is said of any code: every answer is that it waits for the close.
    """
    wanted = read_receipt_code(code)
    view = contests.read(connection, number)
    if view.state is not ContestState.PUBLISHED:
        return Found(waits=True, code=wanted)
    low, high = _range(wanted)
    matches = ballot_box.find_opened(connection, view.id, low, high)
    if not matches:
        raise MissingError("receipt.not-found", code=wanted)
    commitment, opening = matches[0]
    commitments = ballot_box.commitments(connection, view.id)
    index = commitments.index(commitment)
    return Found(
        waits=False,
        code=wanted,
        ballot=view.ballot_form.from_json(decode(opening.ballot)),
        commitment=commitment,
        index=index,
        size=len(commitments),
        proof=_proof(connection, view, commitments, index, opening),
    )


def _proof(
    connection: Connection,
    view: ContestView,
    commitments: Sequence[bytes],
    index: int,
    opening: Opening,
) -> bytes:
    place, entry = next(
        (place, found)
        for place, data in log.entries_of_contest(connection, view.id)
        if isinstance(found := read_entry(data), Sealed)
    )
    checkpoint = log.checkpoint_after(connection, place)
    if checkpoint is None:
        raise ConflictError("evidence.not-signed-yet")
    size = read_signed_checkpoint(checkpoint)[1].size
    path = Tree.of(log.leaves(connection, size)).inclusion(place)
    ballots = Tree.of([leaf_hash(ballot_entry(view.poll, each)) for each in commitments])
    return BallotProof(
        opening=opening,
        index=index,
        path=ballots.inclusion(index),
        seal=entry,
        log=Proof(place, path, checkpoint),
    ).encode()


def _range(code: str) -> tuple[bytes, bytes]:
    """Return the lowest and highest commitment that a receipt code stands for."""
    number = 0
    for letter in code.replace("-", ""):
        number = number << 5 | LETTERS.index(letter)
    rest = 256 - 5 * RECEIPT_LETTERS
    low = number << rest
    return low.to_bytes(32), (low + (1 << rest) - 1).to_bytes(32)
