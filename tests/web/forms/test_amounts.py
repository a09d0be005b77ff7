"""Quantities as people type them in both languages; what is read is read exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.errors import InvalidError
from web.forms.amounts import quantity, typed_quantity


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12), ("1200", 1200), ("1.200", 1200), ("1,200", 1200), ("1.234.567", 1234567),
        ("1 200", 1200), ("2,5", "5/2"), ("2.5", "5/2"), ("0,125", "1/8"), ("0.125", "1/8"),
        ("1.200,5", "2401/2"), ("1,200.50", "2401/2"), ("007", 7), (" 3 ", 3),
    ],
)  # fmt: skip
def test_groups_and_decimals(typed, value):
    assert quantity(typed) == Fraction(value)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "-1", "1e9", "0x10", "½", "٣", "1..2", "1.2.3", "1,2,3", "1.200,", ",5", "NaN", "inf",
     "1/2", "9" * 13, "1,1234567", "<b>", "\x00"],
)  # fmt: skip
def test_what_is_no_quantity_is_refused(typed):
    with pytest.raises(InvalidError):
        quantity(typed)


@given(st.integers(0, 10**9), st.integers(0, 6), st.integers(0, 10**6 - 1))
def test_a_quantity_is_read_as_it_was_written(whole, digits, rest):
    value = whole + Fraction(rest % 10**digits, 10**digits)
    assert quantity(typed_quantity(value)) == value
