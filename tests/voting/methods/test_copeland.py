from fractions import Fraction

import pytest
from hypothesis import given

from tests.duels import check_case, count, ids_and_ballots
from tests.published import cases, names
from voting.methods import copeland

PUBLISHED = cases("copeland")


@pytest.mark.parametrize(("case", "test"), PUBLISHED, ids=names(PUBLISHED))
def test_published_counts_agree(case, test):
    check_case(copeland, case, test)


def test_clones_can_change_the_winner():
    # x, y and z take a's place on every ballot, and c wins.
    counted = [("cab", 1), ("bca", 2), ("abc", 1)]
    clones = [("cyzxb", 1), ("bczxy", 2), ("yzxbc", 1)]
    assert count(copeland, "abc", counted).winners == ("b",)
    assert count(copeland, "bcxyz", clones).winners == ("c",)


def test_coming_to_vote_can_harm():
    # Participation: three voters a > d > c > b would have c by staying home, and get b.
    counted = [("cbad", 1), ("bdac", 2), ("cbda", 2)]
    assert count(copeland, "abcd", counted).winners == ("c",)
    assert count(copeland, "abcd", [*counted, ("adcb", 3)]).winners == ("b",)


@given(ids_and_ballots)
def test_both_ways_to_score_give_one_order(drawn):
    first = count(copeland, *drawn)
    second = count(copeland, *drawn, score="wins-plus-half-draws")
    assert first.sets == second.sets
    others = len(drawn[0]) - 1
    for option, score in second.tables["scores"].items():
        assert 2 * Fraction(score) - others == first.tables["scores"][option]
