"""Schulze's method: whoever is reached by no stronger chain of won duels than goes back, wins.

M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
single-winner election method", Social Choice and Welfare 36 (2011); arXiv 1804.02973. A chain of
won duels is as strong as its weakest; options between which the strongest chains are equal share a
place. With several seats the ranking fills them from the top, which is not proportional.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from voting.ballots import OptionId, Ranking
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.pairwise import Duels, duels, layers
from voting.engines.placing import MOST_TOLD, fill, outcome
from voting.engines.strengths import strengths
from voting.method import Method
from voting.outcome import Outcome, Reason
from voting.profile import Profile
from voting.rules import check_bounds
from voting.tiebreak import Lot, tie_break
from voting.words import Phrase

Paths = Mapping[OptionId, Mapping[OptionId, int]]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: what unranked means, how strong a win is, and what decides between equals."""

    seats: int = rule_fields.seats()
    strength: str = rule_fields.strength()
    unranked: str = rule_fields.unranked()
    equal_ranks: str = rule_fields.equal_ranks()
    ties: str = rule_fields.ties("lot")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


def strongest_paths(found: Duels, strength: str) -> Paths:
    """Return the strength of the strongest chain from each option to each other; 0 for none."""
    direct = strengths(found, strength)
    rows = [[direct[a].get(b, 0) for b in found.standing] for a in found.standing]
    for middle, through in enumerate(rows):
        for place, row in enumerate(rows):
            most = row[middle]
            if most and place != middle:
                rows[place] = [
                    old if old >= (new := min(onward, most)) else new
                    for old, onward in zip(row, through, strict=True)
                ]
    return {
        one: {o: v for o, v in zip(found.standing, row, strict=True) if o != one}
        for one, row in zip(found.standing, rows, strict=True)
    }


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Compare the strongest chains both ways between every two options."""
    rules = contest.rules
    found = duels(contest, profile, rules.unranked)
    paths = strongest_paths(found, rules.strength)
    above = {
        option: frozenset(o for o in found.standing if o != option and _ahead(paths, o, option))
        for option in found.standing
    }
    ranking = layers(found.standing, above)
    filled = fill(ranking, rules.seats, tie_break(rules.ties, lot))
    return outcome(
        contest,
        profile,
        found,
        filled,
        told=_why(found, paths, above),
        ranking=ranking,
        pairs={"strongest_paths": {one: {**row} for one, row in paths.items()}},
    )


def _ahead(paths: Paths, one: OptionId, other: OptionId) -> bool:
    return paths[one][other] > paths[other][one]


def _why(
    found: Duels, paths: Paths, above: Mapping[OptionId, frozenset[OptionId]]
) -> tuple[Reason, ...]:
    """Where a circle had to be broken, tell the chains between the first and the others of it."""
    if found.winner is not None or not found.cycle:
        return ()
    first = [option for option in found.smith_set if not above[option]]
    reasons = [Reason(code="schulze.chains")]
    for one in first[:1]:
        for other in found.smith_set[: MOST_TOLD + 1]:
            if other != one:
                values = {"there": paths[one][other], "back": paths[other][one]}
                named = {"from": (one,), "to": (other,)}
                code = "schulze.stronger" if _ahead(paths, one, other) else "schulze.as-strong"
                reasons.append(Reason(code=code, params=values, options=named))
    return tuple(reasons)


METHOD = Method(
    id="schulze",
    title=Phrase("Adu satu lawan satu (Schulze)", "Duels, strongest chains (Schulze)"),
    summary=Phrase(
        "Setiap dua pilihan diadu. Yang menang atas semua yang lain menang; bila kemenangan "
        "berputar, rantai kemenangan yang paling kuat menentukan.",
        "Every two options are compared. Whoever wins against all others wins; where wins go "
        "round in a circle, the strongest chains of wins decide.",
    ),
    form=Ranking,
    rules=Rules,
    tally=tally,
    check_contest=rule_fields.check_ties,
    single_vote=False,
)
