"""What the tests of the committee rules share: the published cases, and naive counts to check by."""

import json
from fractions import Fraction
from itertools import chain, combinations
from pathlib import Path

from hypothesis import strategies as st

from tests.strategies import IDS, approvals, contest_of, counted_ballots, profile_of
from voting.ballots import Approval, OptionId
from voting.rules import read

CASES = Path(__file__).parent / "vectors/approval/abc_cases.json"
FOUR = IDS[:4]
FIVE = IDS[:5]
small = counted_ballots(approvals(FIVE), fewest=1, most=6)


def published(rule):
    """Return name, options, seats, ballots and all tied committees of every published case."""
    for case in json.loads(CASES.read_text("utf-8"))["cases"]:
        ids = tuple(OptionId(f"c{number}") for number in range(case["num_candidates"]))
        ballots = [(Approval.of(*(ids[n] for n in marks)), 1) for marks in case["ballots"]]
        expected = {
            frozenset(ids[n] for n in committee)
            for committee in case["expected_all_tied_committees"][rule]
        }
        yield case["name"], ids, case["committee_size"], ballots, expected


def count(method, counted, *, seats, ids=FIVE, lot=None, **rules):
    contest = contest_of(method, ids, read(method.rules, {"seats": seats, **rules}))
    return method.count(contest, profile_of(Approval, ids, counted), lot)


def committees(outcome):
    assert outcome.details["committees_complete"]
    return {frozenset(committee) for committee in outcome.sets["committees"]}


def voters_of(counted):
    """Return one set of approved options for each voter."""
    return [ballot.approved for ballot, n in counted for _ in range(n)]


def groups(ids):
    return chain.from_iterable(combinations(ids, size) for size in range(1, len(ids) + 1))


def represents(committee, voters, ids, seats, kind):
    """Tell whether a committee gives every cohesive group its due: JR, PJR or EJR by definition."""
    for common in groups(ids):
        agreed = [voter for voter in voters if voter >= set(common)]
        due = min(len(common), seats * len(agreed) // max(1, len(voters)))
        for level in range(1, due + 1):
            need = -(-level * len(voters) // seats)
            if kind == "JR" and level > 1:
                continue
            if kind == "PJR":
                if not _proportional(committee, agreed, level, need):
                    return False
            elif sum(len(voter & committee) < level for voter in agreed) >= need:
                return False
    return True


def _proportional(committee, agreed, level, need):
    """Tell whether no group of the size needed has fewer members among all they approve of."""
    for few in combinations(sorted(committee), min(level - 1, len(committee))):
        if sum((voter & committee) <= set(few) for voter in agreed) >= need:
            return False
    return True


def walked(voters, ids, seats, best):
    """Return every committee that tie after tie can lead to, counted voter by voter.

    ``best`` takes voters, options left and levels; it returns the options level at the top, and
    the levels after each of them.
    """
    found, ways = set(), [((), [Fraction(0)] * len(voters))]
    while ways:
        chosen, levels = ways.pop()
        left = [option for option in ids if option not in chosen]
        top = best(voters, left, levels) if len(chosen) < seats else {}
        if not top:
            found.add((frozenset(chosen), tuple(levels)))
        ways += [((*chosen, option), after) for option, after in top.items()]
    return found


def phragmen(voters, left, levels):
    """Return whom Phragmén's rule may choose next, with the loads after it."""
    loads = {}
    for option in left:
        behind = [level for voter, level in zip(voters, levels, strict=True) if option in voter]
        loads[option] = (1 + sum(behind)) * Fraction(1, len(behind)) if behind else None
    borne = [load for load in loads.values() if load is not None]
    least = min(borne, default=None)
    return {
        option: [
            least if option in voter else level for voter, level in zip(voters, levels, strict=True)
        ]
        for option, load in loads.items()
        if load == least
    }


seats_drawn = st.integers(1, 4)
