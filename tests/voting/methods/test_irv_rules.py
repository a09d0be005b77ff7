"""Rules of a runoff on who goes at once and when it ends, beside plain exclusion of the last."""

import pytest

from tests.strategies import IDS, contest_of, profile_of
from voting.ballots import Ranking
from voting.engines.piles import WAIT
from voting.methods import irv_repeated, stv_wigm
from voting.methods.irv import METHOD, Rules


def count(ids, counted, **rules):
    return METHOD.count(contest_of(METHOD, ids, Rules(**rules)), profile_of(Ranking, ids, counted))


FOUR = [(Ranking.of(*ranking), n) for ranking, n in [("a", 5), ("b", 4), ("cb", 3), ("db", 2)]]


def test_whoever_has_too_few_votes_goes_at_once():
    outcome = count(tuple("abcd"), FOUR, minimum_vote_threshold=4)
    assert [stage.excluded for stage in outcome.stages] == [("c", "d"), ()]
    assert outcome.winners == ("b",)
    (first, *_) = outcome.stages
    assert first.reasons[1].code == "count.excluded-minimum"
    assert dict(first.reasons[1].params) == {"votes": 5, "fewest": 4}


@pytest.mark.parametrize("fewest", [6, 2, 0])
def test_a_least_number_that_nobody_or_everybody_has_changes_nothing(fewest):
    outcome = count(tuple("abcd"), FOUR, minimum_vote_threshold=fewest)
    assert outcome.stages == count(tuple("abcd"), FOUR).stages


def test_the_least_number_leaves_those_written_in_no_seat():
    contest = contest_of(METHOD, IDS[:2], Rules(minimum_vote_threshold=5), write_ins={"b"})
    counted = [(Ranking.of("a"), 2), (Ranking.of("b"), 6)]
    assert METHOD.count(contest, profile_of(Ranking, IDS[:2], counted)).winners == ("a",)


def test_a_count_that_stops_early_elects_nobody_yet():
    outcome = count(tuple("abcd"), FOUR, stop_tabulation_early_after_round=1)
    assert [stage.excluded for stage in outcome.stages] == [("d",)]
    assert (outcome.winners, outcome.tied) == ((), ())
    (why,) = outcome.reasons
    assert (why.code, dict(why.params)) == ("irv.stopped", {"rounds": 1})
    assert why.options["left"] == ("a", "b", "c")


def test_whoever_wins_before_the_last_round_allowed_has_won():
    outcome = count(tuple("abcd"), FOUR, stop_tabulation_early_after_round=3)
    assert outcome.winners == ("b",)
    assert outcome.reasons == ()


def test_a_tie_before_an_early_end_names_no_winner():
    level = [(Ranking.of(option), 1) for option in "abcd"]
    outcome = count(tuple("abcd"), level, stop_tabulation_early_after_round=2)
    assert outcome.winners == ()
    assert outcome.details == {"tie_changes_winners": False, "possible_winners": []}
    assert [reason.code for reason in outcome.stages[-1].reasons] == [
        "irv.first-count",
        "tie.open.exclude",
    ]


@pytest.mark.parametrize("method", [irv_repeated.METHOD, stv_wigm.METHOD], ids=lambda m: m.id)
@pytest.mark.parametrize(("seats", "excluded"), [(1, ("c", "d")), (2, ("c", "d")), (3, ("d",))])
def test_the_least_number_leaves_enough_for_the_seats(method, seats, excluded):
    contest = contest_of(method, tuple("abcd"), method.rules(seats=seats, minimum_vote_threshold=4))
    outcome = method.count(contest, profile_of(Ranking, contest.ids, FOUR))
    assert len(outcome.winners) == seats
    if method is stv_wigm.METHOD:
        assert next(stage.excluded for stage in outcome.stages if stage.excluded) == excluded


def test_a_majority_fixed_at_first_does_not_fall_with_ballots_that_rest():
    counted = [(Ranking.of(option), n) for option, n in [("a", 5), ("b", 4), ("c", 3)]]
    thresholds = {
        fixed: [
            s.threshold for s in count(IDS[:3], counted, threshold_fixed_in_round_1=fixed).stages
        ]
        for fixed in (True, False)
    }
    assert thresholds == {True: [7, 7], False: [7, 5]}


@pytest.mark.parametrize(
    ("rules", "action"),
    [
        ({}, "exclude"),
        ({"ties": "previous,lot"}, "tie"),
        ({"overvote": WAIT}, "tie"),
    ],
    ids=["order is nothing", "a later tie looks back", "an overvote waits"],
)
def test_tied_losers_go_together_only_where_their_order_can_change_nothing(rules, action):
    counted = [(Ranking.of(*r), n) for r, n in [("a", 4), ("b", 5), ("ca", 1), ("da", 1)]]
    assert count(tuple("abcd"), counted, **rules).stages[0].action == action


def test_the_least_number_is_asked_for_once_also_in_stv():
    # After the first exclusion b has six votes, and a and c would have too few.
    contest = contest_of(stv_wigm.METHOD, tuple("abcd"), stv_wigm.Rules(minimum_vote_threshold=6))
    outcome = stv_wigm.METHOD.count(contest, profile_of(Ranking, contest.ids, FOUR))
    assert [stage.excluded for stage in outcome.stages if stage.excluded] == [("d",), ("c",)]


def test_a_name_written_in_without_votes_goes_before_options_without_votes():
    contest = contest_of(METHOD, IDS[:5], write_ins={"e"})
    counted = [(Ranking.of(option), n) for option, n in [("a", 4), ("b", 3), ("c", 2)]]
    outcome = METHOD.count(contest, profile_of(Ranking, contest.ids, counted))
    assert [stage.excluded for stage in outcome.stages][:2] == [("e",), ("d",)]
