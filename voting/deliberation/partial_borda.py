"""The modified Borda count: a ballot that ranks m options gives them m, m-1, ..., 1 points.

So whoever ranks only a few gives fewer points. The consensus coefficient of an option is its points
over the most it could have: options times ballots. After the de Borda Institute.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, kw_only=True)
class PartialBorda:
    """Points and consensus coefficient of each option, and the options with the most points."""

    points: Mapping[str, int]
    coefficients: Mapping[str, Fraction]
    winners: tuple[str, ...]


def count_partial_borda(options: Sequence[str], ballots: Sequence[Sequence[str]]) -> PartialBorda:
    """Count rankings of some or all of the options; no ballots give every option nothing."""
    points = dict.fromkeys(options, 0)
    for ballot in ballots:
        for place, option in enumerate(ballot):
            points[option] += len(ballot) - place
    most = len(points) * len(ballots)
    best = max(points.values(), default=0)
    return PartialBorda(
        points=points,
        coefficients={o: Fraction(p, most) if most else Fraction(0) for o, p in points.items()},
        winners=tuple(option for option, held in points.items() if held == best and best),
    )
