"""A roll's file inside a page: it comes back as it went, to the same officer, or not at all."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.errors import InvalidError
from voting.roll import Person
from web.carried import Carried, pack, unpack

KEY = b"k" * 32
SHOWN = bytes(32)


def officer(number=1):
    return Person(id=number, reference="R1", name="Pak Joko", place="", roles=frozenset())


@given(st.binary(max_size=200_000), st.binary(min_size=32, max_size=32))
def test_a_file_comes_back_as_it_went(data, shown):
    carried = Carried(data=data, shown=shown)
    pieces = pack(KEY, officer(), carried)
    assert all(0 < len(piece) <= 60_000 for piece in pieces)
    assert unpack(KEY, officer(), pieces) == carried


def test_any_changed_byte_is_refused():
    pieces = pack(KEY, officer(), Carried(data=b"nomor;nama\n1;Sari\n", shown=SHOWN))
    raw = urlsafe_b64decode("".join(pieces))
    for at in range(len(raw)):
        changed = bytearray(raw)
        changed[at] ^= 1
        with pytest.raises(InvalidError, match=r"roll\.file-changed"):
            unpack(KEY, officer(), [urlsafe_b64encode(bytes(changed)).decode()])


@pytest.mark.parametrize(
    "pieces", [[], [""], ["é"], ["A"], ["!" * 80], ["A" * 80], ["A" * 43 + "=", "B"]]
)
def test_anything_else_is_refused(pieces):
    with pytest.raises(InvalidError, match=r"roll\.file-changed"):
        unpack(KEY, officer(), pieces)


def test_pieces_left_out_or_swapped_are_refused():
    data = "".join(f"{n};{n * 7919 % 10_007}\n" for n in range(60_000)).encode()
    pieces = pack(KEY, officer(), Carried(data=data, shown=SHOWN))
    assert len(pieces) > 2
    for wrong in (pieces[1:], pieces[:-1], [pieces[1], pieces[0], *pieces[2:]]):
        with pytest.raises(InvalidError):
            unpack(KEY, officer(), wrong)


def test_another_officer_or_another_site_cannot_use_it():
    pieces = pack(KEY, officer(), Carried(data=b"x", shown=SHOWN))
    with pytest.raises(InvalidError):
        unpack(KEY, officer(2), pieces)
    with pytest.raises(InvalidError):
        unpack(b"o" * 32, officer(), pieces)
