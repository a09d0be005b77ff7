from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from voting.engines.cost_loads import backers
from voting.engines.least_loads import LeastLoads
from voting.engines.load_flow import Flow, Groups

NAMES = range(6)
piles = st.lists(st.tuples(st.sets(st.sampled_from(NAMES)), st.integers(1, 5)), max_size=14)
prices = st.one_of(
    st.lists(st.integers(1, 30), min_size=6, max_size=6),
    st.lists(st.integers(1, 2), min_size=6, max_size=6),
)


def voters_of(drawn):
    points = {n: [p for p, (names, _) in enumerate(drawn) if n in names] for n in NAMES}
    sizes = [size for _, size in drawn]
    return backers(points, sizes, sum(sizes))


def heaviest(drawn, costs, names):
    """Return the least maximum load by its definition: the largest share of any set."""
    groups = [set(g) for k in range(1, len(names) + 1) for g in combinations(names, k)]
    backing = [sum(size for marked, size in drawn if marked & group) for group in groups]
    dear = [sum(costs[name] for name in group) for group in groups]
    return max(Fraction(cost, voters) for cost, voters in zip(dear, backing, strict=True))


@given(piles, prices, st.integers(0, 60), st.randoms(use_true_random=False))
def test_every_offer_is_all_that_keeps_the_heaviest_load_least(drawn, costs, money, random):
    voters, costs = voters_of(drawn), dict(enumerate(costs))
    purchase = LeastLoads.start(voters, costs, money)
    chosen, out = [], set()
    while offer := purchase.offer():
        left = money - sum(costs[name] for name in chosen)
        fitting = [n for n in NAMES if voters.of[n] and costs[n] <= left]
        able = [n for n in fitting if n not in chosen and n not in out]
        loads = {name: heaviest(drawn, costs, [*chosen, name]) for name in able}
        assert offer.load == min(loads.values())
        assert offer.level == tuple(n for n in able if loads[n] == offer.load)
        chosen.append(random.choice(offer.level))
        purchase = purchase.buy(chosen[-1], offer.load)
        gone = {name for name in NAMES if name not in chosen and random.random() < 0.1}
        purchase, out = purchase.without(gone), out | gone
    left = money - sum(costs[name] for name in chosen)
    others = set(NAMES) - set(chosen) - out
    assert all(costs[name] > left for name in others if voters.of[name])


@given(piles, prices)
def test_what_finds_no_room_names_a_set_that_is_too_dear(drawn, costs):
    voters, costs = voters_of(drawn), dict(enumerate(costs))
    names = [name for name in NAMES if voters.of[name]]
    flow = Flow(Groups.read(voters, names), costs)
    for name in names:
        while dear := flow.place(name):
            assert name in dear
            group = set(dear)
            backing = sum(size for marked, size in drawn if marked & group)
            share = Fraction(sum(costs[one] for one in dear), backing)
            assert share > flow.load
            flow = flow.copy()
            flow.rise(share)
    assert flow.load == (heaviest(drawn, costs, names) if names else 0)


def test_a_copy_goes_on_by_itself():
    voters = voters_of([({0, 1}, 1), ({1}, 1)])
    flow = Flow(Groups.read(voters, [0, 1]), {0: 2, 1: 4})
    flow.rise(Fraction(3))
    assert flow.place(1) == ()
    other = flow.copy()
    assert other.place(0) == ()
    assert (flow.placed, other.placed) == ([1], [1, 0])
    assert flow.place(0) == ()


def test_equal_costs_on_crossing_ballots_are_shared_quickly():
    """Sixty projects of one price and 400 ballots: every purchase is a wide tie."""
    drawn = [({n for n in range(60) if (n * 7 + p * p) % 11 < 3}, 1) for p in range(400)]
    points = {n: [p for p, (names, _) in enumerate(drawn) if n in names] for n in range(60)}
    purchase = LeastLoads.start(
        backers(points, [1] * 400, 400), dict.fromkeys(points, 1000), 40_000
    )
    loads = []
    while offer := purchase.offer():
        loads.append(offer.load)
        purchase = purchase.buy(offer.level[-1], offer.load)
    assert len(loads) == 40
    assert loads == sorted(loads)
    assert loads[-1] == 100
