"""Score files of `tests/vectors/ranked`, read in a few lines, and their contests."""

from tests.published import RANKED
from voting.ballots import Scores
from voting.contest import Contest, Option
from voting.profile import Profile
from voting.rules import read


def contest_and_scores(case, test, method):
    """Return the contest of a published test and its ballots."""
    head, *lines = (RANKED / case / test["data"]["file"]).read_text("utf-8").splitlines()
    _, *labels = head.split(",")
    options = tuple(Option(id=str(n), label=label) for n, label in enumerate(labels, 1))
    rules = read(method.rules, test["rule"])
    contest = Contest(title=case, method=method.id, rules=rules, options=options)
    ballots = []
    for line in lines:
        count, *scores = map(int, line.split(","))
        ballots += [Scores(dict(zip(contest.ids, scores, strict=True)))] * count
    return contest, Profile.of(Scores, contest.ids, ballots)
