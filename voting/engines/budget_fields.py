"""The rules that all budget methods share: what is voted with, how much there is, who goes first.

Keys and values are those of ``tests/vectors/budget/SOURCES.md``. A default is what a village does
without being told: everybody ticks what they find worth its money, and nothing is left to chance
that a price or the number of supporters can decide.
"""

from typing import Any

from voting.ballots import AnyBallot, Approval, Choice, Ranking, Scores
from voting.contest import Contest, Option
from voting.errors import InvalidBallotError, InvalidRuleError
from voting.rules import choice, limit, text, whole
from voting.words import Phrase

FORMS: dict[str, type[AnyBallot]] = {
    "approval": Approval,
    "choose-1": Choice,
    "knapsack": Approval,
    "ranking": Ranking,
    "points": Scores,
    "scores": Scores,
}


def ballot() -> Any:
    """Return what a voter fills in. Default: approval, which needs no arithmetic."""
    return choice(
        "approval",
        Phrase("Surat suara", "Ballot"),
        Phrase("Apa yang diisi pemilih.", "What voters fill in."),
        {
            "approval": Phrase("Tandai yang layak dibiayai", "Tick what is worth its money"),
            "choose-1": Phrase("Tandai satu saja", "Tick just one"),
            "knapsack": Phrase("Tandai yang bersama-sama cukup", "Tick what fits together"),
            "ranking": Phrase("Urutkan", "Rank"),
            "points": Phrase("Bagikan sejumlah poin", "Share out points"),
            "scores": Phrase("Beri nilai tiap kegiatan", "Score each project"),
        },
    )


def budget() -> Any:
    """Return how much there is to spend; 0 stands for not set yet, and cannot be counted."""
    return whole(
        0,
        Phrase("Pagu", "Budget"),
        Phrase("Uang yang tersedia, dalam rupiah.", "The money there is, in whole units."),
    )


def min_length() -> Any:
    """Return how many projects a ballot names at least, unless it is blank."""
    return whole(
        0,
        Phrase("Paling sedikit dipilih", "Fewest projects on a ballot"),
        Phrase("Surat suara kosong selalu boleh.", "A blank ballot is always allowed."),
    )


def max_length() -> Any:
    """Return how many projects a ballot may name. Default: all of them."""
    return limit(
        None,
        Phrase("Paling banyak dipilih", "Most projects on a ballot"),
        Phrase("“unlimited” berarti tanpa batas.", "“unlimited” means no limit."),
        unlimited="unlimited",
        least=1,
    )


def max_points() -> Any:
    """Return how many points a ballot may give one project, on ballots with points or scores."""
    return limit(
        None,
        Phrase("Poin terbanyak untuk satu kegiatan", "Most points for one project"),
        Phrase("Untuk surat suara dengan poin.", "For ballots with points or scores."),
        unlimited="unlimited",
        least=1,
    )


def max_sum() -> Any:
    """Return how many points a ballot may give in all."""
    return limit(
        None,
        Phrase("Jumlah poin terbanyak", "Most points on a ballot"),
        Phrase("Untuk surat suara dengan poin.", "For ballots with points or scores."),
        unlimited="unlimited",
        least=1,
    )


def points() -> Any:
    """Return what each rank is worth, best first. Default: 3, 2 and 1, as in Krakow."""
    return text(
        "3,2,1",
        Phrase("Poin tiap urutan", "Points of each rank"),
        Phrase(
            "Untuk surat suara berurutan: dari yang pertama, dipisah koma.",
            "For ranked ballots: from the first rank on, parted by commas.",
        ),
    )


def exclusive() -> Any:
    """Return sets of projects of which at most one is funded. Default: none."""
    return text(
        "",
        Phrase("Hanya salah satu", "Only one of these"),
        Phrase(
            "Kegiatan yang saling menggantikan: “1,2;3,4” berarti paling banyak satu dari 1 dan 2, "
            "dan satu dari 3 dan 4.",
            "Projects that replace each other: “1,2;3,4” means at most one of 1 and 2, and one of "
            "3 and 4.",
        ),
    )


def eligibility() -> Any:
    """Return the k of votes / voters >= cost / (k * budget). Default: none."""
    return limit(
        None,
        Phrase("Dukungan sepadan biaya", "Support that a cost asks for"),
        Phrase(
            "Angka 3 berarti: yang biayanya seluruh pagu perlu didukung sepertiga pemilih, yang "
            "setengah pagu seperenam; “none” berarti tanpa syarat.",
            "3 means: what costs the whole budget needs a third of the voters, half of it a sixth; "
            "“none” means no such condition.",
        ),
        unlimited="none",
        least=1,
    )


def groups() -> Any:
    """Return districts with budgets of their own. Default: none, one budget for all."""
    return text(
        "",
        Phrase("Pagu per wilayah", "Districts with their own budget"),
        Phrase(
            "“Utara:5000000:1,2;Selatan:3000000:3,4” berarti nama, pagu, dan kegiatan tiap "
            "wilayah. Kegiatan lain memakai sisa pagu.",
            "“North:5000000:1,2;South:3000000:3,4” gives each district's name, money and "
            "projects. Other projects share the rest of the budget.",
        ),
    )


def leftover() -> Any:
    """Return what becomes of a district's unused money. Default: it is not spent elsewhere."""
    return choice(
        "return",
        Phrase("Sisa uang wilayah", "Money a district does not use"),
        Phrase("Hanya bila ada pagu per wilayah.", "Only where districts have budgets."),
        {
            "return": Phrase("Kembali ke kas", "Goes back"),
            "move-on": Phrase("Pindah ke wilayah berikut", "Moves on to the next district"),
        },
    )


def ties() -> Any:
    """Return who goes first among equals. Default: the cheaper, the more wanted, then the lot."""
    return text(
        "lower-cost,more-votes,lot",
        Phrase("Bila seri", "Ties"),
        Phrase(
            "Langkah yang dicoba berurutan: “lower-cost” yang lebih murah, “more-votes” yang lebih "
            "banyak didukung; terakhir “lot” diundi, “id” menurut nomor atau nama, atau "
            "“order:ID,ID,...” urutan yang diumumkan.",
            "Steps tried in turn: “lower-cost” the cheaper, “more-votes” the more supported; last "
            "“lot” draws a lot, “id” goes by number or name, “order:ID,ID,...” by an order "
            "published beforehand.",
        ),
    )


def choose_form(rules: Any) -> type[AnyBallot]:
    """Return the ballot form that the rule ``ballot`` names."""
    return FORMS[rules.ballot]


def vector(rules: Any) -> tuple[int, ...]:
    """Return the points of each rank; InvalidRuleError unless whole numbers that never rise."""
    parts = rules.points.split(",")
    if not all(part.isascii() and part.isdecimal() and len(part) <= 9 for part in parts):  # noqa: PLR2004
        raise InvalidRuleError("budget.points", value=rules.points)
    values = tuple(int(part) for part in parts)
    if list(values) != sorted(values, reverse=True) or not values[0]:
        raise InvalidRuleError("budget.points", value=rules.points)
    return values


def check_ballot(given: AnyBallot, contest: Contest[Any]) -> None:
    """Refuse a ballot with too few or too many projects or points, or dearer than the budget."""
    rules, named = contest.rules, len(given.options())
    if named and named < rules.min_length:
        raise InvalidBallotError("budget.too-few", least=rules.min_length)
    most = len(vector(rules)) if rules.ballot == "ranking" else named
    most = most if rules.max_length is None else min(most, rules.max_length)
    if named > most:
        raise InvalidBallotError("budget.too-many", most=most)
    if rules.ballot == "knapsack":
        over = sum(o.cost or 0 for o in contest.options if o.id in given.options()) - rules.budget
        if over > 0:
            raise InvalidBallotError("budget.over", over=over, budget=rules.budget)
    if isinstance(given, Scores):
        _check_points(given, rules)


def _check_points(given: Scores, rules: Any) -> None:
    values = given.points.values()
    if min(values, default=0) < 0:
        raise InvalidBallotError("budget.negative")
    if rules.max_points is not None and max(values, default=0) > rules.max_points:
        raise InvalidBallotError("budget.too-many-points", most=rules.max_points)
    if rules.max_sum is not None and sum(values) > rules.max_sum:
        raise InvalidBallotError(
            "budget.too-many-points-in-all", most=rules.max_sum, given=sum(values)
        )


def check_money(contest: Contest[Any]) -> None:
    """Refuse a contest without a budget, or with a project that has no cost."""
    if contest.rules.budget < 1:
        raise InvalidRuleError("budget.none")
    for option in contest.options:
        if option.cost is None and not option.write_in:
            raise InvalidRuleError("budget.no-cost", option=option.label)


def project_called(name: str, options: tuple[Option, ...], key: str) -> Option:
    """Return the option that a rule calls by its label or its id; InvalidRuleError for neither."""
    called = name.strip()
    for option in options:
        if option.label == called:
            return option
    for option in options:
        if option.id == called:
            return option
    raise InvalidRuleError("budget.stranger", key=key, option=called)
