"""Receipts: what a voter takes home, at once after casting and again after the close.

At once: a promise, signed under a key of its own (``host/log/receipt``), that this commitment will
be in the record; it names neither voter nor time. With it the voter's own opening, so that any
second device can recompute the commitment. After the close: the proof that the promise was kept.

The file is the promise alone (a signed note), or a header line, the opening in base64, an empty
line, and the promise.
"""

from dataclasses import dataclass

from voting.audit.commitments import Opening, check_poll, read_opening, read_share
from voting.audit.notes import Key, Note, from_base64, read_note, to_base64
from voting.errors import InvalidError

TEXT_HEADER = "mufakat-receipt/1"
FILE_HEADER = "mufakat-receipt-file/1"


def receipt_text(poll: str, commitment: bytes) -> str:
    """Return the text that the receipt key signs when a ballot has been stored."""
    return f"{TEXT_HEADER}\npoll {check_poll(poll)}\nballot {to_base64(commitment)}\n"


@dataclass(frozen=True)
class Receipt:
    """A promise about one ballot, and the opening if the voter kept it with the promise."""

    poll: str
    commitment: bytes
    note: Note
    opening: Opening | None = None

    def is_signed_by(self, key: Key) -> bool:
        """Tell whether the receipt key of the contest's manifest signed the promise."""
        return self.note.is_signed_by(key)

    def fits_opening(self) -> bool:
        """Tell whether the opening, if there is one, is that of the promised ballot."""
        return self.opening is None or self.opening.commitment(self.poll) == self.commitment

    def encode(self) -> bytes:
        """Return the receipt as a file."""
        note = self.note.encode()
        if self.opening is None:
            return note
        head = f"{FILE_HEADER}\nopening {to_base64(self.opening.encode())}\n\n"
        return head.encode() + note


def read_receipt(data: bytes) -> Receipt:
    """Read a receipt file of either form; InvalidError for anything else."""
    opening = None
    if data.startswith(f"{FILE_HEADER}\n".encode()):
        head, _, data = data.partition(b"\n\n")
        line = head.decode("ascii", "replace").removeprefix(f"{FILE_HEADER}\n")
        if not line.startswith("opening "):
            raise InvalidError("receipt.malformed")
        opening = read_opening(from_base64(line.removeprefix("opening ")))
    note = read_note(data)
    lines = note.text.split("\n")
    if len(lines) != 4 or not lines[2].startswith("ballot "):  # noqa: PLR2004 - three lines
        raise InvalidError("receipt.malformed")
    commitment = read_share(lines[2].removeprefix("ballot "))
    poll = lines[1].removeprefix("poll ")
    if note.text != receipt_text(poll, commitment):
        raise InvalidError("receipt.malformed")
    return Receipt(poll, commitment, note, opening)
