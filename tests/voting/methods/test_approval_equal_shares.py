from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import committees as by_hand
from tests.committees import FIVE, FOUR, committees, count, published, represents, voters_of
from voting.ballots import Approval
from voting.errors import InvalidRuleError
from voting.methods.approval_equal_shares import METHOD
from voting.rules import read
from voting.tiebreak import Lot

PHRAGMEN, NONE = list(published("equal-shares")), list(published("equal-shares-no-completion"))
EVERY = [(case, "phragmen") for case in PHRAGMEN] + [(case, "none") for case in NONE]
a_lot = st.binary(min_size=1, max_size=3).map(Lot)


@pytest.mark.parametrize(("case", "completion"), EVERY, ids=[f"{c[0]}-{r}" for c, r in EVERY])
def test_published_committees_with_every_tie(case, completion):
    _, ids, seats, ballots, expected = case
    outcome = count(METHOD, ballots, seats=seats, ids=ids, completion=completion)
    assert committees(outcome) == expected
    assert set(outcome.winners) == frozenset.intersection(*expected)
    empty = seats - max(map(len, expected))
    assert outcome.details.get("unfilled", 0) == empty


def bought(share):
    def best(voters, left, levels):
        """Return who is cheapest for those who pay, found by trying who pays in full."""
        price = {}
        for option in left:
            money = [share - s for v, s in zip(voters, levels, strict=True) if option in v]
            if sum(money) >= 1:
                money.sort()
                price[option] = next(
                    rest * Fraction(1, len(money) - poor)
                    for poor in range(len(money))
                    if (rest := 1 - sum(money[:poor])) <= (len(money) - poor) * money[poor]
                )
        least = min(price.values(), default=None)
        return {
            option: [
                min(share, spent + least) if option in voter else spent
                for voter, spent in zip(voters, levels, strict=True)
            ]
            for option, its in price.items()
            if its == least
        }

    return best


@given(by_hand.small, by_hand.seats_drawn)
def test_same_committees_as_voter_by_voter(counted, seats):
    voters = voters_of(counted)
    ways = by_hand.walked(voters, FIVE, seats, bought(Fraction(seats, len(voters))))
    outcome = count(METHOD, counted, seats=seats, completion="none")
    assert committees(outcome) == {members for members, _ in ways}


@given(by_hand.small, by_hand.seats_drawn)
def test_every_group_gets_its_due_even_before_completion(counted, seats):
    voters = voters_of(counted)
    for completion in ("none", "phragmen"):
        outcome = count(METHOD, counted, seats=seats, completion=completion)
        for members in committees(outcome):
            assert represents(members, voters, FIVE, seats, "EJR")


@given(by_hand.small, by_hand.seats_drawn, a_lot)
def test_payments_are_a_system_of_prices(counted, seats, lot):
    voters = voters_of(counted)
    outcome = count(METHOD, counted, seats=seats, completion="none", lot=lot)
    share, paid = Fraction(seats, len(voters)), [Fraction(0)] * len(voters)
    for stage in outcome.stages:
        for option, chosen in zip(stage.elected, stage.values.get("chosen", ()), strict=False):
            price = Fraction(chosen["price"])
            parts = [
                min(price, share - before) if option in voter else Fraction(0)
                for voter, before in zip(voters, paid, strict=True)
            ]
            told = [p["voters"] * Fraction(p["each"]) for p in chosen["parts"]]
            assert sum(parts) == sum(told) == 1
            paid = [before + part for before, part in zip(paid, parts, strict=True)]
    assert all(0 <= spent <= share for spent in paid)
    for option in set(FIVE) - set(outcome.winners):
        rest = [share - spent for v, spent in zip(voters, paid, strict=True) if option in v]
        assert sum(rest) < 1 or len(outcome.winners) == seats


@given(by_hand.small, by_hand.seats_drawn, a_lot)
def test_completion_only_adds(counted, seats, lot):
    bare = count(METHOD, counted, seats=seats, completion="none", lot=lot)
    whole = count(METHOD, counted, seats=seats, lot=lot)
    assert set(bare.winners) <= set(whole.winners)
    assert len(whole.winners) == seats


def test_a_group_that_can_pay_alone_gets_its_place():
    counted = [(Approval.of("a"), 2), (Approval.of("b", "c", "d"), 4)]
    assert "a" in count(METHOD, counted, seats=3, ids=FOUR, completion="none").winners


def test_a_blank_ballot_is_a_voter_with_a_share():
    counted = [(Approval.of("a"), 1), (Approval.of("b"), 1)]
    assert count(METHOD, counted, seats=2, ids=FOUR, completion="none").winners == ("a", "b")
    blank = count(METHOD, [*counted, (Approval.of(), 1)], seats=2, ids=FOUR, completion="none")
    assert (blank.winners, blank.details["unfilled"]) == ((), 2)
    assert blank.stages[0].reasons[-1].code == "approval-equal-shares.short"


def test_each_step_says_who_pays_what():
    counted = [(Approval.of("a", "b"), 1), (Approval.of("a"), 4), (Approval.of("b"), 3)]
    outcome = count(METHOD, counted, seats=3, ids=FOUR, completion="none")
    first, second, last = outcome.stages[:3]
    assert (outcome.winners, first.elected, second.elected) == (("a", "b"), ("a",), ("b",))
    assert first.reasons[0].params == {"voters": 8, "share": "3/8"}
    assert second.values["chosen"][0]["price"] == "11/40"
    assert second.values["chosen"][0]["parts"] == [
        {"voters": 3, "each": "11/40"},
        {"voters": 1, "each": "7/40"},
    ]
    assert second.reasons[0].code == "approval-equal-shares.elected-with-rest"
    assert last.action == "show"


def test_an_unknown_completion_is_refused_with_the_known_ones():
    with pytest.raises(InvalidRuleError) as refusal:
        read(METHOD.rules, {"completion": "add1"})
    assert refusal.value.params["known"] == ("phragmen", "none")


def test_with_one_place_more_somebody_can_lose_theirs():
    marks = {("a", "b"): 2, ("a", "d"): 3, ("c", "d"): 1, ("b", "c"): 2}
    counted = [(Approval.of(*options), n) for options, n in marks.items()]
    assert set(count(METHOD, counted, seats=2, ids=FOUR).winners) == {"a", "c"}
    assert set(count(METHOD, counted, seats=3, ids=FOUR).winners) == {"a", "b", "d"}
