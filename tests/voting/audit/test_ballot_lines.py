"""The ballots' file: fast reading says the same as slow reading, and refuses the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.audit.elections import POLL
from voting.audit.ballot_lines import (
    OpenedBallot,
    ballot_root,
    read_ballots,
    root_of_lines,
    write_ballots,
)
from voting.audit.commitments import Opening, read_share
from voting.ballots import Approval, Ranking
from voting.canonical import decode, encode
from voting.errors import InvalidFileError

shares = st.binary(min_size=32, max_size=32)
ballots = st.lists(st.sampled_from("abcdef"), max_size=6, unique=True).flatmap(
    lambda names: st.sampled_from([Ranking.of(*names), Approval.of(*names)])
)
openings = st.builds(Opening, ballots.map(lambda b: encode(b.json())), shares, shares)
secret = openings.map(lambda opening: OpenedBallot(opening.commitment(POLL), opening))
open_ones = st.builds(
    lambda ballot, handle, number: OpenedBallot(
        ballot.commitment, ballot.opening, handle.hex(), number
    ),
    secret,
    shares,
    st.integers(0, 2**50),
)


@given(st.lists(secret, max_size=8))
def test_secret_ballots_survive(rows):
    data = write_ballots(rows)
    read = read_ballots(data, secret=True)
    assert list(read.texts) == [row.opening.ballot for row in rows]
    assert read.hashes() == [row.commitment for row in rows]
    assert read.wrong_line(POLL) is None
    for line, row in zip(data.splitlines(), rows, strict=True):
        value = decode(line)
        assert set(value) == {"b", "c", "n", "v"}
        assert read_share(value["c"]) == row.commitment
        assert read_share(value["n"]) == row.opening.server
        assert read_share(value["v"]) == row.opening.voter


@given(st.lists(open_ones, max_size=8))
def test_open_ballots_survive(rows):
    data = write_ballots(rows)
    read = read_ballots(data, secret=False)
    assert [int(number) for number in read.numbers] == [row.number for row in rows]
    assert [handle.decode() for handle in read.handles] == [row.handle for row in rows]
    assert read.wrong_line(POLL) is None
    for line in data.splitlines():
        assert set(decode(line)) == {"b", "c", "h", "n", "q", "v"}


@given(st.lists(secret, min_size=1, max_size=5), st.data())
def test_every_changed_byte_is_refused_or_a_wrong_opening(rows, data):
    good = write_ballots(rows)
    place = data.draw(st.integers(0, len(good) - 1))
    bad = bytearray(good)
    bad[place] ^= data.draw(st.integers(1, 255))
    line = good[:place].count(b"\n") + 1
    try:
        found = read_ballots(bytes(bad), secret=True).wrong_line(POLL)
    except InvalidFileError as refusal:
        found = refusal.params["line"]
    touches_line_end = b"\n" in (good[place : place + 1], bytes(bad[place : place + 1]))
    assert found == line or touches_line_end


@given(st.lists(secret, max_size=8))
def test_both_roots_are_one(rows):
    rows.sort(key=lambda row: row.commitment)
    read = read_ballots(write_ballots(rows), secret=True)
    assert root_of_lines(POLL, read.commitments) == ballot_root(POLL, read.hashes())


LINE = OpenedBallot(
    Opening(b"{}", bytes(32), bytes(32)).commitment(POLL), Opening(b"{}", bytes(32), bytes(32))
).line()


@pytest.mark.parametrize(
    "data",
    [
        LINE[:-1],
        b"\n" + LINE,
        LINE + b"\n",
        LINE + b"x",
        LINE.replace(b'"n"', b'"m"'),
        LINE.replace(b",", b", ", 1),
        LINE.replace(b'AAA="', b'AAB="', 1),
        LINE.replace(b"{}", b"[]", 1),
        LINE.replace(b"\n", b"\r\n"),
        LINE + LINE.replace(b"{}", b"{}\n", 1),
    ],
    ids=range(10),
)
def test_other_layouts_are_refused(data):
    with pytest.raises(InvalidFileError):
        read_ballots(data, secret=True)
    with pytest.raises(InvalidFileError):
        read_ballots(data, secret=False)
