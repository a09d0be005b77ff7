"""The methods as a moderator looks for one: by what residents do with their ballot.

A method is sorted by its ballot form and its rules alone, so that a new one finds its shelf by
itself. On a shelf those stand first in which a ballot counts for one option at a time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from voting.ballots import Approval, Choice, Gifts, Ranking, Scores, Stance
from voting.method import Method
from voting.rules import rule_fields
from web.visit import Visit

MONEY = "money"


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Some ways of voting under one heading in the visitor's language."""

    heading: str
    methods: tuple[Method[Any], ...]


def shelves(visit: Visit, methods: Iterable[Method[Any]]) -> tuple[Shelf, ...]:
    """Return every method once, under what residents do; an empty shelf is left out."""
    headings = {
        Choice.form: visit.gettext("Choose one option"),
        Ranking.form: visit.gettext("Rank the options"),
        Approval.form: visit.gettext("Tick several options"),
        Scores.form: visit.gettext("Give scores or points"),
        MONEY: visit.gettext("Share out money"),
        Stance.form: visit.gettext("Take a stance on one text"),
    }
    found: dict[str, list[Method[Any]]] = {shelf: [] for shelf in headings}
    for method in sorted(methods, key=lambda method: not method.single_vote):
        found[_shelf(method)].append(method)
    return tuple(
        Shelf(heading=headings[shelf], methods=tuple(stand))
        for shelf, stand in found.items()
        if stand
    )


def _shelf(method: Method[Any]) -> str:
    spends = method.form is Gifts or "budget" in rule_fields(method.rules)
    return MONEY if spends else method.form.form
