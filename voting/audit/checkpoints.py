"""Checkpoints after C2SP ``tlog-checkpoint``: what a log says of itself at one size.

The text is exactly three lines: the log's name (its origin), the number of its entries, and the
base64 root of their tree. The log signs the text; a witness that saw the log grow honestly
cosigns it with a time. We write and accept no extension lines.
"""

from dataclasses import dataclass

from voting.audit.merkle import HASH_SIZE
from voting.audit.notes import Note, from_base64, read_note, to_base64
from voting.errors import InvalidError

LARGEST_SIZE = 1 << 53


@dataclass(frozen=True)
class Checkpoint:
    """The size and root of a log by name."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Return the three lines that the log signs."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint; InvalidError for any other text."""
    lines = text.split("\n")
    if len(lines) != 4 or not lines[0] or lines[3]:  # noqa: PLR2004 - three lines, each ended
        raise InvalidError("checkpoint.malformed")
    size = read_decimal(lines[1])
    root = from_base64(lines[2])
    if size is None or size > LARGEST_SIZE or len(root) != HASH_SIZE:
        raise InvalidError("checkpoint.malformed")
    return Checkpoint(lines[0], size, root)


def read_signed_checkpoint(data: bytes) -> tuple[Note, Checkpoint]:
    """Read a signed checkpoint; its signatures are for the caller to check."""
    note = read_note(data)
    return note, read_checkpoint(note.text)


def read_decimal(text: str) -> int | None:
    """Return a whole number written without sign or leading zero; None for any other text."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 20:  # noqa: PLR2004 - 64 bits
        return None
    number = int(text)
    return number if str(number) == text else None
