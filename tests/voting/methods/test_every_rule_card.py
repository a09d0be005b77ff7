"""What every method must keep of its rules, its ballots and its promise to be the same anywhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.strategies import IDS, ONLY, contest_of, paper_of, plain_rules
from tests.voting.methods.test_every_method import SEATED, every_method
from voting.ballots import Stance
from voting.errors import InvalidBallotError, InvalidRuleError
from voting.rules import card, read, rule_fields

ROOT = Path(__file__).parents[3]


@every_method
def test_rules_are_described_in_both_languages(method):
    for name, (rule, default) in rule_fields(method.rules).items():
        assert rule.label.id, name
        assert rule.label.en, name
        assert rule.internal or (rule.hint.id and rule.hint.en), name
        assert read(method.rules, {name: card(method.rules())[name]}) == method.rules()
        assert rule.kind in ("whole", "limit", "choice", "switch", "text")
        assert getattr(method.rules(), name) == default


@every_method
def test_rules_that_mean_nothing_are_refused(method):
    if method.id in SEATED:
        with pytest.raises(InvalidRuleError):
            method.rules(seats=0)
    if not hasattr(method.rules(), "ties"):
        return
    with pytest.raises(InvalidRuleError):
        method.rules(ties="coin")
    for order in ("order:a", "order:a,b,b", "order:a,b,z"):
        with pytest.raises(InvalidRuleError):
            method.admit_contest(contest_of(method, IDS[:2], plain_rules(method, ties=order)))


@every_method
def test_ballots_of_another_form_or_contest_are_refused(method):
    contest = contest_of(method, paper_of(method))
    other = next(form for form in ONLY if form is not method.form)
    strangers = [ONLY[other]("a")]
    strangers += [] if method.form is Stance else [ONLY[method.form]("z")]
    for ballot in strangers:
        with pytest.raises(InvalidBallotError):
            method.admit(ballot, contest)
    method.admit(ONLY[method.form]("a"), contest)


COUNT = """
import sys
from tests.strategies import IDS, ONLY, contest_of, profile_of
from voting import canonical
from voting.ballots import Approval, Ranking, Stance
from voting.methods import METHODS
from voting.tiebreak import Lot
for method in METHODS.values():
    ids = IDS[: 1 if method.form is Stance else 5]
    contest = contest_of(method, ids)
    only = ONLY[method.form]
    cast = [(only(ids[i % len(ids)]), 1 + i % 3) for i in range(9)]
    if method.form in (Approval, Ranking):
        cast += [(only(ids[i % 5], ids[(i + i // 5 + 1) % 5]), 1 + i % 3) for i in range(20)]
    profile = profile_of(method.form, ids, cast)
    for lot in (None, Lot(b"seed")):
        sys.stdout.buffer.write(canonical.encode(method.count(contest, profile, lot).transcript()))
"""


def test_another_process_agrees_to_the_byte():
    answers = {
        subprocess.run(
            [sys.executable, "-c", COUNT],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(answers) == 1
    assert len(answers.pop()) > 1000
