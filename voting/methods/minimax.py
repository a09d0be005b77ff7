"""Minimax (Simpson and Kramer): whoever's heaviest defeat is the lightest wins.

P. B. Simpson, Quarterly Journal of Economics 83 (1969); G. H. Kramer, Journal of Economic Theory 16
(1977). A defeat weighs the votes of the winning side (0 where no duel is lost), the margin (below
zero for whoever wins every duel), or, as opposition, simply the most votes against, won or lost.
Minimax may elect somebody outside the Smith set, even the Condorcet loser, and opposition may pass
over the Condorcet winner. With several seats the ranking fills them, which is not proportional.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from voting.ballots import OptionId, Ranking
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.pairwise import Duels, duels
from voting.engines.placing import MOST_TOLD, fill, outcome
from voting.engines.strengths import MARGINS, OPPOSITION
from voting.method import Method
from voting.outcome import Outcome, Reason
from voting.profile import Profile
from voting.rules import check_bounds
from voting.tiebreak import Lot, tie_break
from voting.words import Phrase


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: what unranked means, what a defeat weighs, what decides between equals."""

    seats: int = rule_fields.seats()
    strength: str = rule_fields.strength(opposition=True)
    unranked: str = rule_fields.unranked()
    equal_ranks: str = rule_fields.equal_ranks()
    ties: str = rule_fields.ties("lot")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


def weight(found: Duels, option: OptionId, other: OptionId, strength: str) -> int:
    """Return what a duel weighs against an option: 0 or less where it is no defeat."""
    if strength == MARGINS:
        return found.margin(other, option)
    if strength == OPPOSITION or found.beats(other, option):
        return found.over(other, option)
    return 0


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Weigh the heaviest defeat of each option."""
    rules = contest.rules
    found = duels(contest, profile, rules.unranked)
    worst = {o: _heaviest(found, o, rules.strength) for o in found.standing}
    scores = {o: weight(found, o, w, rules.strength) if w else 0 for o, w in worst.items()}
    ranking = tuple(
        tuple(option for option in found.standing if scores[option] == score)
        for score in sorted(set(scores.values()))
    )
    filled = fill(ranking, rules.seats, tie_break(rules.ties, lot))
    told = _why(found, scores, worst, rules.strength)
    return outcome(
        contest, profile, found, filled, told=told, ranking=ranking, tables={"scores": {**scores}}
    )


def _heaviest(found: Duels, option: OptionId, strength: str) -> OptionId | None:
    others = [other for other in found.standing if other != option]
    return max(others, key=lambda o: weight(found, option, o, strength), default=None)


def _why(
    found: Duels,
    scores: Mapping[OptionId, int],
    worst: Mapping[OptionId, OptionId | None],
    strength: str,
) -> tuple[Reason, ...]:
    """Tell each option's heaviest defeat, the lightest first, where nobody wins every duel."""
    if strength != OPPOSITION and (found.winner is not None or not found.cycle):
        return ()
    code = "minimax.most-against" if strength == OPPOSITION else "minimax.heaviest"
    reasons = [Reason(code=f"minimax.{strength}")]
    for option in sorted(scores, key=lambda o: scores[o])[:MOST_TOLD]:
        against = worst[option]
        if against is not None and scores[option] > 0:
            named = {"option": (option,), "by": (against,)}
            reasons.append(Reason(code=code, params={"score": scores[option]}, options=named))
    return tuple(reasons)


METHOD = Method(
    id="minimax",
    title=Phrase("Adu satu lawan satu (kekalahan teringan)", "Duels, lightest defeat (minimax)"),
    summary=Phrase(
        "Setiap dua pilihan diadu. Yang menang atas semua yang lain menang; bila tidak ada, "
        "menanglah yang kekalahan terberatnya paling ringan.",
        "Every two options are compared. Whoever wins against all others wins; if nobody does, "
        "whoever's heaviest defeat is the lightest wins.",
    ),
    form=Ranking,
    rules=Rules,
    tally=tally,
    check_contest=rule_fields.check_ties,
    single_vote=False,
)
