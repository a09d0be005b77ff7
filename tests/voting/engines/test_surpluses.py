import pytest

from voting.engines.piles import Holdings, Parcel
from voting.engines.surpluses import Scale, finer, needed_factor, pass_surplus

# Ten papers worth 0.7 of a vote each, seven votes in all; four of them are surplus.
TEN = Holdings(parcels={1: (Parcel(7, {b"\x01\x02": 10}),), 2: ()}, votes={1: 70, 2: 0}, stopped={})


@pytest.mark.parametrize(("twice", "arrives", "lost"), [(True, 30, 10), (False, 40, 0)])
def test_cutting_twice_loses_more_than_once(twice, arrives, lost):
    # 4/7 is cut to 0.5, and 0.7 x 0.5 to 0.3; at once 0.7 x 4/7 is 0.4.
    scale = Scale(unit=10, quota=30, decimals=1, twice=twice)
    after, _ = pass_surplus(scale, TEN, 1, b"\x01")
    assert (after.votes[1], after.votes[2], after.rounding) == (30, arrives, lost)


def test_an_exact_count_makes_its_units_finer_until_nothing_is_lost():
    scale = Scale(unit=10, quota=31, decimals=None, twice=True)
    factor = needed_factor(scale, TEN, 1)
    after, _ = pass_surplus(scale.finer(factor), finer(TEN, factor), 1, b"\x01")
    assert factor > 1
    assert (after.votes[2], after.rounding) == (39 * factor, 0)
