"""Quadratic funding: the published cases of tests/vectors/quadratic, and what it promises."""

import json
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import IDS, contest_of, profile_of
from voting.ballots import Gifts, OptionId
from voting.engines.matching import Giver, bond
from voting.engines.roots import rounded
from voting.errors import InvalidBallotError, InvalidRuleError
from voting.methods.quadratic_funding import METHOD, Rules

VECTORS = Path(__file__).parents[2] / "vectors/quadratic/qf_cases.json"
CASES = [(case["name"], case) for case in json.loads(VECTORS.read_text("utf-8"))["cases"]]
PLAIN = [(name, c) for name, c in CASES if "ideal_funding" in c["expected"]]
PAIRS = [(name, c) for name, c in CASES if "k" in c["expected"]]
CLUSTERS = [(name, c) for name, c in CASES if "plain_qf" in c["expected"]]


def parametrize(cases):
    return pytest.mark.parametrize("case", [c for _, c in cases], ids=[name for name, _ in cases])


def count(projects, ballots, rules=None):
    ids = tuple(map(OptionId, projects))
    contest = contest_of(METHOD, ids, rules)
    return METHOD.count(contest, profile_of(Gifts, ids, [(ballot, 1) for ballot in ballots]))


def people(case):
    """Return what each person gives, by name."""
    found = {}
    for project, gifts in case["contributions"].items():
        for person, amount in gifts.items():
            found.setdefault(person, {})[project] = amount
    return found


def counted(case, **rules):
    pool = case.get("pool") or 0
    ballots = [Gifts(amounts) for amounts in people(case).values()]
    return count(case["contributions"], ballots, Rules(pool=pool, **rules))


def test_every_case_is_read():
    other = {"two-colluders-bounded"}
    assert {n for n, _ in PLAIN + PAIRS + CLUSTERS} | other == {n for n, _ in CASES}


@parametrize(PLAIN)
def test_published_plain_cases(case):
    expected, outcome = case["expected"], counted(case)
    tables, details = outcome.tables, outcome.details
    assert {p: str(money) for p, money in tables["raised"].items()} == expected["raised"]
    assert tables["ideal_funding"] == expected["ideal_funding"]
    assert tables["subsidy"] == expected["ideal_subsidy"]
    if "match_exact" in expected:
        assert tables["match_exact"] == expected["match_exact"]
        assert tables["match"] == expected["match_integer_largest_remainder"]
        assert details.get("scale_factor") == expected["scale_factor"]
    if "capped_mode_match" in expected:
        capped = counted(case, pool_mode="capped")
        assert {p: str(m) for p, m in capped.tables["match"].items()} == (
            expected["capped_mode_match"]
        )
        assert str(capped.details["returned"]) == expected["capped_mode_left_over"]
    if "if_wrongly_split_4_and_5" in expected:
        split = count(["p"], [Gifts.of(p=4), Gifts.of(p=5), Gifts.of(p=1)])
        assert split.tables["ideal_funding"]["p"] == expected["if_wrongly_split_4_and_5"]


@parametrize(PAIRS)
def test_published_pairwise_cases(case):
    outcome = counted(case, match="pairwise", pairwise_m=case["M"])
    assert outcome.tables["subsidy"] == case["expected"]["subsidy"]
    gifts = people(case)
    for pair, factor in case["expected"]["k"].items():
        one, other = (Giver(amounts=gifts[name]) for name in pair.split(","))
        assert rounded(bond(one, other, case["M"]), 12) == factor


def test_two_who_collude_draw_no_more_than_twice_the_bound():
    case = dict(CASES)["two-colluders-bounded"]
    expected = case["expected"]
    plain = counted(case).tables["subsidy"]["fake"]
    bounded = counted(case, match="pairwise", pairwise_m=case["M"]).tables["subsidy"]["fake"]
    assert Decimal(plain) == Decimal(expected["plain_subsidy"])
    assert bounded == expected["pairwise_subsidy"]
    assert Decimal(bounded) <= Decimal(expected["bound"])


def of_groups(case):
    names = [f"g{number}" for number in range(len(case["groups"]))]
    groups = [
        tuple(n for n, members in zip(names, case["groups"], strict=True) if person in members)
        for person in range(len(case["contributions"]))
    ]
    ballots = [
        Gifts({OptionId("p"): amount}, its)
        for amount, its in zip(case["contributions"], groups, strict=True)
    ]
    return names, ballots


@parametrize(CLUSTERS)
def test_published_cluster_cases(case):
    expected = case["expected"]
    names, ballots = of_groups(case)
    matched = count(["p"], ballots, Rules(match="cluster", groups=",".join(names)))
    assert Decimal(matched.tables["ideal_funding"]["p"]) == Decimal(
        expected["connection_oriented_cluster_match"]
    )
    plain = count(["p"], ballots, Rules(groups=",".join(names)))
    assert Decimal(plain.tables["ideal_funding"]["p"]) == Decimal(expected["plain_qf"])
    assert str(matched.tables["raised"]["p"]) == expected["sum"]


amounts = st.dictionaries(st.sampled_from(IDS[:4]), st.integers(0, 40))
groups = st.lists(st.sampled_from(["g", "h", "i"]), unique=True, max_size=2)
somebody = st.builds(lambda given, its: Gifts(given, tuple(its)), amounts, groups)
villages = st.lists(somebody, max_size=7)
matches = st.sampled_from(["plain", "pairwise", "cluster"])
KNOWN = "g,h,i"


def decimal_subsidies(ballots, match, m):
    """Count subsidies person by person in 60 digits, straight from the definitions."""
    given = [{o: Decimal(v) for o, v in ballot.amounts.items() if v} for ballot in ballots]
    root = [{o: v.sqrt() for o, v in one.items()} for one in given]
    found = {}
    for option in IDS[:4]:
        if match == "cluster":
            found[option] = decimal_cluster(ballots, given, option)
            continue
        total = Decimal(0)
        for i, one in enumerate(root):
            for other in root[i + 1 :]:
                near = sum((one[o] * other.get(o, 0) for o in one), Decimal(0))
                factor = m / (m + near) if match == "pairwise" else 1
                total += 2 * factor * one.get(option, 0) * other.get(option, 0)
        found[option] = total
    return found


def decimal_cluster(ballots, given, option):
    membership = [set(b.groups) or {f"alone {i}"} for i, b in enumerate(ballots)]
    names = sorted(set().union(*membership)) if membership else []

    def side(group, other):
        total = Decimal(0)
        for i, its in enumerate(membership):
            if group in its:
                amount = given[i].get(option, Decimal(0))
                near = any(other in theirs and its & theirs for theirs in membership)
                total += (amount.sqrt() if near else amount) / len(its)
        return total

    pairs = [(g, h) for i, g in enumerate(names) for h in names[i + 1 :]]
    return sum((2 * side(g, h).sqrt() * side(h, g).sqrt() for g, h in pairs), Decimal(0))


@given(villages, matches, st.integers(1, 50))
def test_subsidies_are_those_of_the_definition(ballots, match, m):
    outcome = count(IDS[:4], ballots, Rules(match=match, pairwise_m=m, groups=KNOWN))
    with localcontext() as context:
        context.prec = 60
        for option, exact in decimal_subsidies(ballots, match, m).items():
            assert abs(Decimal(outcome.tables["subsidy"][option]) - exact) <= Decimal("5.01e-10")


@given(villages, matches, st.integers(0, 5000), st.integers(1, 100))
def test_the_pool_is_handed_out_to_the_last_unit_and_no_further(ballots, match, pool, percent):
    rules = Rules(match=match, pool=pool, cap_percent=percent, groups=KNOWN)
    outcome = count(IDS[:4], ballots, rules)
    match_of = outcome.tables["match"]
    handed = sum(match_of.values())
    assert handed == outcome.details["handed_out"] == pool - outcome.details["returned"]
    assert max(match_of.values()) <= rules.most()
    assert all(match_of[o] == 0 for o in IDS[:4] if outcome.tables["subsidy"][o] == "0")
    if percent == 100 and any(s != "0" for s in outcome.tables["subsidy"].values()):
        assert handed == pool
    for option, exact in outcome.tables["match_exact"].items():
        assert abs(match_of[option] - Decimal(exact)) < 1
    winners = outcome.winners
    funding = outcome.tables["funding"]
    assert set(winners) == {o for o in IDS[:4] if funding[o]}
    assert [funding[o] for o in winners] == sorted((funding[o] for o in winners), reverse=True)


@given(villages, st.integers(0, 5000))
def test_a_pool_that_gives_back_never_gives_more_than_the_subsidy(ballots, pool):
    outcome = count(IDS[:4], ballots, Rules(pool=pool, pool_mode="capped"))
    for option, units in outcome.tables["match"].items():
        assert units < Decimal(outcome.tables["subsidy"][option]) + 1
    total = sum(Decimal(s) for s in outcome.tables["subsidy"].values())
    assert outcome.details["handed_out"] in {
        min(pool, int(total + Decimal(shift))) for shift in ("-1e-8", "0", "1e-8")
    }


@given(villages, st.permutations(range(7)), matches)
def test_order_of_people_is_irrelevant(ballots, order, match):
    rules = Rules(pool=1000, match=match, groups=KNOWN)
    shuffled = [ballots[place] for place in order if place < len(ballots)]
    assert count(IDS[:4], ballots, rules).tables == count(IDS[:4], shuffled, rules).tables


@given(st.lists(amounts.map(Gifts), max_size=6), st.integers(1, 30))
def test_funding_grows_with_the_scale_of_gifts(ballots, scale):
    larger = [Gifts({o: v * scale for o, v in b.amounts.items()}) for b in ballots]
    one, other = (count(IDS[:4], some).tables["ideal_funding"] for some in (ballots, larger))
    for option in IDS[:4]:
        difference = Decimal(one[option]) * scale - Decimal(other[option])
        assert abs(difference) < Decimal("1e-7")


@given(st.lists(amounts.map(Gifts), max_size=6))
def test_pairwise_is_never_more_than_plain_and_a_group_each_is_plain(ballots):
    plain = count(IDS[:4], ballots).tables["subsidy"]
    bounded = count(IDS[:4], ballots, Rules(match="pairwise", pairwise_m=7)).tables["subsidy"]
    assert all(Decimal(bounded[o]) <= Decimal(plain[o]) for o in IDS[:4])
    assert count(IDS[:4], ballots, Rules(match="cluster")).tables["subsidy"] == plain
    named = [Gifts(b.amounts, (f"g{i}",)) for i, b in enumerate(ballots)]
    assert count(IDS[:4], named, Rules(match="cluster")).tables["subsidy"] == plain


def test_splitting_a_gift_over_two_names_pays():
    one = count(["p"], [Gifts.of(p=8), Gifts.of(p=1)]).tables["ideal_funding"]["p"]
    two = count(["p"], [Gifts.of(p=4), Gifts.of(p=4), Gifts.of(p=1)]).tables["ideal_funding"]["p"]
    assert Decimal(two) > Decimal(one)


def test_of_equal_remainders_the_earlier_project_gets_the_unit():
    ballots = [Gifts({OptionId(o): 3 for o in "abc"}), Gifts({OptionId(o): 5 for o in "abc"})]
    for match in ("plain", "pairwise", "cluster"):
        outcome = count(IDS[:3], ballots, Rules(pool=100, match=match))
        assert outcome.tables["match"] == {"a": 34, "b": 33, "c": 33}


def test_a_cap_sends_what_is_above_it_to_the_others():
    many, few = [Gifts.of(a=4)] * 10, [Gifts.of(b=1, c=1), Gifts.of(b=1, c=1)]
    free = count(IDS[:3], many + few, Rules(pool=1000))
    assert free.tables["match"] == {"a": 989, "b": 6, "c": 5}  # 989.01, 5.49, 5.49
    held = count(IDS[:3], many + few, Rules(pool=1000, cap=400))
    assert held.tables["match"] == {"a": 400, "b": 300, "c": 300}
    tight = count(IDS[:3], many + few, Rules(pool=1000, cap_percent=25))
    assert tight.tables["match"] == {"a": 250, "b": 250, "c": 250}
    assert tight.details["returned"] == 250


def test_groups_that_the_contest_does_not_have_are_refused():
    contest = contest_of(METHOD, IDS[:1], Rules(groups="krajan, rt-3"))
    METHOD.admit(Gifts({OptionId("a"): 1}, ("krajan", "rt-3")), contest)
    with pytest.raises(InvalidBallotError) as refusal:
        METHOD.admit(Gifts({OptionId("a"): 1}, ("karang",)), contest)
    assert refusal.value.params == {"name": "karang"}
    for wrong in ("Krajan", "a,,b", "a,a", "a b"):
        with pytest.raises(InvalidRuleError):
            Rules(groups=wrong)


def test_gifts_to_withdrawn_projects_go_back():
    contest = contest_of(METHOD, IDS[:2], Rules(pool=10), withdrawn=IDS[:1])
    cast = [(Gifts.of(a=9), 2), (Gifts.of(a=1, b=4), 2)]
    outcome = METHOD.count(contest, profile_of(Gifts, contest.ids, cast))
    assert outcome.stages[0].tallies == {"b": 8}
    assert outcome.stages[0].inactive == {"withdrawn": 2}
    assert outcome.tables["funding"] == {"b": 18}


def test_large_gifts_by_many_people():
    ids = tuple(OptionId(str(n)) for n in range(254))
    cast = [(Gifts({ids[n]: 1_234_567 + n, ids[n + 1]: 50_000}), 1000 + n) for n in range(250)]
    outcome = METHOD.count(
        contest_of(METHOD, ids, Rules(pool=10**12)), profile_of(Gifts, ids, cast)
    )
    assert sum(outcome.tables["match"].values()) == 10**12
