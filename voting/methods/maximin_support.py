"""Maximin support for a budget: the heaviest load on any voter is kept as light as can be.

Sanchez-Fernandez et al., "The Maximin Support Method" (2016) for committees; Aziz, Lee and Talmon,
"Proportionally Representative Participatory Budgeting" (AAMAS 2018) for costs. Before each
purchase the costs of all chosen projects are shared anew among their supporters. A project that
does not fit is passed over.
"""

from dataclasses import dataclass

from voting.ballots import Approval
from voting.contest import Contest
from voting.engines import budget_fields
from voting.engines.budget_parts import check_contest
from voting.engines.budget_ties import read_ties
from voting.engines.buying import buy_in_turn
from voting.engines.least_loads import LeastLoads
from voting.method import Method
from voting.outcome import Outcome
from voting.profile import Profile
from voting.rules import check_bounds
from voting.tiebreak import Lot
from voting.words import Phrase

_EACH = 512  # what a project costs in a count beside its supporters


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: the ballot and the money, who goes first of equals."""

    ballot: str = budget_fields.ballot()
    budget: int = budget_fields.budget()
    exclusive: str = budget_fields.exclusive()
    groups: str = budget_fields.groups()
    leftover: str = budget_fields.leftover()
    min_length: int = budget_fields.min_length()
    max_length: int | None = budget_fields.max_length()
    max_points: int | None = budget_fields.max_points()
    max_sum: int | None = budget_fields.max_sum()
    points: str = budget_fields.points()
    ties: str = budget_fields.ties()

    def __post_init__(self) -> None:
        """Refuse values out of bounds, unknown ways to break ties, ranks worth nothing."""
        check_bounds(self)
        read_ties(self.ties)
        budget_fields.vector(self)


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Buy one project after the other; stop at a tie that no rule decides."""
    return buy_in_turn(contest, profile, lot, LeastLoads.start, each=_EACH)


METHOD = Method(
    id="maximin-support",
    title=Phrase("Beban terberat seringan mungkin (maximin support)", "Maximin support"),
    summary=Phrase(
        "Biaya semua kegiatan terpilih dibagi serata mungkin di antara pendukungnya. Giliran "
        "berikutnya untuk kegiatan yang membuat beban terberat tetap paling ringan.",
        "The costs of all that is chosen are shared by the supporters as evenly as can be. Next "
        "comes the project with which the heaviest load stays lightest.",
    ),
    form=Approval,
    rules=Rules,
    tally=tally,
    check=budget_fields.check_ballot,
    check_contest=check_contest,
    choose_form=budget_fields.choose_form,
    single_vote=False,
)
