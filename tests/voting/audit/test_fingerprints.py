"""Codes and words for people: what they say, how they are typed, how strong they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.audit import fingerprints
from voting.audit.fingerprints import LETTERS, WORDS, read_receipt_code, receipt_code, words_of
from voting.errors import InvalidError

hashes = st.binary(min_size=32, max_size=32)


def test_a_code_spells_the_first_bits():
    assert receipt_code(bytes(32)) == "000-000-000-000"
    assert receipt_code(b"\xff" * 32) == "ZZZ-ZZZ-ZZZ-ZZZ"
    assert receipt_code(bytes.fromhex("0044") + bytes(30)) == "012-000-000-000"


@given(hashes)
def test_a_code_can_be_typed_carelessly(value):
    code = receipt_code(value)
    careless = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert read_receipt_code(careless) == read_receipt_code(code.replace("-", "")) == code


@pytest.mark.parametrize(
    "text", ["", "K7P-4MX-2QD", "K7P-4MX-2QD-9TAA", "UUU-UUU-UUU-UUU", "é" * 12]
)
def test_what_is_no_code_is_refused(text):
    with pytest.raises(InvalidError):
        read_receipt_code(text)


@given(hashes, hashes)
def test_a_witness_code_tells_130_bits(one, other):
    same = int.from_bytes(one) >> 126 == int.from_bytes(other) >> 126
    assert (fingerprints.witness_code(one) == fingerprints.witness_code(other)) is same
    assert len(fingerprints.witness_code(one)) == 26


def test_letters_leave_out_lookalikes():
    assert len(set(LETTERS)) == 32
    assert not set(LETTERS) & set("ILOU")


def test_one_word_for_one_byte():
    assert len(WORDS) == len(set(WORDS)) == 256
    assert all(word.isascii() and word.islower() and 3 <= len(word) <= 7 for word in WORDS)
    assert len({word[:4] for word in WORDS}) == 256
    assert list(WORDS) == sorted(WORDS)
    assert words_of(bytes([0, 255, 1, 2, 3])) == (WORDS[0], WORDS[255], WORDS[1], WORDS[2])


def test_no_two_words_are_one_letter_apart():
    for word in WORDS:
        neighbours = {word[:i] + "?" + word[i + 1 :] for i in range(len(word))}
        for other in WORDS:
            if other != word and len(other) == len(word):
                assert not neighbours & {
                    other[:i] + "?" + other[i + 1 :] for i in range(len(other))
                }
