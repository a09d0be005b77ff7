"""The stages as CSV: the figures of the count, in RCTab's rows, and no formula."""

import csv
import re
from io import StringIO

import pytest
from hypothesis import given

from tests.voting.commands.running import DUNDEE, mufakat
from tests.voting.formats.polls import polls
from voting.commands.counting import count
from voting.commands.round_table import round_table
from voting.formats import FORMATS, read_poll

NUMBER = re.compile(r"-?[0-9]+([./][0-9]+)?%?")


def rows(counted):
    return list(csv.reader(StringIO(round_table(counted), newline=""), strict=True))


def row(counted, title):
    return next(cells[1:] for cells in rows(counted) if cells[:1] == [title])


SMALL = b"""3 1
4 1 0
3 2 0
2 3 2 0
1 3 0
0
"Ani"
"Budi"
"Citra"
"Ketua"
"""


def test_a_small_runoff():
    counted = count(read_poll(SMALL, FORMATS["blt"]), method_id="irv", lot="x")
    assert row(counted, "Contest") == ["Ketua"]
    assert row(counted, "Rounds")[:3] == ["Round 1 Votes", "% of vote", "transfer"]
    first = counted.outcome.stages[0].excluded[0]
    assert row(counted, "Ani")[:2] == ["4", "40.00%"]
    assert row(counted, "Active Ballots")[0] == "10"
    assert row(counted, "Current Round Threshold")[0] == "6"
    assert row(counted, "Eliminated")[0] == counted.contest.labels()[first]
    assert row(counted, "Residual surplus")[0] == "0"


def test_decimals_stay_exact():
    counted = count(read_poll(DUNDEE.read_bytes(), FORMATS["blt"]), method_id="stv-scottish")
    assert "1275.20556" in {cell for cells in rows(counted) for cell in cells}


@given(polls(unusual=False))
def test_no_cell_is_a_formula_and_every_row_of_a_name_is_there(poll):
    counted = count(poll, method_id="irv")
    for cells in rows(counted):
        for cell in cells:
            assert not cell.startswith(("=", "+", "-", "@")) or NUMBER.fullmatch(cell)
    assert len(rows(counted)) >= len(poll.options) + 12


@pytest.mark.parametrize("target", ["-", "table.csv"])
def test_the_command_writes_it(target, tmp_path):
    place = target if target == "-" else tmp_path / target
    done = mufakat("tally", DUNDEE, "--table", place)
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode() if target == "-" else place.read_text("utf-8")
    assert text.startswith("Contest,")
    assert ("ballots cast" in done.stdout.decode()) == (target != "-")
