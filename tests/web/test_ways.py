"""Every method stands on one shelf, under what residents do with their ballot."""

from types import SimpleNamespace

from voting.methods import METHODS
from web.ways import shelves

VISITOR = SimpleNamespace(gettext=lambda words: words)


def test_every_method_stands_on_one_shelf():
    stand = [method.id for shelf in shelves(VISITOR, METHODS.values()) for method in shelf.methods]
    assert sorted(stand) == sorted(METHODS)


def test_a_shelf_holds_what_is_done_alike_and_money_by_itself():
    found = {
        shelf.heading: {method.id for method in shelf.methods}
        for shelf in shelves(VISITOR, METHODS.values())
    }
    assert found["Share out money"] >= {"budget-greedy", "phragmen", "quadratic-funding"}
    assert found["Tick several options"] >= {"approval", "pav"}
    assert found["Give scores or points"] == {"score", "star", "quadratic"}
    assert "irv" in found["Rank the options"]


def test_an_empty_shelf_is_left_out():
    assert [shelf.heading for shelf in shelves(VISITOR, [METHODS["irv"]])] == ["Rank the options"]
