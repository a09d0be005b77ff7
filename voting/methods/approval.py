"""Approval voting: mark every option you approve of; the most approved are elected.

Brams and Fishburn, "Approval Voting", American Political Science Review 72 (1978). With several
seats it is block approval: the options with the most approvals fill them, which is simple, but not
proportional.
"""

from dataclasses import dataclass

from voting.ballots import Approval
from voting.engines import rule_fields
from voting.engines.top import elect_top
from voting.method import Method
from voting.rules import check_bounds
from voting.tiebreak import tie_break
from voting.words import Phrase


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: how many are elected, and what decides between equals."""

    seats: int = rule_fields.seats()
    ties: str = rule_fields.ties("lot")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


METHOD = Method(
    id="approval",
    title=Phrase("Setujui beberapa", "Approval"),
    summary=Phrase(
        "Tandai semua pilihan yang Anda setujui. Yang paling banyak disetujui menang.",
        "Mark every option you approve of. The most approved wins.",
    ),
    form=Approval,
    rules=Rules,
    tally=elect_top,
    check_contest=rule_fields.check_ties,
    single_vote=False,
)
