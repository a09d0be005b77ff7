"""Rankings read as choices and as approvals."""

import pytest

from voting.ballots import Approval, Choice, Ranking
from voting.commands.recast import recast
from voting.errors import InvalidBallotError
from voting.formats import FORMATS, read_poll

FILE = """4 1
-4
5 2 1 0
1 - 3 0
2 1=2 0
3 4 0
4 4 3 0
6 1=4 0
7 0
0
"A"
"B"
"C"
"D"
"T"
"""


def poll(text=FILE, format_id="blt"):
    return read_poll(text.encode(), FORMATS[format_id])


def test_the_same_form_is_left_alone():
    file = poll()
    assert recast(file, Ranking) == (file.profile, ())


def test_plurality_takes_the_first_choice():
    profile, notes = recast(poll(), Choice)
    assert dict(profile.ballots()) == {
        Choice.of("2"): 5,
        Choice.of("3"): 1 + 4,  # a skipped rank and a withdrawn option are passed over
        Choice.of("1"): 6,  # of two marks one was for a withdrawn option
        Choice.of("4"): 3,  # nobody else is named: the method says what becomes of it
        Choice.of(): 7,
    }
    assert profile.invalid == 2
    assert notes == (("tally.first-choices", {"invalid": 2}),)


def test_approval_takes_every_ranked_option():
    profile, notes = recast(poll(), Approval)
    assert dict(profile.ballots()) == {
        Approval.of("1", "2"): 5 + 2,
        Approval.of("3"): 1 + 4,
        Approval.of("1"): 6,
        Approval.of("4"): 3,
        Approval.of(): 7,
    }
    assert notes == (("tally.approvals", {"invalid": 0}),)


def test_marks_nobody_can_read_are_neither():
    file = poll("count,rank1,rank2\n3,overvote,\n2,overvote,A\n1,A,\n", "rank-csv")
    assert recast(file, Choice).profile.invalid == 5
    approvals = recast(file, Approval).profile
    assert approvals.invalid == 3
    assert dict(approvals.ballots()) == {Approval.of("1"): 3}


def test_no_ballot_is_lost():
    for form in (Choice, Approval):
        assert recast(poll(), form).profile.cast == poll().profile.cast
        assert recast(poll(), form).profile.blank == poll().profile.blank


def test_nothing_else_can_be_read_as_something_else():
    file = poll('{"t":"ballots/1","form":"choice","options":[{"id":"1","label":"A"}]}\n', "jsonl")
    with pytest.raises(InvalidBallotError, match=r"tally\.wrong-form"):
        recast(file, Ranking)
