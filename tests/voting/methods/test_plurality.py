import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.published import cases, contest_and_profile, names
from tests.strategies import IDS, choices, contest_of, counted_ballots, profile_of
from voting.ballots import Choice
from voting.contest import Contest
from voting.engines.first_choices import first_choices
from voting.methods import irv
from voting.methods.plurality import METHOD, Rules

PUBLISHED = cases("plurality")
FOUR = IDS[:4]
counted_choices = counted_ballots(choices(FOUR))


def count(counted, *, seats=1, ids=FOUR, **contest):
    rules = Rules(seats=seats)
    return METHOD.count(contest_of(METHOD, ids, rules, **contest), profile_of(Choice, ids, counted))


def can_win(outcome):
    return set(outcome.details.get("possible_winners", outcome.winners))


@pytest.mark.parametrize(("case", "test"), PUBLISHED, ids=names(PUBLISHED))
def test_published_counts_of_first_choices(case, test):
    ranked, profile = contest_and_profile(case, test, irv.METHOD, {})
    contest = Contest(title="", method="plurality", rules=Rules(), options=ranked.options)
    outcome = METHOD.count(contest, first_choices(profile))
    labels = contest.labels()
    assert [labels[option] for option in outcome.winners] == (test["winners"] or [])
    assert [[labels[o] for o in group] for group in outcome.tied] == (
        [test["tied"]] if test.get("tied") else []
    )
    totals = {labels[option]: votes for option, votes in outcome.stages[0].tallies.items()}
    assert totals == test.get("totals", totals)


@given(counted_choices, st.integers(1, 3))
def test_most_marks_win(counted, seats):
    totals = {o: sum(n for b, n in counted if b.chosen == (o,)) for o in FOUR}
    outcome = count(counted, seats=seats)
    assert outcome.stages[0].tallies == totals
    assert sum(totals.values()) == outcome.profile.counted
    losers = set(FOUR) - can_win(outcome)
    assert all(totals[w] >= totals[loser] for w in outcome.winners for loser in losers)


@given(counted_choices, st.sampled_from(FOUR))
def test_one_more_vote_never_harms(counted, option):
    before, after = count(counted), count([*counted, (Choice.of(option), 1)])
    assert option not in before.winners or after.winners == (option,)
    assert can_win(after) <= can_win(before) | {option}


@given(counted_choices, counted_choices)
def test_what_two_halves_both_want_the_whole_wants(east, west):
    both = can_win(count(east)) & can_win(count(west))
    if both:
        assert can_win(count(east + west)) == both


@given(counted_choices)
def test_more_than_half_always_win(counted):
    outcome = count(counted)
    for option, votes in outcome.stages[0].tallies.items():
        if 2 * votes > outcome.profile.counted:
            assert outcome.winners == (option,)


def test_ballots_for_a_withdrawn_option_rest():
    outcome = count([(Choice.of("a"), 3), (Choice.of("b"), 1)], withdrawn={"a"})
    assert outcome.winners == ("b",)
    assert outcome.stages[0].inactive == {"withdrawn": 3}


def test_a_spoiler_can_change_the_winner():
    # Clones: a and x are alike; together they have most of the votes, apart they lose.
    alone = [(Choice.of("a"), 6), (Choice.of("b"), 5)]
    split = [(Choice.of("a"), 3), (Choice.of("c"), 3), (Choice.of("b"), 5)]
    assert (count(alone).winners, count(split).winners) == (("a",), ("b",))
