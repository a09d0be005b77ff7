import hashlib
import json
import unicodedata

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from voting import canonical
from voting.errors import InvalidError

texts = (
    st.text()
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: not any("\ud800" <= character <= "\udfff" for character in text))
)
keys = st.text(st.characters(max_codepoint=127))
numbers = st.integers(-canonical.LARGEST, canonical.LARGEST)
values = st.recursive(
    st.one_of(st.booleans(), numbers, texts),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_bytes_are_those_of_rfc_8785(value):
    assert canonical.encode(value) == rfc8785.dumps(value)


@given(values)
def test_what_is_written_is_read_back(value):
    data = canonical.encode(value)
    assert canonical.decode(data) == value
    assert canonical.fingerprint(value) == hashlib.sha256(data).hexdigest()
    assert canonical.sha256(data).hex() == canonical.fingerprint(value)


@given(values, st.integers(0, 200), st.sampled_from([b" ", b"\n", b"0", b",", b'"', b"\xff"]))
def test_other_spellings_are_never_read(value, place, extra):
    data = canonical.encode(value)
    place = min(place, len(data))
    changed = data[:place] + extra + data[place:]
    try:
        read = canonical.decode(changed)
    except InvalidError:
        return
    assert canonical.encode(read) == changed


def test_a_tuple_is_an_array():
    assert canonical.encode(("a", 1)) == b'["a",1]'


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.0, "canonical.kind"),
        (None, "canonical.kind"),
        (b"a", "canonical.kind"),
        ({"a": [{"b": 0.5}]}, "canonical.kind"),
        ({1: "a"}, "canonical.key"),
        ({"é": 1}, "canonical.key"),
        (canonical.LARGEST + 1, "canonical.too-large"),
        (-canonical.LARGEST - 1, "canonical.too-large"),
        ("e\u0301", "canonical.not-nfc"),
        ("\ud800", "canonical.surrogate"),
    ],
)
def test_values_without_a_canonical_form_are_refused(value, code):
    with pytest.raises(InvalidError) as refusal:
        canonical.encode(value)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"1.5", "canonical.float"),
        (b"NaN", "canonical.float"),
        (b"1e3", "canonical.float"),
        (b"null", "canonical.kind"),
        (b'{"a":1,"a":1}', "canonical.duplicate-key"),
        (b'{"b":1,"a":2}', "canonical.not-canonical"),
        (b'"\\u0041"', "canonical.not-canonical"),
        (b"-0", "canonical.not-canonical"),
        (b'"\xff"', "canonical.not-json"),
        (b"", "canonical.not-json"),
        (b"[" * 100_000, "canonical.not-json"),
    ],
)
def test_other_bytes_are_not_read(data, code):
    with pytest.raises(InvalidError) as refusal:
        canonical.decode(data)
    assert refusal.value.code == code


def test_equal_values_have_equal_bytes_whatever_the_order_of_keys():
    one, other = {"a": 1, "B": 2, "0": 3}, {"0": 3, "B": 2, "a": 1}
    assert canonical.encode(one) == canonical.encode(other) == b'{"0":3,"B":2,"a":1}'
    assert json.loads(canonical.encode(one)) == one
