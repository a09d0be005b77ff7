"""The largest ballot paper there can be, for every method; all small profiles of seats, by definition."""

from fractions import Fraction
from itertools import combinations, permutations, product

import pytest

from tests.strategies import IDS, ONLY, contest_of, plain_rules, profile_of
from voting.ballots import Approval, Ranking, Stance
from voting.errors import InvalidRuleError
from voting.methods import (
    METHODS,
    approval_equal_shares,
    kemeny,
    pav,
    stv_meek,
    stv_scottish,
    stv_wigm,
)
from voting.rules import rule_fields
from voting.tiebreak import Lot

MANY = tuple(f"o{number}" for number in range(254))
WITH_OPTIONS = {id_: each for id_, each in METHODS.items() if each.form is not Stance}
REFUSED = {kemeny.METHOD.id}
COUNTED = {id_: each for id_, each in WITH_OPTIONS.items() if id_ not in REFUSED}


@pytest.mark.slow
@pytest.mark.parametrize("method", COUNTED.values(), ids=COUNTED)
def test_254_options_are_counted(method):
    money = {"budget": 50} if "budget" in rule_fields(method.rules) else {}
    contest = contest_of(method, MANY, plain_rules(method, **money))
    method.admit_contest(contest)
    only = ONLY[method.form]
    cast = [(only(MANY[n * 7 % 254]), 1 + n % 3) for n in range(400)]
    if method.form in (Ranking, Approval):
        cast += [(only(*MANY[n : n + 40]), 1 + n % 2) for n in range(0, 210, 7)]
    profile = profile_of(method.form, MANY, cast)
    outcome = method.count(contest, profile, Lot(b"x"))
    assert outcome.tied == ()
    assert outcome.winners or method.id == "equal-shares"  # no two could pay together
    assert set(method.count(contest, profile).winners) <= set(outcome.winners)


def test_254_options_are_refused_where_all_orders_are_tried():
    with pytest.raises(InvalidRuleError):
        kemeny.METHOD.admit_contest(contest_of(kemeny.METHOD, MANY))


SUBSETS = [c for size in (1, 2, 3) for c in combinations("abc", size)]


def score(committee, voters):
    return sum(
        n * sum(Fraction(1, place) for place in range(1, len({*committee} & {*marks}) + 1))
        for marks, n in voters
    )


@pytest.mark.parametrize("module", [pav, approval_equal_shares], ids=lambda m: m.METHOD.id)
def test_committees_on_all_small_profiles_by_definition(module):
    contest = contest_of(module.METHOD, IDS[:3], module.Rules(seats=2))
    for piles in product(range(3), repeat=len(SUBSETS)):
        voters = [(marks, n) for marks, n in zip(SUBSETS, piles, strict=True) if n]
        ballots = [(Approval.of(*marks), n) for marks, n in voters]
        profile = profile_of(Approval, contest.ids, ballots)
        outcome = module.METHOD.count(contest, profile, Lot(b"x"))
        if module is pav:
            best = max(score(each, voters) for each in combinations("abc", 2))
            assert score(outcome.winners, voters) == best
        assert not deprived(outcome.winners, voters, seats=2)


def deprived(committee, voters, seats):
    """Tell whether a group deserves members by extended justified representation and has fewer."""
    total = sum(n for _, n in voters)
    for level in range(1, seats + 1):
        for common in combinations("abc", level):
            group = sum(
                n
                for marks, n in voters
                if {*common} <= {*marks} and len({*committee} & {*marks}) < level
            )
            if group and group * seats >= level * total:
                return True
    return False


ORDERS = ["".join(order) for order in permutations("abc")] + ["a", "b", "c"]
STV = {
    "stv-scottish": (stv_scottish, {}),
    "stv-wigm": (stv_wigm, {"arithmetic": "exact"}),
    "stv-meek": (stv_meek, {}),
}


@pytest.mark.slow
@pytest.mark.parametrize(("module", "rules"), STV.values(), ids=STV)
def test_seats_on_all_small_profiles_go_by_quotas_and_solid_groups(module, rules):
    fixed = module.Rules(seats=2, ties="order:a,b,c", **rules)
    contest = contest_of(module.METHOD, IDS[:3], fixed)
    for piles in product((0, 1, 3), repeat=len(ORDERS)):
        voters = [(order, n) for order, n in zip(ORDERS, piles, strict=True) if n]
        if not voters or sum(piles) > 9:
            continue
        ballots = [(Ranking.of(*order), n) for order, n in voters]
        outcome = module.METHOD.count(contest, profile_of(Ranking, contest.ids, ballots))
        winners = set(outcome.winners)
        assert len(winners) == 2
        for size in (1, 2):
            for group in map(set, combinations("abc", size)):
                solid = sum(n for order, n in voters if set(order[:size]) == group)
                assert len(winners & group) >= min(solid // outcome.quota, size)


@pytest.mark.parametrize("surplus", ["all-at-once", "largest-first"])
def test_an_exact_count_does_not_depend_on_the_order_of_ballots(surplus):
    counted = [("abc", 7), ("acd", 5), ("bd", 4), ("dca", 3), ("cb", 2), ("db", 1)]
    rules = stv_wigm.Rules(seats=2, arithmetic="exact", surplus=surplus, ties="order:a,b,c,d")
    contest = contest_of(stv_wigm.METHOD, IDS[:4], rules)
    ballots = [(Ranking.of(*order), 1) for order, n in counted for _ in range(n)]
    told = [
        stv_wigm.METHOD.count(contest, profile_of(Ranking, contest.ids, mixed)).transcript()
        for mixed in (ballots, ballots[::-1], ballots[1::2] + ballots[::2])
    ]
    assert told[0] == told[1] == told[2]
