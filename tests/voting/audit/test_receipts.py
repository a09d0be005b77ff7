"""Receipts: the exact text, the two files, and what they prove."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from voting.audit.commitments import Opening
from voting.audit.notes import ED25519, Key, Note, Signature
from voting.audit.receipts import Receipt, read_receipt, receipt_text
from voting.errors import InvalidError

POLL = "00112233445566778899aabbccddeeff"
OPENING = Opening(b'{"ranking":["b","a"],"v":1}', b"\x01" * 32, b"\x02" * 32)
PRIVATE = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
KEY = Key("desa.example/log/receipt", ED25519, PRIVATE.public_key().public_bytes_raw())


def receipt(opening=OPENING, promised=OPENING):
    c = promised.commitment(POLL)
    text = receipt_text(POLL, c)
    note = Note(text, (Signature.by(KEY, PRIVATE.sign(text.encode())),))
    return Receipt(POLL, c, note, opening)


def test_the_text_of_the_specification():
    assert receipt_text(POLL, OPENING.commitment(POLL)) == (
        "mufakat-receipt/1\n"
        "poll 00112233445566778899aabbccddeeff\n"
        "ballot RDMf+JHl+yXx091f13TP2ly/gN4lpTP+FwJh0GpPq2g=\n"
    )


@pytest.mark.parametrize("opening", [OPENING, None])
def test_both_files_are_read_back(opening):
    written = receipt(opening)
    read = read_receipt(written.encode())
    assert read == written
    assert read.is_signed_by(KEY)
    assert read.fits_opening()


def test_an_opening_of_another_ballot_shows():
    other = Opening(OPENING.ballot, OPENING.server, b"\x03" * 32)
    assert not read_receipt(receipt(other).encode()).fits_opening()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"receipt-file/1", b"receipt-file/2"),
        (b"opening ", b"opened "),
        (b"mufakat-receipt/1", b"mufakat-receipt/2"),
        (b"poll 00", b"poll 0g"),
        (b"ballot ", b"ballots "),
        (b"ballot ", b"note extra\nballot "),
        (b"ballot RDM", b"ballot "),
    ],
)
def test_malformed_receipts_are_refused(old, new):
    data = receipt().encode()
    assert old in data
    with pytest.raises(InvalidError):
        read_receipt(data.replace(old, new, 1))
