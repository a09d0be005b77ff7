"""Duels on the command line: beside every count of rankings, by whatever method."""

import json

import pytest

from tests.voting.commands.running import RANKED, mufakat, tally


def case(name, test_id):
    document = json.loads((RANKED / name / "expected.json").read_text("utf-8"))
    return next(test for test in document["tests"] if test["id"] == test_id)


@pytest.mark.parametrize("method", ["irv", "schulze", "stv-scottish"])
def test_duels_stand_beside_every_ranked_method(method):
    expected = case("tennessee-capital", "pairwise")
    data = tally(RANKED / "tennessee-capital/ballots.txt", *FORMAT, "--method", method)
    assert data["matrix"] == expected["matrix"]
    assert data["condorcet_winner"] == expected["condorcet_winner"]
    assert data["condorcet_loser"] == expected["condorcet_loser"]
    assert data["smith_set"] == expected["smith_set"]


FORMAT = ("--format", "pref-lines")


def test_nobody_wins_every_duel():
    data = tally(RANKED / "degenerate/cycle.txt", *FORMAT, "--method", "schulze")
    assert data["condorcet_winner"] is None
    assert data["smith_set"] == data["tied"][0] == ["A", "B", "C"]


def test_words_of_the_cases_are_understood():
    words = ("--rule", "defeat_strength=winning_votes", "--rule", "unranked=no_opinion")
    data = tally(RANKED / "debian-dpl-2006/ballots.txt", *FORMAT, "--method", "schulze", *words)
    expected = case("debian-dpl-2006", "pairwise_no_opinion")
    assert (data["winners"], data["matrix"]) == (["Steve McIntyre"], expected["matrix"])
    assert data["rules"]["strength"] == "winning-votes"


@pytest.mark.parametrize("variant", ["winning_votes", "margins", "pairwise_opposition"])
def test_variants_of_the_cases_are_understood(variant):
    expected = case("minimax-variants-102", f"minimax_{variant}_last_tied")
    file = RANKED / "minimax-variants-102/ballots.txt"
    data = tally(file, *FORMAT, "--method", "minimax", "--rule", f"variant={variant}")
    assert (data["winners"], data["scores"]) == (expected["winners"], expected["scores"])


def test_a_rule_in_both_words_is_refused():
    words = ("--rule", "variant=margins", "--rule", "strength=margins")
    file = RANKED / "degenerate/cycle.txt"
    done = mufakat("tally", file, *FORMAT, "--method", "minimax", *words)
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("case_name", "said"),
    [
        ("tennessee-capital/ballots.txt", "Condorcet winner (beats every other option"),
        ("degenerate/cycle.txt", "round in a circle. Smith set: A, B and C"),
    ],
)
def test_people_read_who_wins_one_to_one(case_name, said):
    done = mufakat("tally", RANKED / case_name, *FORMAT, "--lang", "en")
    text = done.stdout.decode()
    assert said in text
    assert "One to one" in text
