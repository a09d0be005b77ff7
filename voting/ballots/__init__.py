"""Ballot forms: the kinds of expression a method may ask for.

A ballot is a frozen value; each form refuses a meaningless shape. A form has three faces: the
value, its canonical JSON (what a voter commits to), and its code: the shortest bytes that say the
same relative to a contest's list of options. Counting works on codes, grouped into piles of
identical ballots. Codes stay inside the program; commitments cover the canonical JSON.
"""

from collections.abc import Mapping

from voting.ballots.form import MOST_OPTIONS, VERSION, Ballot, OptionId
from voting.ballots.marks import Approval, Choice
from voting.ballots.ranking import SEVERAL, SKIPPED, UNKNOWN_MARKS, Ranking, code_ranks
from voting.ballots.scores import Gifts, Scores, code_scores, scores_code, split_groups
from voting.ballots.stances import STANCES, Stance

__all__ = [
    "FORMS",
    "MOST_OPTIONS",
    "SEVERAL",
    "SKIPPED",
    "STANCES",
    "UNKNOWN_MARKS",
    "VERSION",
    "AnyBallot",
    "Approval",
    "Ballot",
    "Choice",
    "Gifts",
    "OptionId",
    "Ranking",
    "Scores",
    "Stance",
    "code_ranks",
    "code_scores",
    "scores_code",
    "split_groups",
]

AnyBallot = Ranking | Approval | Choice | Scores | Gifts | Stance
FORMS: Mapping[str, type[AnyBallot]] = {
    form.form: form for form in (Ranking, Approval, Choice, Scores, Gifts, Stance)
}
