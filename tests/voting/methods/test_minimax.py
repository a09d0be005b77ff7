import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.duels import can_win, check_case, count, ids_and_ballots
from tests.published import cases, names
from tests.strategies import rankings
from voting.ballots import Ranking
from voting.methods import minimax

PUBLISHED = cases("minimax")


@pytest.mark.parametrize(("case", "test"), PUBLISHED, ids=names(PUBLISHED))
def test_published_counts_agree(case, test):
    check_case(minimax, case, test)


def test_clones_can_change_the_winner():
    # x, y and z take a's place on every ballot, and c wins.
    counted = [("cab", 1), ("cba", 3), ("acb", 2), ("abc", 3)]
    clones = [("cxyzb", 1), ("cbzxy", 3), ("xyzcb", 2), ("yzxbc", 3)]
    assert count(minimax, "abc", counted).winners == ("a",)
    assert count(minimax, "bcxyz", clones).winners == ("c",)


def test_the_same_can_win_if_everybody_turns_the_ballot_round():
    counted = [("dcab", 1), ("adbc", 2), ("bdca", 1), ("cbad", 2)]
    assert count(minimax, "abcd", counted).winners == ("b",)
    assert count(minimax, "abcd", [(b[::-1], n) for b, n in counted]).winners == ("b",)


def test_by_opposition_whoever_wins_every_duel_can_lose():
    counted = [("ac", 2), ("abc", 1), ("c", 4), ("b", 4)]
    assert count(minimax, "abc", counted).winners == ("c",)
    assert count(minimax, "abc", counted, strength="opposition").winners == ("a",)


@given(ids_and_ballots, st.data())
def test_by_opposition_naming_more_options_does_not_harm_those_named(drawn, data):
    ids, counted = drawn
    short = data.draw(rankings(ids, shortest=1))
    left = [o for o in ids if o not in short.options()]
    longer = Ranking(short.ranks + Ranking.of(*data.draw(st.permutations(left))).ranks)
    before, after = (
        can_win(count(minimax, ids, [*counted, (b, 1)], strength="opposition"))
        for b in (short, longer)
    )
    if len(before) == 1 and before <= short.options():
        assert after & short.options()
