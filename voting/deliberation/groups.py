"""Consensus between groups (dusun, RT): whether every group agrees, not only the largest.

Two measures beside the count, for information unless the rules require a share in each group: the
least share of agreement of any group, and the group-informed consensus of Polis, the product over
groups of (agree + 1) / (seen + 2), which one small group that disagrees pulls down.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from voting.ballots.stances import AGREE, AGREE_WITH_NOTE
from voting.deliberation.rounds import share_of_agreement

Counts = Mapping[str, int]


def group_consensus(groups: Iterable[tuple[int, int]]) -> Fraction:
    """Return the product over groups of (agree + 1) / (seen + 2), given agree and seen of each."""
    product = Fraction(1)
    for agree, seen in groups:
        product *= Fraction(agree + 1, seen + 2)
    return product


def seen_of(counts: Counts) -> tuple[int, int]:
    """Return how many of a group agree, and how many took any stance."""
    return counts.get(AGREE, 0) + counts.get(AGREE_WITH_NOTE, 0), sum(counts.values())


def shares_by_group(groups: Mapping[str, Counts]) -> dict[str, Fraction | None]:
    """Return the share of agreement in each group; None where nobody is for or against."""
    return {name: share_of_agreement(counts) for name, counts in sorted(groups.items())}


def groups_below(groups: Mapping[str, Counts], least: Fraction) -> tuple[str, ...]:
    """Return the groups in which fewer than this share agree; silent groups are not among them."""
    return tuple(
        name
        for name, share in shares_by_group(groups).items()
        if share is not None and share < least
    )
