"""The picture of a count: names end before the next column begins, in every size of drawing."""

from fractions import Fraction

import pytest

from tests.strategies import IDS, contest_of, profile_of
from voting.ballots import Ranking
from voting.methods import METHODS
from web.flow import LARGE, PHONE, flow


def drawing(shape, options):
    """Draw a count in which the last option leaves first, then the one before it."""
    method, ids = METHODS["irv"], IDS[:options]
    contest = contest_of(method, ids, method.rules(continue_until_two=True))
    ballots = [(Ranking.of(*ids[place:]), 20 + options - place) for place in range(options)]
    return flow(
        method.count(contest, profile_of(Ranking, contest.ids, ballots)).transcript(), shape
    )


@pytest.mark.parametrize("shape", [LARGE, PHONE])
@pytest.mark.parametrize("options", [3, 4, 5])
def test_a_name_ends_before_the_next_column(shape, options):
    drawn = drawing(shape, options)
    lefts = sorted({Fraction(node.x) for node in drawn.nodes})
    for node in drawn.nodes:
        if node.is_named and node.anchor == "start":
            end = Fraction(node.label_x) + Fraction(node.letters * shape.letter, 10)
            assert end < lefts[1]


@pytest.mark.parametrize("shape", [LARGE, PHONE])
@pytest.mark.parametrize("options", [3, 4, 5])
def test_names_over_the_columns_do_not_meet(shape, options):
    *_, before, last = drawing(shape, options).heads
    wide = Fraction((last.letters + 1) * shape.letter, 10)
    assert Fraction(before.x) + wide * Fraction(1, 2) < Fraction(last.x) - wide
