from itertools import permutations

import pytest

from tests.budgets import document
from voting.ballots import Approval
from voting.contest import Contest, Option
from voting.engines import budget_ties
from voting.engines.budget_ties import (
    MOST_COUNTS,
    Ladder,
    Step,
    counts_within,
    natural_order,
    read_ties,
    resolve,
)
from voting.errors import InvalidRuleError
from voting.methods import METHODS
from voting.profile import Profile


def rule(costs, votes, *steps, order=()):
    return Ladder(steps=steps, costs=costs, votes=votes, order=tuple(order))


def pick_all(options, most):
    """Return a count that funds the first `most` options by the ladder alone."""

    def run(ladder):
        left = list(options)
        for _ in range(most):
            picked, _ = ladder.first(left)
            left.remove(picked)
            yield Step(action="fund", of=(picked,))

    return run


@pytest.mark.parametrize("case", document("hand")["tie_break_cases"])
def test_published_ties(case):
    costs = {project["id"]: project["cost"] for project in case["tied"]}
    votes = {project["id"]: project["votes"] for project in case["tied"]}
    ladder = rule(costs, votes, "lower-cost", "more-votes", "lot", order=reversed(costs))
    expected = list(costs)[-1] if case["winner"] == "lot" else case["winner"]
    picked, use = ladder.first(list(costs))
    assert picked == expected
    assert (use.by == "lot") == (case["winner"] == "lot")


def test_digits_are_numbers():
    labels = {"a": "10", "b": "2", "c": "L2/9", "d": "L10/1", "e": "L2/10"}
    assert natural_order(labels) == ("b", "a", "c", "e", "d")


@pytest.mark.parametrize("ties", ["", "lower-cost", "lot,id", "id,lower-cost", "lot,lot", "coin"])
def test_ladders_that_decide_nothing_are_refused(ties):
    with pytest.raises(InvalidRuleError):
        read_ties(ties)


def test_an_undrawn_lot_tries_every_order():
    options = "abcd"
    level = dict.fromkeys(options, 1)
    found = resolve(pick_all(options, 2), rule(level, level, "lot"), options)
    assert (found.certain, found.possible) == ((), tuple(options))
    assert found.complete
    assert found.changes_winners
    whole = resolve(pick_all(options, 4), rule(level, level, "lot"), options)
    assert (set(whole.certain), whole.changes_winners) == (set(options), False)
    for order in permutations(options):
        drawn = resolve(pick_all(options, 2), rule(level, level, "lot", order=order), options)
        assert drawn.certain == order[:2]


def test_too_many_orders_are_said_so():
    options = [str(n) for n in range(30)]
    level = dict.fromkeys(options, 1)
    found = resolve(pick_all(options, 9), rule(level, level, "lot"), options, ("0",), most=20)
    assert not found.complete
    assert found.certain == ("0",)
    assert set(found.possible) == set(options)


def test_votes_decide_only_between_equal_costs():
    ladder = rule(
        {"a": 2, "b": 1, "c": 1}, {"a": 9, "b": 3, "c": 4}, "lower-cost", "more-votes", "lot"
    )
    picked, use = ladder.first(["a", "b", "c"])
    assert (picked, use.by) == ("c", "more-votes")


def test_a_wide_tie_is_looked_into_on_fewer_counts_where_one_is_much_work():
    assert counts_within(0) == MOST_COUNTS
    assert counts_within(30 * 512) < counts_within(30 * 128) < MOST_COUNTS
    assert counts_within(10**9) > 1


@pytest.mark.parametrize("method_id", ["equal-shares", "maximin-support"])
def test_projects_that_are_all_alike_are_soon_counted(method_id, monkeypatch):
    """Thirty projects that everybody wants: the tie has more ways than can be walked."""
    runs = []
    walk = budget_ties._until_a_tie
    monkeypatch.setattr(budget_ties, "_until_a_tie", lambda *a: runs.append(1) or walk(*a))
    method = METHODS[method_id]
    ids = tuple(f"p{number}" for number in range(30))
    contest = Contest(
        title="",
        method=method_id,
        rules=method.rules(budget=10),
        options=tuple(Option(id=o, label=o, cost=1 + n % 7) for n, o in enumerate(ids)),
    )
    outcome = method.count(contest, Profile.of(Approval, ids, [Approval.of(*ids)] * 3))
    assert outcome.tied
    assert len(runs) < MOST_COUNTS
