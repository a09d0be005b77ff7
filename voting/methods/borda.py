"""Borda: points by rank, added up; the most points are elected. The convention is a stated rule.

J.-C. de Borda, "Memoire sur les elections au scrutin" (1784). With n options the first gets n-1
points, the next one less, the last none; or n down to 1. In the modified count (P. Emerson, "The
original Borda count and partial voting", Social Choice and Welfare 40, 2013) the first of m ranked
options gets m and the last of them 1, so that ranking more says more. Conventions, and what options
without a rank get, change who wins: ``tests/vectors/ranked/borda-conventions``.

Options at one rank share the points of the ranks they cover, equally and exactly. Empty ranks mean
nothing, marks that nobody can read are passed over, and of an option met twice the first counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.ballots import OptionId, Ranking, code_ranks
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.top import elect_most
from voting.method import Method
from voting.outcome import Outcome
from voting.profile import Profile
from voting.rules import check_bounds, choice
from voting.tiebreak import Lot, Votes, tie_break
from voting.words import Phrase

FROM_N_LESS_1 = "n-1_to_0"
FROM_N = "n_to_1"
FROM_M = "m_to_1"
AVERAGE = "average_of_remaining"
ZERO = "zero"


def _points() -> str:
    rule: str = choice(
        FROM_N_LESS_1,
        Phrase("Poin menurut urutan", "Points by rank"),
        Phrase(
            "Berapa poin untuk urutan pertama, dan seterusnya turun satu demi satu. "
            "n = banyaknya pilihan, m = banyaknya yang diberi nomor di surat suara itu.",
            "How many points the first rank gets; each next one gets one less. "
            "n = number of options, m = number ranked on that ballot.",
        ),
        {
            FROM_N_LESS_1: Phrase("n-1 sampai 0", "n-1 to 0"),
            FROM_N: Phrase("n sampai 1", "n to 1"),
            FROM_M: Phrase("m sampai 1 (Borda yang disesuaikan)", "m to 1 (modified Borda)"),
        },
    )
    return rule


def _unranked() -> str:
    rule: str = choice(
        AVERAGE,
        Phrase("Pilihan tanpa nomor", "Options without a number"),
        Phrase(
            "Poin untuk pilihan yang tidak diberi nomor. Pada m sampai 1 selalu nol.",
            "The points of options that a voter does not rank. With m to 1 always none.",
        ),
        {
            AVERAGE: Phrase("Sama-sama membagi poin sisanya", "An equal share of the rest"),
            ZERO: Phrase("Nol", "None"),
        },
    )
    return rule


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: seats, the convention of points, ranks shared or missing, ties."""

    seats: int = rule_fields.seats()
    points: str = _points()
    equal_ranks: str = rule_fields.only(
        "average", Phrase("Pilihan pada urutan yang sama", "Options at one rank")
    )
    unranked: str = _unranked()
    ties: str = rule_fields.ties("lot")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


def groups_of(code: bytes, standing: frozenset[int]) -> list[list[int]]:
    """Return the options of a ballot by rank, best first, as numbers; only those that are in."""
    seen: set[int] = set()
    groups = []
    for rank in code_ranks(code):
        group = [n for n in rank or b"" if n in standing and n not in seen]
        seen.update(group)
        if group:
            groups.append(group)
    return groups


def twice_points(groups: Sequence[Sequence[int]], options: int, rules: Rules) -> list[int]:
    """Return the points of an option of each group, twice: shared points may be halves."""
    ranked = sum(len(group) for group in groups)
    first = {FROM_N_LESS_1: options - 1, FROM_N: options, FROM_M: ranked}[rules.points]
    points, place = [], 0
    for group in groups:
        best, worst = first - place, first - place - len(group) + 1
        points.append(best + worst)
        place += len(group)
    return points


def add_points(contest: Contest[Rules], profile: Profile) -> tuple[dict[OptionId, Votes], int]:
    """Return everybody's points, and how many ballots rank only withdrawn options."""
    rules = contest.rules
    numbers = [n for n, option in enumerate(contest.options, 1) if not option.withdrawn]
    standing = frozenset(numbers)
    twice = dict.fromkeys(numbers, 0)
    resting = 0
    for code, count in profile.marked():
        groups = groups_of(code, standing)
        if not groups:
            resting += count
            continue
        if rules.unranked == AVERAGE and rules.points != FROM_M:
            groups.append([n for n in numbers if not any(n in group for group in groups)])
        points = twice_points(groups, len(numbers), rules)
        for group, both in zip(groups, points, strict=True):
            for number in group:
                twice[number] += both * count
    ids = contest.ids
    return {ids[n - 1]: _half(value) for n, value in twice.items()}, resting


def _half(value: int) -> Votes:
    return Fraction(value, 2) if value % 2 else value // 2


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Add up the points and fill the seats from the top."""
    points, resting = add_points(contest, profile)
    return elect_most(contest, profile, lot, points, resting, told="points")


METHOD = Method(
    id="borda",
    title=Phrase("Borda (n-1 sampai 0 poin)", "Borda (n-1 to 0 points)"),
    summary=Phrase(
        "Urutkan pilihan. Makin tinggi urutannya makin banyak poinnya; poin terbanyak menang.",
        "Rank the options. A higher rank brings more points; the most points win.",
    ),
    form=Ranking,
    rules=Rules,
    tally=tally,
    check_contest=rule_fields.check_ties,
    single_vote=False,
)
