"""Equal shares: every voter has the same part of the money, and supporters buy projects together.

The Method of Equal Shares (Peters, Pierczynski and Skowron, NeurIPS 2021; equalshares.net), used
in Wieliczka 2023, Swiecie 2023 and Assen 2024. A group that is a tenth of the voters and wants the
same can decide over a tenth of the money. The plain method may leave money unspent; ``completion``
says what becomes of it. Everything is exact.
"""

from dataclasses import dataclass
from functools import partial

from voting.ballots import Approval
from voting.contest import Contest
from voting.engines import budget_fields
from voting.engines.budget import Budget, Project
from voting.engines.budget_fields import check_ballot, choose_form, vector
from voting.engines.budget_outcomes import outcome_of
from voting.engines.budget_parts import check_contest, exclusive_of, in_parts
from voting.engines.budget_ties import counts_within, ladder, read_ties, resolve
from voting.engines.share_counts import Shares
from voting.method import Method
from voting.outcome import Outcome
from voting.profile import Profile
from voting.rules import check_bounds, choice, limit
from voting.tiebreak import Lot
from voting.words import Phrase

_EACH = 128  # what a project costs in a count beside its supporters
_RAISING = 20


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card. Default: nothing is done that the plain method does not do.

    The endowments are raised evenly, so that no unit of money chooses winners.
    """

    budget: int = budget_fields.budget()
    ballot: str = budget_fields.ballot()
    utility: str = choice(
        "cost",
        Phrase("Nilai sebuah kegiatan", "What a project is worth to a voter"),
        Phrase(
            "Poin pada surat suara hanya dihitung pada dua yang terakhir.",
            "The points on a ballot count only with the last two.",
        ),
        {
            "cost": Phrase("Sebesar biayanya", "As much as it costs"),
            "cardinality": Phrase("Semua sama (yang murah lebih mudah)", "All the same"),
            "points": Phrase("Poinnya", "Its points"),
            "points-cost": Phrase("Poin kali biaya", "Points times cost"),
        },
    )
    completion: str = choice(
        "none",
        Phrase("Uang yang belum terpakai", "Money that stays unspent"),
        Phrase("Cara biasa bisa menyisakan uang.", "The plain method may leave some of the money."),
        {
            "none": Phrase("Disimpan", "Is kept"),
            "util": Phrase("Untuk suara terbanyak", "Goes to the most votes"),
            "add1": Phrase("Jatah semua orang dinaikkan", "Everybody's share is raised"),
            "add1u": Phrase("Jatah dinaikkan, lalu suara terbanyak", "Raised, then most votes"),
        },
    )
    stop: str = choice(
        "exhaustive",
        Phrase("Jatah dinaikkan sampai", "Shares are raised until"),
        Phrase("Hanya bila jatah dinaikkan.", "Only where shares are raised."),
        {
            "exhaustive": Phrase("tidak ada lagi yang muat", "nothing more fits"),
            "run-on": Phrase("pagu terlampaui", "the budget would be exceeded"),
        },
    )
    step: int | None = limit(
        None,
        Phrase("Besar kenaikan", "Size of each raise"),
        Phrase(
            "“even” menaikkan jatah perlahan, sehingga satuan uang tidak berpengaruh; 1 berarti "
            "satu satuan uang tiap kali.",
            "“even” raises shares smoothly, so that the unit of money does not matter; 1 means one "
            "unit of money at a time.",
        ),
        unlimited="even",
        least=1,
    )
    first: str = choice(
        "exact",
        Phrase("Jatah pertama", "First share"),
        Phrase("Pagu dibagi jumlah pemilih.", "The budget divided by the voters."),
        {
            "exact": Phrase("Tepat, dengan pecahan", "Exact, with fractions"),
            "whole": Phrase("Dibulatkan ke bawah", "Rounded down"),
        },
    )
    compare: str = choice(
        "none",
        Phrase("Dibandingkan dengan suara terbanyak", "Compared with the most votes"),
        Phrase(
            "Bila lebih banyak pemilih lebih suka hasil suara terbanyak, itulah yang berlaku.",
            "If more voters prefer the outcome by most votes, that one is published.",
        ),
        {
            "none": Phrase("Tidak", "No"),
            "approvals": Phrase("Menurut banyaknya pilihan yang masuk", "By choices funded"),
            "at-least-one": Phrase("Menurut ada tidaknya yang masuk", "By at least one funded"),
        },
    )
    eligibility: int | None = budget_fields.eligibility()
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
        """Refuse values out of bounds, an unknown way to break ties and points that rise."""
        check_bounds(self)
        read_ties(self.ties)
        vector(self)


def utilities(utility: str, project: Project) -> dict[int, int]:
    """Return what a project is worth to a ballot of each pile that supports it."""
    times = project.cost if utility in ("cost", "points-cost") else 1
    if utility in ("points", "points-cost"):
        return {pile: points * times for pile, points in project.points.items()}
    return dict.fromkeys(project.points, times)


def shares(contest: Contest[Rules]) -> Shares:
    """Return how these rules share a budget out."""
    rules = contest.rules
    return Shares(
        utilities=partial(utilities, rules.utility),
        exclusive=exclusive_of(contest),
        raises=rules.completion in ("add1", "add1u"),
        is_exhaustive=rules.stop == "exhaustive",
        step=rules.step,
        rounds_down=rules.first == "whole",
        spends_rest=rules.completion in ("util", "add1u"),
        compare=rules.compare,
        by_points=rules.utility in ("points", "points-cost"),
    )


def most_counts(budget: Budget, rules: Rules) -> int:
    """Return on how many counts an open tie is looked into: fewer where one count is much work."""
    work = sum(_EACH + len(project.points) for project in budget.projects.values())
    if rules.completion in ("add1", "add1u"):
        work *= _RAISING
    return counts_within(work)


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Share the money out and buy; stop at a tie that matters and no rule decides."""
    budget = Budget.read(contest, profile)
    found = resolve(
        in_parts(contest, profile, budget, shares(contest).count),
        ladder(contest, budget.scores, lot),
        (*budget.free, *budget.projects),
        budget.free,
        most_counts(budget, contest.rules),
    )
    opened = [step.values for step in found.steps if step.action == "endowment"]
    details = dict(opened[0]) if len(opened) == 1 else {}
    return outcome_of(contest, profile, budget, found, details=details)


METHOD = Method(
    id="equal-shares",
    title=Phrase("Anggaran, jatah sama", "Budget, equal shares"),
    summary=Phrase(
        "Setiap pemilih mendapat jatah uang yang sama; pendukung membiayai kegiatan bersama-sama.",
        "Every voter has the same share of the money; supporters pay for a project together.",
    ),
    form=Approval,
    rules=Rules,
    tally=tally,
    check=check_ballot,
    check_contest=check_contest,
    choose_form=choose_form,
    single_vote=False,
)
