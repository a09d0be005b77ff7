"""What people type becomes one line that always has canonical bytes."""

from hypothesis import given
from hypothesis import strategies as st

from voting.canonical import MOST_MARKS, encode, tidy, without_piles


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


def test_a_letter_keeps_no_more_marks_than_any_writing_has():
    pile = "1" + "\u0316\u0307" * MOST_MARKS
    assert len(tidy(pile)) == 1 + MOST_MARKS
    assert len(tidy("1" + "\u0307\u200d" * 2 * MOST_MARKS)) == 1 + MOST_MARKS  # joiners go first
    doubled = tidy("1" + "\u0f73" * MOST_MARKS)  # one sign that becomes two marks
    assert tidy(doubled) == doubled
    assert len(doubled) == 1 + MOST_MARKS


def test_what_people_write_keeps_all_its_marks():
    for text in ("Ngurah Ṛṣi", "Việt Nam", "بِسْمِ اللَّهِ", "ꦲꦏ꧀ꦱꦫꦗꦮ", "e" + "\u0301" * MOST_MARKS):
        assert without_piles(text) == text
