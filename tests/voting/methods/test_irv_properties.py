"""What instant runoff is known to keep, and what it is known to break (methods-ranked, 7)."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.naive_counts import possible_winners, rctab_rounds
from tests.published import cases, contest_and_profile
from tests.strategies import (
    IDS,
    contest_of,
    counted_ballots,
    elections,
    lots,
    messy_rankings,
    profile_of,
    rankings,
)
from voting.ballots import Ranking
from voting.engines.piles import EXHAUST, SKIP, WAIT
from voting.methods import stv_scottish
from voting.methods.irv import METHOD, Rules

MOST = 4


def count(ids, counted, *, lot=None, **rules):
    contest = contest_of(METHOD, ids, Rules(**rules))
    return METHOD.count(contest, profile_of(Ranking, ids, counted), lot)


def can_win(outcome):
    return set(outcome.details.get("possible_winners", outcome.winners))


def order(ids):
    return "order:" + ",".join(ids)


def expanded(counted):
    return [[rank[0] for rank in b.ranks] for b, n in counted for _ in range(n)]


ids_and_ballots = st.integers(2, MOST).flatmap(
    lambda n: st.tuples(st.just(IDS[:n]), counted_ballots(rankings(IDS[:n])))
)


def beats(counted, one, other):
    """Return by how many ballots an option is ahead of another, the unranked being last."""
    lead = 0
    for ballot, n in counted:
        places = [rank[0] for rank in ballot.ranks]
        first = next((o for o in places if o in (one, other)), None)
        lead += n * ((first == one) - (first == other))
    return lead


@given(ids_and_ballots)
def test_same_winners_as_a_count_ballot_by_ballot(drawn):
    ids, counted = drawn
    assert can_win(count(ids, counted)) == possible_winners(expanded(counted), list(ids))


@given(st.data())
def test_same_rounds_as_rctab_rules_read_ballot_by_ballot(data):
    ids = IDS[: data.draw(st.integers(2, 5))]
    preferred = data.draw(st.permutations(ids))
    contest, profile = data.draw(elections(METHOD, ids=ids, messy=True, ties=order(preferred)))
    assume(contest.standing)
    ballots = [b.ranks for b, n in profile.ballots() for _ in range(n) if b.ranks]
    outcome = METHOD.count(contest, profile)
    expected = rctab_rounds(ballots, contest, preferred)
    assert len(outcome.stages) == len(expected)
    for stage, entry in zip(outcome.stages, expected, strict=True):
        assert dict(stage.tallies) == entry["votes"]
        assert stage.threshold == entry["threshold"]
        assert dict(stage.inactive) == entry["inactive"]
        assert set(stage.excluded) == entry.get("excluded", set())
        assert list(stage.elected) == [entry[key] for key in ("elected",) if key in entry]


@given(ids_and_ballots, lots())
def test_votes_that_move_are_those_that_arrive(drawn, lot):
    outcome = count(*drawn, lot=lot)
    for before, after in zip(outcome.stages, outcome.stages[1:], strict=False):
        held = {**before.tallies, **before.inactive}
        for transfer in before.transfers:
            held[transfer.source] -= transfer.votes
            held[transfer.target] = held.get(transfer.target, 0) + transfer.votes
        assert {k: v for k, v in held.items() if v} == {
            k: v for k, v in {**after.tallies, **after.inactive}.items() if v
        }


@given(ids_and_ballots)
def test_a_majority_of_first_choices_wins(drawn):
    ids, counted = drawn
    counted = [(b, n) for b, n in counted if b.ranks]
    total = sum(n for _, n in counted)
    for option in ids:
        if 2 * sum(n for b, n in counted if b.ranks[0] == (option,)) > total:
            assert count(ids, counted).winners == (option,)


@given(ids_and_ballots, st.integers(1, 3))
def test_a_majority_that_keeps_together_elects_one_of_its_own(drawn, size):
    ids, counted = drawn
    counted = [(b, n) for b, n in counted if b.ranks]
    total = sum(n for _, n in counted)
    group = set(ids[:size])
    solid = sum(n for b, n in counted if {r[0] for r in b.ranks[: len(group)]} == group)
    if 2 * solid > total:
        assert can_win(count(ids, counted)) <= group


@given(ids_and_ballots)
def test_whoever_loses_to_everybody_one_to_one_never_wins(drawn):
    ids, counted = drawn
    for winner in can_win(count(ids, counted)):
        assert any(beats(counted, winner, other) >= 0 for other in ids if other != winner)


@given(ids_and_ballots, lots(), st.data())
def test_naming_more_options_neither_harms_nor_helps_those_named_before(drawn, lot, data):
    ids, counted = drawn
    short = data.draw(rankings(ids))
    left = [o for o in ids if o not in short.options()]
    longer = Ranking(short.ranks + Ranking.of(*data.draw(st.permutations(left))).ranks)
    (before,), (after,) = (count(ids, [*counted, (b, 1)], lot=lot).winners for b in (short, longer))
    named = short.options()
    assert before == after if before in named else after not in named


def cloned(ballot, original, clones, tops):
    ranks = []
    for rank in ballot.ranks:
        ranks += (
            [(clone,) for clone in (clones if tops else clones[::-1])]
            if rank == (original,)
            else [rank]
        )
    return Ranking(tuple(ranks))


@given(ids_and_ballots, st.data())
def test_clones_of_an_option_change_nothing_for_the_others(drawn, data):
    ids, counted = drawn
    original, clones = ids[0], ("x", "y")
    with_clones = [
        (cloned(ballot, original, clones, data.draw(st.booleans())), n) for ballot, n in counted
    ]
    before, after = can_win(count(ids, counted)), can_win(count((*clones, *ids[1:]), with_clones))
    assert {original if o in clones else o for o in after} == before


@given(ids_and_ballots)
def test_excluding_several_at_once_elects_the_same(drawn):
    together, single = (count(*drawn, batch_elimination=batch) for batch in (True, False))
    assert can_win(together) == can_win(single)
    assert len(together.stages) <= len(single.stages) or together.tied or single.tied


@given(ids_and_ballots)
def test_it_is_the_single_transferable_vote_for_one_seat(drawn):
    ids, counted = drawn
    contest = contest_of(stv_scottish.METHOD, ids, stv_scottish.Rules(ties="lot"))
    other = stv_scottish.METHOD.count(contest, profile_of(Ranking, ids, counted))
    assert can_win(count(ids, counted)) == can_win(other)


@given(ids_and_ballots)
def test_an_option_that_no_ballot_names_makes_no_difference(drawn):
    ids, counted = drawn
    assume(any(b.ranks for b, _ in counted))
    assert can_win(count(ids, counted)) == can_win(count((*ids, "z"), counted))


@given(ids_and_ballots, st.integers(2, 5))
def test_so_many_times_the_ballots_give_the_same_result(drawn, times):
    ids, counted = drawn
    once, often = count(ids, counted), count(ids, [(b, n * times) for b, n in counted])
    assert (once.winners, once.tied) == (often.winners, often.tied)
    assert len(once.stages) == len(often.stages)


@given(ids_and_ballots, lots())
def test_rules_on_marking_errors_do_nothing_to_clean_ballots(drawn, lot):
    plain = count(*drawn, lot=lot)
    for overvote in (EXHAUST, SKIP, WAIT):
        careful = count(
            *drawn, lot=lot, overvote=overvote, max_skipped_ranks=0, exhaust_on_duplicate=True
        )
        assert careful.stages == plain.stages
        assert careful.winners == plain.winners


@given(ids_and_ballots)
def test_counting_on_and_a_fixed_majority_elect_the_same(drawn):
    plain = count(*drawn)
    assert can_win(count(*drawn, continue_until_two=True)) == can_win(plain)
    assert can_win(count(*drawn, threshold_fixed_in_round_1=True)) == can_win(plain)


@given(st.data())
def test_a_messy_ballot_never_counts_for_two(data):
    ids = IDS[:3]
    counted = data.draw(counted_ballots(messy_rankings(ids)))
    outcome = count(ids, counted, overvote=data.draw(st.sampled_from([EXHAUST, SKIP, WAIT])))
    said = sum(n for ballot, n in counted if ballot.ranks)
    for stage in outcome.stages:
        assert sum(stage.tallies.values()) + sum(stage.inactive.values()) == said


def test_raising_the_winner_can_make_it_lose():
    results = {}
    for case, test in cases("irv"):
        if case == "irv-paradoxes":
            contest, profile = contest_and_profile(case, test, METHOD, {})
            results[test["id"]] = METHOD.count(contest, profile).winners
    assert results == {"before": ("1",), "after_raising_A_on_10_ballots": ("3",)}


@pytest.mark.parametrize(
    ("staying_home", "expected"),
    [(0, ("c",)), (2, ("b",))],
    ids=["all vote", "two who prefer a stay home"],
)
def test_voting_can_be_worse_than_staying_home(staying_home, expected):
    # Participation: two voters a > b > c would rather have b than c, and get b by not coming.
    counted = [("abc", 6 - staying_home), ("bca", 5), ("cba", 6)]
    counted = [(Ranking.of(*ranking), n) for ranking, n in counted]
    assert count(("a", "b", "c"), counted).winners == expected


def test_whom_everybody_would_accept_can_lose():
    # Condorcet: b beats both others one to one, and is excluded first.
    counted = [(Ranking.of(*r), n) for r, n in [("abc", 4), ("bac", 3), ("cba", 4)]]
    assert all(beats(counted, "b", other) > 0 for other in "ac")
    assert count(("a", "b", "c"), counted).winners != ("b",)


def test_two_halves_that_agree_can_disagree_together():
    # Reinforcement: both halves elect a; together they elect b.
    east = [(Ranking.of(*ranking), n) for ranking, n in [("abc", 4), ("bca", 3)]]
    west = [(Ranking.of(*ranking), n) for ranking, n in [("acb", 3), ("bac", 2), ("cba", 4)]]
    assert count(("a", "b", "c"), east).winners == ("a",)
    assert count(("a", "b", "c"), west).winners == ("a",)
    assert count(("a", "b", "c"), east + west).winners == ("b",)


def test_taking_out_a_loser_can_change_the_winner():
    # Independence of irrelevant alternatives: without c, b beats a.
    counted = [(Ranking.of(*ranking), n) for ranking, n in [("abc", 3), ("bac", 2), ("cba", 3)]]
    assert count(("a", "b", "c"), counted).winners == ("a",)
    without = [(Ranking.of(*ranking), n) for ranking, n in [("ab", 3), ("ba", 2), ("ba", 3)]]
    assert count(("a", "b"), without).winners == ("b",)


def test_the_same_can_win_if_everybody_turns_the_ballot_round():
    # Reversal symmetry.
    turned = [("abc", 3), ("bca", 3), ("cab", 2)]
    for direction in (1, -1):
        counted = [(Ranking.of(*ranking[::direction]), n) for ranking, n in turned]
        assert count(("a", "b", "c"), counted).winners == ("a",)
