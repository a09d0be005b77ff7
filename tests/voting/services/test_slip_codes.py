"""Slip codes survive paper, handwriting and thumbs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.services.slip_codes import ALPHABET, LENGTH, code_of, grouped, hash_of, read

KEYS = st.binary(min_size=32, max_size=32)
CODES = st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH)


@given(KEYS, st.integers(1, 10**6), st.integers(1, 99))
def test_a_code_is_read_as_it_was_printed(key, person_id, serial):
    code = code_of(key, person_id, serial)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert read(grouped(code)) == code
    assert code == code_of(key, person_id, serial)


@given(CODES, st.randoms(use_true_random=False))
def test_a_code_is_read_however_it_is_typed(code, chance):
    looks = {"0": "0Oo", "1": "1IiLl", "V": "VvUu"}
    typed = "".join(
        chance.choice(looks.get(letter, letter + letter.lower()))
        + chance.choice(["", "", " ", "-"])
        for letter in code
    )
    assert read(f" {typed} ") == code


@pytest.mark.parametrize("typed", ["", "K7P4MX2", "K7P4MX2QQ", "K7P4MX2*", "K7P4MX2é", "ß" * 4])
def test_what_cannot_be_a_code_is_none(typed):
    assert read(typed) is None


@given(st.text(max_size=20))
def test_reading_never_breaks_and_reads_itself(typed):
    code = read(typed)
    assert code is None or read(code) == code


def test_nobody_shares_a_code_and_another_key_makes_others():
    codes = [code_of(b"k" * 32, person, serial) for person in range(3000) for serial in (1, 2)]
    assert len(set(codes)) == len(codes)
    assert not {code_of(b"l" * 32, person, 1) for person in range(3000)} & set(codes)
    assert len({hash_of(b"k" * 32, code) for code in codes}) == len(codes)


def test_every_letter_of_the_alphabet_is_used_alike():
    letters = "".join(code_of(b"k" * 32, person, 1) for person in range(4000))
    fair = len(letters) / len(ALPHABET)
    assert all(0.8 * fair < letters.count(letter) < 1.2 * fair for letter in ALPHABET)


def test_a_slip_once_printed_stays_good_for_ever():
    key = bytes(range(32))
    assert code_of(key, 1, 1) == "VHW506R2"
    assert hash_of(key, "VHW506R2").hex().startswith("cfdbdf358a931f97")
