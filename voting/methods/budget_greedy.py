"""Greedy budgeting: the projects with the most votes are funded until the money is spent.

The rule of most towns with a participatory budget. Replaying the 1,333 official outcomes of
Pabulib (arXiv 2012.06539), its switches reproduce 1,311. It is simple and spends much, but a
majority that ticks alike can take everything; ``equal-shares`` is the proportional alternative.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from voting.ballots import Approval, OptionId
from voting.contest import Contest
from voting.engines import budget_fields
from voting.engines.budget import Budget
from voting.engines.budget_fields import check_ballot, choose_form, vector
from voting.engines.budget_greedy import Greedy
from voting.engines.budget_outcomes import outcome_of
from voting.engines.budget_parts import check_contest, exclusive_of, in_parts
from voting.engines.budget_ties import Ladder, Step, counts_within, ladder, read_ties, resolve
from voting.method import Method
from voting.outcome import Outcome
from voting.profile import Profile
from voting.rules import check_bounds, choice, limit, whole
from voting.tiebreak import Lot, Votes
from voting.words import Phrase

_EACH = 16  # what a project costs in a count


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card. Default: skip what does not fit, so that as little as possible lies idle."""

    budget: int = budget_fields.budget()
    ballot: str = budget_fields.ballot()
    by: str = choice(
        "votes",
        Phrase("Urutan menurut", "In order of"),
        Phrase(
            "Pada surat suara dengan poin, yang dihitung poinnya.",
            "On ballots with points, the points are what is counted.",
        ),
        {
            "votes": Phrase("Suara", "Votes"),
            "votes-per-cost": Phrase("Suara per rupiah", "Votes for each unit of cost"),
            "points": Phrase("Poin", "Points"),
            "supporters": Phrase("Banyaknya pendukung", "Number of supporters"),
        },
    )
    misfit: str = choice(
        "skip",
        Phrase("Bila uangnya tidak cukup", "At a project that does not fit"),
        Phrase(
            "Apa yang terjadi pada kegiatan pertama yang lebih mahal dari sisa uang.",
            "What happens at the first project that costs more than what is left.",
        ),
        {
            "skip": Phrase("Lewati, lanjut ke berikutnya", "Pass it over and go on"),
            "stop": Phrase("Berhenti di situ", "Stop there"),
        },
    )
    top_up: int | None = limit(
        None,
        Phrase("Ditambah dari cadangan", "Topped up from a reserve"),
        Phrase(
            "80 berarti: kegiatan pertama yang tidak cukup tetap dibiayai bila sisa uang menutup "
            "80% biayanya, lalu berhenti; “none” berarti tidak.",
            "80 means: the first project that does not fit is still funded if what is left pays "
            "80% of it, and that ends the count; “none” means never.",
        ),
        unlimited="none",
        least=1,
    )
    min_score: int = whole(
        0,
        Phrase("Suara paling sedikit", "Fewest votes"),
        Phrase(
            "Kegiatan dengan suara atau poin lebih sedikit tidak dibiayai.",
            "Projects with fewer votes or points are not funded.",
        ),
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


def values(budget: Budget, by: str) -> dict[OptionId, Votes]:
    """Return the figure that orders the projects in play."""
    if by == "supporters":
        return {option: project.votes for option, project in budget.projects.items()}
    if by == "votes-per-cost":
        return {o: Fraction(project.score, project.cost) for o, project in budget.projects.items()}
    return {option: project.score for option, project in budget.projects.items()}


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Fund projects in order of support; stop at a tie that matters and no rule decides."""
    rules = contest.rules
    whole_budget = Budget.read(contest, profile)
    exclusive = exclusive_of(contest)

    def spend(budget: Budget, rule: Ladder, blocked: frozenset[OptionId]) -> Iterator[Step]:
        greedy = Greedy(
            values=values(budget, rules.by),
            exclusive=exclusive,
            stops=rules.misfit == "stop",
            top_up=rules.top_up,
        )
        return greedy.spend(budget.projects, budget.money, rule, blocked)

    found = resolve(
        in_parts(contest, profile, whole_budget, spend),
        ladder(contest, whole_budget.scores, lot),
        (*whole_budget.free, *whole_budget.projects),
        whole_budget.free,
        counts_within(_EACH * len(whole_budget.projects)),
    )
    return outcome_of(contest, profile, whole_budget, found)


METHOD = Method(
    id="budget-greedy",
    title=Phrase("Anggaran, suara terbanyak", "Budget, most votes first"),
    summary=Phrase(
        "Kegiatan dengan suara terbanyak dibiayai dahulu, lalu berikutnya, sampai uang habis.",
        "The project with the most votes is funded first, then the next, until the money is spent.",
    ),
    form=Approval,
    rules=Rules,
    tally=tally,
    check=check_ballot,
    check_contest=check_contest,
    choose_form=choose_form,
    single_vote=False,
)
