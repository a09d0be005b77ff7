"""Published elections counted from the command line, and the document that scripts rely on."""

import json
from fractions import Fraction

import pytest

from tests.voting.commands.running import DUNDEE, RANKED, TIED, mufakat, tally


def case(name, test_id):
    document = json.loads((RANKED / name / "expected.json").read_text("utf-8"))
    return next(test for test in document["tests"] if test["id"] == test_id)


def number(votes):
    return Fraction(votes)


@pytest.mark.parametrize("name", ["dundee-2022-coldside", "glasgow-2007-linn"])
def test_scottish_council_elections_equal_the_official_stages(name):
    expected = case(name, "scottish_stv")
    data = tally(RANKED / name / "ballots.blt")
    assert data["schema"] == "mufakat/tally/1"
    assert (data["method"], data["rules"]["seats"], data["rules"]["tallies_at"]) == (
        "stv-scottish",
        4,
        "end",
    )
    assert set(data["winners"]) == set(expected["winners"])
    assert number(data["quota"]) == number(expected["quota"])
    assert len(data["stages"]) == len(expected["rounds"])
    for stage, official in zip(data["stages"], expected["rounds"], strict=True):
        assert stage["stage"] == official["stage"]
        assert set(stage["elected"]) == set(official.get("elected", []))
        held = {name: number(votes) for name, votes in stage["tallies"].items()}
        assert held == {name: number(votes) for name, votes in official["votes"].items()}
        assert number(stage["inactive"]["non_transferable"]) == number(official["non_transferable"])


IRV = [
    ("burlington-2009-mayor", "irv_one_by_one_exhaustImmediately"),
    ("burlington-2009-mayor", "irv_batch_alwaysSkipToNextRank"),
    ("marking-errors", "overvote_exhaust"),
    ("marking-errors", "overvote_skip"),
    ("marking-errors", "skipped_rank_exhaust"),
    ("marking-errors", "skipped_rank_ignore"),
    ("marking-errors", "duplicate_exhaust"),
    ("marking-errors", "overvote_skip_and_two_skips"),
    ("overvote-resolves-later", "exhaust_if_multiple_continuing"),
    ("undeclared-write-ins", "single_seat"),
    ("tie-last-place", "candidate_order"),
    ("portland-me-2015-sample", "irv_maine_rules"),
    ("irv-paradoxes", "before"),
    ("tennessee-capital", "irv"),
]


def rules_of(test):
    """Return a case's rules as words for the command line."""
    rule = dict(test.get("rule") or {})
    order = rule.pop("tie_break_order", None)
    if rule.pop("tie_break", None) == "useCandidateOrder":
        rule["ties"] = "order:" + ",".join(order)
    words = []
    for key, value in rule.items():
        text = json.dumps(value) if isinstance(value, bool) else str(value)
        words += ["--rule", f"{key}={text}"]
    return words


@pytest.mark.parametrize(("name", "test_id"), IRV)
def test_instant_runoffs_equal_the_published_rounds(name, test_id):
    expected = case(name, test_id)
    data = tally(RANKED / name / expected["data"]["file"], "--method", "irv", *rules_of(expected))
    assert data["winners"] == expected["winners"]
    named = set(data["options"])  # a report may list write-ins that no ballot of the file holds
    for stage, published in zip(data["stages"], expected["rounds"], strict=True):
        votes = {name: count for name, count in published["votes"].items() if count}
        assert {name: count for name, count in stage["tallies"].items() if count} == votes
        assert stage["inactive"] == published.get("inactive", stage["inactive"])
        assert set(stage["excluded"]) == set(published.get("eliminated", [])) & named
    assert len(data["explanation"]) >= len(data["stages"])


def test_plurality_of_ranked_ballots_says_what_it_does():
    expected = case("burlington-2009-mayor", "plurality")
    data = tally(RANKED / "burlington-2009-mayor/ballots.csv", "--method", "plurality")
    assert data["stages"][0]["tallies"] == expected["totals"]
    assert data["winners"] == expected["winners"]
    assert data["ballots"]["invalid"] == 4
    assert "first choice" in data["notes"][0]


def test_the_document_has_every_promised_key():
    data = tally(DUNDEE)
    assert data.keys() >= {
        *("schema", "method", "rules", "rules_hash", "options", "ballots", "quota"),
        *("winners", "tied", "stages", "explanation"),
    }
    assert data["ballots"].keys() == {"cast", "blank", "invalid", "counted", "distinct"}
    assert data["options"][:2] == ["Scott AGNEW", "Naveed ALI"]
    stage = data["stages"][1]
    assert stage.keys() >= {
        *("stage", "tallies", "elected", "excluded", "inactive", "residual", "lots"),
    }
    assert stage["tallies"]["Heather ANDERSON"] == 1118  # whole: a number
    assert stage["tallies"]["Scott AGNEW"] == "150.26536"  # decimals: a string


def test_a_tie_is_a_result_until_a_lot_is_drawn():
    data = tally(TIED)
    assert (data["winners"], data["tied"]) == ([], [["A", "B"]])
    assert data["ballots"] == {"cast": 10, "blank": 2, "invalid": 0, "counted": 8, "distinct": 2}
    drawn = tally(TIED, "--lot", "31415926535897932384")
    assert (len(drawn["winners"]), drawn["tied"]) == (1, [])
    assert drawn["stages"][-1]["lots"][0]["by"] == "lot"
    assert "lot" in " ".join(drawn["explanation"])
    said = mufakat("tally", TIED).stdout.decode()
    assert "Tied: A and B" in said
    assert "--lot" in said


def test_those_who_hang_on_a_tie_are_not_called_tied():
    ballots = b"4: Ani\n3: Budi > Ani\n3: Cici > Budi\n"
    done = mufakat("tally", "-", "--format", "pref-lines", given=ballots)
    said = done.stdout.decode()
    assert "Tied: Budi and Cici." in said
    assert "Open until the lot is drawn: Ani and Budi." in said


BUDGET = """META
key;value
budget;50
vote_type;approval
PROJECTS
project_id;cost;name
P1;40;Bridge
P2;20;Street lamps
VOTES
voter_id;vote
1;P1
2;P1
3;P2
"""
STANCES = (
    '{"form":"stance","options":[{"id":"1","label":"Our text"}],"t":"ballots/1"}\n'
    '{"ballot":{"stance":["agree"],"v":1},"count":3}\n'
)


@pytest.mark.parametrize(
    ("file", "form", "said"),
    [
        (BUDGET, "pb", "\nFunded:\n  1. P1 · Bridge\n"),
        (BUDGET, "pb", "\n+ funded, - not funded\n"),
        (STANCES, "jsonl", "\nAdopted:\n  1. Our text\n"),
        ("2: A > B\n", "pref-lines", "\nElected:\n  1. A\n"),
    ],
)
def test_projects_are_funded_texts_adopted_and_others_elected(file, form, said):
    done = mufakat("tally", "-", "--format", form, given=file.encode())
    assert said in done.stdout.decode().replace("\r\n", "\n")
