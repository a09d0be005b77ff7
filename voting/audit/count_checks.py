"""Checks of the count: every ballot is allowed (V6), the lot (V8), the recount (V9).

Each check returns an answer if it holds and raises InvalidError if it fails.
"""

from voting.audit.asking import Answer, Holds, Question, Skipped
from voting.audit.bundle import Draw
from voting.audit.commitments import tie_commitment
from voting.audit.reading import Bundle
from voting.audit.recounting import transcript_bytes, transcript_hash
from voting.canonical import sha256
from voting.errors import InvalidError


def check_ballots(question: Question) -> Answer:
    """V6: the method and rules of the manifest admit every ballot."""
    bundle = question.bundle
    if bundle.is_cancelled:
        return Skipped("verify.cancelled")
    distinct = len(question.count.admitted)
    return Holds.saying("verify.v6.holds", ballots=len(bundle.ballots), distinct=distinct)


def check_lot(question: Question) -> Answer:
    """V8: a lot was drawn if and only if the count was tied, from the halves fixed beforehand."""
    bundle = question.bundle
    if bundle.is_cancelled:
        return Skipped("verify.cancelled")
    draw, first = bundle.draw, question.count.first
    counted = bundle.history.counted
    if counted is None or transcript_hash(first) != counted.result:
        raise InvalidError("verify.v8.other-count")
    if draw is None:
        if bundle.history.drawn is not None:
            raise InvalidError("verify.v8.hidden")
        if first.tied:
            raise InvalidError("verify.v8.not-drawn")
        return Holds.saying("verify.v8.not-needed")
    if not first.tied:
        raise InvalidError("verify.v8.needless")
    _check_halves(bundle, draw)
    names = bundle.manifest.contest.labels()
    tied = {option for group in first.tied for option in group}
    lot = question.count.lot
    order = tuple(names[option] for option in lot.order(tied)) if lot else ()
    return Holds.saying("verify.v8.holds", public=draw.public, order=order)


def _check_halves(bundle: Bundle, draw: Draw) -> None:
    if tie_commitment(draw.secret) != bundle.manifest.tie_commit:
        raise InvalidError("verify.v8.other-secret")
    entry = bundle.history.drawn
    if entry is None or (entry.public, entry.secret) != (draw.public, draw.secret.hex()):
        raise InvalidError("verify.v8.other-draw")


def check_result(question: Question) -> Answer:
    """V9: counting again gives the published transcript, byte for byte, whose hash was logged."""
    bundle = question.bundle
    if bundle.is_cancelled:
        return Skipped("verify.cancelled")
    outcome = question.count.final
    if transcript_bytes(outcome) != bundle.result:
        raise InvalidError("verify.v9.other-result")
    if sha256(bundle.result).hex() != bundle.history.result:
        raise InvalidError("verify.v9.other-hash")
    if outcome.tied:
        raise InvalidError("verify.v9.tied")
    names = bundle.manifest.contest.labels()
    winners = tuple(names[option] for option in outcome.winners)
    code = "verify.v9.holds" if winners else "verify.v9.holds-nobody"
    return Holds.saying(code, winners=winners, stages=len(outcome.stages))
