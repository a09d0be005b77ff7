"""The voter's proof after the close: a ``tlog-proof`` of the seal, leading on to their ballot.

The proof itself shows that the contest's ``seal/1`` is in the log, for any program that reads
C2SP proofs. Its ``extra`` holds the seal, the opening of the ballot, and the path from the ballot
to the root that the seal names.
"""

from dataclasses import dataclass
from typing import Any

from voting.audit.commitments import Opening, read_share, to_text
from voting.audit.entries import Sealed, ballot_entry, entry_from_json
from voting.audit.merkle import HASH_SIZE, includes, leaf_hash
from voting.audit.notes import Key
from voting.audit.proofs import Proof, read_proof
from voting.canonical import decode, encode
from voting.errors import InvalidError

KIND = "ballot-proof/1"


@dataclass(frozen=True, kw_only=True)
class BallotProof:
    """One ballot, its place and path among the sealed ballots, and the seal's place in the log."""

    opening: Opening
    index: int
    path: tuple[bytes, ...]
    seal: Sealed
    log: Proof

    @property
    def commitment(self) -> bytes:
        """Return the commitment that the opening opens."""
        return self.opening.commitment(self.seal.poll)

    def is_sealed(self) -> bool:
        """Tell whether the ballot is among those whose root the seal names."""
        leaf = leaf_hash(ballot_entry(self.seal.poll, self.commitment))
        root = bytes.fromhex(self.seal.root)
        return includes(root, self.seal.ballots, leaf, self.index, self.path)

    def is_logged(self, key: Key) -> bool:
        """Tell whether the seal is in the log, by a checkpoint that this key signed."""
        return self.log.is_signed_by(key) and self.log.holds_for(leaf_hash(self.seal.encode()))

    def encode(self) -> bytes:
        """Return the proof as the bytes of a ``.tlog-proof`` file."""
        opening = self.opening
        extra = encode(
            {
                "b": decode(opening.ballot),
                "i": self.index,
                "n": to_text(opening.server),
                "p": [to_text(step) for step in self.path],
                "seal": self.seal.json(),
                "t": KIND,
                "v": to_text(opening.voter),
            }
        )
        return Proof(self.log.index, self.log.path, self.log.checkpoint, extra).encode()


def read_ballot_proof(data: bytes) -> BallotProof:
    """Read a proof file of ours; InvalidError for any other proof or form."""
    log = read_proof(data)
    value: Any = decode(log.extra or b"")
    if not isinstance(value, dict) or set(value) != {"b", "i", "n", "p", "seal", "t", "v"}:
        raise InvalidError("proof.not-ours")
    seal = entry_from_json(value["seal"])
    steps = value["p"]
    if value["t"] != KIND or not isinstance(seal, Sealed) or not isinstance(steps, list):
        raise InvalidError("proof.not-ours")
    if type(value["i"]) is not int:
        raise InvalidError("proof.not-ours")
    return BallotProof(
        opening=Opening(encode(value["b"]), read_share(value["n"]), read_share(value["v"])),
        index=value["i"],
        path=tuple(read_share(step, HASH_SIZE) for step in steps),
        seal=seal,
        log=log,
    )
