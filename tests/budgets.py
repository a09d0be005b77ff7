"""Small budgets written by hand, and the published ones of `tests/vectors/budget`."""

import json
from pathlib import Path

from voting.ballots import Approval, Ranking, Scores
from voting.contest import Contest, Option
from voting.formats import FORMATS, read_poll
from voting.profile import Profile
from voting.rules import read, rule_fields

BUDGETS = Path(__file__).parent / "vectors/budget"
BY_ID = "lower-cost,more-votes,id"


def document(name):
    return json.loads((BUDGETS / f"{name}.json").read_text("utf-8"))


def small(method, money, costs, ballots, **rules):
    """Return contest and profile of a small budget; projects by name, ballots as lists or points."""
    ids = {name: str(number) for number, name in enumerate(costs, 1)}
    scored = any(isinstance(ballot, dict) for ballot in ballots)
    given = {"budget": money, "ties": BY_ID, "ballot": "scores" if scored else "approval", **rules}
    contest = Contest(
        title="",
        method=method.id,
        rules=read(method.rules, given),
        options=tuple(Option(id=ids[name], label=name, cost=cost) for name, cost in costs.items()),
    )
    form = method.form_of(contest.rules)
    cast = {
        Scores: lambda ballot: Scores({ids[name]: points for name, points in dict(ballot).items()}),
        Ranking: lambda ballot: Ranking.of(*(ids[name] for name in ballot)),
        Approval: lambda ballot: Approval.of(*(ids[name] for name in ballot)),
    }[form]
    return contest, Profile.of(form, contest.ids, (cast(ballot) for ballot in ballots))


def count(method, money, costs, ballots, lot=None, **rules):
    """Return the outcome of a small budget."""
    contest, profile = small(method, money, costs, ballots, **rules)
    return method.count(contest, profile, lot)


def funded(method, money, costs, ballots, **rules):
    """Return the names of the funded projects in order."""
    contest, profile = small(method, money, costs, ballots, **rules)
    labels = contest.labels()
    return [labels[option] for option in method.count(contest, profile).winners]


def published(method, file, **rules):
    """Return contest and profile of a published budget, ties by the order of project ids."""
    poll = read_poll((BUDGETS / file).read_bytes(), FORMATS["pb"])
    known = rule_fields(method.rules)
    stated = {key: value for key, value in poll.rules.items() if key in known}
    stated.pop("min_score", None)
    given = read(method.rules, {**stated, "ties": BY_ID, **rules})
    contest = Contest(title=poll.title, method=method.id, rules=given, options=poll.options)
    return contest, poll.profile


def labels_of(contest, options):
    labels = contest.labels()
    return [labels[option] for option in options]
