"""The cases of `tests/vectors/consensus`: rounds, votes, requirements and the measures beside them."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from voting.ballots.stances import AGREE, STAND_ASIDE
from voting.deliberation.groups import group_consensus
from voting.deliberation.partial_borda import count_partial_borda
from voting.deliberation.requirements import read_requirements
from voting.deliberation.resistance import weigh_resistance
from voting.deliberation.round_rules import RoundRules
from voting.deliberation.rounds import Place, count_round
from voting.deliberation.shares import AT_LEAST, MORE_THAN, PLUS_ONE_DOWN, PLUS_ONE_UP, needed
from voting.deliberation.votes import VoteRules, count_vote

VECTORS = Path(__file__).parents[2] / "vectors/consensus/consensus_cases.json"
CASES = json.loads(VECTORS.read_text("utf-8"))["cases"]
MODES = {
    "mufakat": {},
    "unanimous_present": {"min_agree_of_present": "1", "min_agree_of_quorum": "0"},
    "threshold": {"min_agree_of_quorum": "0", "max_stand_aside": "1"},
    "consent": {"min_agree": "0", "max_stand_aside": "1"},
}
NEEDS = {"half_plus_one_floor": PLUS_ONE_DOWN, "half_plus_one_literal": PLUS_ONE_UP}


def of_kind(kind):
    found = [case for case in CASES if case["kind"] == kind]
    return pytest.mark.parametrize("case", found, ids=[case["name"] for case in found])


def quorum(config):
    given = config["quorum"] or {"share": "0"}
    return given["share"], given.get("strict", False)


def fraction(text):
    return None if text is None else Fraction(text)


def round_rules(config):
    share, strict = quorum(config)
    given = {
        key: config[key]
        for key in ("max_rounds", "max_stand_aside", "min_agree_of_quorum", "max_postponements")
        if key in config
    }
    if "agree_threshold" in config:
        given["min_agree"] = config["agree_threshold"]
    if config.get("after_postponements") == "proceed_with_those_present":
        given["after_postponements"] = "proceed"
    fallback = "vote" if config["fallback"] else "none"
    return RoundRules(
        **{
            **MODES[config["mode"]],
            **given,
            "quorum": share,
            "quorum_strict": strict,
            "fallback": fallback,
        }
    )


def test_every_case_is_read_here():
    kinds = {
        "round",
        "vote",
        "requirements",
        "systemic_consensing",
        "modified_borda",
        "group_informed_consensus",
    }
    assert {case["kind"] for case in CASES} == kinds
    assert len(CASES) == 44


@of_kind("round")
def test_rounds(case):
    counts = {
        STAND_ASIDE if name == "stand_aside" else name: n for name, n in case["counts"].items()
    }
    place = Place(number=case["round"], sitting=case["round"])
    found = count_round(round_rules(case["config"]), counts, eligible=case["eligible"], place=place)
    expected = case["expected"]
    assert (found.outcome, found.follows) == (expected["outcome"], expected["next"])
    assert (found.present, found.quorum_needed, found.quorum_met) == (
        expected["present"],
        expected["quorum_needed"],
        expected["quorum_met"],
    )
    assert found.agree_share == fraction(expected["agree_share"])
    assert found.stand_aside_share == fraction(expected["stand_aside_share"])


@of_kind("vote")
def test_votes(case):
    config, expected = case["config"], case["expected"]
    share, strict = quorum(config)
    need = NEEDS.get(config.get("rule")) or (MORE_THAN if config["strict"] else AT_LEAST)
    rules = VoteRules(
        vote_quorum=share,
        vote_quorum_strict=strict,
        vote_base={"cast_yes_no": "cast"}.get(config["base"], config["base"]),
        vote_share=config["threshold"],
        vote_need=need,
        revotes=int(config.get("tie") == "revote_once"),
    )
    found = count_vote(rules, **case["counts"], eligible=case["eligible"], attempt=case["attempt"])
    assert {name: getattr(found, name) for name in expected} == expected


@of_kind("requirements")
def test_requirements(case):
    written = "; ".join(
        f"{r['option']}{r['op']}{r['share']} {r['base']}" for r in case["requirements"]
    )
    wanted = read_requirements(written)
    assert "; ".join(str(requirement) for requirement in wanted) == written
    for step in case["steps"]:
        counts, expected = step["counts"], step["expected"]
        assert [r.is_met(counts, case["eligible"]) for r in wanted] == expected["requirements_met"]
        if "quorum_met" in expected:
            least = needed(case["eligible"], Fraction(case["quorum"]["share"]), AT_LEAST)
            assert (sum(counts.values()) >= least) is expected["quorum_met"]
        if "agree_share_of_eligible" in expected:
            assert Fraction(counts[AGREE], case["eligible"]) == Fraction(
                expected["agree_share_of_eligible"]
            )


@of_kind("systemic_consensing")
def test_systemic_consensing(case):
    how = {"scale": case["scale_max"], "zero_option": case.get("zero_option", "")}
    found = weigh_resistance(case["ratings"], blank=case["blank_value"], **how)
    expected = case["expected"]
    assert found.sums == expected["group_resistance"]
    if "acceptance" in expected:
        assert found.acceptance == {
            o: Fraction(share) for o, share in expected["acceptance"].items()
        }
        assert [option for group in found.ranking for option in group] == expected["ranking"]
        assert expected["ranking"][:3] == expected["best_three"]
        bold = weigh_resistance(case["ratings"], blank=0, **how)
        assert (
            bold.sums["Tea time"]
            == bold.sums["Hiking"]
            == expected["with_blank_as_zero"]["Tea time"]
        )
    if "acceptable" in expected:
        assert found.winners == (expected["winner"],)
        assert list(found.acceptable) == expected["acceptable"]


@of_kind("modified_borda")
def test_modified_borda(case):
    found, expected = count_partial_borda(case["options"], case["ballots"]), case["expected"]
    assert found.points == expected["points"]
    assert found.coefficients == {
        o: Fraction(c) for o, c in expected["consensus_coefficient"].items()
    }
    assert found.winners == (expected["winner"],)


@of_kind("group_informed_consensus")
def test_group_informed_consensus(case):
    found, plain = {}, {}
    for statement in case["statements"]:
        name, groups = str(statement["id"]), statement["groups"]
        found[name] = group_consensus((g["agree"], g["seen"]) for g in groups)
        plain[name] = Fraction(sum(g["agree"] for g in groups), sum(g["seen"] for g in groups))
    expected = case["expected"]
    assert found == {name: Fraction(value) for name, value in expected["consensus"].items()}
    assert plain == {name: Fraction(value) for name, value in expected["plain_agree_share"].items()}
    assert sorted(found, key=found.get, reverse=True) == expected["ranking"]
