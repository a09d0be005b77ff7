import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import IDS, contest_of, profile_of
from voting.ballots.stances import STANCES, Stance
from voting.deliberation.round_rules import RoundRules
from voting.deliberation.rounds import count_round
from voting.errors import InvalidRuleError
from voting.methods.consensus import METHOD, Rules
from voting.profile import Profile

TEXT = IDS[:1]


def count(rules=None, ids=TEXT, **stances):
    counted = [(Stance.of(stance.replace("_", "-")), n) for stance, n in stances.items()]
    return METHOD.count(contest_of(METHOD, ids, rules), profile_of(Stance, ids, counted))


def test_a_round_that_adopts_the_text_with_reservations():
    outcome = count(Rules(eligible=30), agree=16, agree_note=2, aside=3, abstain=2)
    assert outcome.winners == TEXT
    assert outcome.details == {
        "outcome": "adopted_with_reservations",
        "next": "close",
        "eligible": 30,
        "present": 23,
        "quorum_needed": 16,
        "quorum_met": True,
        "stances": {
            "agree": 16,
            "agree-note": 2,
            "aside": 3,
            "abstain": 2,
            "disagree": 0,
            "block": 0,
        },
        "agree_share": 1,
        "stand_aside_share": "1/7",
    }
    assert outcome.stages[0].tallies == {"a": 18}
    assert outcome.stages[0].inactive == {"aside": 3, "abstain": 2}


def test_one_block_stops_it_and_nobody_wins():
    outcome = count(Rules(eligible=30, round_number=3), agree=19, block=1)
    assert outcome.winners == ()
    assert (outcome.details["outcome"], outcome.details["next"]) == ("not_reached", "fallback_vote")
    assert outcome.details["agree_share"] == "19/20"


def test_without_a_number_of_electors_those_who_took_a_stance_are_all():
    assert count(agree=1).winners == TEXT
    assert count(Rules(eligible=2), agree=1).details["outcome"] == "no_quorum"
    assert count(Rules(eligible=2), agree=3).details["eligible"] == 3  # the roll was corrected


def test_blank_ballots_are_not_present_but_abstaining_is():
    contest = contest_of(METHOD, TEXT, Rules(eligible=4))
    stances = [(Stance.of("agree"), 2), (Stance.of(), 2)]
    assert METHOD.count(contest, profile_of(Stance, TEXT, stances)).winners == ()
    stances = [(Stance.of("agree"), 2), (Stance.of("abstain"), 1)]
    assert METHOD.count(contest, profile_of(Stance, TEXT, stances)).winners == TEXT


def test_no_ballots_give_no_share_and_no_decision():
    outcome = count()
    assert outcome.winners == ()
    assert outcome.details["outcome"] == "no_quorum"
    assert "agree_share" not in outcome.details


def test_attendance_counts_where_the_rules_say_so():
    rules = Rules(eligible=30, attendance=16, present="attendance")
    assert count(rules, agree=9).winners == TEXT
    assert count(Rules(eligible=30, attendance=16), agree=9).winners == ()
    all_present = Rules(eligible=30, attendance=16, present="attendance", min_agree_of_present="1")
    assert count(all_present, agree=15).winners == ()


def test_consensus_is_sought_on_one_text():
    with pytest.raises(InvalidRuleError) as refusal:
        METHOD.admit_contest(contest_of(METHOD, IDS[:2]))
    assert refusal.value.code == "consensus.one-text"


@pytest.mark.parametrize(
    "values",
    [
        {"quorum": "half"},
        {"quorum": "3/2"},
        {"quorum": "1/0"},
        {"quorum": "1"},  # more than everybody
        {"min_agree": "-1"},
        {"requirements": "agree>3/4 eligible"},
        {"requirements": "agree>=4/3 cast"},
        {"max_rounds": 0},
        {"block": "veto"},
        {"fallback": "coin"},
    ],
)
def test_rules_that_mean_nothing_are_refused(values):
    with pytest.raises(InvalidRuleError):
        Rules(**values)


@given(
    st.fixed_dictionaries({stance.replace("-", "_"): st.integers(0, 4) for stance in STANCES}),
    st.integers(0, 30),
)
def test_the_method_is_the_round_of_a_deliberation(stances, eligible):
    found = count_round(
        RoundRules(), {s.replace("_", "-"): n for s, n in stances.items()}, eligible=eligible
    )
    outcome = count(Rules(eligible=eligible), **stances)
    assert bool(outcome.winners) is found.is_adopted
    assert outcome.details["next"] == found.follows


def test_a_million_ballots_count_like_one_hundred():
    few = count(Rules(eligible=150), agree=80, aside=20)
    contest = contest_of(METHOD, TEXT, Rules(eligible=1_500_000))
    piles = {Stance.of("agree").code({}): 800_000, Stance.of("aside").code({}): 200_000}
    many = METHOD.count(contest, Profile(form=Stance, options=TEXT, piles=piles))
    assert many.winners == few.winners == TEXT
    assert many.details["stand_aside_share"] == few.details["stand_aside_share"] == "1/5"
