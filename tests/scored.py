"""Score files of `tests/vectors/ranked` and their contests."""

from tests.published import RANKED
from voting.contest import Contest
from voting.formats import FORMATS, read_poll
from voting.rules import read


def contest_and_scores(case, test, method):
    """Return the contest of a published test and its ballots."""
    data = (RANKED / case / test["data"]["file"]).read_bytes()
    poll = read_poll(data, FORMATS["score-csv"])
    rules = read(method.rules, test["rule"])
    contest = Contest(title=case, method=method.id, rules=rules, options=poll.options)
    return contest, poll.profile
