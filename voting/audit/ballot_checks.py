"""Checks of the ballots: openings (V5), numbers (V7), receipts (V10), privacy (V12).

Each check returns an answer if it holds and raises InvalidError if it fails.
"""

from collections.abc import Sequence

from voting.audit.asking import Answer, Holds, Question, Skipped, Unasked
from voting.audit.ballot_lines import BallotLines, root_of_lines
from voting.audit.ballot_proofs import read_ballot_proof
from voting.audit.bundle import RollLine
from voting.audit.commitments import are_ascending, roll_root
from voting.audit.entries import Sealed, commitment_text
from voting.audit.fingerprints import receipt_code
from voting.audit.history import History
from voting.audit.notes import from_base64, read_key, to_base64
from voting.audit.proofs import HEADER
from voting.audit.reading import Bundle
from voting.audit.receipts import read_receipt
from voting.errors import InvalidError

FEW = 10


def check_openings(question: Question) -> Answer:
    """V5: every ballot opens its commitment, none is there twice, and the seal names just these."""
    bundle = question.bundle
    if bundle.is_cancelled:
        return Skipped("verify.cancelled")
    lines, manifest = bundle.ballots, bundle.manifest
    line = lines.wrong_line(manifest.poll)
    if line is not None:
        raise InvalidError("verify.v5.wrong-opening", line=line)
    counting = lines.commitments
    if manifest.is_secret:
        if not are_ascending(lines.hashes()):
            raise InvalidError("verify.v5.order")
    else:
        counting = _counting(lines, bundle.history)
    seal = _seal(bundle)
    root = root_of_lines(manifest.poll, counting)
    if seal.ballots != len(counting) or root.hex() != seal.root:
        raise InvalidError("verify.v5.seal", sealed=seal.ballots, found=len(counting))
    return Holds.saying("verify.v5.holds", ballots=len(counting))


def _counting(lines: BallotLines, history: History) -> list[bytes]:
    """Return the commitments of an open contest that count, in the order of the sealed tree."""
    if len(lines) != len(history.votes):
        raise InvalidError("verify.v5.votes", logged=len(history.votes), found=len(lines))
    rows = zip(lines.handles, lines.numbers, lines.commitments, history.votes, strict=True)
    for line, (handle, number, commitment, vote) in enumerate(rows, 1):
        logged = (vote.handle.encode(), vote.number, vote.commitment)
        if logged != (handle, number, commitment_text(from_base64(commitment.decode()))):
            raise InvalidError("verify.v5.not-the-vote", line=line)
    numbers = {vote.number for vote in history.turns.values()}
    kept = zip(lines.numbers, lines.hashes(), strict=True)
    hashes = sorted(commitment for number, commitment in kept if number in numbers)
    return [to_base64(commitment).encode() for commitment in hashes]


def check_numbers(question: Question) -> Answer:
    """V7: as many ballots as marks on the roll, no more than electors; the roll is the frozen one.

    The auditors' edition holds the roll itself, so that both roots are built again.
    """
    bundle = question.bundle
    if bundle.is_cancelled:
        return Skipped("verify.cancelled")
    history, roll, seal = bundle.history, bundle.roll, _seal(bundle)
    if (roll.eligible, roll.roll_root) != (history.eligible, history.roll_root):
        raise InvalidError("verify.v7.other-roll")
    if (roll.voted, roll.voted_root) != (seal.voted, seal.voted_root):
        raise InvalidError("verify.v7.other-marks")
    cast = len(bundle.ballots) if bundle.manifest.is_secret else len(history.turns)
    if cast != roll.voted:
        raise InvalidError("verify.v7.marks", ballots=cast, marks=roll.voted)
    if cast > roll.eligible:
        raise InvalidError("verify.v7.too-many", ballots=cast, eligible=roll.eligible)
    handles = {bytes.fromhex(handle) for handle in history.turns}
    if not bundle.manifest.is_secret and roll_root(handles).hex() != roll.voted_root:
        raise InvalidError("verify.v7.other-marks")
    lines = bundle.roll_lines
    code = "verify.v7.holds" if lines is None else "verify.v7.holds-roll"
    if lines is not None:
        _check_roll(lines, bundle, handles)
    return Holds.saying(code, ballots=cast, eligible=roll.eligible, corrections=history.corrections)


def _check_roll(lines: Sequence[RollLine], bundle: Bundle, handles: set[bytes]) -> None:
    roll = bundle.roll
    leaves = [line.leaf for line in lines]
    numbers = {line.number for line in lines}
    if not are_ascending(leaves) or len(numbers) != len(lines):
        raise InvalidError("verify.v7.roll-order")
    if len(lines) != roll.eligible or roll_root(leaves).hex() != roll.roll_root:
        raise InvalidError("verify.v7.other-roll")
    marked = [line.leaf for line in lines if line.voted]
    if len(marked) != roll.voted or roll_root(marked).hex() != roll.voted_root:
        raise InvalidError("verify.v7.other-marks")
    if not handles <= set(marked):
        raise InvalidError("verify.v7.other-marks")


def check_receipt(question: Question) -> Answer:
    """V10: a voter's receipt or proof is genuine, and what it promised is among the ballots."""
    if question.receipt is None:
        return Unasked("verify.v10.unasked")
    bundle = question.bundle
    if question.receipt.startswith(HEADER.encode()):
        return _check_proof(question.receipt, bundle)
    receipt = read_receipt(question.receipt)
    manifest = bundle.manifest
    if receipt.poll != manifest.poll:
        raise InvalidError("verify.v10.other-contest")
    if not receipt.is_signed_by(read_key(manifest.receipt_key)):
        raise InvalidError("verify.v10.not-signed")
    if not receipt.fits_opening():
        raise InvalidError("verify.v10.other-ballot")
    code = receipt_code(receipt.commitment)
    if bundle.is_cancelled:
        return Skipped("verify.cancelled")
    return _found(bundle, receipt.commitment, code)


def _check_proof(data: bytes, bundle: Bundle) -> Answer:
    proof = read_ballot_proof(data)
    if proof.seal.poll != bundle.manifest.poll:
        raise InvalidError("verify.v10.other-contest")
    if not proof.is_logged(bundle.manifest.log_key) or not proof.is_sealed():
        raise InvalidError("verify.v10.proof-fails")
    if proof.seal != bundle.history.seal:
        raise InvalidError("verify.v10.other-seal")
    return _found(bundle, proof.commitment, receipt_code(proof.commitment))


def _found(bundle: Bundle, commitment: bytes, code: str) -> Answer:
    wanted = to_base64(commitment).encode()
    if wanted not in bundle.ballots.commitments:
        raise InvalidError("verify.v10.missing", code=code)
    line = bundle.ballots.commitments.index(wanted) + 1
    return Holds.saying("verify.v10.holds", code=code, line=line)


def check_privacy(question: Question) -> Answer:
    """V12: what the published ballots could give away, in numbers. It warns, it does not fail."""
    bundle = question.bundle
    if bundle.is_cancelled:
        return Skipped("verify.cancelled")
    ballots, distinct = len(bundle.ballots), bundle.distinct
    if not bundle.manifest.is_secret:
        return Holds.saying("verify.v12.open", ballots=ballots)
    unique = sum(count == 1 for count in distinct.values())
    if ballots and len(distinct) == 1:
        return Holds.saying("verify.v12.unanimous", ballots=ballots)
    code = "verify.v12.few" if ballots < FEW else "verify.v12.holds"
    return Holds.saying(code, ballots=ballots, unique=unique)


def _seal(bundle: Bundle) -> Sealed:
    seal = bundle.history.seal
    if seal is None:
        raise InvalidError("verify.not-sealed")
    return seal
