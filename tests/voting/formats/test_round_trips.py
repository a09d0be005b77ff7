"""What is written is read back the same, and a format that cannot hold a thing says so."""

import csv
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.formats.polls import forms, polls
from voting.ballots import Ranking
from voting.canonical import decode
from voting.errors import InvalidError
from voting.formats import FORMATS, read_poll, write_poll
from voting.formats.poll import losses

NAMED = ("rank-csv", "pref-lines")


def again(poll, format_id):
    return read_poll(write_poll(poll, FORMATS[format_id]), FORMATS[format_id])


def piles(poll):
    """Return the piles in a fixed order, and the options as far as every format tells them."""
    told = [(o.label, o.withdrawn, o.write_in) for o in poll.options]
    return told, sorted(poll.profile.piles.items())


@given(poll=forms.flatmap(lambda form: polls(form=form)), invalid=st.integers(0, 9))
def test_jsonl_loses_nothing(poll, invalid):
    poll = replace(poll, profile=replace(poll.profile, invalid=invalid))
    back = again(poll, "jsonl")
    assert back == poll
    assert losses(poll, FORMATS["jsonl"]) == ()


@given(polls())
def test_jsonl_is_canonical_line_by_line(poll):
    for line in write_poll(poll, FORMATS["jsonl"]).splitlines():
        decode(line)


@given(polls(unknown=False))
def test_blt_keeps_everything_but_ids(poll):
    back = again(poll, "blt")
    assert piles(back) == piles(poll)
    assert (back.title, back.seats) == (poll.title, poll.seats or 1)
    assert [option.description for option in back.options] == [o.description for o in poll.options]


@pytest.mark.parametrize("format_id", NAMED)
@given(poll=polls())
def test_named_formats_keep_options_and_ballots(format_id, poll):
    assert piles(again(poll, format_id)) == piles(poll)


@given(polls(unknown=False, unusual=False))
def test_all_ranked_formats_say_the_same(poll):
    expected = piles(poll)
    for format_id in ("blt", "rank-csv", "pref-lines", "jsonl"):
        assert piles(again(poll, format_id)) == expected, format_id


@given(polls(unknown=False, unusual=False))
def test_preflib_keeps_what_it_takes(poll):
    for format_id in ("soc", "soi", "toc", "toi"):
        try:
            back = again(poll, format_id)
        except InvalidError:
            continue
        assert piles(back) == piles(poll)


@given(polls(unusual=False))
def test_preflib_takes_every_strict_order(poll):
    clean = {
        code: often
        for code, often in poll.profile.piles.items()
        if code and Ranking.from_code(code, poll.profile.options).is_clean()
    }
    poll = replace(poll, profile=replace(poll.profile, piles=clean))
    assert piles(again(poll, "soi")) == piles(poll)


@pytest.mark.parametrize("format_id", ["blt", *NAMED, "soi", "toc"])
@given(poll=forms.filter(lambda form: form is not Ranking).flatmap(lambda form: polls(form=form)))
def test_other_forms_are_refused_by_formats_of_rankings(format_id, poll):
    with pytest.raises(InvalidError, match=r"file\.cannot-hold-form"):
        write_poll(poll, FORMATS[format_id])


@given(polls())
def test_what_a_format_cannot_hold_is_named(poll):
    lost = losses(poll, FORMATS["rank-csv"])
    assert ("title" in lost) == bool(poll.title)
    assert ("seats" in lost) == (poll.seats is not None)


@given(polls())
def test_no_cell_is_a_formula(poll):
    text = write_poll(poll, FORMATS["rank-csv"]).decode()
    for row in csv.reader(StringIO(text, newline=""), strict=True):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_unknown_marks_do_not_fit_into_blt():
    poll = read_poll(b"count,rank1\n1,A\n1,overvote\n", FORMATS["rank-csv"])
    with pytest.raises(InvalidError, match=r"file\.cannot-hold-mark"):
        write_poll(poll, FORMATS["blt"])


@pytest.mark.parametrize("format_id", NAMED)
def test_equal_names_do_not_fit_into_formats_that_know_options_by_name(format_id):
    poll = read_poll(b'2 1\n1 1 2 0\n0\n"Budi"\n"Budi"\n"T"\n', FORMATS["blt"])
    with pytest.raises(InvalidError, match=r"file\.cannot-hold-names"):
        write_poll(poll, FORMATS[format_id])
