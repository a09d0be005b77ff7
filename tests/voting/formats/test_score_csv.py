"""Score CSV: what it reads, what it refuses with which line, and that nothing is lost."""

import csv
from io import StringIO

import pytest
from hypothesis import given

from tests.voting.formats.polls import polls
from voting.ballots import Ranking, Scores
from voting.errors import InvalidError, InvalidFileError
from voting.formats import FORMATS, read_poll, write_poll

SCORE_CSV = FORMATS["score-csv"]
PLAIN = "count,A,B,C\n3,5,0,\n1,,-2,4\n2\n"


def read(text):
    return read_poll(text.encode(), SCORE_CSV)


def ballots(poll):
    return dict(poll.profile.ballots())


EXPECTED = {
    Scores({"1": 5, "2": 0}): 3,
    Scores({"2": -2, "3": 4}): 1,
    Scores({}): 2,
}


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace(",", ";"),
        "sep=;\n" + PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace("\n2\n", "\n2,,,\n"),
        PLAIN.replace("3,5,0,", "1,5,0,\n1,5,0\n\n1, 5 ,0,"),
        PLAIN.replace("-2", "'-2"),
        "\ufeff" + PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("A", '"A"'),
    ],
)
def test_the_same_in_other_writing(text):
    poll = read(text)
    assert ballots(poll) == EXPECTED
    assert [option.label for option in poll.options] == ["A", "B", "C"]


def test_withdrawn_and_written_in():
    poll = read("count,withdrawn:A,write-in:B,option:option:C\n1,1,2,3\n")
    assert [(o.label, o.withdrawn, o.write_in) for o in poll.options] == [
        ("A", True, False),
        ("B", False, True),
        ("option:C", False, False),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("count,A,B,C", "A,B,C", "file.score-header", 1),
        ("count,A,B,C", "count", "file.score-header", 1),
        ("count,A,B,C", "count,A,,C", "file.empty-name", 1),
        ("count,A,B,C", "count,A,A,C", "file.name-twice", 1),
        ("3,5", "0,5", "file.not-a-count", 2),
        ("5,0", "5.5,0", "file.not-a-score", 2),
        ("5,0", "\u0665,0", "file.not-a-score", 2),
        ("5,0", "9007199254740992,0", "file.not-a-score", 2),
        ("-2", "=2", "file.not-a-score", 3),
        (",4", ",4,5", "file.score-cells", 3),
        (",4", ',"4', "file.quotes", 3),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(old, new, code, line):
    with pytest.raises(InvalidFileError) as refused:
        read(PLAIN.replace(old, new))
    assert (refused.value.code, refused.value.params["line"]) == (code, line)


@given(polls(form=Scores))
def test_nothing_is_lost(poll):
    back = read_poll(write_poll(poll, SCORE_CSV), SCORE_CSV)
    told = [[(o.label, o.withdrawn, o.write_in) for o in p.options] for p in (poll, back)]
    assert told[0] == told[1]
    assert back.profile == poll.profile


@given(polls(form=Scores))
def test_no_cell_is_a_formula(poll):
    rows = csv.reader(StringIO(write_poll(poll, SCORE_CSV).decode(), newline=""), strict=True)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in next(rows))
    for row in rows:
        assert all(not cell or isinstance(int(cell), int) for cell in row)


@given(polls(form=Ranking))
def test_other_forms_are_refused(poll):
    with pytest.raises(InvalidError, match=r"file\.holds-scores-only"):
        write_poll(poll, SCORE_CSV)
