from fractions import Fraction

import pytest

from tests.published import cases, contest_and_profile, names, tie_order, votes
from voting.methods.stv_wigm import METHOD

RCTAB = [(c, t) for c, t in cases("stv") if "mode" in (t["rule"] or {})]
PRF = cases("stv", "wigm_prf")
EXACT = [(c, t) for c, t in cases("stv") if (t["rule"] or {}).get("surplus") == "wigm_exact"]
PRF_RULES = {
    "quota": "droop-unit",
    "surplus": "largest-first",
    "rounding": "once",
    "tallies_at": "end",
}
QUOTAS = {
    "floor(valid/(seats+1))+1": "droop",
    "valid/(seats+1) exact": "exact",
    "valid/seats": "hare",
}
# The reference took the first on the paper out first.
DRAWN = ["Jimmy Leas", "Steve Greenfield", "Write-In 1", "Write-In 2"]


def counted(case, test, rules, order=()):
    contest, profile = contest_and_profile(case, test, METHOD, rules)
    if order:
        labels = [option.label for option in contest.options]
        order = [label for label in labels if label not in order] + list(order)
        rules = {**rules, "ties": tie_order(contest, order)}
        contest, profile = contest_and_profile(case, test, METHOD, rules)
    return contest.labels(), METHOD.count(contest, profile)


def inactive(stage):
    """Return the causes with their votes, without those that are nothing."""
    return {cause: held for cause, held in stage.inactive.items() if held}


@pytest.mark.parametrize(("case", "test"), RCTAB, ids=names(RCTAB))
def test_rctab_counts_agree_round_by_round(case, test):
    rules = {k: v for k, v in test["rule"].items() if not k.startswith("tie_break")}
    labels, outcome = counted(case, test, rules, test["rule"].get("tie_break_order", ()))
    assert {labels[option] for option in outcome.winners} == set(test["winners"])
    assert len(outcome.stages) == len(test["rounds"])
    for stage, expected in zip(outcome.stages, test["rounds"], strict=True):
        assert {labels[o]: v for o, v in stage.tallies.items()} == votes(expected["votes"])
        assert stage.threshold == Fraction(expected["threshold"])
        assert inactive(stage) == votes(expected["inactive"])
        assert stage.residual == Fraction(expected.get("residual_surplus", 0))
        assert {labels[o] for o in stage.excluded} == set(expected.get("eliminated", []))
        assert {labels[o] for o in stage.elected} == set(expected.get("elected", []))


@pytest.mark.parametrize(("case", "test"), PRF, ids=names(PRF))
def test_the_reference_rule_agrees_stage_by_stage(case, test):
    order = DRAWN if case == "gpus-2005-four-seats" else ()
    labels, outcome = counted(case, test, {"seats": test["seats"], **PRF_RULES}, order)
    assert {labels[option] for option in outcome.winners} == set(test["winners"])
    assert outcome.quota == Fraction(test["quota"])
    assert len(outcome.stages) == len(test["rounds"])
    for stage, expected in zip(outcome.stages, test["rounds"], strict=True):
        held = {**dict.fromkeys(labels, 0), **stage.tallies}
        assert {labels[o]: v for o, v in held.items()} == votes(expected["votes"])
        rest = sum(stage.inactive.values()) + stage.residual
        assert rest == Fraction(expected["non_transferable"])
        assert {labels[o] for o in stage.elected} == set(expected.get("elected", []))
        source = expected.get("from", [])
        source = [source] if isinstance(source, str) else source
        assert [labels[o] for o in stage.of] == source


@pytest.mark.parametrize(("case", "test"), EXACT, ids=names(EXACT))
def test_exact_counts_agree_round_by_round(case, test):
    rules = {
        "seats": test["seats"],
        "arithmetic": "exact",
        "quota": QUOTAS[test["rule"]["quota"]],
    }
    labels, outcome = counted(case, test, rules)
    assert outcome.quota == Fraction(test["quota"])
    assert {labels[option] for option in outcome.winners} == set(test["winners"])
    assert [{labels[o] for o in group} for group in outcome.tied] == (
        [set(test["tied_for_last_seat"])] if "tied_for_last_seat" in test else []
    )
    for stage, expected in zip(outcome.stages, test["rounds"], strict=False):
        held = {labels[o]: v for o, v in stage.tallies.items()}
        for label, has in votes(expected["votes"]).items():
            assert held[label] == has
        assert {labels[o] for o in stage.excluded} == set(expected.get("eliminated", []))
        assert {labels[o] for o in stage.elected} == set(expected.get("elected", []))
        assert stage.residual == 0
