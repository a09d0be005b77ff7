"""What people type becomes one line that always has canonical bytes."""

from hypothesis import given
from hypothesis import strategies as st

from voting.canonical import encode, tidy


@given(st.text())
def test_a_tidy_line_has_canonical_bytes_and_stays_as_it_is(text):
    line = tidy(text)
    encode(line)
    assert tidy(line) == line
    assert line == line.strip()
    assert "\n" not in line


def test_marks_that_cannot_be_seen_are_left_out():
    assert tidy(" Bu\u202e Sri \n\x00 \ud800Dewi\u200b ") == "Bu Sri Dewi"
    assert tidy("e\u0301") == "é"
