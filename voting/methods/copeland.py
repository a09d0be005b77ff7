"""Copeland's method: whoever wins the most duels, less those lost, wins.

A. H. Copeland, "A reasonable social welfare function", University of Michigan (1951); for many
voters it is known as ranked robin. The score is duels won less duels lost; the other convention,
duels won and half of those drawn, gives the same order. Ties are common. With several seats the
ranking fills them from the top, which is not proportional.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from voting.ballots import OptionId, Ranking
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.pairwise import Duels, duels
from voting.engines.placing import MOST_TOLD, fill, outcome
from voting.method import Method
from voting.outcome import Outcome, Reason, votes_json
from voting.profile import Profile
from voting.rules import check_bounds, choice
from voting.tiebreak import Lot, tie_break
from voting.words import Phrase

LESS_LOSSES = "wins-minus-losses"
HALF_DRAWS = "wins-plus-half-draws"


def score() -> Any:
    """How duels become a score. Default: a lost duel takes a point away, a drawn one nothing."""
    return choice(
        LESS_LOSSES,
        Phrase("Nilai", "Score"),
        Phrase("Urutannya sama saja.", "The order is the same either way."),
        {
            LESS_LOSSES: Phrase("Menang dikurangi kalah", "Duels won less duels lost"),
            HALF_DRAWS: Phrase("Menang ditambah setengah seri", "Duels won and half of the draws"),
        },
    )


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: what unranked means, how the score is made, what decides between equals."""

    seats: int = rule_fields.seats()
    score: str = score()
    unranked: str = rule_fields.unranked()
    equal_ranks: str = rule_fields.equal_ranks()
    ties: str = rule_fields.ties("lot")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


class Record(NamedTuple):
    """How an option's duels ended."""

    won: int
    drawn: int
    lost: int

    def score(self, convention: str) -> int | str:
        """Return the score by one of the two conventions, as JSON shows it."""
        if convention == LESS_LOSSES:
            return self.won - self.lost
        return votes_json(self.won + Fraction(self.drawn, 2), None)


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Count every option's duels won and lost."""
    rules = contest.rules
    found = duels(contest, profile, rules.unranked)
    records = {option: _record(found, option) for option in found.standing}
    ahead = {option: record.won - record.lost for option, record in records.items()}
    ranking = tuple(
        tuple(option for option in found.standing if ahead[option] == level)
        for level in sorted(set(ahead.values()), reverse=True)
    )
    filled = fill(ranking, rules.seats, tie_break(rules.ties, lot))
    scores = {option: record.score(rules.score) for option, record in records.items()}
    told = _why(found, records, tuple(option for group in ranking for option in group))
    return outcome(
        contest, profile, found, filled, told=told, ranking=ranking, tables={"scores": scores}
    )


def _record(found: Duels, option: OptionId) -> Record:
    others = [other for other in found.standing if other != option]
    won = sum(found.beats(option, other) for other in others)
    lost = sum(found.beats(other, option) for other in others)
    return Record(won, len(others) - won - lost, lost)


def _why(
    found: Duels, records: Mapping[OptionId, Record], order: tuple[OptionId, ...]
) -> tuple[Reason, ...]:
    """Tell every option's record, the best first, where nobody wins every duel."""
    if found.winner is not None or len(order) == 1:
        return ()
    told = [(option, records[option]) for option in order[:MOST_TOLD]]
    return tuple(
        Reason(
            code="copeland.record",
            params={"won": record.won, "drawn": record.drawn, "lost": record.lost},
            options={"option": (option,)},
        )
        for option, record in told
    )


METHOD = Method(
    id="copeland",
    title=Phrase("Adu satu lawan satu (terbanyak menang)", "Duels, most wins (Copeland)"),
    summary=Phrase(
        "Setiap dua pilihan diadu. Yang paling sering menang, dikurangi kekalahannya, menang.",
        "Every two options are compared. Whoever wins the most duels, less those lost, wins.",
    ),
    form=Ranking,
    rules=Rules,
    tally=tally,
    check_contest=rule_fields.check_ties,
    single_vote=False,
)
