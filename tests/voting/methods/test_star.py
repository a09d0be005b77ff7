from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.published import cases, names
from tests.scored import contest_and_scores
from tests.strategies import IDS, contest_of, counted_ballots, profile_of, scores
from voting.ballots import Scores
from voting.errors import InvalidBallotError
from voting.methods.star import METHOD, Rules
from voting.tiebreak import Lot

CASES = cases("star")
FOUR = IDS[:4]
counted_scores = counted_ballots(scores(FOUR))


def count(counted, *, ids=FOUR, lot=None, **contest):
    rules = Rules(max_score=5)
    return METHOD.count(
        contest_of(METHOD, ids, rules, **contest), profile_of(Scores, ids, counted), lot
    )


def can_win(outcome):
    return set(outcome.details.get("possible_winners", outcome.winners))


@pytest.mark.parametrize(("case", "test"), CASES, ids=names(CASES))
def test_published_counts(case, test):
    contest, profile = contest_and_scores(case, test, METHOD)
    label = contest.labels()
    outcome = METHOD.count(contest, profile)
    assert {label[o]: v for o, v in outcome.stages[0].tallies.items()} == test["totals"]
    assert [label[o] for o in outcome.winners] == (test["winners"] or [])
    assert [[label[o] for o in tied] for tied in outcome.tied] == (
        [test["tied"]] if "tied" in test else []
    )
    if "finalists" in test:
        [finalists] = outcome.sets["finalists"]
        assert {label[o] for o in finalists} == set(test["finalists"])
        runoff = dict(test["runoff"])
        stage = outcome.stages[1]
        assert stage.inactive.get("no-preference", 0) == runoff.pop("no_preference")
        assert {label[o]: v for o, v in stage.tallies.items()} == runoff


def level(group, votes, places, sure):
    """Fill the places by one step of the ladder; return who is sure, and who is level."""
    for value in sorted(set(votes.values()), reverse=True):
        same = [o for o in group if votes[o] == value]
        if len(sure) + len(same) > places:
            return sure, same
        sure = [*sure, *same]
        if len(sure) == places:
            break
    return sure, []


def by_hand(counted):
    """Return everybody whom STAR can elect, written again one ballot at a time."""
    papers = [{o: b.points.get(o, 0) for o in FOUR} for b, n in counted for _ in range(n)]
    total = {o: sum(p[o] for p in papers) for o in FOUR}
    tops = {o: sum(p[o] == 5 for p in papers) for o in FOUR}

    def over(one, other):
        return sum(p[one] > p[other] for p in papers)

    sure, left = level(FOUR, total, 2, [])
    if left:
        duels = {o: sum(over(o, other) for other in left) for o in left}
        sure, left = level(left, duels, 2, sure)
    if left:
        sure, left = level(left, {o: tops[o] for o in left}, 2, sure)
    pairs = [(*sure, *more) for more in combinations(left, 2 - len(sure))]
    found = set()
    for one, other in pairs:
        mine = (over(one, other), total[one], tops[one])
        theirs = (over(other, one), total[other], tops[other])
        found |= {one} if mine > theirs else {other} if mine < theirs else {one, other}
    return found


@given(counted_scores)
def test_whoever_the_rule_can_elect_by_hand(counted):
    assert can_win(count(counted)) == by_hand(counted)


@given(counted_scores)
def test_every_ballot_is_in_the_runoff_or_prefers_neither(counted):
    outcome = count(counted, lot=Lot(b"x"))
    runoff = outcome.stages[1]
    assert sum(runoff.tallies.values()) + runoff.inactive.get("no-preference", 0) == (
        outcome.profile.counted
    )
    lowest = min(outcome.stages[0].tallies[o] for o in runoff.tallies)
    assert all(outcome.stages[0].tallies[o] <= lowest for o in outcome.stages[0].excluded)


@given(counted_scores)
def test_never_elects_who_loses_every_duel(counted):
    papers = [(b.points, n) for b, n in counted]
    for option in can_win(count(counted)):
        duels = [
            sum(
                n * ((p.get(option, 0) > p.get(o, 0)) - (p.get(option, 0) < p.get(o, 0)))
                for p, n in papers
            )
            for o in FOUR
            if o != option
        ]
        assert max(duels) >= 0


@given(counted_scores, scores(FOUR), st.data())
def test_a_higher_score_for_the_winner_alone_keeps_it(counted, ballot, data):
    before = count([*counted, (ballot, 1)])
    winner = data.draw(st.sampled_from(sorted(can_win(before))))
    better = data.draw(st.integers(ballot.points.get(winner, 0), 5))
    after = count([*counted, (Scores({**ballot.points, winner: better}), 1)])
    assert winner in can_win(after)


def test_scores_out_of_range_are_refused():
    contest = contest_of(METHOD, FOUR, Rules(max_score=3))
    METHOD.admit(Scores.of(a=0, b=3), contest)
    for wrong in (-1, 4):
        with pytest.raises(InvalidBallotError) as refusal:
            METHOD.admit(Scores.of(a=wrong), contest)
        assert refusal.value.params == {"option": "a", "score": wrong, "most": 3}


def test_the_lot_settles_a_tie_for_the_runoff():
    counted = [(Scores.of(a=0, b=0, c=0, d=0), 3)]
    assert count(counted).tied == (FOUR,)
    drawn = count(counted, lot=Lot(b"dice"))
    order = Lot(b"dice").order(FOUR)
    assert drawn.sets["finalists"] == (order[:2],)
    assert drawn.winners == order[:1]
    assert [use.purpose for use in drawn.stages[0].ties] == ["advance", "advance"]


def test_a_single_option_is_elected_and_many_equal_ones_are_not():
    assert count([], ids=IDS[:1]).winners == ("a",)
    many = tuple(f"o{number}" for number in range(254))
    outcome = count([(Scores(dict.fromkeys(many, 5)), 1_000)], ids=many)
    assert (outcome.winners, outcome.tied) == ((), (many,))


def test_a_majority_and_the_winner_of_every_duel_can_miss_the_runoff():
    # Three of five put a above all, but hardly say so: b and c have higher totals.
    counted = [(Scores.of(a=1), 3), (Scores.of(a=0, b=5, c=4), 2)]
    assert count(counted).winners == ("b",)


def test_voting_can_bring_about_what_one_likes_least():
    counted = [
        (Scores.of(a=1, b=3, c=2), 2),
        (Scores.of(a=3, b=0, c=3), 3),
        (Scores.of(a=0, b=3, c=1), 2),
    ]
    assert count(counted).winners == ("b",)
    assert count([*counted, (Scores.of(a=5, b=3, c=2), 1)]).winners == ("c",)


def test_two_halves_can_agree_on_whom_the_whole_does_not_elect():
    east = [
        (Scores.of(a=4, b=5, c=5), 2),
        (Scores.of(a=0, b=4, c=2), 1),
        (Scores.of(a=4, b=4, c=5), 1),
    ]
    west = [(Scores.of(a=1, b=2, c=3), 4), (Scores.of(a=3, b=4, c=0), 3)]
    assert count(east).winners == count(west).winners == ("b",)
    assert count(east + west).winners == ("c",)


def test_a_score_for_a_second_option_can_harm_the_first():
    others = [(Scores.of(a=4, b=4, c=5), 2)]
    assert count([(Scores.of(a=3, b=2, c=0), 2), *others]).winners == ("a",)
    assert count([(Scores.of(a=3, b=2, c=2), 2), *others]).winners == ("c",)
