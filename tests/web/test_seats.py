"""The ring of seats: one for each person, filled by count, clockwise from the top."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.ballots.stances import STANCES
from web import seats


@given(st.integers(0, 2_000), st.integers(0, 2_500))
def test_every_person_has_a_seat_and_those_counted_sit(total, taken):
    drawn = seats.ring(total, taken)
    sat, free = drawn.taken.count("M"), drawn.free.count("M")
    assert sat + free == -(-total // drawn.each)
    assert sat + free <= seats.MOST
    assert sat == min(sat + free, taken // drawn.each)


@given(st.integers(1, seats.MOST))
def test_seats_stand_apart_inside_the_box(count):
    found = seats.places(count)
    assert len(found) == count
    assert [seat.turn for seat in found] == sorted(seat.turn for seat in found)
    assert len({(seat.turn, seat.radius) for seat in found}) == count
    assert all(0 <= seat.turn < 1 and seat.radius < seats.BOX / 2 for seat in found)


@pytest.mark.parametrize("many", [1, 46, 300, seats.MOST, seats.MOST + 1])
def test_a_mark_for_each_stance_until_there_are_too_many(many):
    counts = {"agree": many - 1, "block": 1}
    found = seats.marks(counts, STANCES)
    assert len(found) == (many if many <= seats.MOST else 0)
    assert [mark.stance for mark in found[-1:]] == (["block"] if found else [])
