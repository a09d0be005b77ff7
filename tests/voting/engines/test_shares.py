"""Prices at the edge: supporters who have just as much as they are asked for."""

import pytest

from tests.budgets import count, funded
from voting.methods.equal_shares import METHOD


def test_who_has_just_enough_pays_in_full_whatever_the_points():
    # The first voter pays 1 of 2 for the well; then the road asks for all that both have left.
    costs, ballots = {"well": 1, "road": 3}, [{"well": 5, "road": 1}, {"road": 2}]
    assert funded(METHOD, 4, costs, ballots, utility="points") == ["well", "road"]
    outcome = count(METHOD, 4, costs, ballots, utility="points")
    prices = [stage.values["price"] for stage in outcome.stages if stage.action == "fund"]
    assert prices == ["1/5", 1]
    assert outcome.details["unspent"] == 0


@pytest.mark.parametrize("utility", ["cost", "cardinality"])
def test_who_has_just_enough_pays_in_full(utility):
    assert funded(METHOD, 4, {"road": 4}, [["road"], ["road"]], utility=utility) == ["road"]
