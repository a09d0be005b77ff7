"""JSON lines: strict about meaning, easy about spaces."""

import json

import pytest

from voting.ballots import Approval, Choice, Ranking
from voting.errors import InvalidFileError
from voting.formats import FORMATS, read_poll, write_poll

HEADER = {
    "t": "ballots/1",
    "form": "ranking",
    "options": [{"id": "bakso", "label": "Bakso"}, {"id": "soto", "label": "Soto"}],
}
BALLOT = {"ballot": {"ranking": ["bakso", ["bakso", "soto"]], "v": 1}, "count": 2}


def read(*lines):
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return read_poll(text.encode(), FORMATS["jsonl"])


def test_a_plain_file():
    poll = read(HEADER, BALLOT, "", {"ballot": {"v": 1, "ranking": ["soto"]}})
    assert [option.id for option in poll.options] == ["bakso", "soto"]
    assert dict(poll.profile.ballots()) == {
        Ranking((("bakso",), ("bakso", "soto"))): 2,
        Ranking.of("soto"): 1,
    }


def test_what_is_written():
    poll = read(HEADER | {"title": "Makan siang", "seats": 1, "invalid": 3}, BALLOT)
    assert write_poll(poll, FORMATS["jsonl"]).decode().splitlines() == [
        '{"form":"ranking","invalid":3,"options":[{"id":"bakso","label":"Bakso"},'
        '{"id":"soto","label":"Soto"}],"seats":1,"t":"ballots/1","title":"Makan siang"}',
        '{"ballot":{"ranking":["bakso",["bakso","soto"]],"v":1},"count":2}',
    ]


@pytest.mark.parametrize(
    ("form", "ballot", "value"),
    [
        ("approval", {"approval": ["bakso", "soto"], "v": 1}, Approval.of("soto", "bakso")),
        ("choice", {"choice": ["soto"], "v": 1}, Choice.of("soto")),
        ("choice", {"choice": [], "v": 1}, Choice.of()),
    ],
)
def test_other_forms(form, ballot, value):
    assert dict(read(HEADER | {"form": form}, {"ballot": ballot}).profile.ballots()) == {value: 1}


def option(**values):
    return HEADER | {"options": [{"id": "a", "label": "A"} | values]}


@pytest.mark.parametrize(
    ("lines", "code", "line"),
    [
        (["nothing"], "file.json", 1),
        (["[1]"], "file.json", 1),
        (["{" * 100_000], "file.json", 1),
        (["[" * 100_000], "file.json", 1),
        (['{"t":' + "9" * 5000 + "}"], "file.json", 1),
        ([HEADER | {"t": "ballots/2"}], "file.json-header", 1),
        ([HEADER | {"more": 1}], "file.json-header", 1),
        ([HEADER | {"form": "stars"}], "file.json-header", 1),
        ([HEADER | {"form": []}], "file.json-header", 1),
        ([HEADER | {"seats": 0}], "file.json-header", 1),
        ([HEADER | {"seats": True}], "file.json-header", 1),
        ([HEADER | {"invalid": -1}], "file.json-header", 1),
        ([HEADER | {"title": "a\nb"}], "file.control", 1),
        ([HEADER | {"options": []}], "file.no-options", None),
        ([option(id="A B")], "contest.option-id", 1),
        ([option(label="")], "file.empty-name", 1),
        ([option(label="\ud800")], "file.control", 1),
        ([option(label="A\u202eB")], "file.control", 1),
        ([option(label="A\x9b1mB")], "file.control", 1),
        ([option(label="x" + "\u0316\u0307" * 16)], "file.too-many-marks", 1),
        ([option(cost=-1)], "contest.negative-cost", 1),
        ([option(cost="1")], "file.json-option", 1),
        ([option(votes=1)], "file.json-option", 1),
        ([HEADER | {"options": HEADER["options"] * 2}], "file.name-twice", 1),
        ([HEADER, '{"ballot":{"ranking":[],"v":1},"count":1.0}'], "file.json", 2),
        ([HEADER, '{"ballot":{"ranking":[],"v":1},"count":null}'], "file.not-a-count", 2),
        ([HEADER, '{"ballot":{"ranking":[],"v":1,"v":1}}'], "file.json", 2),
        ([HEADER, BALLOT | {"count": 0}], "file.not-a-count", 2),
        ([HEADER, BALLOT | {"count": True}], "file.not-a-count", 2),
        ([HEADER, BALLOT, BALLOT | {"who": "Budi"}], "file.json-line", 3),
        ([HEADER, {"count": 1}], "file.json-line", 2),
        ([HEADER, {"ballot": {"ranking": ["sate"], "v": 1}}], "file.unknown-option", 2),
        ([HEADER, {"ballot": {"ranking": [["soto"]], "v": 1}}], "ballot.shape", 2),
        ([HEADER, {"ballot": {"ranking": ["soto"], "v": 2}}], "ballot.shape", 2),
        ([HEADER, {"ballot": {"ranking": ["soto"], "v": True}}], "ballot.shape", 2),
        ([HEADER, {"ballot": {"ranking": {"soto": 1}, "v": 1}}], "ballot.shape", 2),
        ([option(id="1"), {"ballot": {"ranking": "1", "v": 1}}], "ballot.shape", 2),
        ([HEADER, {"ballot": {"approval": ["soto"], "v": 1}}], "ballot.shape", 2),
        ([HEADER, {"ballot": {"ranking": [["soto", "soto"]], "v": 1}}], "ballot.marked-twice", 2),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(lines, code, line):
    with pytest.raises(InvalidFileError) as refused:
        read(*lines)
    assert (refused.value.code, refused.value.params.get("line")) == (code, line)


def test_more_options_than_a_ballot_can_name_are_refused_before_any_ballot():
    many = [{"id": str(number), "label": str(number)} for number in range(300)]
    header = {"form": "approval", "options": many, "t": "ballots/1"}
    ballot = {"ballot": {"approval": sorted(one["id"] for one in many), "v": 1}}
    with pytest.raises(InvalidFileError) as refused:
        read(header, ballot)
    assert refused.value.code == "file.too-many-options"
