"""The quadratic ballot and the ballot of gifts, as a browser without script sends them."""

import pytest

from tests.web.browser import form_of
from tests.web.voters import Voter


@pytest.fixture
def voter(town):
    rules = {"credits": "16", "negative": "true"}
    return Voter(town, town.open(method="quadratic", rules=rules))


def pressed(voter, page, move):
    """Press plus or minus, which post to the address of the ballot."""
    form = form_of(page, "ballot")
    form.action = voter.base
    return form.send(voter.client, move=move)


def test_plus_and_minus_change_the_votes_and_the_price_of_the_next(voter):
    page = pressed(voter, voter.ballot(), "1:up")
    assert page.context["marks"] == {"1": 1}
    assert "3 poin" in page.text
    page = pressed(voter, page, "2:down")
    assert page.context["marks"] == {"1": 1, "2": -1}
    assert "14 dari 16" in page.text
    assert "kembali 1 poin" in page.text


def test_an_overspent_ballot_comes_back_with_the_amount(voter):
    form = form_of(voter.ballot(), "ballot").set("score-1", "4").set("score-2", "-2")
    page = form.send(voter.client)
    assert page.status_code == 422
    assert "Kurangi 4 poin" in page.text
    assert form_of(page, "ballot").fields["score-1"] == ["4"]


def test_a_ballot_within_its_credits_is_read_back(voter):
    form = form_of(voter.ballot(), "ballot").set("score-1", "3").set("score-2", "-2")
    page = form.send(voter.client)
    assert page.status_code == 200
    assert page.context["read"].given == (3, -2)
