from itertools import chain, permutations, product

from hypothesis import given
from hypothesis import strategies as st

from voting.engines.locking import above, is_open, lock, lock_in_every_order, lock_in_order

WINS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda w: w[0] != w[1]),
    max_size=5,
    unique_by=frozenset,
)


@given(st.lists(WINS, max_size=2))
def test_every_order_of_equal_wins_by_trying_them_all(groups):
    orders = product(*(permutations(group) for group in groups))
    expected = {lock_in_order(5, chain.from_iterable(order)) for order in orders}
    assert lock_in_every_order(5, groups) == expected


@given(WINS)
def test_what_is_locked_is_transitive_and_has_no_circle(wins):
    below = lock_in_order(5, wins)
    for one in range(5):
        assert not below[one] >> one & 1
        for other in range(5):
            if below[one] >> other & 1:
                assert below[one] & below[other] == below[other]
                assert above(below)[other] >> one & 1


def test_a_win_that_closes_a_circle_is_left_out():
    below = lock(lock((0, 0, 0), (0, 1)), (1, 2))
    assert below == (0b110, 0b100, 0)
    assert not is_open(below, (2, 0))
    assert lock_in_order(3, [(0, 1), (1, 2), (2, 0)]) == below


def test_too_many_ways_are_not_walked():
    wins = [(a, b) for a in range(7) for b in range(a)]
    turned = [win[::-1] if sum(win) % 2 else win for win in wins]
    assert lock_in_every_order(7, [turned], most=20) is None
    assert lock_in_every_order(7, [turned]) is not None
