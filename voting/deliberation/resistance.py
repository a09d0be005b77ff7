"""Systemic consensing: of all options, the one that meets the least resistance.

Everybody says for each option how much they would resist it, from 0 to 10. The zero option, to
leave things as they are, bounds what is tolerable: more resistance than that is not adopted. After
Visotschnig and Schrotta, "Das SK-Prinzip" (2005).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.errors import InvalidError

SCALE = 10
BLANK = 5


@dataclass(frozen=True, kw_only=True)
class Resistance:
    """Sums of resistance, acceptance 1 - sum / (scale * people), options by groups of equals.

    ``acceptable`` are those no more resisted than the zero option, which is not among them;
    ``winners`` the least resisted of all, more than one if they are level.
    """

    sums: Mapping[str, int]
    acceptance: Mapping[str, Fraction]
    ranking: tuple[tuple[str, ...], ...]
    acceptable: tuple[str, ...]
    winners: tuple[str, ...]


def weigh_resistance(
    ratings: Mapping[str, Sequence[int | None]],
    *,
    zero_option: str = "",
    scale: int = SCALE,
    blank: int = BLANK,
) -> Resistance:
    """Add up ratings, one list for each option, people in the same order; None counts ``blank``."""
    people = {len(given) for given in ratings.values()}
    if len(people) != 1:
        raise InvalidError("consensus.ratings-differ")
    if any(mark is not None and not 0 <= mark <= scale for row in ratings.values() for mark in row):
        raise InvalidError("consensus.rating-out-of-scale", most=scale)
    number = people.pop()
    sums = {
        option: sum(blank if mark is None else mark for mark in given)
        for option, given in ratings.items()
    }
    ranking = tuple(
        tuple(option for option in sums if sums[option] == level)
        for level in sorted(set(sums.values()))
    )
    bound = sums.get(zero_option, scale * number)
    return Resistance(
        sums=sums,
        acceptance={
            o: 1 - Fraction(r, scale * number) if number else Fraction(1) for o, r in sums.items()
        },
        ranking=ranking,
        acceptable=tuple(o for g in ranking for o in g if sums[o] <= bound and o != zero_option),
        winners=ranking[0],
    )
