"""Rank CSV as people and spreadsheets write it."""

import pytest

from voting.errors import InvalidFileError
from voting.formats import FORMATS, read_poll, write_poll
from voting.formats.poll import WRITE_IN

PLAIN = "count,rank1,rank2,rank3\n3,A,B,C\n2,,B=A,\n1,C,overvote,A\n7,,,\n"


def read(text):
    return read_poll(text.encode(), FORMATS["rank-csv"])


def said(poll):
    names = {option.id: option.label for option in poll.options}
    return {
        tuple("=".join(names.get(mark, mark) for mark in rank) for rank in ballot.ranks): often
        for ballot, often in poll.profile.ballots()
    }


SAID = {("A", "B", "C"): 3, ("", "A=B"): 2, ("C", "*", "A"): 1, (): 7}


def test_a_plain_file():
    poll = read(PLAIN)
    assert said(poll) == SAID
    assert [option.label for option in poll.options] == ["A", "B", "C"]
    assert poll.seats is None


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        "sep=;\r\n" + PLAIN.replace(",", ";"),
        PLAIN.replace("\n", "\r\n"),
        "\ufeff" + PLAIN,
        PLAIN.replace("A", '"A"').replace('B="A"', '"B=A"'),
        PLAIN.replace("count,rank1", "Count, Rank 1"),
        PLAIN.replace("count,rank1,rank2", '"count";"rank1";"rank2"').replace(",", ";"),
        PLAIN.replace("2,,B=A,", "2,, B = A ,,,"),
        PLAIN + ",,,\n\n",
        PLAIN.replace("3,A,B,C\n", "1,A,B,C\n1,A,B,C\n1,A,B,C\n"),
        "\n" + PLAIN.replace("7,,,\n", "7\n"),
    ],
)
def test_the_same_otherwise_written(text):
    assert said(read(text)) == SAID


def test_names_with_commas_and_quotes():
    text = 'count,rank1\n1,"Bryant, Peter G."\n2,"Adam ""Ace"" Smith"\n3,"\'+62"\n'
    assert [o.label for o in read(text).options] == ["Bryant, Peter G.", 'Adam "Ace" Smith', "+62"]


def test_undeclared_write_ins_are_one_option():
    poll = read("count,rank1,rank2\n5,UWI,A\n3,A,UWI\n")
    assert [(option.label, option.write_in) for option in poll.options] == [
        (WRITE_IN, True),
        ("A", False),
    ]
    assert write_poll(poll, FORMATS["rank-csv"]) == b"count,rank1,rank2\n5,UWI,A\n3,A,UWI\n"


def test_declared_options_keep_their_order_and_their_standing():
    text = "count,rank1,rank2,option:A,option:B,withdrawn:C,write-in:D\n1,C,B\n"
    poll = read(text)
    assert [(o.label, o.withdrawn, o.write_in) for o in poll.options] == [
        ("A", False, False),
        ("B", False, False),
        ("C", True, False),
        ("D", False, True),
    ]
    assert write_poll(poll, FORMATS["rank-csv"]).decode() == text


def test_the_header_stays_plain_where_ballots_tell_everything():
    poll = read_poll(b'3 1\n5 3 0\n4 2 1 0\n1 1 0\n0\n"A"\n"B"\n"C"\n"T"\n', FORMATS["blt"])
    assert write_poll(poll, FORMATS["rank-csv"]).decode() == (
        "count,rank1,rank2\n1,A,\n4,B,A\n5,C,\n"
    )


@pytest.mark.parametrize(
    ("text", "code", "line", "found"),
    [
        ("3,A\n", "file.csv-header", 1, "3,A"),
        ("sep=;\n", "file.csv-header", 1, "sep=;"),
        ("count\n3\n", "file.csv-header", 1, "count"),
        ("count,Amy,Brian\n2,5,4\n", "file.csv-header", 1, "count,Amy,Brian"),
        ("count,rank1,rank3\n", "file.csv-column", 1, "rank3"),
        ("count,rank1,option:A,option:A\n", "file.name-twice", 1, "A"),
        ("count,rank1\n1,A\n1,B,C\n", "file.csv-cells", 3, "C"),
        ("count,rank1\n1,A\nx,B\n", "file.not-a-count", 3, "x"),
        ("count,rank1\n1,A\n,B\n", "file.not-a-count", 3, ""),
        ("count,rank1\n0,A\n", "file.not-a-count", 2, "0"),
        ("count,rank1\n-1,A\n", "file.not-a-count", 2, "-1"),
        ("count,rank1\n1,A=\n", "file.empty-name", 2, None),
        ("count,rank1\n1,A=B=A\n", "file.marked-twice", 2, "A"),
        ('count,rank1\n1,"A\n', "file.quotes", 2, '"A'),
        ('count,rank1\n1,"A"B\n', "file.quotes", 2, '"A"B'),
        ("count,rank1,option:A\n1,B\n", "file.undeclared-name", 2, "B"),
        ("count,rank1\n1,UWI\n1,Undeclared Write-ins\n1,UWI", None, None, None),
        ("count,rank1\n1,Undeclared Write-ins\n1,UWI\n", "file.name-twice", 3, WRITE_IN),
        ("count,rank1\n7,\n", "file.no-options", None, 0),
        (
            "count,rank1\n" + "".join(f"1,N{n}\n" for n in range(300)),
            "file.too-many-options",
            256,
            255,
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(text, code, line, found):
    if code is None:
        assert len(read(text).options) == 1
        return
    with pytest.raises(InvalidFileError) as refused:
        read(text)
    params = refused.value.params
    assert (refused.value.code, params.get("line"), params.get("found")) == (code, line, found)
