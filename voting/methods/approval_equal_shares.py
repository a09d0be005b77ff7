"""The method of equal shares for committees: every voter may spend an equal share of the places.

Peters and Skowron, "Proportionality and the Limits of Welfarism" (EC 2020), where it is Rule X.
Each place costs 1 and each voter may spend seats/voters. An option is bought by its supporters,
who pay alike; who has less pays what is left. The cheapest for those who pay the most is bought
first, until no supporters can pay. What happens then is the rule ``completion``.
"""

from dataclasses import dataclass

from voting.ballots import Approval
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.committee_outcomes import choose_in_turn
from voting.engines.committees import Weighing
from voting.engines.supporters import Supporters
from voting.engines.weighings import Loads, Purses
from voting.method import Method
from voting.outcome import Outcome
from voting.profile import Profile
from voting.rules import check_bounds, choice
from voting.tiebreak import Lot, tie_break
from voting.words import Phrase

PHRAGMEN = "phragmen"
NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: how many are chosen, how places left over are filled, how ties are broken.

    A blank ballot has its share like any other: it is a voter whom nobody pleased, so the shares
    of the others do not grow. Papers that could not be read have none.
    """

    seats: int = rule_fields.seats()
    # Default: a community that asks for five wants five. What was paid so far counts on as load.
    completion: str = choice(
        PHRAGMEN,
        Phrase("Tempat yang belum terisi", "Places left over"),
        Phrase(
            "Bila jatah pendukung tidak cukup lagi untuk satu tempat pun.",
            "When no supporters have enough left to pay for a place.",
        ),
        {
            PHRAGMEN: Phrase("Diisi dengan cara Phragmén", "Filled by Phragmén's method"),
            NONE: Phrase(
                "Dibiarkan kosong: tim bisa kurang dari jumlahnya",
                "Stay empty: the committee may be smaller",
            ),
        },
    )
    ties: str = rule_fields.ties("lot")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Buy one after the other, then complete; stop at a tie that no rule decides."""
    voters = Supporters.read(contest, profile)
    completes = contest.rules.completion == PHRAGMEN
    purses = Purses(seats=contest.rules.seats, voters=voters.voters, is_completed=completes)
    phases: tuple[Weighing, ...] = (purses, Loads()) if completes else (purses,)
    return choose_in_turn(contest, profile, lot, voters, phases, closing=purses.closing)


METHOD = Method(
    id="approval-equal-shares",
    title=Phrase("Pilih tim, jatah suara sama rata", "Equal shares for a committee"),
    summary=Phrase(
        "Tandai semua yang Anda setujui. Semua pemilih mendapat jatah sama; pendukung bersama-sama "
        "membayar satu tempat bagi pilihannya dari jatah itu.",
        "Mark every option you approve of. All voters get equal shares, and supporters together "
        "pay for a place for their option.",
    ),
    form=Approval,
    rules=Rules,
    tally=tally,
    check_contest=rule_fields.check_ties,
    single_vote=False,
)
