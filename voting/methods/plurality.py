"""Plurality: one mark each, and the most marks win, even without a majority.

With several seats it is the single non-transferable vote: still one mark each, and the options
with the most marks fill the seats.
"""

from dataclasses import dataclass

from voting.ballots import Choice
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
    id="plurality",
    title=Phrase("Pilih satu", "Plurality"),
    summary=Phrase(
        "Pilih satu saja. Yang paling banyak dipilih menang, walau kurang dari setengah.",
        "Choose one. The most chosen wins, even with less than half.",
    ),
    form=Choice,
    rules=Rules,
    tally=elect_top,
    check_contest=rule_fields.check_ties,
)
