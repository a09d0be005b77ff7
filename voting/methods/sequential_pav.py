"""Sequential proportional approval: each place goes to the option with the most votes left.

Thorvald Nicolai Thiele, "Om Flerfoldsvalg" (1895); Sweden elected its parliament's committees so
from 1909. A ballot counts 1 for every option it approves of until one of them is chosen, then 1/2
for each of the others, after two 1/3, and so on. The committee only grows: with one place more,
everybody chosen before stays. It is not always the committee with the highest score: that is
``pav``.
"""

from dataclasses import dataclass

from voting.ballots import Approval
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.committee_outcomes import choose_in_turn
from voting.engines.supporters import Supporters
from voting.engines.weighings import Harmonic
from voting.method import Method
from voting.outcome import Outcome
from voting.profile import Profile
from voting.rules import check_bounds
from voting.tiebreak import Lot, tie_break
from voting.words import Phrase


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: how many are chosen, and what decides between equals at each step."""

    seats: int = rule_fields.seats()
    ties: str = rule_fields.ties("lot")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Choose one after the other; stop at a tie that no rule decides."""
    voters = Supporters.read(contest, profile)
    return choose_in_turn(contest, profile, lot, voters, (Harmonic(),))


METHOD = Method(
    id="sequential-pav",
    title=Phrase("Pilih tim, suara berkurang bertahap", "Sequential proportional approval"),
    summary=Phrase(
        "Tandai semua yang Anda setujui. Tiap kali salah satunya terpilih, suara Anda untuk yang "
        "lain berkurang, supaya kelompok lain pun kebagian.",
        "Mark every option you approve of. Each time one of yours is chosen, your ballot weighs "
        "less for the others, so that other groups get their turn.",
    ),
    form=Approval,
    rules=Rules,
    tally=tally,
    check_contest=rule_fields.check_ties,
    single_vote=False,
)
