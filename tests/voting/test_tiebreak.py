import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import IDS
from voting.errors import InvalidRuleError
from voting.tiebreak import Lot, TieBreak, tie_break

# The public value and the lot of the design's own example (evidence 4.7).
SEED = bytes.fromhex("81c1ceaf7826f93b18bf2f3739cab5716514e3b513406e1f2da6043c5a63c2fa")


def test_the_lot_of_the_published_example():
    assert Lot(SEED).order("abcd") == ("a", "c", "d", "b")


@given(st.binary(), st.permutations(IDS), st.sets(st.sampled_from(IDS)))
def test_the_lot_is_one_order_whoever_is_tied(seed, options, some):
    order = Lot(seed).order(options)
    assert order == tuple(
        sorted(IDS, key=lambda o: hashlib.sha256(b"mufakat/lot/1\n" + seed + o.encode()).digest())
    )
    assert Lot(seed).order(some) == tuple(option for option in order if option in some)


def test_the_lot_prefers_the_first_and_excludes_the_last():
    rule = tie_break("lot", Lot(SEED))
    for purpose, picked in (("elect", "a"), ("order", "a"), ("exclude", "b")):
        use = rule.pick(purpose, ("b", "a", "d"), ())
        assert (use.purpose, use.picked, use.by) == (purpose, picked, "lot")
        assert use.among == ("b", "a", "d")


def test_without_a_lot_nobody_is_picked():
    assert tie_break("lot", None).pick("elect", ("a", "b"), ()) is None
    assert tie_break("lot", None).narrow("elect", ("a", "b"), ())[0] == ("a", "b")


def test_a_published_order_needs_no_lot():
    rule = tie_break("order:c,a,b", None)
    assert rule.pick("elect", ("a", "b"), ()).picked == "a"
    assert rule.pick("exclude", ("a", "c"), ()).picked == "a"
    assert rule.pick("exclude", ("a", "c"), ()).by == "order"


EARLIER = (
    {"a": 1, "b": 2, "c": 3, "d": 3},
    {"a": 4, "b": 3, "c": 3, "d": 3},
    {"a": 5, "b": 5, "c": 5, "d": 5},
)


@pytest.mark.parametrize(
    ("purpose", "tied", "left"),
    [
        ("exclude", "ab", "b"),  # the last stage at which they differ: a 4, b 3
        ("exclude", "bcd", "b"),  # level there; the stage before it: 2, 3, 3
        ("exclude", "acd", "cd"),  # a is out of danger, c and d were always level
        ("exclude", "cd", "cd"),
        ("elect", "abcd", "a"),
        ("elect", "bcd", "cd"),
        ("order", "bc", "c"),
    ],
)
def test_history_looks_back_stage_by_stage_among_those_still_level(purpose, tied, left):
    rule = TieBreak(steps=("previous", "lot"))
    assert rule.narrow(purpose, tuple(tied), EARLIER)[0] == tuple(left)
    assert (rule.pick(purpose, tuple(tied), EARLIER) is None) == (len(left) > 1)


def test_the_lot_comes_only_where_history_leaves_it_open():
    rule = TieBreak(steps=("previous", "lot"), lot=Lot(SEED))
    assert rule.pick("exclude", ("a", "b"), EARLIER).by == "previous"
    use = rule.pick("exclude", ("a", "c", "d"), EARLIER)
    assert (use.by, use.picked) == ("lot", "d")


@pytest.mark.parametrize(
    "ties",
    [
        "",
        "coin",
        "previous",
        "lot,previous",
        "lot,lot",
        "lot,order:a",
        "order",
        "previous,previous",
    ],
)
def test_rules_that_decide_nothing_in_the_end_are_refused(ties):
    with pytest.raises(InvalidRuleError):
        tie_break(ties, None)


@pytest.mark.parametrize(
    ("fixed", "code"),
    [
        ("a,b,z", "ties.order-unknown"),
        ("a,b,b", "ties.order-unknown"),
        ("a", "ties.order-incomplete"),
        ("", "ties.order-incomplete"),
    ],
)
def test_an_order_names_everybody_who_can_win_once(fixed, code):
    with pytest.raises(InvalidRuleError) as refusal:
        tie_break(f"order:{fixed}", None).check(("a", "b", "c"), ("a", "b"))
    assert refusal.value.code == code


def test_an_order_may_leave_out_who_cannot_win():
    tie_break("order:b,a", None).check(("a", "b", "c"), ("a", "b"))
    tie_break("order:b,c,a", None).check(("a", "b", "c"), ("a", "b"))
    tie_break("lot", None).check(("a", "b"), ("a", "b"))


def test_an_order_too_short_for_a_tie_is_refused_also_in_the_count():
    with pytest.raises(InvalidRuleError):
        tie_break("order:a", None).pick("elect", ("a", "b"), ())
