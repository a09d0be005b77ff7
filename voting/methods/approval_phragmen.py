"""Sequential Phragmén: each place is a load that its supporters share as evenly as can be.

Lars Edvard Phragmén (1894); the modern account is Brill, Freeman, Janson and Lackner, "Phragmén's
Voting Methods and Justified Representation" (AAAI 2017). Choosing an option puts a load of 1 on
its supporters, and whoever bears little already takes more of it. Each place goes to the option
that leaves its supporters with the least load. The committee only grows with the number of places.
"""

from dataclasses import dataclass

from voting.ballots import Approval
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.committee_outcomes import choose_in_turn
from voting.engines.supporters import Supporters
from voting.engines.weighings import Loads
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
    return choose_in_turn(contest, profile, lot, voters, (Loads(),))


METHOD = Method(
    id="approval-phragmen",
    title=Phrase("Pilih tim, beban dibagi rata (Phragmén)", "Phragmén's method"),
    summary=Phrase(
        "Tandai semua yang Anda setujui. Setiap yang terpilih menjadi beban bersama "
        "pendukungnya; giliran berikutnya untuk yang pendukungnya paling ringan bebannya.",
        "Mark every option you approve of. Each one chosen is a load shared by its supporters; "
        "the next place goes where the load stays lightest.",
    ),
    form=Approval,
    rules=Rules,
    tally=tally,
    check_contest=rule_fields.check_ties,
    single_vote=False,
)
