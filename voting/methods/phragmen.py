"""Phragmén for a budget: each project is a load that its supporters share as evenly as can be.

Los, Christoff and Grossi, "Proportional Budget Allocations: Towards a Systematization" (IJCAI
2022). The next project is the one that leaves its supporters with the least load. What happens when
it does not fit into the money that is left is a stated rule.
"""

from dataclasses import dataclass
from functools import partial

from voting.ballots import Approval
from voting.contest import Contest
from voting.engines import budget_fields
from voting.engines.budget_parts import check_contest
from voting.engines.budget_ties import read_ties
from voting.engines.buying import buy_in_turn
from voting.engines.cost_loads import CostLoads
from voting.method import Method
from voting.outcome import Outcome
from voting.profile import Profile
from voting.rules import check_bounds, choice
from voting.tiebreak import Lot
from voting.words import Phrase

SKIP = "skip"
STOP = "stop"
_EACH = 32  # what a project costs in a count beside its supporters


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: the ballot and the money, what a misfit does, who goes first of equals."""

    ballot: str = budget_fields.ballot()
    budget: int = budget_fields.budget()
    misfit: str = choice(
        SKIP,
        Phrase("Bila kegiatan berikutnya tidak cukup uangnya", "If the next project does not fit"),
        Phrase(
            "Dilewati supaya uang terpakai, atau penghitungan berhenti.",
            "Pass over it, so that more money is used, or stop.",
        ),
        {
            SKIP: Phrase("Dilewati", "It is passed over"),
            STOP: Phrase("Penghitungan berhenti", "The count stops"),
        },
    )
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
    start = partial(CostLoads.start, skips=contest.rules.misfit == SKIP)
    return buy_in_turn(contest, profile, lot, start, each=_EACH)


METHOD = Method(
    id="phragmen",
    title=Phrase("Beban dibagi rata (Phragmén)", "Phragmén for budgets"),
    summary=Phrase(
        "Biaya tiap kegiatan menjadi beban bersama pendukungnya. Giliran berikutnya untuk "
        "kegiatan yang membuat beban pendukungnya paling ringan.",
        "The cost of each project is a load shared by its supporters. Next comes the project that "
        "leaves its supporters with the least load.",
    ),
    form=Approval,
    rules=Rules,
    tally=tally,
    check=budget_fields.check_ballot,
    check_contest=check_contest,
    choose_form=budget_fields.choose_form,
    single_vote=False,
)
