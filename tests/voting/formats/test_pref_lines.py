"""Preference lines, as typed by hand."""

import pytest

from voting.errors import InvalidFileError
from voting.formats import FORMATS, read_poll, write_poll


def read(text):
    return read_poll(text.encode(), FORMATS["pref-lines"])


def said(poll):
    names = {option.id: option.label for option in poll.options}
    return {
        tuple("=".join(names.get(mark, mark) for mark in rank) for rank in ballot.ranks): often
        for ballot, often in poll.profile.ballots()
    }


def test_a_plain_file():
    poll = read(
        "# a comment\n42: A > B = C\n\n3 : B>>C >\n# 9: not a ballot\n2:\n1: overvote > A\n"
    )
    assert said(poll) == {("A", "B=C"): 42, ("B", "", "C"): 3, (): 2, ("*", "A"): 1}
    assert [option.label for option in poll.options] == ["A", "B", "C"]


def test_quoted_names():
    poll = read('1: "A > B" > "C ""x"" = D"="E" > F "G" H\n')
    assert [option.label for option in poll.options] == ["A > B", 'C "x" = D', "E", 'F "G" H']


def test_declared_options():
    text = "# option: B\n# withdrawn: A\n# write-in: Others\n1: A\n"
    poll = read(text)
    assert [option.label for option in poll.options] == ["B", "A", "Others"]
    assert write_poll(poll, FORMATS["pref-lines"]).decode() == text


@pytest.mark.parametrize(
    ("text", "code", "line", "found"),
    [
        ("1: A\nA > B\n", "file.pref-line", 2, "A > B"),
        ("A: B > C\n", "file.not-a-count", 1, "A"),
        ("0: A\n", "file.not-a-count", 1, "0"),
        ("1: A > B = \n", "file.empty-name", 1, None),
        ("1: A\n1: A > B = B\n", "file.marked-twice", 2, "B"),
        ("# option: A\n# option: A\n", "file.name-twice", 2, "A"),
        ("1: A\n# option: A\n2: B\n", "file.undeclared-name", 3, "B"),
        ("# nothing\n", "file.no-options", None, 0),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(text, code, line, found):
    with pytest.raises(InvalidFileError) as refused:
        read(text)
    params = refused.value.params
    assert (refused.value.code, params.get("line"), params.get("found")) == (code, line, found)
