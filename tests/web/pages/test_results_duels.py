"""Duels on the result page, beside every count of rankings."""

import pytest

from voting.services import counting
from web.demo import facts

CIRCLE = ((1, 2, 3),) * 4 + ((2, 3, 1),) * 3 + ((3, 1, 2),) * 2


def counted(town, ballots, **values):
    view = town.open(**values)
    for number, ballot in enumerate(ballots, 1):
        town.cast(view, f"TS-{number:04}", *ballot)
    moderator = town.officer("moderator")
    counting.finish(town.database, moderator, town.keys, view.number, town.at, reason="Uji.")
    return town.client().get(f"/en/p/{view.number}/hasil")


@pytest.mark.parametrize("method", ["irv", "schulze"])
def test_whoever_wins_every_duel_is_named(town, method):
    page = counted(town, ((2, 1), (2, 3), (1, 2)), method=method)
    told = page.context["duels"]
    assert told.winner == page.context["view"].options[1].label
    assert f"{told.winner} wins against every other option" in page.text
    assert told.in_table
    assert "Votes one to one" in page.text


@pytest.mark.parametrize("method", ["schulze", "ranked-pairs", "minimax", "kemeny"])
def test_a_circle_is_told_win_by_win(town, method):
    page = counted(town, CIRCLE, method=method)
    told = page.context["duels"]
    assert told.winner == ""
    assert len(told.cycle) == 3
    assert {(duel.votes, duel.other_votes) for duel in told.cycle} == {(6, 3), (7, 2), (5, 4)}
    assert "go round in a circle" in page.text
    assert "The order of the options" in page.text


def test_many_options_have_a_fold_each(town):
    options = tuple(type(facts.FIRST[0])(label=f"Pilihan {number}") for number in range(1, 8))
    page = counted(town, ((7, 6, 5), (7, 1)), options=options)
    told = page.context["duels"]
    assert not told.in_table
    assert (told.entries[0].name, told.entries[0].count(1)) == ("Pilihan 7", 6)
    assert page.text.count("Duels of Pilihan") >= 7


def test_ballots_that_are_no_rankings_have_no_duels(town):
    view = town.open(method="approval")
    moderator = town.officer("moderator")
    counting.finish(town.database, moderator, town.keys, view.number, town.at, reason="Uji.")
    client = town.client()
    town.sign_in_officer(client, "moderator")
    assert client.get(f"/en/p/{view.number}/hasil").context["duels"] is None
