"""The same ballots by several methods, as somebody asks for it on a bare Python."""

import json

from tests.voting.commands.running import RANKED, mufakat, refused

# The middle option has the fewest first choices and beats either other one to one.
MIDDLE = b"""3 1
4 1 2 0
3 3 2 0
2 2 1 0
0
"Left"
"Middle"
"Right"
"Centre squeeze"
"""


def compared(methods, *more, given=MIDDLE):
    done = mufakat("compare", "-", "--format", "blt", "--methods", methods, *more, given=given)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def test_methods_that_agree():
    found = json.loads(compared("irv,plurality", "--json"))
    assert found["agree"]
    assert [line["winners"] for line in found["methods"]] == [["Left"], ["Left"]]
    assert "elect the same" in compared("irv,plurality")


def test_where_the_method_decides_it_is_said_first():
    found = json.loads(compared("irv,approval", "--json"))
    assert not found["agree"]
    assert [line["winners"] for line in found["methods"]] == [["Left"], ["Middle"]]
    lines = compared("irv,approval").splitlines()
    assert lines[0] == "Centre squeeze"
    assert lines[1].startswith("The choice of method decides")
    assert "Pilihan metode" in compared("irv,approval", "--lang", "id")


def test_a_method_that_cannot_count_says_why_and_the_others_count():
    found = json.loads(compared("irv,plurality", "--seats", "2", "--json"))
    assert "refused" in found["methods"][0]
    assert "winners" in found["methods"][1]


def test_what_was_read_otherwise_than_it_stands_is_said():
    two_seats = MIDDLE.replace(b"3 1\n", b"3 2\n", 1)
    lines = compared("irv,schulze", given=two_seats).splitlines()
    assert lines[-1] == "irv: The file names 2 seats; this method counts with its own number."
    data = json.loads(compared("irv,schulze", "--json", given=two_seats))
    assert [len(line.get("notes", ())) for line in data["methods"]] == [1, 0]


def test_a_tie_is_a_result():
    done = mufakat("compare", RANKED / "degenerate/perfect-tie.csv", "--methods", "irv")
    assert done.returncode == 0
    assert b"tied" in done.stdout


def test_an_unknown_method_is_refused():
    assert "zorro" in refused("compare", "x.blt", "--methods", "irv,zorro", code=2)
    refused("compare", "x.blt", "--methods", ",", code=2)
