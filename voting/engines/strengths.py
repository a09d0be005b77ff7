"""How strong a won duel is: by the votes of the winning side, or by the margin.

Both are plain numbers, so wins with equal numbers are equally strong.
"""

from collections.abc import Mapping

from voting.ballots import OptionId
from voting.engines.pairwise import Duels

WINNING_VOTES = "winning-votes"
MARGINS = "margins"
OPPOSITION = "opposition"


def strengths(duels: Duels, strength: str) -> Mapping[OptionId, Mapping[OptionId, int]]:
    """Return the strength of every won duel between options that can win: winner, then loser."""
    measure = duels.margin if strength == MARGINS else duels.over
    return {
        one: {other: measure(one, other) for other in duels.standing if _won(duels, one, other)}
        for one in duels.standing
    }


def _won(duels: Duels, one: OptionId, other: OptionId) -> bool:
    return one != other and duels.beats(one, other)
