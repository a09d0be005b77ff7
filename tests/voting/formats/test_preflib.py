"""PrefLib files of orders, read as their own toolkit reads them."""

import pytest

from voting.errors import InvalidFileError
from voting.formats import FORMATS, read_poll, write_poll

PLAIN = """# FILE NAME: 00001-00000001.toi
# TITLE: Lunch
# DATA TYPE: toi
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 6
# NUMBER UNIQUE ORDERS: 3
# ALTERNATIVE NAME 1: Bakso
# ALTERNATIVE NAME 2: Soto
# ALTERNATIVE NAME 3: Sate, kambing
3: 1,{2,3}
2: 2
1: 3,1,2
"""


def read(text, kind="toi"):
    return read_poll(text.encode(), FORMATS[kind])


def test_a_plain_file():
    poll = read(PLAIN)
    assert poll.title == "Lunch"
    assert [option.label for option in poll.options] == ["Bakso", "Soto", "Sate, kambing"]
    assert {ballot.ranks: often for ballot, often in poll.profile.ballots()} == {
        (("1",), ("2", "3")): 3,
        (("2",),): 2,
        (("3",), ("1",), ("2",)): 1,
    }


@pytest.mark.parametrize(
    ("old", "new", "kind", "code", "line"),
    [
        ("ALTERNATIVES: 3", "ALTERNATIVES: x", "toi", "file.preflib-key", 4),
        ("# NUMBER ALTERNATIVES: 3\n", "", "toi", "file.preflib-key", 1),
        ("VOTERS: 6", "VOTERS: 7", "toi", "file.preflib-voters", 5),
        ("# ALTERNATIVE NAME 2: Soto\n", "", "toi", "file.preflib-names", 8),
        ("2: Soto", "2:", "toi", "file.empty-name", 8),
        ("2: 2\n", "2: 4\n", "toi", "file.unknown-option", 11),
        ("2: 2\n", "2: {2\n", "toi", "file.preflib-order", 11),
        ("2: 2\n", "2\n", "toi", "file.preflib-order", 11),
        ("2: 2\n", "x: 2\n", "toi", "file.not-a-count", 11),
        ("2: 2\n", "2: 2,1,2\n", "toi", "file.ranked-twice", 11),
        ("", "", "toc", "file.preflib-incomplete", 11),
        ("", "", "soi", "file.preflib-tie", 10),
        ("", "", "soc", "file.preflib-tie", 10),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(old, new, kind, code, line):
    with pytest.raises(InvalidFileError) as refused:
        read(PLAIN.replace(old, new, 1), kind)
    assert (refused.value.code, refused.value.params.get("line")) == (code, line)


def test_a_tab_in_a_title_is_a_space():
    poll = read(PLAIN.replace("Lunch", "Lunch\ttoday"))
    assert poll.title == "Lunch today"
    assert read_poll(write_poll(poll, FORMATS["jsonl"]), FORMATS["jsonl"]).title == poll.title


OLD = """3
1,Bakso
2,Soto
3,Sate, kambing
6,6,3
3,1,{2,3}
2,2
1,3,1,2
"""


def test_a_file_from_before_2022_is_the_same_poll():
    old, new = read(OLD), read(PLAIN)
    assert (old.options, old.profile) == (new.options, new.profile)
    assert read(OLD.replace("\n", "\r\n")).profile == new.profile


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("3\n1,", "x\n1,", "file.preflib-key", 1),
        ("3\n1,", "255\n1,", "file.preflib-key", 1),
        ("3\n1,", f"{'9' * 5000}\n1,", "file.preflib-key", 1),
        ("2,Soto\n", "", "file.preflib-names", 4),
        ("2,Soto", "2,", "file.empty-name", 3),
        ("6,6,3", "7,7,3", "file.preflib-voters", 5),
        ("2,2\n", "2,4\n", "file.unknown-option", 7),
        ("2,2\n", "2\n", "file.preflib-order", 7),
    ],
)
def test_a_wrong_old_file_is_refused_with_its_line(old, new, code, line):
    with pytest.raises(InvalidFileError) as refused:
        read(OLD.replace(old, new, 1))
    assert (refused.value.code, refused.value.params.get("line")) == (code, line)


@pytest.mark.parametrize("key", ["#ALTERNATIVE NAME 2:", "#  Alternative Name 2 :"])
def test_the_name_of_an_option_may_be_spaced_otherwise(key):
    assert read(PLAIN.replace("# ALTERNATIVE NAME 2:", key)) == read(PLAIN)


@pytest.mark.oracle
def test_preflibtools_reads_what_is_written(oracle, tmp_path):
    properties = oracle("preflibtools.instances")
    path = tmp_path / "lunch.toi"
    path.write_bytes(write_poll(read(PLAIN), FORMATS["toi"]))
    instance = properties.OrdinalInstance(str(path))
    assert instance.alternatives_name == {1: "Bakso", 2: "Soto", 3: "Sate, kambing"}
    assert instance.multiplicity == {((1,), (2, 3)): 3, ((2,),): 2, ((3,), (1,), (2,)): 1}
