"""What the single transferable vote with Gregory surpluses keeps, and what it is known to break."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.published import cases, contest_and_profile
from tests.strategies import IDS, contest_of, counted_ballots, lots, profile_of, rankings
from voting.ballots import Ranking
from voting.errors import InvalidRuleError
from voting.methods import irv
from voting.methods.stv_wigm import METHOD, RESIDUAL, Rules, start
from voting.profile import Profile

COURSES = st.fixed_dictionaries(
    {
        "arithmetic": st.sampled_from(["decimal", "exact"]),
        "quota": st.sampled_from(["droop", "droop-unit", "exact"]),
        "surplus": st.sampled_from(["all-at-once", "largest-first"]),
        "batch_elimination": st.booleans(),
        "rounding": st.sampled_from(["twice", "once"]),
        "mode": st.sampled_from(
            ["multiWinnerAllowMultipleWinnersPerRound", "multiWinnerAllowOnlyOneWinnerPerRound"]
        ),
    }
)
elections = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.just(IDS[:n]),
        counted_ballots(rankings(IDS[:n], shortest=1), fewest=1, most=14),
        st.integers(1, n),
    )
)


def count(ids, counted, seats, *, lot=None, **rules):
    contest = contest_of(METHOD, ids, Rules(seats=seats, **rules))
    return METHOD.count(contest, profile_of(Ranking, ids, counted), lot)


@given(elections, COURSES, lots())
def test_seats_are_filled_and_the_elected_keep_their_quota(drawn, course, lot):
    ids, counted, seats = drawn
    outcome = count(ids, counted, seats, lot=lot, **course)
    assert len(outcome.winners) == seats
    safe = set()
    for stage in outcome.stages:
        assert all(stage.tallies[option] >= outcome.quota for option in safe)
        assert not set(stage.excluded) & safe
        safe |= {o for o in stage.elected if stage.tallies[o] >= outcome.quota}


@given(elections, COURSES, lots())
def test_votes_that_move_are_those_that_arrive(drawn, course, lot):
    outcome = count(*drawn, lot=lot, **course)
    for before, after in zip(outcome.stages, outcome.stages[1:], strict=False):
        held = {**before.tallies, **before.inactive, RESIDUAL: before.residual}
        for transfer in before.transfers:
            held[transfer.source] -= transfer.votes
            held[transfer.target] = held.get(transfer.target, 0) + transfer.votes
        then = {**after.tallies, **after.inactive, RESIDUAL: after.residual}
        assert {k: v for k, v in held.items() if v} == {k: v for k, v in then.items() if v}


@given(elections, COURSES)
def test_the_value_of_a_paper_never_rises(drawn, course):
    ids, counted, seats = drawn
    contest = contest_of(METHOD, ids, Rules(seats=seats, **course))
    here = start(contest, profile_of(Ranking, ids, counted))
    while (found := here.next()) is not None:
        act = next(iter(found.acts.values())) if hasattr(found, "acts") else found
        after = here.after(act)
        most = max(
            (
                Fraction(parcel.value, here.scale.unit)
                for o in act.of
                for parcel in here.holdings.parcels[here.plan.numbers[o]]
            ),
            default=0,
        )
        for number, parcels in after.holdings.parcels.items():
            for parcel in parcels[len(here.holdings.parcels[number]) :]:
                assert 0 < Fraction(parcel.value, after.scale.unit) <= most <= 1
        here = after


@given(elections, COURSES, lots(), st.data())
def test_a_solid_coalition_gets_the_seats_of_its_quotas(drawn, course, lot, data):
    ids, counted, seats = drawn
    group = data.draw(st.sets(st.sampled_from(ids), min_size=1))
    outcome = count(ids, counted, seats, lot=lot, **course)
    solid = sum(n for b, n in counted if {rank[0] for rank in b.ranks[: len(group)]} == group)
    # Cutting decimals may cost a coalition a unit for each paper and stage.
    ballots = sum(n for _, n in counted)
    slack = 0 if course["arithmetic"] == "exact" else Fraction(2 * len(ids) * ballots, 10**4)
    quotas = int((solid - slack) / outcome.quota) if solid > slack else 0
    if course["quota"] == "exact" and quotas * outcome.quota == solid - slack:
        quotas -= 1
    assert len(set(outcome.winners) & group) >= min(quotas, len(group))


@given(elections, COURSES, lots(), st.data())
def test_naming_more_options_neither_harms_nor_helps_those_named_before(drawn, course, lot, data):
    ids, counted, seats = drawn
    short = data.draw(rankings(ids, shortest=1))
    left = [option for option in ids if option not in short.options()]
    longer = Ranking(short.ranks + Ranking.of(*data.draw(st.permutations(left))).ranks)
    before, after = (
        set(count(ids, [*counted, (b, 1)], seats, lot=lot, **course).winners)
        for b in (short, longer)
    )
    assert before & short.options() == after & short.options()


@given(elections, st.booleans())
def test_for_one_seat_it_is_the_runoff(drawn, exact):
    ids, counted, _ = drawn
    course = {"arithmetic": "exact"} if exact else {}
    other = irv.METHOD.count(contest_of(irv.METHOD, ids), profile_of(Ranking, ids, counted))
    outcome = count(ids, counted, 1, **course)
    assert set(outcome.details.get("possible_winners", outcome.winners)) == set(
        other.details.get("possible_winners", other.winners)
    )


def test_the_hare_quota_can_deny_a_majority_its_majority():
    # 54 of 99 hold together behind a, b and c, and get two of five seats; Droop gives them three.
    counted = [(Ranking.of("a", "b", "c"), 54), (Ranking.of("d"), 15), (Ranking.of("e"), 15)]
    counted.append((Ranking.of("f"), 15))
    ids = IDS[:6]
    of_the_majority = {
        quota: len(set("abc") & set(count(ids, counted, 5, quota=quota).winners))
        for quota in ("hare", "droop")
    }
    assert of_the_majority == {"hare": 2, "droop": 3}


def test_more_seats_need_not_keep_the_winners_of_fewer():
    winners = {}
    for case, test in cases("stv", "wigm"):
        if case == "stv-not-committee-monotone":
            contest, profile = contest_and_profile(case, test, METHOD, {"seats": test["seats"]})
            outcome = METHOD.count(contest, profile)
            winners[test["seats"]] = {contest.labels()[o] for o in outcome.winners}
    assert winners == {2: {"A", "E"}, 3: {"B", "C", "D"}}


def test_a_million_identical_ballots_and_none():
    profile = Profile(form=Ranking, options=IDS[:4], piles={bytes([1, 2, 3]): 10**6})
    for rules in ({"arithmetic": "exact"}, {"surplus": "largest-first"}, {}):
        contest = contest_of(METHOD, IDS[:4], Rules(seats=2, **rules))
        assert METHOD.count(contest, profile).winners == ("a", "b")
        empty = METHOD.count(contest, profile_of(Ranking, IDS[:4], []))
        assert (empty.winners, empty.tied) == ((), (IDS[:4],))


def test_fractions_for_too_many_seats_are_refused():
    Rules(seats=9, arithmetic="exact")
    with pytest.raises(InvalidRuleError):
        Rules(seats=10, arithmetic="exact")


def in_order(ids):
    return "order:" + ",".join(ids)


def bullets(**votes):
    return [(Ranking.of(option), n) for option, n in votes.items()]


def test_excluding_several_at_once_leaves_enough_for_the_seats():
    # Once three of the four small ones rest, b and the last of them together have less than a.
    counted, ids = bullets(a=27, b=15, c=10, d=10, e=10, f=10), IDS[:6]
    outcome = count(ids, counted, 2, ties=in_order(ids), batch_elimination=True)
    assert outcome.winners == ("a", "b")


def test_those_who_together_have_as_many_as_the_next_do_not_go_at_once():
    outcome = count(
        IDS[:4], bullets(a=4, b=2, c=1, d=1), 1, ties="order:a,b,c,d", batch_elimination=True
    )
    assert outcome.stages[0].excluded == ("d",)


@pytest.mark.parametrize(("quota", "elected"), [("exact", ()), ("hare", ("a",))])
def test_only_an_exact_quota_asks_for_more_than_itself(quota, elected):
    seats = {"exact": 1, "hare": 2}[quota]
    outcome = count(IDS[:3], bullets(a=2, b=1, c=1), seats, quota=quota)
    assert outcome.quota == 2
    assert outcome.stages[0].elected == elected


@pytest.mark.parametrize(("rounding", "arrived"), [("twice", 9), ("once", 10)])
def test_decimals_are_cut_from_the_fraction_and_the_value_or_from_the_value_alone(
    rounding, arrived
):
    # b has four papers worth 0.6 and passes 0.4 on: each 0.6 x 0.16 (of 0.1666) or 0.6 x 0.4 / 2.4.
    counted = [("abc", 1), ("abd", 3), ("a", 1), ("c", 1)]
    counted = [(Ranking.of(*ranking), n) for ranking, n in counted]
    outcome = count(IDS[:4], counted, 3, ties="order:a,b,c,d", rounding=rounding, decimals=2)
    assert outcome.stages[2].tallies["c"] == 1 + Fraction(arrived, 100)
    assert outcome.stages[2].tallies["d"] == 3 * Fraction(arrived, 100)
