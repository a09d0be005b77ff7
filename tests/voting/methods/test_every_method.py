"""What every method must keep, whoever wrote it: the contract a new file in the folder signs."""

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import (
    BLANK,
    IDS,
    ONLY,
    contest_of,
    elections,
    lot_ties,
    lots,
    paper_of,
    profile_of,
    renamed,
)
from voting import canonical
from voting.ballots import Stance
from voting.explanation import explanation
from voting.methods import METHODS
from voting.outcome import votes_from_json
from voting.profile import Profile
from voting.rules import rule_fields
from voting.words import LANGUAGES, sentences

ROOT = Path(__file__).parents[3]
SEATED = {id_: each for id_, each in METHODS.items() if "seats" in rule_fields(each.rules)}

# Where money is shared out among all, a blank ballot's share makes the others' smaller.
SHARING = {"approval-equal-shares", "budget-greedy", "equal-shares"}
BLANK_FREE = {id_: each for id_, each in METHODS.items() if id_ not in SHARING}

every_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
# Each promise is tried on every method: a quarter of the examples each is thousands together.
shared = settings(max_examples=settings().max_examples // 4)
every_method_with_seats = pytest.mark.parametrize("method", SEATED.values(), ids=SEATED)


def seats_to_fill(contest):
    """Return how many options must win: none where no seats are filled, or some may stay empty."""
    rules = contest.rules
    stops = getattr(rules, "stop_tabulation_early_after_round", None)
    if contest.method not in SEATED or getattr(rules, "completion", "") == "none" or stops:
        return 0
    return min(rules.seats, len(contest.standing))


def drawn(method, data, **how):
    contest, profile = data.draw(elections(method, messy=True, **how))
    return contest, profile, data.draw(st.none() | lots())


def numbers_in(value):
    """Yield every number and digit string of JSON data."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from numbers_in(inner)
    else:
        yield value


def without_head_count(transcript):
    """Return a transcript without what only says how many voted, and how many of them blank."""
    del transcript["ballots"]
    for stage in transcript["stages"]:
        stage["reasons"] = [r for r in stage["reasons"] if r["code"] != "budget.opening"]
    return transcript


@every_method
@shared
@given(data=st.data())
def test_transcript_is_canonical_and_exact(method, data):
    contest, profile, lot = drawn(method, data)
    transcript = method.count(contest, profile, lot).transcript()
    encoded = canonical.encode(transcript)
    assert canonical.decode(encoded) == json.loads(encoded)
    assert not any(isinstance(value, float) for value in numbers_in(transcript))


@every_method
@shared
@given(data=st.data())
def test_no_vote_appears_or_disappears(method, data):
    contest, profile, lot = drawn(method, data)
    outcome = method.count(contest, profile, lot)
    for stage in outcome.stages:
        held = [*stage.tallies.values(), *stage.inactive.values(), stage.residual]
        assert all(transfer.votes > 0 for transfer in stage.transfers)
        if method.single_vote:
            assert all(votes >= 0 for votes in held)
            assert sum(held) == profile.counted


@every_method
@shared
@given(data=st.data())
def test_winners_are_standing_and_none_twice(method, data):
    contest, profile, lot = drawn(method, data)
    outcome = method.count(contest, profile, lot)
    assert set(outcome.winners) <= set(contest.standing)
    assert len(set(outcome.winners)) == len(outcome.winners)
    seats = seats_to_fill(contest)
    if method.id in SEATED:
        assert len(outcome.winners) <= min(contest.rules.seats, len(contest.standing))
    named = set(outcome.winners).union(*outcome.tied)
    assert len(named) >= seats
    assert named <= set(contest.standing)
    elected = [option for stage in outcome.stages for option in stage.elected]
    excluded = [option for stage in outcome.stages for option in stage.excluded]
    assert len(set(elected)) == len(elected)
    assert len(set(excluded)) == len(excluded)
    assert not set(excluded) & set(outcome.winners)


@every_method
@shared
@given(data=st.data())
def test_a_lot_leaves_no_tie(method, data):
    ties = data.draw(st.sampled_from(lot_ties(method)))
    contest, profile = data.draw(elections(method, messy=True, ties=ties))
    lot = data.draw(lots())
    without, with_lot = method.count(contest, profile), method.count(contest, profile, lot)
    assert with_lot.tied == ()
    if seats_to_fill(contest):
        assert len(with_lot.winners) == seats_to_fill(contest)
    assert set(without.winners) <= set(with_lot.winners)
    if without.tied:
        assert set(with_lot.winners) <= set(without.details["possible_winners"])
        assert set(with_lot.winners) <= set(without.winners).union(*without.tied)
    else:
        assert without.winners == with_lot.winners
    if without.details.get("tie_changes_winners") is False:
        assert set(without.winners) == set(with_lot.winners)


@every_method
@shared
@given(data=st.data())
def test_order_of_ballots_is_irrelevant(method, data):
    contest, profile, lot = drawn(method, data)
    piles = data.draw(st.permutations(list(profile.piles.items())))
    again = Profile(form=profile.form, options=profile.options, piles=dict(piles))
    first, second = (method.count(contest, p, lot).transcript() for p in (profile, again))
    assert canonical.encode(first) == canonical.encode(second)


@every_method
@shared
@given(data=st.data())
def test_nothing_is_changed_by_counting(method, data):
    contest, profile, lot = drawn(method, data)
    before = list(profile.piles.items())
    first = method.count(contest, profile, lot)
    assert list(profile.piles.items()) == before
    assert method.count(contest, profile, lot) == first


@pytest.mark.parametrize("method", BLANK_FREE.values(), ids=BLANK_FREE)
@shared
@given(data=st.data())
def test_blank_ballots_change_nothing_but_their_number(method, data):
    contest, profile, lot = drawn(method, data)
    more = {**profile.piles, b"": profile.blank + data.draw(st.integers(1, 9))}
    blanker = Profile(form=profile.form, options=profile.options, piles=more)
    first, second = (method.count(contest, p, lot).transcript() for p in (profile, blanker))
    assert without_head_count(first) == without_head_count(second)


# Without a lot these take options whose order changes nothing in the order of the paper: those
# without votes leave one at a time (Scottish rule 50), projects that cost the same load are bought.
BY_PAPER = ("stv-scottish", "phragmen")


@every_method
@shared
@given(data=st.data())
def test_names_and_places_on_the_paper_are_irrelevant(method, data):
    contest, profile = data.draw(elections(method, messy=True))
    names = dict(zip(contest.ids, data.draw(st.permutations(IDS)), strict=False))
    order = data.draw(st.permutations(contest.ids))
    before = method.count(contest, profile)
    after = method.count(*renamed(contest, profile, names, order))
    assert {names[o] for o in before.winners} == set(after.winners)
    assert [{names[o] for o in g} for g in before.tied] == [set(g) for g in after.tied]
    assert len(before.stages) == len(after.stages)
    for one, other in zip(before.stages, after.stages, strict=True):
        assert one.inactive == other.inactive
        if method.id in BY_PAPER:
            assert Counter(one.tallies.values()) == Counter(other.tallies.values())
            continue
        assert {names[o]: votes for o, votes in one.tallies.items()} == other.tallies
        assert {names[o] for o in one.excluded} == set(other.excluded)
        assert {names[o] for o in one.elected} == set(other.elected)
    for what in ("excluded", "elected"):
        done = Counter(names[o] for stage in before.stages for o in getattr(stage, what))
        assert done == Counter(o for stage in after.stages for o in getattr(stage, what))


@every_method
@shared
@given(data=st.data())
def test_whom_everybody_wants_wins(method, data):
    contest = contest_of(method, IDS[: 1 if method.form is Stance else 4])
    favourite = data.draw(st.sampled_from(contest.ids))
    ballot = ONLY[method.form](favourite)
    profile = profile_of(method.form, contest.ids, [(ballot, data.draw(st.integers(1, 5)))])
    assert favourite in method.count(contest, profile).winners


@every_method_with_seats
@pytest.mark.parametrize("seats", [1, 2, 9])
def test_without_votes_nobody_wins_in_silence(method, seats):
    seats = min(seats, rule_fields(method.rules)["seats"][0].most or seats)
    contest = contest_of(method, IDS[:3], method.rules(seats=seats))
    profile = profile_of(method.form, contest.ids, [(BLANK[method.form], 7)])
    outcome = method.count(contest, profile)
    assert profile.blank == 7
    if seats < 3:
        assert outcome.winners == ()
        assert outcome.tied == (contest.ids,)
    else:
        assert set(outcome.winners) == set(contest.ids)


@every_method
def test_nobody_can_win_where_nobody_stands(method):
    ids = paper_of(method)
    contest = contest_of(method, ids, withdrawn=ids[:1], write_ins=ids[1:])
    ballot = ONLY[method.form](ids[-1])
    outcome = method.count(contest, profile_of(method.form, contest.ids, [(ballot, 3)]))
    assert (outcome.winners, outcome.tied) == ((), ())


@every_method
@shared
@given(data=st.data())
def test_everything_is_explained_in_both_languages(method, data):
    contest, profile, lot = drawn(method, data)
    outcome = method.count(contest, profile, lot)
    assert outcome.all_reasons()
    for reason in outcome.all_reasons():
        assert reason.code in sentences("en")
    for language in LANGUAGES:
        told = explanation(outcome, contest.labels(), language)
        assert len(told) == len(outcome.all_reasons())
        assert not any("{" in sentence for sentence in told)
    for cause in {cause for stage in outcome.stages for cause in stage.inactive}:
        assert f"cause.{cause}" in sentences("id")


@every_method
@shared
@given(data=st.data())
def test_votes_read_back_from_the_transcript(method, data):
    contest, profile, lot = drawn(method, data)
    outcome = method.count(contest, profile, lot)
    for stage, told in zip(outcome.stages, outcome.transcript()["stages"], strict=True):
        assert {o: Fraction(v) for o, v in stage.tallies.items()} == {
            o: Fraction(votes_from_json(v)) for o, v in told["tallies"].items()
        }
