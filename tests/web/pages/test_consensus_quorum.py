"""A consensus round on the site counts its quorum from the roll that opening froze."""

from tests.web.pages.drafts_of import draft_of


def test_opening_writes_the_electors_into_the_rules(town):
    view = town.open(**draft_of("consensus"))
    assert view.eligible > 0
    assert view.rules["eligible"] == view.eligible


def test_a_number_that_the_moderator_gave_stays(town):
    draft = draft_of("consensus")
    view = town.open(**{**draft, "rules": {"eligible": "40"}})
    assert view.rules["eligible"] == 40
