"""What the Scottish single transferable vote keeps, and what it is known to break."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.naive_counts import scottish_stages
from tests.published import cases, contest_and_profile
from tests.strategies import (
    IDS,
    contest_of,
    counted_ballots,
    lots,
    messy_rankings,
    profile_of,
    rankings,
)
from voting.ballots import Ranking
from voting.engines.stv import UNIT
from voting.methods.stv_scottish import METHOD, NON_TRANSFERABLE, REJECTED, Rules, start
from voting.tiebreak import Lot

ids_ballots_and_seats = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.just(IDS[:n]),
        counted_ballots(rankings(IDS[:n], shortest=1), fewest=1, most=14),
        st.integers(1, n),
    )
)


def count(ids, counted, seats, *, lot=None, **rules):
    contest = contest_of(METHOD, ids, Rules(seats=seats, **rules))
    return METHOD.count(contest, profile_of(Ranking, ids, counted), lot)


@given(ids_ballots_and_seats, st.data())
def test_same_stages_as_a_count_paper_by_paper(drawn, data):
    ids, counted, seats = drawn
    order = data.draw(st.permutations(ids))
    outcome = count(ids, counted, seats, ties="previous,order:" + ",".join(order))
    ballots = [[rank[0] for rank in b.ranks] for b, n in counted for _ in range(n)]
    elected, stages = scottish_stages(ballots, ids, seats, order)
    assert set(outcome.winners) == set(elected)
    assert len(outcome.stages) == len(stages)
    for stage, expected in zip(outcome.stages, stages, strict=True):
        assert dict(stage.tallies) == expected["votes"]
        assert stage.inactive[NON_TRANSFERABLE] == expected["lost"]
        assert set(stage.elected) == expected["elected"]


@given(ids_ballots_and_seats, lots())
def test_seats_are_filled_and_the_elected_keep_their_quota(drawn, lot):
    ids, counted, seats = drawn
    outcome = count(ids, counted, seats, lot=lot)
    assert len(outcome.winners) == seats
    elected_by_quota = set()
    for stage in outcome.stages:
        assert all(stage.tallies[option] >= outcome.quota for option in elected_by_quota)
        assert not set(stage.excluded) & elected_by_quota
        held = [stage.tallies[option] for option in stage.elected]
        assert held == sorted(held, reverse=True)
        elected_by_quota |= {o for o in stage.elected if stage.tallies[o] >= outcome.quota}
    assert outcome.winners == tuple(o for stage in outcome.stages for o in stage.elected)


@given(ids_ballots_and_seats, lots())
def test_votes_that_move_are_those_that_arrive(drawn, lot):
    outcome = count(*drawn, lot=lot)
    for before, after in zip(outcome.stages, outcome.stages[1:], strict=False):
        held = {**before.tallies, **before.inactive}
        for transfer in after.transfers:
            held[transfer.source] -= transfer.votes
            held[transfer.target] += transfer.votes
        assert held == {**after.tallies, **after.inactive}


@given(ids_ballots_and_seats)
def test_the_value_of_a_paper_never_rises(drawn):
    ids, counted, seats = drawn
    contest = contest_of(METHOD, ids, Rules(seats=seats, ties="order:" + ",".join(ids)))
    here = start(contest, profile_of(Ranking, ids, counted))
    while (found := here.next()) is not None:
        act = next(iter(found.acts.values())) if hasattr(found, "acts") else found
        after = here.after(act)
        most = max(
            (p.value for o in act.of for p in here.holdings.parcels[here.numbers[o]]), default=0
        )
        for number, parcels in after.holdings.parcels.items():
            arrived = parcels[len(here.holdings.parcels[number]) :]
            assert all(0 < parcel.value <= most <= UNIT for parcel in arrived)
        here = after


@given(ids_ballots_and_seats, lots(), st.data())
def test_a_solid_coalition_gets_the_seats_of_its_quotas(drawn, lot, data):
    ids, counted, seats = drawn
    group = data.draw(st.sets(st.sampled_from(ids), min_size=1))
    outcome = count(ids, counted, seats, lot=lot)
    solid = sum(n for b, n in counted if {rank[0] for rank in b.ranks[: len(group)]} == group)
    # Truncation may cost a coalition a hundred-thousandth for each paper and stage.
    slack = Fraction(len(ids) * sum(n for _, n in counted), UNIT)
    quotas = int((solid - slack) / outcome.quota) if solid > slack else 0
    assert len(set(outcome.winners) & group) >= min(quotas, len(group))


@given(ids_ballots_and_seats, lots(), st.data())
def test_naming_more_options_neither_harms_nor_helps_those_named_before(drawn, lot, data):
    ids, counted, seats = drawn
    short = data.draw(rankings(ids, shortest=1))
    left = [option for option in ids if option not in short.options()]
    longer = Ranking(short.ranks + Ranking.of(*data.draw(st.permutations(left))).ranks)
    before, after = (
        set(count(ids, [*counted, (b, 1)], seats, lot=lot).winners) for b in (short, longer)
    )
    assert before & short.options() == after & short.options()


@given(st.data())
def test_papers_without_one_clear_first_preference_stand_outside_the_quota(data):
    ids = IDS[:3]
    counted = data.draw(counted_ballots(messy_rankings(ids)))
    outcome = count(ids, counted, 2)
    clear = sum(
        n
        for ballot, n in counted
        if ballot.ranks and len(ballot.ranks[0]) == 1 and ballot.ranks[0] != ("*",)
    )
    said = sum(n for ballot, n in counted if ballot.ranks)
    assert outcome.quota == clear // 3 + 1
    assert outcome.stages[0].inactive.get(REJECTED, 0) == said - clear


@pytest.mark.parametrize("ranks", [("a", "", "b"), ("a", "bc", "b")], ids=["gap", "two marks"])
def test_a_paper_ends_at_the_first_unclear_preference(ranks):
    messy = Ranking(tuple(tuple(rank) for rank in ranks))
    counted = [(messy, 1), (Ranking.of("b"), 2), (Ranking.of("c"), 2)]
    outcome = count(IDS[:3], counted, 1)
    assert outcome.stages[1].excluded == ("a",)
    assert outcome.stages[1].inactive == {NON_TRANSFERABLE: 1}


def test_an_option_written_twice_is_passed_over_the_second_time():
    counted = [(Ranking.of("a", "a", "b"), 1), (Ranking.of("b"), 2), (Ranking.of("c"), 2)]
    outcome = count(IDS[:3], counted, 1)
    assert outcome.stages[1].excluded == ("a",)
    assert outcome.winners == ("b",)


def test_withdrawn_options_and_names_written_in_are_passed_over():
    contest = contest_of(METHOD, IDS[:4], Rules(seats=1), withdrawn={"a"}, write_ins={"b"})
    profile = profile_of(Ranking, IDS[:4], [(Ranking.of("a", "b", "c"), 3), (Ranking.of("a"), 2)])
    outcome = METHOD.count(contest, profile)
    assert outcome.stages[0].tallies == {"c": 3, "d": 0}
    assert outcome.stages[0].inactive[REJECTED] == 2
    assert (outcome.winners, outcome.quota) == (("c",), 2)


def test_candidates_without_votes_need_no_lot_if_all_must_go():
    counted = [(Ranking.of("a"), 5), (Ranking.of("b"), 4), (Ranking.of("c"), 3)]
    without = count(IDS[:5], counted, 1)
    assert [stage.excluded for stage in without.stages[1:3]] == [("d",), ("e",)]
    assert without.tied == ()
    drawn = count(IDS[:5], counted, 1, lot=Lot(b"x"))
    assert [stage.tallies for stage in drawn.stages] == [s.tallies for s in without.stages]
    just_enough = count(IDS[:5], counted, 3)
    assert [stage.excluded for stage in just_enough.stages[-2:]] == [("d",), ("e",)]
    assert set(just_enough.winners) == {"a", "b", "c"}
    needed = count(IDS[:5], counted, 4)
    assert needed.tied == (("d", "e"),)
    assert set(needed.winners) == {"a", "b", "c"}


def test_exactly_the_quota_makes_a_stage_in_which_nothing_moves():
    counted = [(Ranking.of("a", "b"), 4), (Ranking.of("b"), 4), (Ranking.of("c", "b"), 3)]
    outcome = count(IDS[:4], counted, 2)
    assert outcome.quota == 4
    assert (outcome.winners, len(outcome.stages)) == (("a", "b"), 1)
    three = [*counted[:1], (Ranking.of("b"), 3), (Ranking.of("c", "b"), 2), (Ranking.of("d"), 2)]
    stages = count(IDS[:4], three, 2).stages
    assert (stages[1].action, stages[1].of, stages[1].transfers) == ("surplus", ("a",), ())


@pytest.mark.parametrize(("raised", "winner"), [(False, "1"), (True, "3")])
def test_raising_the_winner_can_make_it_lose(raised, winner):
    # Monotonicity: for one seat it is the runoff, with the runoff's paradox.
    [(case, test)] = [
        (case, test)
        for case, test in cases("irv")
        if case == "irv-paradoxes" and test["id"].startswith("after") is raised
    ]
    contest, profile = contest_and_profile(case, test, METHOD, {"seats": 1})
    assert METHOD.count(contest, profile).winners == (winner,)


def test_voting_can_be_worse_than_staying_home():
    # Participation: two voters a > b > c get b, whom they prefer to c, by not coming.
    others = [(Ranking.of(*"bca"), 5), (Ranking.of(*"cba"), 6)]
    came, stayed = (count(IDS[:3], [(Ranking.of(*"abc"), n), *others], 1).winners for n in (6, 4))
    assert (came, stayed) == (("c",), ("b",))


def test_more_seats_need_not_keep_the_winners_of_fewer():
    winners = {}
    for case, test in cases("stv", "wigm"):
        if case == "stv-not-committee-monotone":
            contest, profile = contest_and_profile(case, test, METHOD, {"seats": test["seats"]})
            outcome = METHOD.count(contest, profile, Lot(b"any"))
            winners[test["seats"]] = {contest.labels()[o] for o in outcome.winners}
    assert not winners[2] <= winners[3]


def test_twice_the_ballots_can_change_the_result():
    # Homogeneity: the quota is rounded, and what is beyond five decimals is dropped.
    once = [(Ranking.of("a", "b"), 2), (Ranking.of("c"), 1)]
    twice = [(ballot, 2 * n) for ballot, n in once]
    assert count(IDS[:3], once, 2).quota * 2 != count(IDS[:3], twice, 2).quota


def test_two_who_have_just_the_quota_need_no_lot_for_their_order():
    counted = [(Ranking.of(o), n) for o, n in [("a", 5), ("b", 5), ("c", 3), ("d", 2), ("e", 1)]]
    contest = contest_of(METHOD, IDS[:5], Rules(seats=3))
    outcome = METHOD.count(contest, profile_of(Ranking, IDS[:5], counted))
    assert outcome.tied == ()
    assert outcome.stages[1].of == ("a", "b")
