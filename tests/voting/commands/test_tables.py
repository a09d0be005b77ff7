"""Tables line up for the eye, whatever letters they hold."""

from hypothesis import given
from hypothesis import strategies as st

from voting.commands.tables import blocks, shortened, table, width

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)


def test_a_table():
    assert table([("Nama", "1", "2"), ("张伟", "10", ""), ("José", "5", "1.000")]) == [
        "Nama   1      2",
        "张伟  10",
        "José   5  1.000",
    ]
    assert table([("a", "one"), ("bb", "two")], right=False) == ["a   one", "bb  two"]


def test_width_is_what_the_eye_sees():
    assert width("abc") == 3
    assert width("张伟") == 4
    assert width("e\u0301") == 1


@given(words, st.integers(1, 10))
def test_a_shortened_text_fits(text, most):
    assert width(shortened(text, most)) <= max(most, 1)
    assert shortened(text, max(width(text), 1)) == text


@given(
    st.lists(words, min_size=3, max_size=3),
    st.lists(st.lists(words, min_size=3, max_size=3), max_size=9),
    st.integers(0, 80),
)
def test_blocks_leave_nothing_out_and_fit(first, columns, most):
    found = blocks(first, columns, most)
    assert [column for block in found for column in block] == columns
    for block in found:
        lines = table(list(zip(first, *block, strict=True)))
        assert len(block) == 1 or max(map(width, lines)) <= most
