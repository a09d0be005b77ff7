"""No bytes whatever make a reader fail otherwise than by refusing; no damage counts in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.formats.polls import polls
from voting.errors import InvalidFileError, MissingError
from voting.formats import FORMATS, format_of, read_poll, write_poll
from voting.words import explain

TOKENS = (
    *[
        "0",
        "1",
        "2",
        "3",
        "9",
        "-1",
        "-2",
        "-",
        "=",
        ">",
        ",",
        ";",
        ":",
        "#",
        "(",
        ")",
        "{",
        "}",
        "a",
        "A",
        "B",
        "count",
        "rank1",
        "rank2",
        "overvote",
        "UWI",
        "null",
    ],
    *("1:", "0:", "A>B", "A=B", "{1,2}", "(x)", "/*", "*/", "1.5", "٣", "[]", "[tie 2 1]"),
    *('"', '""', "'", '"A"', '"B\\""', "[nick a b]", "option:A", "withdrawn:B", "# option: A"),
    *("# ALTERNATIVE NAME 1: A", "# NUMBER ALTERNATIVES: 1", "# NUMBER VOTERS: 1"),
    '{"t":"ballots/1","form":"ranking","options":[{"id":"1","label":"A"}]}',
    '{"ballot":{"ranking":["1"],"v":1},"count":1}',
)

scraps = st.lists(
    st.one_of(st.sampled_from(TOKENS), st.just("\n"), st.just(" "), st.text(max_size=4)),
    max_size=60,
).map(" ".join)
data = st.one_of(st.binary(max_size=200), scraps.map(lambda text: text.encode("utf-8", "replace")))
formats = st.sampled_from(sorted(FORMATS))


def refusal(data, format_id):
    """Return how a reader refuses some bytes, or None if it reads them."""
    try:
        read_poll(data, FORMATS[format_id])
    except InvalidFileError as error:
        return error
    return None


@given(data, formats)
def test_any_bytes_are_read_or_refused(data, format_id):
    error = refusal(data, format_id)
    if error is not None:
        assert explain(error, "id") != explain(error, "en") != error.code


@given(
    polls(unknown=False, unusual=False),
    st.sampled_from(["blt", "rank-csv", "pref-lines", "jsonl"]),
    st.data(),
)
def test_a_damaged_file_is_refused_with_a_line_or_still_makes_sense(poll, format_id, drawn):
    whole = write_poll(poll, FORMATS[format_id]).decode()
    place = drawn.draw(st.integers(0, len(whole)))
    length = drawn.draw(st.integers(0, 5))
    instead = drawn.draw(st.one_of(st.sampled_from(TOKENS), st.text(max_size=3)))
    damaged = (whole[:place] + instead + whole[place + length :]).encode("utf-8", "replace")
    error = refusal(damaged, format_id)
    whole_file = ("file.empty", "file.no-options", "file.too-many-ballots")
    if error is not None and error.code not in whole_file:
        assert 1 <= error.params["line"] <= damaged.count(b"\n") + damaged.count(b"\r") + 1


@given(polls(unknown=False), st.integers(1, 40))
def test_a_blt_file_cut_off_never_counts_in_part(poll, missing):
    whole = write_poll(poll, FORMATS["blt"])
    cut = whole[:-missing]
    if refusal(cut, "blt") is None:
        ballots = read_poll(cut, FORMATS["blt"]).profile.piles
        assert ballots == poll.profile.piles


@pytest.mark.parametrize(
    ("name", "chosen", "found"),
    [
        ("votes.blt", None, "blt"),
        ("VOTES.BLT", None, "blt"),
        ("a/b.c/votes.csv", None, "rank-csv"),
        ("votes.txt", None, "pref-lines"),
        ("votes.jsonl", None, "jsonl"),
        ("votes.soi", None, "soi"),
        ("votes.txt", "blt", "blt"),
        ("-", "toc", "toc"),
    ],
)
def test_a_format_is_known_by_ending_or_name(name, chosen, found):
    assert format_of(name, chosen).id == found


@pytest.mark.parametrize(
    ("name", "chosen"), [("votes.xlsx", None), ("-", None), ("votes.blt", "xlsx")]
)
def test_an_unknown_format_names_the_known_ones(name, chosen):
    with pytest.raises(MissingError) as refused:
        format_of(name, chosen)
    assert refused.value.params["known"] == tuple(FORMATS)


def test_more_marks_than_any_writing_has_are_refused_with_their_line():
    data = ('2 1\n1 1 0\n0\n"a"\n"b' + "\u0316\u0307" * 16 + '"\n"t"\n').encode()
    with pytest.raises(InvalidFileError) as refused:
        read_poll(data, format_of("x.blt"))
    assert (refused.value.code, refused.value.params["line"]) == ("file.too-many-marks", 5)


@pytest.mark.parametrize("sign", ["\x1b", "\x9b", "\u202e", "\u2066"])
def test_what_steers_a_terminal_or_turns_the_writing_is_refused(sign):
    data = f'2 1\n1 1 0\n0\n"a"\n"b{sign}c"\n"t"\n'.encode()
    with pytest.raises(InvalidFileError) as refused:
        read_poll(data, format_of("x.blt"))
    assert (refused.value.code, refused.value.params["line"]) == ("file.control", 5)
