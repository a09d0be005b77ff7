"""The quick way to read ballot lines says what the careful one says, or nothing."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voting.errors import InvalidFileError
from voting.formats.blt import _Ballots
from voting.formats.blt_head import read_head
from voting.formats.blt_plain import plain_piles
from voting.formats.source import piles

usual = st.builds(
    lambda count, marks: " ".join([count, *map(str, marks), "0"]),
    st.sampled_from(["1", "1", "2", "25", "100", "007"]),
    st.lists(st.integers(1, 14), max_size=6),
)
scraps = st.lists(
    st.sampled_from(["0", "1", "2", "02", "10", "11", "13", "105", " ", "\t", "-", "=", "é", ","])
).map(" ".join)


def carefully(lines, options):
    try:
        return piles(lines, 2, _Ballots(read_head([f"{options} 1"])).read)
    except InvalidFileError:
        return "refused"


@given(st.lists(st.one_of(usual, usual, usual, scraps), max_size=8), st.integers(1, 24))
@example(["1 23 0"], 3)
@example(["1 2 3 0", "1 4 0"], 3)
@example(["1 1 0 1 2 0"], 3)
@example(["11 2 0"], 3)
@example(["12 0"], 3)
@example(["1 02 0"], 3)
@example(["1 2 10"], 10)
@example(["1 2 0", "1 2"], 3)
@example(["1 105 0"], 14)
@example(["1 310 0"], 14)
@example(["1 02 0"], 30)
@example(["1 1 0", "1 0", "", "1 21 0", "1  21 0"], 30)
@example(["3 1 2 0", "1 2 0", "2 1 2 0", "4 0"], 3)
@example(["0 1 0", "1 2 0"], 3)
@example(["1000000000000000 1 0"], 3)
@example(["0000000000000000001 1 0"], 3)
@example([" 2 1 0"], 3)
@example(["\u0662 1 0"], 3)
@example(["2"], 3)
@example(["-2 1 0"], 3)
@example(["2\t1 0", "1 0"], 3)
def test_the_quick_way_agrees_or_does_not_answer(lines, options):
    quick = plain_piles("\n".join(lines), options)
    assert quick is None or quick == carefully(lines, options)


@pytest.mark.parametrize("options", [1, 9, 10, 11, 20, 21, 99])
def test_usual_lines_are_read_quickly(options):
    line = f"1 {' '.join(map(str, range(options, 0, -1)))} 0"
    assert plain_piles(f"{line}\n{line}\n\n1 0\n1  1 0\n1 1 0\n", options) == {
        bytes(range(options, 0, -1)): 2 if options > 1 else 4,
        b"": 1,
        **({b"\1": 2} if options > 1 else {}),
    }


@pytest.mark.parametrize("options", [3, 12, 40])
def test_lines_with_counts_are_read_quickly(options):
    body = f"3 1 2 0\n1 {options} 0\n\n20 0\n2 1 2 0\n1 1 0"
    assert plain_piles(body, options) == {b"\1\2": 5, bytes([options]): 1, b"": 20, b"\1": 1}


@pytest.mark.parametrize(
    "body",
    [
        "1 2 3",
        "0 1 3 0",
        "2 1 3",
        "1 4 0",
        "2 4 0",
        "1 2=3 0",
        "1 2,3 0",
        "1\t2 0",
        "1 2 0 # x",
        "(a) 1 0",
        "1 23 0",
    ],
)
def test_other_lines_are_left_to_the_careful_reader(body):
    assert plain_piles(f"1 1 0\n{body}\n", 3) is None


def test_more_options_than_a_pass_each_is_worth_are_left_as_well():
    assert plain_piles("1 1 0\n", 100) is None
