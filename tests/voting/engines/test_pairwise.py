"""Duels: published matrices, the definitions by brute force, and bad input."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.duels import WORDS, ids_and_ballots, matrix, ranking
from tests.published import cases, contest_and_profile, names
from tests.strategies import (
    IDS,
    contest_of,
    counted_ballots,
    elections,
    messy_rankings,
    profile_of,
)
from voting.ballots import Approval, Ranking
from voting.engines.pairwise import Duels, duels, facts, layers
from voting.errors import InvalidBallotError
from voting.methods import irv, schulze
from voting.profile import Profile

PUBLISHED = cases("pairwise_matrix") + cases("condorcet_winner")


@pytest.mark.parametrize(("case", "test"), PUBLISHED, ids=names(PUBLISHED))
def test_published_duels_agree(case, test):
    unranked = WORDS[test.get("unranked", "last_tied")]
    contest, profile = contest_and_profile(case, test, schulze.METHOD, {"unranked": unranked})
    found, labels = facts(contest, profile), contest.labels()
    if "matrix" in test:
        assert {
            labels[a]: {labels[b]: votes for b, votes in row.items()}
            for a, row in found.matrix.items()
        } == test["matrix"]
    winner = test.get("condorcet_winner", (test.get("winners") or [None])[0])
    if winner or "condorcet_winner" in test:
        assert labels.get(found.winner) == winner
    if "condorcet_loser" in test:
        assert labels.get(found.loser) == test["condorcet_loser"]
    if "smith_set" in test:
        assert {labels[o] for o in found.smith_set} == set(test["smith_set"])


@given(st.data())
def test_messy_ballots_count_as_they_do_one_by_one(data):
    unranked = data.draw(st.sampled_from(["last", "no-opinion"]))
    contest, profile = data.draw(elections(schulze.METHOD, messy=True, unranked=unranked))
    ids = [option.id for option in contest.options if not option.withdrawn]
    counted = list(profile.ballots())
    assert facts(contest, profile).matrix == matrix(ids, counted, unranked=unranked)


@given(st.sampled_from([2, 3, 20]), st.sampled_from([1, 2, 3, 7, 10**6]), st.data())
def test_large_piles_and_many_options_count_alike(options, size, data):
    ids = tuple(f"o{number}" for number in range(options))
    drawn = data.draw(counted_ballots(messy_rankings(ids[:2] + ids[-1:]), most=3))
    numbers = {option: number for number, option in enumerate(ids, 1)}
    piles = {ballot.code(numbers): size for ballot, _ in drawn}
    profile = Profile(form=Ranking, options=ids, piles=piles)
    shown = {*ids[:2], *ids[-1:]}
    found = duels(contest_of(irv.METHOD, ids), profile).matrix
    expected = matrix(sorted(shown), [(b, n) for b, n in profile.ballots()])
    assert {a: {b: found[a][b] for b in shown - {a}} for a in shown} == expected


def test_more_ballots_than_one_batch_holds():
    piles = {bytes([1 + n % 5, 6 + n // 5 % 200, 206 + n // 1000]): 1 for n in range(40_000)}
    ids = tuple(f"o{number}" for number in range(250))
    profile = Profile(form=Ranking, options=ids, piles=piles)
    found = duels(contest_of(irv.METHOD, ids), profile).matrix
    assert found["o0"]["o1"] == found["o1"]["o0"] == 8_000
    assert (found["o0"]["o249"], found["o249"]["o0"]) == (8_000, 0)
    assert (found["o205"]["o100"], found["o100"]["o205"]) == (995, 200)


def test_complete_ballots_of_254_options_are_placed_to_the_last():
    ids = tuple(f"o{number}" for number in range(254))
    profile = profile_of(Ranking, ids, [(Ranking.of(*ids), 3)])
    found = duels(contest_of(irv.METHOD, ids), profile)
    assert found.winner == "o0"
    assert found.loser == "o253"
    assert (found.over("o252", "o253"), found.over("o253", "o252")) == (3, 0)
    assert len(found.tiers) == 254


def test_what_a_messy_paper_says():
    ids = IDS[:4]
    counted = [(ranking("a=b>c"), 1), (Ranking((("a",), (), ("*",), ("b",), ("a",))), 1)]
    found = duels(contest_of(irv.METHOD, ids), profile_of(Ranking, ids, counted)).matrix
    assert (found["a"]["b"], found["b"]["a"]) == (1, 0)  # equal on one, first mark on the other
    assert (found["b"]["c"], found["c"]["b"]) == (2, 0)
    assert (found["c"]["d"], found["d"]["c"]) == (1, 0)


def test_an_option_met_twice_counts_at_its_first_mark_among_clean_papers():
    ids = IDS[:3]
    counted = [(Ranking.of("a", "b", "a"), 2), (Ranking.of("c", "b"), 1)]
    found = duels(contest_of(irv.METHOD, ids), profile_of(Ranking, ids, counted)).matrix
    assert (found["a"]["b"], found["b"]["a"], found["c"]["a"]) == (2, 1, 1)


def dominates(found, group):
    return all(found.beats(a, b) for a in group for b in found.standing if b not in group)


@given(ids_and_ballots)
def test_smith_set_by_trying_every_group(drawn):
    ids, counted = drawn
    found = duels(contest_of(irv.METHOD, ids), profile_of(Ranking, ids, counted))
    groups = (g for size in range(1, len(ids) + 1) for g in combinations(ids, size))
    assert found.smith_set == next(group for group in groups if dominates(found, group))
    assert sorted(o for tier in found.tiers for o in tier) == sorted(ids)
    for place in range(len(found.tiers)):
        assert dominates(found, {o for tier in found.tiers[: place + 1] for o in tier})


@given(ids_and_ballots)
def test_schwartz_set_by_trying_every_group(drawn):
    ids, counted = drawn
    found = duels(contest_of(irv.METHOD, ids), profile_of(Ranking, ids, counted))
    groups = [set(g) for size in range(1, len(ids) + 1) for g in combinations(ids, size)]
    free = [g for g in groups if not any(found.beats(b, a) for a in g for b in ids if b not in g)]
    smallest = [g for g in free if not any(other < g for other in free)]
    assert set(found.schwartz_set) == set().union(*smallest)


@given(ids_and_ballots)
def test_winner_loser_and_circle_are_what_they_say(drawn):
    ids, counted = drawn
    found = duels(contest_of(irv.METHOD, ids), profile_of(Ranking, ids, counted))
    for option in ids:
        others = [o for o in ids if o != option]
        assert (found.winner == option) == all(found.beats(option, o) for o in others)
        assert (found.loser == option) == all(found.beats(o, option) for o in others)
        unbeaten = not any(found.beats(o, option) for o in others)
        assert (option in found.weak_winners) == unbeaten
    around = [*found.cycle, *found.cycle[:1]]
    assert all(found.beats(a, b) for a, b in pairwise(around))
    assert not (found.cycle and found.winner)
    if not found.cycle:
        assert found.weak_winners


def test_whoever_cannot_win_is_in_no_group():
    ids = IDS[:3]
    contest = contest_of(irv.METHOD, ids, withdrawn=("a",), write_ins=("b",))
    found = facts(contest, profile_of(Ranking, ids, [(Ranking.of("b", "a", "c"), 2)]))
    assert set(found.matrix) == {"b", "c"}
    assert found.over("b", "c") == 2
    assert (found.winner, found.smith_set, found.loser) == ("c", ("c",), None)


def test_duels_are_of_rankings_only():
    contest = contest_of(irv.METHOD, IDS[:2])
    profile = profile_of(Approval, contest.ids, [])
    assert facts(contest, profile) is None
    with pytest.raises(InvalidBallotError):
        duels(contest, profile)


def test_nobody_stands():
    found = Duels(matrix={}, standing=())
    assert (found.winner, found.loser, found.smith_set, found.cycle) == (None, None, (), ())


def test_layers_put_whoever_is_free_first():
    above = {"a": frozenset(), "b": frozenset("a"), "c": frozenset(), "d": frozenset("b")}
    assert layers("abcd", above) == (("a", "c"), ("b",), ("d",))
