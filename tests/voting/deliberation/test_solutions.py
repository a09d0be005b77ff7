"""What a solution says: costs that add up exactly, limits, and one byte form for each version."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.solutions import PIPE, PIPES
from voting.canonical import LARGEST, sha256
from voting.deliberation.solutions import (
    FIT,
    FIT_ANSWERS,
    MOST_LINES,
    SOURCES,
    Cost,
    Fit,
    Solution,
    as_json,
    check,
    compared_totals,
    from_json,
    written,
)
from voting.errors import InvalidError

texts = st.text("abc é", max_size=9)
costs = st.builds(
    Cost,
    what=texts,
    volume=st.fractions(min_value=Fraction(1, 1000), max_value=9_999, max_denominator=1000),
    unit=texts,
    price=st.integers(0, 10**9),
    source=st.sampled_from(sorted(SOURCES)),
)
numbers = st.none() | st.integers(0, 10**6)
solutions = st.builds(
    Solution,
    title=texts,
    words=texts,
    cites=st.tuples(st.just("M-2026-001")),
    costs=st.lists(costs, max_size=5).map(tuple),
    men=numbers,
    women=numbers,
    poor=numbers,
    upkeep_by=texts,
    upkeep_yearly=numbers,
    fit=st.dictionaries(
        st.sampled_from(sorted(FIT)),
        st.builds(Fit, answer=st.sampled_from(FIT_ANSWERS), words=texts).filter(lambda f: f != Fit()),
    ),
)  # fmt: skip


@given(solutions)
def test_the_lines_add_up_to_the_sources_and_the_sources_to_the_total(text):
    check(text)
    assert sum(text.by_source().values()) == sum(cost.amount for cost in text.costs)
    assert text.money + text.in_kind == sum(text.by_source().values())


@given(solutions)
def test_a_version_comes_back_as_it_was_and_its_hash_is_that_of_its_bytes(text):
    body, hashed = written(text, "M-2026-001", 1)
    assert from_json(as_json(text, "M-2026-001", 1)) == text
    assert hashed == sha256(body)
    assert written(text, "M-2026-001", 2)[1] != hashed  # the hash says which solution it is


@pytest.mark.parametrize(
    ("volume", "price", "amount"),
    [("1200", 28_500, 34_200_000), ("5/2", 1001, 2503), ("1/1000", 1, 1), ("3", 0, 0)],
)
def test_a_part_of_a_rupiah_counts_as_a_whole_one(volume, price, amount):
    assert replace(PIPE, volume=Fraction(volume), price=price).amount == amount


def test_what_neighbours_give_stands_beside_the_money():
    assert (PIPES.money, PIPES.in_kind) == (34_200_000, 4_200_000)
    assert PIPES.by_source() == {"dd": 34_200_000, "kind": 4_200_000}
    assert compared_totals([PIPES, Solution(title="x")]) == ("dd", "kind")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"costs": (PIPE,) * (MOST_LINES + 1)}, "solution.too-many-lines"),
        ({"costs": (replace(PIPE, source="kas"),)}, "solution.no-source"),
        ({"costs": (replace(PIPE, volume=Fraction(0)),)}, "solution.volume"),
        ({"costs": (replace(PIPE, volume=Fraction(-1)),)}, "solution.volume"),
        ({"costs": (replace(PIPE, volume=Fraction(10**9 + 1)),)}, "solution.volume"),
        ({"costs": (replace(PIPE, price=-1),)}, "solution.sum-too-large"),
        ({"costs": (replace(PIPE, price=LARGEST),)}, "solution.sum-too-large"),
        ({"costs": (replace(PIPE, volume=Fraction(1), price=LARGEST),) * 2}, "solution.sum-too-large"),
        ({"upkeep_yearly": LARGEST + 1}, "solution.sum-too-large"),
        ({"upkeep_yearly": -1}, "solution.sum-too-large"),
        ({"women": -1}, "solution.people"),
        ({"men": 10**6 + 1}, "solution.people"),
        ({"fit": {"cuaca": Fit()}}, "solution.fit"),
        ({"fit": {"land": Fit(answer="maybe")}}, "solution.fit"),
        ({"picture": "../../etc/passwd"}, "solution.picture"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(values, code):
    with pytest.raises(InvalidError) as refused:
        check(replace(PIPES, **values))
    assert refused.value.code == code


def test_the_largest_sums_that_can_be_written_are_taken():
    line = replace(PIPE, volume=Fraction(1), price=LARGEST)
    check(replace(PIPES, costs=(line,), upkeep_yearly=LARGEST))
    written(replace(PIPES, costs=(line,)), "M-2026-001", 1)
