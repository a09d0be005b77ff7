"""Quadratic funding without a pool: counted, yes; but nobody is asked for gifts."""

import pytest

from tests.strategies import IDS, contest_of, profile_of
from voting.ballots import Gifts, OptionId
from voting.errors import InvalidRuleError
from voting.methods.quadratic_funding import METHOD, Rules
from voting.tiebreak import Lot


@pytest.mark.parametrize("match", ["plain", "pairwise", "cluster"])
@pytest.mark.parametrize("mode", ["normalise", "capped"])
def test_without_a_pool_every_project_gets_what_was_given(match, mode):
    rules = Rules(match=match, pool_mode=mode, cap=5, groups="g")
    ids = tuple(map(OptionId, "pqr"))
    gifts = [(Gifts.of(p=4, q=9), 1), (Gifts.of(p=9), 1)]
    outcome = METHOD.count(contest_of(METHOD, ids, rules), profile_of(Gifts, ids, gifts))
    assert outcome.winners == ("p", "q")
    assert outcome.tables["funding"] == outcome.tables["raised"] == {"p": 13, "q": 9, "r": 0}
    assert outcome.tables["match"] == {"p": 0, "q": 0, "r": 0}
    assert (outcome.details["handed_out"], outcome.details["returned"]) == (0, 0)
    codes = [reason.code for reason in outcome.all_reasons()]
    assert codes == ["quadratic-funding.first-count", "quadratic-funding.no-pool"]


def test_voters_are_not_asked_for_gifts_without_a_pool():
    METHOD.admit_opening(contest_of(METHOD, IDS[:2], Rules(pool=1)))
    METHOD.admit_contest(contest_of(METHOD, IDS[:2]))
    with pytest.raises(InvalidRuleError) as refusal:
        METHOD.admit_opening(contest_of(METHOD, IDS[:2]))
    assert refusal.value.code == "quadratic-funding.pool-missing"


@pytest.mark.parametrize(
    ("caps", "most"),
    [
        ({"cap": 600, "cap_percent": 50}, 500),
        ({"cap": 300, "cap_percent": 50}, 300),
        ({"cap_percent": 25}, 250),
        ({"cap": 700}, 700),
        ({}, 1000),
    ],
)
def test_of_two_caps_the_lower_one_holds(caps, most):
    ids = (OptionId("p"),)
    rules = Rules(pool=1000, **caps)
    outcome = METHOD.count(
        contest_of(METHOD, ids, rules), profile_of(Gifts, ids, [(Gifts.of(p=4), 2)])
    )
    assert outcome.tables["match"] == {"p": most}


def last_units(ids, lot, pool):
    rules = Rules(pool=pool)
    gifts = [(Gifts.of(**dict.fromkeys("pqr", 4)), 2), (Gifts.of(s=1), 1)]
    outcome = METHOD.count(contest_of(METHOD, ids, rules), profile_of(Gifts, ids, gifts), lot)
    told = {
        reason.code.removeprefix("quadratic-funding."): set(reason.options["projects"])
        for reason in outcome.all_reasons()
        if "last" in reason.code
    }
    return outcome.tables["match"], told


@pytest.mark.parametrize("paper", ["pqrs", "srqp", "qspr"])
@pytest.mark.parametrize("pool", [10, 11])
def test_a_lot_gives_the_last_units_whatever_the_order_on_the_paper(paper, pool):
    lot = Lot(b"seed")
    match, told = last_units(tuple(map(OptionId, paper)), lot, pool)
    lucky = lot.order(map(OptionId, "pqr"))[: pool - 9]
    assert match == {"s": 0, **{p: 3 + (p in lucky) for p in "pqr"}}
    assert told == {"last-lot": set("pqr")}


@pytest.mark.parametrize("paper", ["pqrs", "srqp", "qspr"])
def test_without_a_lot_the_last_unit_goes_to_who_is_listed_first(paper):
    match, told = last_units(tuple(map(OptionId, paper)), None, 10)
    first = next(p for p in paper if p != "s")
    assert match == {"s": 0, **{p: 3 + (p == first) for p in "pqr"}}
    assert told == {"last-paper": set("pqr")}


def test_shares_without_a_rest_say_nothing_of_last_units():
    match, told = last_units(tuple(map(OptionId, "pqrs")), None, 9)
    assert (set(match.values()), told) == ({0, 3}, {})
