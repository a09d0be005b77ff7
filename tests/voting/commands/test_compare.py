"""The same ballots by several methods, as somebody asks for it on a bare Python."""

import json

from tests.voting.commands.running import RANKED, ROOT, mufakat, refused, tally

BUDGETS = ROOT / "tests/vectors/budget"

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


def by_method(*words):
    done = mufakat("compare", *words, "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    return {line["method"]: line for line in json.loads(done.stdout)["methods"]}


def test_a_rule_holds_for_every_method_that_has_it():
    found = by_method(
        BUDGETS / "Poland_Gdynia_2020_Orlowo__small.pb",
        *("--methods", "budget-greedy,equal-shares,approval"),
        *("--rule", "budget=20000", "--rule", "equal-shares.completion=util"),
    )
    assert found["budget-greedy"]["rules"]["budget"] == 20000
    assert found["equal-shares"]["rules"]["budget"] == 20000
    assert found["equal-shares"]["rules"]["completion"] == "util"
    assert "budget" not in found["approval"]["rules"]


def test_a_rule_of_one_method_goes_before_that_of_all():
    given = ("--rule", "schulze.unranked=last", "--rule", "unranked=no-opinion")
    found = {
        line["method"]: line["rules"]["unranked"]
        for line in json.loads(compared("schulze,minimax", *given, "--json"))["methods"]
    }
    assert found == {"schulze": "last", "minimax": "no-opinion"}


def test_a_rule_in_the_words_of_another_program():
    tied = MIDDLE.replace(b"4 1 2 0", b"3 1 2 0")
    words = ("--rule", "tie_break=useCandidateOrder", "--rule", "tie_break_order=Right,Left,Middle")
    found = json.loads(compared("plurality,approval", *words, "--json", given=tied))
    assert {line["rules"]["ties"] for line in found["methods"]} == {"order:3,1,2"}


def test_the_rules_of_a_budget_file_hold():
    found = by_method(
        BUDGETS / "Poland_Gdynia_2020_Orlowo__small.pb",
        *("--methods", "budget-greedy,equal-shares,phragmen"),
    )
    assert {line["rules"]["budget"] for line in found.values()} == {41780}
    # The file was counted greedily, stopping at the first misfit; that says nothing of phragmen.
    assert found["budget-greedy"]["rules"]["misfit"] == "stop"
    assert found["phragmen"]["rules"]["misfit"] == "skip"
    counted = tally(BUDGETS / "Poland_Gdynia_2020_Orlowo__small.pb")
    assert counted["rules_hash"] == found["budget-greedy"]["rules_hash"]
    passing_over = by_method(
        BUDGETS / "Poland_Gdynia_2020_Orlowo__small.pb",
        *("--methods", "budget-greedy", "--rule", "misfit=skip"),
    )
    assert passing_over["budget-greedy"]["rules"]["misfit"] == "skip"


def test_a_value_that_one_method_cannot_take_is_said_on_its_line():
    found = json.loads(compared("irv,minimax", "--rule", "minimax.strength=huge", "--json"))
    assert "winners" in found["methods"][0]
    assert "huge" in found["methods"][1]["refused"]


def test_a_rule_of_no_method_is_wrong_usage():
    message = refused("compare", "x.blt", "--methods", "irv,schulze", "--rule", "zorro=1", code=2)
    assert "zorro" in message
    assert "unranked" in message
    refused("compare", "x.blt", "--methods", "irv", "--rule", "schulze.unranked=last", code=2)
    refused("compare", "x.blt", "--methods", "irv", "--rule", "seats", code=2)
    twice = ("--rule", "seats=1", "--rule", "seats=2")
    refused("compare", "x.blt", "--methods", "irv", *twice, code=2)
