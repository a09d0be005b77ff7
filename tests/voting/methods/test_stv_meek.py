from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.published import cases, contest_and_profile, names, tie_order, votes
from tests.strategies import IDS, contest_of, counted_ballots, profile_of, rankings
from voting.ballots import Ranking
from voting.commands import counting
from voting.formats import FORMATS, read_poll
from voting.methods.stv_meek import METHOD, Rules

PUBLISHED = cases("stv", "meek")
LAST = {
    "gpus-2005-four-seats": ["Jimmy Leas", "Steve Greenfield", "Write-In 1", "Write-In 2"],
    "meek-small/sc_vm_12_prf": ["X"],
}


def counted(case, test):
    rules = {"seats": test["seats"]}
    if "arithmetic" in test["rule"]:
        rules.update(decimals=14, omega=10)
    contest, profile = contest_and_profile(case, test, METHOD, rules)
    last = LAST.get(case) or LAST.get(f"{case}/{test['id']}")
    if last:
        labels = [option.label for option in contest.options]
        order = [label for label in labels if label not in last] + last
        rules["ties"] = tie_order(contest, order)
        contest, profile = contest_and_profile(case, test, METHOD, rules)
    return contest.labels(), METHOD.count(contest, profile)


@pytest.mark.parametrize(("case", "test"), PUBLISHED, ids=names(PUBLISHED))
def test_published_counts_agree_step_by_step(case, test):
    labels, outcome = counted(case, test)
    assert {labels[option] for option in outcome.winners} == set(test["winners"])
    near = Fraction(1, 10**8) if "arithmetic" in test["rule"] else 0
    excluded = [stage for stage in outcome.stages if stage.excluded]
    steps = [step for step in test.get("steps", []) if step["event"] == "exclude"]
    assert not steps or len(excluded) == len(steps)
    for stage, step in zip(excluded, steps, strict=bool(steps)):
        assert [labels[o] for o in stage.excluded] == [step["candidate"]]
        assert abs(stage.threshold - Fraction(step["converged_quota"])) <= near
        held = {**dict.fromkeys(labels, 0), **stage.tallies}
        for label, has in votes(step["votes"]).items():
            assert abs(next(held[o] for o in held if labels[o] == label) - has) <= near
        rest = Fraction(step["exhausted"])
        assert abs(sum(stage.inactive.values()) - rest) <= near
    elected = [step["candidate"] for step in test.get("steps", []) if step["event"] == "elect"]
    told = {labels[o] for stage in outcome.stages for o in stage.elected}
    assert not elected or told == set(elected)


def count(ids, ballots, seats, **rules):
    contest = contest_of(METHOD, ids, Rules(seats=seats, **rules))
    return METHOD.count(contest, profile_of(Ranking, ids, ballots))


drawn_elections = st.integers(2, 5).flatmap(
    lambda n: st.tuples(
        st.just(IDS[:n]),
        counted_ballots(rankings(IDS[:n], shortest=1), fewest=1, most=10),
        st.integers(1, n),
    )
)


@given(drawn_elections)
def test_the_quota_never_rises_and_the_elected_keep_it(drawn):
    ids, ballots, seats = drawn
    outcome = count(ids, ballots, seats, ties="order:" + ",".join(ids))
    assert len(outcome.winners) == seats
    quotas = [stage.threshold for stage in outcome.stages]
    assert quotas == sorted(quotas, reverse=True)
    elected = set()
    for stage in outcome.stages:
        if stage.excluded:
            assert all(stage.tallies[o] >= stage.threshold for o in elected)
            assert not set(stage.excluded) & elected
        elected |= set(stage.elected)


@given(drawn_elections, st.data())
def test_a_solid_coalition_gets_the_seats_of_its_quotas(drawn, data):
    ids, ballots, seats = drawn
    group = data.draw(st.sets(st.sampled_from(ids), min_size=1))
    outcome = count(ids, ballots, seats, ties="order:" + ",".join(ids))
    solid = sum(n for b, n in ballots if {rank[0] for rank in b.ranks[: len(group)]} == group)
    assert len(set(outcome.winners) & group) >= min(solid // outcome.quota, len(group))


@given(drawn_elections)
def test_an_equal_rank_is_the_average_over_strict_orders(drawn):
    ids, ballots, seats = drawn
    ids = (*ids[:1], *IDS[1 : max(3, len(ids))])
    seats = min(seats, len(ids))
    equal = Ranking((("a", "b"), ("c",)))
    strict = [(Ranking.of("a", "b", "c"), 1), (Ranking.of("b", "a", "c"), 1)]
    order = "order:" + ",".join(ids)
    together = count(ids, [*ballots, (equal, 2)], seats, ties=order)
    apart = count(ids, [*ballots, *strict], seats, ties=order)
    assert [s.tallies for s in together.stages] == [s.tallies for s in apart.stages]
    assert together.winners == apart.winners


@given(drawn_elections, st.sampled_from([1, 3, 9]))
def test_votes_that_move_are_those_that_arrive(drawn, decimals):
    ids, ballots, seats = drawn
    outcome = count(ids, ballots, seats, ties="order:" + ",".join(ids), decimals=decimals)
    # Rounding up may bring an option back a few units of the last decimal for every ballot.
    least = Fraction(10 * outcome.profile.counted, 10**decimals)
    for before, after in pairwise(outcome.stages):
        held = {**before.tallies, **before.inactive}
        for move in before.transfers:
            assert move.votes > 0
            held[move.source] -= move.votes
            held[move.target] = held.get(move.target, 0) + move.votes
        now = {**after.tallies, **after.inactive}
        for key in {*held, *now}:
            assert abs(held.get(key, 0) - now.get(key, 0)) <= least


@given(drawn_elections)
def test_what_rests_is_never_less_than_nothing_however_coarse_the_count(drawn):
    ids, ballots, seats = drawn
    outcome = count(ids, ballots, seats, ties="order:" + ",".join(ids), decimals=1, omega=1)
    for stage in outcome.stages:
        held = [*stage.tallies.values(), *stage.inactive.values()]
        assert min(held) >= 0
        assert sum(held) == outcome.profile.counted


def test_an_elected_option_passes_on_what_it_does_not_need():
    ballots = [(Ranking.of("a", "b", "c"), 6), (Ranking.of("a"), 2), (Ranking.of("c"), 4)]
    first, *_ = count(tuple("abc"), ballots, 2).stages
    assert first.elected == ("a",)
    moved = {move.target: move.votes for move in first.transfers}
    # A needs four of its eight ballots and a little more, so it passes on half of each.
    assert {target: round(votes, 1) for target, votes in moved.items()} == {
        "b": 3,
        "partsLeftOver": 1,
    }
    assert {move.source for move in first.transfers} == {"a"}


def test_an_elected_option_passes_on_to_one_that_passes_on_too():
    ballots = [
        (Ranking.of("a", "b", "c"), 9),
        (Ranking.of("b", "c"), 5),
        (Ranking.of("c"), 2),
        (Ranking.of("d"), 3),
        (Ranking.of("e", "c"), 1),
    ]
    outcome = count(tuple("abcde"), ballots, 3, ties="order:a,b,c,d,e")
    ways = {(move.source, move.target) for stage in outcome.stages for move in stage.transfers}
    assert {("a", "b"), ("b", "c")} <= ways


def test_why_a_ballot_rests_is_told_by_its_cause():
    poll = b"count,rank1,rank2,rank3\n6,A,,\n2,B,,\n1,D,overvote,A\n3,C,,\n1,E,,\n1,overvote,C,\n"
    read = read_poll(poll, FORMATS["rank-csv"])
    outcome = counting.count(read, method_id="stv-meek", seats=2, lot="x").outcome
    assert dict(outcome.stages[0].inactive) == {"overvotes": 1}
    last = outcome.stages[-1].inactive
    assert last["overvotes"] == 2
    assert last["exhaustedChoices"] == 1
    assert last["partsLeftOver"] > 1


def test_options_without_votes_do_not_all_go_where_one_of_them_has_a_seat():
    outcome = count(tuple("abc"), [(Ranking.of("a"), 5)], 2)
    assert (outcome.winners, outcome.tied) == (("a",), (("b", "c"),))
