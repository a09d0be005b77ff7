"""Preparing a cast: a ballot admitted, committed to, sealed and signed for, outside a transaction.

Nothing of it has happened yet; ``balloting.cast`` looks at every part again when it is stored.
"""

from dataclasses import dataclass

from voting.audit.commitments import SHARE_SIZE, Opening
from voting.audit.manifest import SECRET_BALLOT
from voting.audit.notes import Note, Signature
from voting.audit.receipts import receipt_text
from voting.ballots import AnyBallot
from voting.canonical import encode, sha256
from voting.contest import Contest
from voting.errors import InvalidBallotError, InvalidError
from voting.methods import method
from voting.roll import Person
from voting.services.keys import Keys, named_key, receipt_name
from voting.store.booths import Booth
from voting.store.contests import ContestView

CHANNELS = ("phone", "kiosk", "helper", "paper")
SHARE_SOURCES = ("device", "phrase", "server")
LEAST_RETRY_KEY = 16


@dataclass(frozen=True, kw_only=True)
class PreparedCast:
    """A ballot ready to be stored. Nothing of it has happened yet.

    ``signature`` is the receipt key's over the receipt's text; ``receipt_key`` the public key.
    """

    poll: str
    ballot: AnyBallot
    opening: Opening
    commitment: bytes
    sealed: bytes
    retry_key: bytes
    voter_share_source: str
    signature: bytes
    receipt_key: bytes


def prepare_cast(
    keys: Keys,
    view: ContestView,
    ballot: AnyBallot,
    voter_share: bytes,
    voter_share_source: str,
    *,
    retry_key: bytes,
) -> PreparedCast:
    """Admit, commit to, seal and sign a ballot, outside any transaction.

    ``voter_share`` is 32 bytes chosen by the voter's device or made from a phrase, or empty with
    the source ``server``: then the server draws it, always the same for the same retry key. The
    retry key is at least 16 random bytes that come with the form and return with every repetition.
    """
    if voter_share_source not in SHARE_SOURCES or len(retry_key) < LEAST_RETRY_KEY:
        raise InvalidError("ballot.tampered")
    # A repetition may name an option withdrawn since: that is for ``cast`` to know and refuse.
    method(view.method).admit(ballot, view.contest())
    server = keys.server_share(view.poll, retry_key)
    if voter_share_source == "server":
        voter_share = keys.server_share(view.poll, b"voter\n" + retry_key)
    if len(voter_share) != SHARE_SIZE:
        raise InvalidError("ballot.tampered")
    opening = Opening(encode(ballot.json()), server, voter_share)
    commitment = opening.commitment(view.poll)
    secret = view.level == SECRET_BALLOT
    return PreparedCast(
        poll=view.poll,
        ballot=ballot,
        opening=opening,
        commitment=commitment,
        sealed=keys.seal_ballot(view.poll, opening.padded()) if secret else b"",
        retry_key=retry_key,
        voter_share_source=voter_share_source,
        signature=keys.receipt.signature(receipt_text(view.poll, commitment)),
        receipt_key=keys.receipt.public_bytes(),
    )


def check_whole(prepared: PreparedCast, booth: Booth, channel: str) -> None:
    """Refuse a prepared cast whose parts do not belong together, or not to this contest."""
    opening = prepared.opening
    whole = (
        opening.commitment(booth.poll) == prepared.commitment
        and opening.ballot == encode(prepared.ballot.json())
        and bool(prepared.sealed) == (booth.level == SECRET_BALLOT)
    )
    if not whole or channel not in CHANNELS:
        raise InvalidError("ballot.tampered")


def check_ballot(view: ContestView, ballot: AnyBallot) -> None:
    """Refuse a ballot that could not be cast as things stand: for the page before casting."""
    admit(ballot, view.contest())


def admit(ballot: AnyBallot, contest: Contest[object]) -> None:
    """Refuse a ballot that may not be cast: by its method, or naming a withdrawn option."""
    method(contest.method).admit(ballot, contest)
    for option in contest.options:
        if option.withdrawn and option.id in ballot.options():
            raise InvalidBallotError("ballot.option-withdrawn", option=option.label)


def promise(prepared: PreparedCast, booth: Booth) -> bytes:
    """Return the receipt's note, signed under the site's name: always the same for one ballot."""
    key = named_key(prepared.receipt_key, receipt_name(booth.origin))
    text = receipt_text(booth.poll, prepared.commitment)
    return Note(text, (Signature.by(key, prepared.signature),)).encode()


def key_hash(prepared: PreparedCast, person: Person) -> bytes:
    """Return the hash a receipt is kept by until the close.

    The person is part of it, so that a form left open on a shared phone is nobody else's receipt.
    """
    return sha256(f"mufakat/retry/1\n{person.id}\n".encode() + prepared.retry_key)
