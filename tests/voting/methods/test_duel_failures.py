"""What methods that look at duels are known to break, and how independent of losers they stay."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.duels import count, matrix
from tests.strategies import IDS, contest_of, profile_of
from voting.ballots import Ranking
from voting.methods import copeland, kemeny, minimax, ranked_pairs, schulze


def named(*modules):
    return pytest.mark.parametrize("module", modules, ids=[each.METHOD.id for each in modules])


@named(schulze, ranked_pairs, minimax)
def test_two_halves_that_agree_can_disagree_together(module):
    # Reinforcement: c > b > a > c is a circle in the east; in the west c wins every duel, as all say.
    east = [("abc", 5), ("cba", 2), ("cab", 5)]
    west = [("bac", 4), ("acb", 4), ("cba", 5)]
    assert count(module, "abc", east).winners == ("c",)
    assert count(module, "abc", west).winners == ("c",)
    assert count(module, "abc", [*east, *west]).winners == ("a",)


def test_two_halves_that_agree_can_disagree_together_by_won_duels():
    east = [("dbca", 9), ("cabd", 5), ("abcd", 7), ("cdab", 3)]
    west = [("bdca", 4), ("cabd", 4), ("cbad", 6)]
    assert count(copeland, "abcd", east).winners == ("c",)
    assert count(copeland, "abcd", west).winners == ("c",)
    assert count(copeland, "abcd", [*east, *west]).winners == ("b",)


def test_two_halves_with_other_best_orders_can_disagree_together():
    # Kemeny keeps an order that both halves share, but not a winner with two different orders.
    east = [("abcd", 5), ("dabc", 5), ("cdab", 4)]
    west = [("dcba", 5), ("dcab", 3), ("cbda", 5)]
    assert count(kemeny, "abcd", east).winners == ("d",)
    assert count(kemeny, "abcd", west).winners == ("d",)
    assert count(kemeny, "abcd", [*east, *west]).winners == ("c",)


def test_coming_to_vote_can_harm_by_the_lightest_defeat():
    # Participation: five voters c > a > d > b would have a by staying home, and get d.
    counted = [("bdca", 5), ("dcab", 6), ("acbd", 2), ("abdc", 5)]
    assert count(minimax, "abcd", counted).winners == ("a",)
    assert count(minimax, "abcd", [*counted, ("cadb", 5)]).winners == ("d",)


@pytest.mark.parametrize(
    ("module", "others", "short", "longer", "n", "winner"),
    [
        (schulze, [("a", 8), ("bca", 6), ("c", 2)], "c", "cba", 3, "b"),
        (ranked_pairs, [("adcb", 5), ("cbad", 4), ("bdca", 5)], "b", "bcad", 3, "c"),
        (minimax, [("a", 6), ("cb", 4)], "b", "bca", 3, "c"),
        (copeland, [("dacb", 5), ("cabd", 2), ("abdc", 1)], "bc", "bcad", 4, "a"),
        (kemeny, [("acdb", 2), ("dacb", 4), ("bcda", 1)], "c", "cbad", 4, "a"),
    ],
    ids=["schulze", "ranked-pairs", "minimax", "copeland", "kemeny"],
)
def test_naming_more_options_can_harm_those_named_before(module, others, short, longer, n, winner):
    # Later-no-harm, which no method that always elects a Condorcet winner can keep.
    ids = sorted({option for ballot, _ in [*others, (longer, n)] for option in ballot})
    (before,) = count(module, ids, [*others, (short, n)]).winners
    assert before in short
    assert count(module, ids, [*others, (longer, n)]).winners == (winner,)
    assert winner != before


def without(counted, option):
    left = [(order.replace(option, ""), n) for order, n in counted]
    return [(order, n) for order, n in left if order]


@named(ranked_pairs, kemeny)
@given(st.data())
def test_taking_out_the_first_or_the_last_leaves_the_order_of_the_others(module, data):
    # Local independence of irrelevant alternatives; piles of quite different sizes, so that no two
    # wins are equally strong.
    ids = IDS[: data.draw(st.integers(2, 5))]
    orders = data.draw(st.lists(st.permutations(ids).map("".join), min_size=1, max_size=6))
    counted = [(order, 2 * 3**place + place) for place, order in enumerate(orders)]
    ranking = [o for group in count(module, ids, counted).sets["ranking"] for o in group]
    assert len(ranking) == len(ids)
    for option, rest in ((ranking[0], ranking[1:]), (ranking[-1], ranking[:-1])):
        smaller = count(module, sorted(rest), without(counted, option))
        assert [o for group in smaller.sets["ranking"] for o in group] == rest


# Every profile of three options in which each order of all three is cast at most twice.
SMALL = [
    [
        (order, n)
        for order, n in zip(("abc", "acb", "bac", "bca", "cab", "cba"), piles, strict=True)
        if n
    ]
    for piles in product(range(3), repeat=6)
]


@named(schulze, ranked_pairs, minimax, copeland, kemeny)
def test_on_all_small_profiles_whoever_wins_every_duel_is_elected(module):
    contest = contest_of(module.METHOD, IDS[:3])
    met = 0
    for counted in SMALL:
        votes = matrix("abc", [(Ranking.of(*order), n) for order, n in counted])
        beats = {o: all(votes[o][x] > votes[x][o] for x in votes[o]) for o in votes}
        ballots = [(Ranking.of(*order), n) for order, n in counted]
        outcome = module.METHOD.count(contest, profile_of(Ranking, contest.ids, ballots))
        for option, wins in beats.items():
            if wins:
                met += 1
                assert (outcome.winners, outcome.tied) == ((option,), ())
    assert met > 400
