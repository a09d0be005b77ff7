"""Scores added up, and the rule and the check that every method with scores shares.

A score is a whole number from 0 to the contest's ``max_score``. What is read of a profile are its
piles with each option's score by number; a withdrawn option is passed over.
"""

from typing import Any

from voting.ballots import OptionId, Scores, code_scores
from voting.contest import Contest
from voting.errors import InvalidBallotError
from voting.profile import Profile
from voting.rules import whole
from voting.words import Phrase

MOST_SCORE = 100

Piles = list[tuple[dict[OptionId, int], int]]


def max_score() -> Any:
    """Set the best score a ballot may give; five, because five stars are known to everybody."""
    return whole(
        5,
        Phrase("Nilai tertinggi", "Highest score"),
        Phrase(
            "Pemilih memberi tiap pilihan nilai dari 0 sampai angka ini.",
            "A voter gives each option a score from 0 to this number.",
        ),
        least=1,
        most=MOST_SCORE,
    )


def check_scores(ballot: Scores, contest: Contest[Any]) -> None:
    """Refuse a score below 0 or above the highest of the contest."""
    most = contest.rules.max_score
    for option, score in ballot.points.items():
        if not 0 <= score <= most:
            raise InvalidBallotError("score.out-of-range", option=option, score=score, most=most)


def read_scores(contest: Contest[Any], profile: Profile) -> tuple[Piles, int]:
    """Return the scores of each pile, and how many ballots score only withdrawn options."""
    names = {n: option.id for n, option in enumerate(contest.options, 1) if not option.withdrawn}
    piles: Piles = []
    resting = 0
    for code, count in profile.marked():
        scores = {names[n]: score for n, score in code_scores(code) if n in names}
        if scores:
            piles.append((scores, count))
        else:
            resting += count
    return piles, resting


def add_scores(contest: Contest[Any], piles: Piles) -> dict[OptionId, int]:
    """Return the sum of the scores of every option that was not withdrawn."""
    sums = {option.id: 0 for option in contest.options if not option.withdrawn}
    for scores, count in piles:
        for option, score in scores.items():
            sums[option] += score * count
    return sums
