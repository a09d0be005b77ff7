"""Score voting: give each option a score; the highest totals are elected.

Also called range voting (W. D. Smith, "Range voting", 2000). An option that a ballot does not score
gets nothing from it, which adds as much as a score of 0. With several seats the highest totals fill
them, which is simple, but not proportional.
"""

from dataclasses import dataclass

from voting.ballots import Scores
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.score_sums import add_scores, check_scores, max_score, read_scores
from voting.engines.top import elect_most
from voting.method import Method
from voting.outcome import Outcome
from voting.profile import Profile
from voting.rules import check_bounds
from voting.tiebreak import Lot, tie_break
from voting.words import Phrase


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: how many are elected, the highest score, what decides between equals."""

    seats: int = rule_fields.seats()
    max_score: int = max_score()
    unscored: str = rule_fields.only("nothing", Phrase("Pilihan tanpa nilai", "Without a score"))
    ties: str = rule_fields.ties("lot")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Add up the scores and fill the seats from the top."""
    piles, resting = read_scores(contest, profile)
    return elect_most(contest, profile, lot, add_scores(contest, piles), resting, told="points")


METHOD = Method(
    id="score",
    title=Phrase("Beri nilai", "Score"),
    summary=Phrase(
        "Beri tiap pilihan nilai. Jumlah nilai terbesar menang.",
        "Give each option a score. The highest total wins.",
    ),
    form=Scores,
    rules=Rules,
    tally=tally,
    check=check_scores,
    check_contest=rule_fields.check_ties,
    single_vote=False,
)
