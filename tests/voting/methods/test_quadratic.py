"""Quadratic voting: the published cases of tests/vectors/quadratic, and what it promises."""

import json
from collections import Counter
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import IDS, contest_of, profile_of, scores
from voting.ballots import OptionId, Scores
from voting.errors import InvalidBallotError, InvalidRuleError
from voting.methods import quadratic
from voting.methods.quadratic import METHOD, Rules

VECTORS = Path(__file__).parents[2] / "vectors/quadratic/qv_cases.json"
CASES = {case["name"]: case for case in json.loads(VECTORS.read_text("utf-8"))["cases"]}

# The case says 16, but its valid ballots give b 5 + 3 + 7 votes; 16 adds one of the refused ballot,
# whose ten votes for a the same case leaves out.
CORRECTED = {("colorado-budget-forms", "b"): 15}


def rules_of(case):
    return Rules(
        credits=case["credits"] or max(case["credits_each"]),
        votes=case.get("mode", "whole"),
        negative=case.get("allow_negative", False),
    )


def papers(case):
    return [
        Scores({OptionId(option): value for option, value in ballot.items()})
        for ballot in case["ballots"]
    ]


def admitted(ballot, contest):
    try:
        METHOD.admit(ballot, contest)
    except InvalidBallotError:
        return False
    return True


def counted(case):
    ids = tuple(sorted({option for ballot in case["ballots"] for option in ballot}))
    contest = contest_of(METHOD, ids, rules_of(case))
    return contest, METHOD.count(contest, profile_of(Scores, ids, [(b, 1) for b in papers(case)]))


def ranking_of(outcome):
    """Return the options from the most votes down, equals together, by counts of one seat more."""
    contest_ids = outcome.profile.options
    groups = []
    while sum(map(len, groups)) < len(contest_ids):
        done = sum(map(len, groups))
        rules = Rules(**{**outcome.rules, "seats": done + 1})
        again = METHOD.count(contest_of(METHOD, contest_ids, rules), outcome.profile)
        groups.append(sorted(again.tied[0]) if again.tied else [again.winners[-1]])
    return groups


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_published_cases(case):
    contest, outcome = counted(case)
    expected, rules = case["expected"], contest.rules
    costs = [quadratic.cost(rules, ballot.points.values()) for ballot in papers(case)]
    assert costs == expected.get("cost", costs)
    valid = [admitted(ballot, contest) for ballot in papers(case)]
    assert valid == expected.get("valid", valid)
    unspent = [
        rules.credits - spent if ok else None for spent, ok in zip(costs, valid, strict=True)
    ]
    assert unspent == expected.get("unspent", unspent)
    tallies = outcome.stages[0].tallies
    for option, total in expected.get("totals", expected.get("totals_of_valid", {})).items():
        told = CORRECTED.get((case["name"], option), total)
        assert tallies[option] == Fraction(str(told)[:8])  # cut off after six decimals
    for option, square in expected.get("totals_squared", {}).items():
        assert outcome.tables["votes"][option] == "3√2"
        assert square == "18"
    if "ranking" in expected:
        assert ranking_of(outcome) == expected["ranking"]
    assert outcome.profile.blank == expected.get("empty_ballots", 0)
    assert outcome.stages[0].inactive.get("refused", 0) == valid.count(False)
    assert outcome.details["credits_spent"] == sum(
        spent for spent, ok in zip(costs, valid, strict=True) if ok
    )


def test_nobody_can_put_99_credits_on_one_option():
    contest = contest_of(METHOD, IDS[:1], Rules(credits=99))
    most = CASES["taiwan-99-points"]["expected"]["max_votes_on_one"]
    assert admitted(Scores.of(a=most), contest)
    assert not admitted(Scores.of(a=most + 1), contest)


def test_one_vote_each_would_come_out_the_other_way():
    case = CASES["intense-minority-vs-mild-majority"]
    ones = Counter(option for ballot in case["ballots"] for option in ballot)
    ranking = [[option] for option, _ in ones.most_common()]
    assert ranking == case["expected"]["one_person_one_vote_ranking"]


def test_an_overspent_ballot_is_told_by_how_much():
    contest = contest_of(METHOD, IDS[:2], Rules(credits=16))
    with pytest.raises(InvalidBallotError) as refusal:
        METHOD.admit(Scores.of(a=4, b=2), contest)
    assert refusal.value.code == "quadratic.overspent"
    assert refusal.value.params == {"spent": 20, "credits": 16, "over": 4}
    with pytest.raises(InvalidBallotError, match=r"quadratic\.negative"):
        METHOD.admit(Scores.of(a=-1), contest)


def test_no_credits_are_refused():
    with pytest.raises(InvalidRuleError):
        Rules(credits=0)


@given(
    st.lists(st.tuples(scores(IDS[:3], least=-9, most=9), st.integers(1, 3)), max_size=6),
    st.sampled_from(["whole", "credits"]),
    st.booleans(),
)
def test_totals_are_those_of_decimals(cast, votes, negative):
    rules = Rules(votes=votes, negative=negative, credits=60)
    contest = contest_of(METHOD, IDS[:3], rules)
    outcome = METHOD.count(contest, profile_of(Scores, contest.ids, cast))
    with localcontext() as context:
        context.prec = 50
        for option in contest.ids:
            total = Decimal(0)
            for ballot, n in cast:
                value = ballot.points.get(option, 0)
                if admitted(ballot, contest):
                    size = Decimal(abs(value)).sqrt() if votes == "credits" else abs(value)
                    total += (size if value > 0 else -size) * n
            told = outcome.stages[0].tallies[option]
            assert abs(Decimal(Fraction(told).numerator) / Fraction(told).denominator - total) < (
                Decimal("1e-6")
            )


@given(st.lists(st.tuples(scores(IDS[:4], least=-5, most=5), st.integers(1, 3)), max_size=6))
def test_turning_every_sign_turns_every_total(cast):
    contest = contest_of(METHOD, IDS[:4], Rules(negative=True, votes="credits"))
    turned = [(Scores({o: -v for o, v in b.points.items()}), n) for b, n in cast]
    one, other = (
        METHOD.count(contest, profile_of(Scores, contest.ids, some)).stages[0].tallies
        for some in (cast, turned)
    )
    assert one == {option: -votes for option, votes in other.items()}


@given(st.lists(st.tuples(st.sampled_from(IDS[:3]), st.integers(1, 4)), max_size=5))
def test_with_one_credit_it_is_one_person_one_vote(cast):
    contest = contest_of(METHOD, IDS[:3], Rules(credits=1))
    profile = profile_of(Scores, contest.ids, [(Scores.of(o), n) for o, n in cast])
    marks = Counter()
    for option, n in cast:
        marks[option] += n
    tallies = METHOD.count(contest, profile).stages[0].tallies
    assert tallies == {option: marks[option] for option in contest.ids}


def test_credits_of_withdrawn_options_are_spent_but_do_not_count():
    contest = contest_of(METHOD, IDS[:2], withdrawn=IDS[:1])
    profile = profile_of(Scores, contest.ids, [(Scores.of(a=6, b=2), 1), (Scores.of(a=3), 2)])
    outcome = METHOD.count(contest, profile)
    assert outcome.stages[0].tallies == {"b": 2}
    assert outcome.stages[0].inactive == {"withdrawn": 2}
    assert outcome.details == {"credits_spent": 58, "credits_lapsed": 242}
    assert outcome.tables["credits"] == {"b": 4}


def test_many_options_and_many_ballots():
    ids = tuple(OptionId(str(n)) for n in range(254))
    contest = contest_of(METHOD, ids, Rules(votes="credits", seats=3))
    ballot = Scores({ids[7]: 50, ids[8]: 32, ids[9]: 18})
    profile = profile_of(Scores, ids, [(ballot, 1)])
    profile = type(profile)(form=Scores, options=ids, piles=dict.fromkeys(profile.piles, 1000000))
    outcome = METHOD.count(contest, profile)
    assert outcome.winners == (ids[7], ids[8], ids[9])
    assert outcome.tables["votes"][ids[7]] == "5000000√2"
    refused = METHOD.count(contest_of(METHOD, ids), profile)
    assert refused.winners == ()
    assert refused.stages[0].inactive == {"refused": 1_000_000}


def test_credits_of_a_refused_ballot_do_not_lapse():
    contest = contest_of(METHOD, IDS[:2], Rules(credits=9))
    cast = [(Scores.of(a=2), 1), (Scores.of(a=4), 1)]
    outcome = METHOD.count(contest, profile_of(Scores, contest.ids, cast))
    assert outcome.details == {"credits_spent": 4, "credits_lapsed": 5}
