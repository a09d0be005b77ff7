"""The published elections and worked cases of `tests/vectors/ranked`, ready to be counted.

A case names its candidates in an order of its own; the ballots of its file are put into that order.
"""

import json
from fractions import Fraction
from pathlib import Path

from voting.ballots import Ranking
from voting.contest import Contest, Option
from voting.formats import format_of, read_poll
from voting.formats.poll import WRITE_IN
from voting.profile import Profile
from voting.rules import read

RANKED = Path(__file__).parent / "vectors/ranked"
NAMELESS = {"degenerate/all_blank"}  # its file names no candidate: see test_every_method


def cases(method, named=""):
    """Return case and test of every published count by a method, and, for STV, a rule of a name."""
    documents = [json.loads(p.read_text("utf-8")) for p in sorted(RANKED.glob("*/expected.json"))]
    return [
        (document["case"], test)
        for document in documents
        for test in document["tests"]
        if test["method"] == method
        and (test.get("rule") or {}).get("name", "").startswith(named)
        and f"{document['case']}/{test['id']}" not in NAMELESS
    ]


def names(cases):
    return [f"{case}/{test['id']}" for case, test in cases]


def poll_of(case, test):
    data = test["data"]
    return read_poll(
        (RANKED / case / data["file"]).read_bytes(), format_of(data["file"], data["format"])
    )


def contest_and_profile(case, test, method, rules):
    """Return the contest of a test with its options in the case's order, and the ballots."""
    poll = poll_of(case, test)
    labels = list(test.get("candidates", []))
    labels += [WRITE_IN] if test.get("undeclared_write_ins") else []
    labels += [option.label for option in poll.options if option.label not in labels]
    options = tuple(
        Option(id=str(number), label=label, write_in=label == WRITE_IN)
        for number, label in enumerate(labels, 1)
    )
    new = {option.id: str(labels.index(option.label) + 1) for option in poll.options}
    ids = tuple(option.id for option in options)
    ballots = (
        Ranking(tuple(tuple(new.get(mark, mark) for mark in rank) for rank in ballot.ranks))
        for ballot, count in poll.profile.ballots()
        for _ in range(count)
    )
    contest = Contest(
        title=case, method=method.id, rules=read(method.rules, rules), options=options
    )
    return contest, Profile.of(Ranking, ids, ballots)


def tie_order(contest, labels):
    """Return the `ties` rule that prefers options in the order of these labels."""
    ids = {option.label: option.id for option in contest.options}
    return "order:" + ",".join(ids[label] for label in labels)


def votes(expected):
    """Return published votes by label as exact numbers."""
    return {label: Fraction(str(value)) for label, value in expected.items()}
