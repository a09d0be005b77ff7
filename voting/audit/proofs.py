"""Proofs after C2SP ``tlog-proof``: one file that shows, offline, that an entry is in a log.

It holds the entry's index, its inclusion proof and the signed checkpoint, and may carry ``extra``
bytes that the format does not authenticate: ours lead from a voter's own ballot to the entry.
"""

from dataclasses import dataclass

from voting.audit.checkpoints import read_decimal, read_signed_checkpoint
from voting.audit.merkle import HASH_SIZE, includes
from voting.audit.notes import Key, from_base64, to_base64
from voting.errors import InvalidError

HEADER = "c2sp.org/tlog-proof@v1"
LONGEST_PATH = 64


@dataclass(frozen=True)
class Proof:
    """Where an entry stands, the hashes up to the root, and the checkpoint, byte for byte."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def encode(self) -> bytes:
        """Return the proof as the bytes of a ``.tlog-proof`` file."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {to_base64(self.extra)}")
        lines.append(f"index {self.index}")
        lines.extend(to_base64(step) for step in self.path)
        return "\n".join((*lines, "", "")).encode() + self.checkpoint

    def is_signed_by(self, key: Key) -> bool:
        """Tell whether the log of this key, by its own name, signed the checkpoint."""
        note, checkpoint = read_signed_checkpoint(self.checkpoint)
        return checkpoint.origin == key.name and note.is_signed_by(key)

    def holds_for(self, leaf: bytes) -> bool:
        """Tell whether the path leads from a leaf to the checkpoint's root (signatures apart)."""
        _, checkpoint = read_signed_checkpoint(self.checkpoint)
        return includes(checkpoint.root, checkpoint.size, leaf, self.index, self.path)


def read_proof(data: bytes) -> Proof:
    """Read a proof file; InvalidError unless it is exactly of the form."""
    head, separator, checkpoint = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise InvalidError("proof.malformed") from error
    if not separator or lines[0] != HEADER:
        raise InvalidError("proof.malformed")
    has_extra = len(lines) > 1 and lines[1].startswith("extra ")
    extra = from_base64(lines[1].removeprefix("extra ")) if has_extra else None
    rest = lines[1 + has_extra :]
    index = read_decimal(rest[0].removeprefix("index ")) if rest else None
    if index is None or not rest[0].startswith("index ") or len(rest) > 1 + LONGEST_PATH:
        raise InvalidError("proof.malformed")
    path = tuple(from_base64(line) for line in rest[1:])
    if any(len(step) != HASH_SIZE for step in path):
        raise InvalidError("proof.malformed")
    read_signed_checkpoint(checkpoint)
    return Proof(index, path, checkpoint, extra)
