from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from voting.engines.median_orders import best_orders


def matrices():
    return st.integers(0, 5).flatmap(
        lambda n: st.lists(
            st.lists(st.integers(0, 3), min_size=n, max_size=n), min_size=n, max_size=n
        )
    )


def without_diagonal(drawn):
    return [[0 if a == b else v for b, v in enumerate(row)] for a, row in enumerate(drawn)]


def score(over, order):
    return sum(over[a][b] for place, a in enumerate(order) for b in order[place + 1 :])


@given(matrices())
def test_all_best_orders_by_trying_every_order(drawn):
    over = without_diagonal(drawn)
    orders = list(permutations(range(len(over))))
    most = max(score(over, order) for order in orders)
    best = [order for order in orders if score(over, order) == most]
    found = best_orders(over)
    assert found.score == most
    assert sorted(map(tuple, found.some(1_000))) == best
    for length in range(len(over) + 1):
        begin = {sum(1 << o for o in order[:length]) for order in best}
        assert set(found.tops(length)) == begin
    for option, above in enumerate(found.always_above()):
        before = [set(order[: order.index(option)]) for order in best]
        assert {o for o in range(len(over)) if above >> o & 1} == set.intersection(*before)
    preferred = list(range(len(over)))[::-1]
    assert tuple(found.first(preferred)) == min(
        best, key=lambda order: [preferred.index(o) for o in order]
    )


def test_no_more_orders_than_asked_for():
    assert len(best_orders([[0] * 6 for _ in range(6)]).some(10)) == 10
