"""What a matching fund would add to each project, by three ways to weigh who gives together.

Plain: Buterin, Hitzig and Weyl, "A Flexible Design for Funding Public Goods", Management Science 65
(2019): the square of the sum of the square roots of the gifts, less the gifts. Pairwise: Buterin,
"Pairwise coordination subsidies" (ethresear.ch, topic 5553, 2019). Cluster: Miller, Weyl and
Erichsen, "Beyond Collusion Resistance" (SSRN 4311507): connection-oriented cluster match.

Everything is exact (see ``voting.engines.roots``). A giver is a pile of people who gave the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.ballots import OptionId
from voting.engines.roots import Product, Quotient, Real, Root, Roots, Sum, whole


@dataclass(frozen=True, kw_only=True)
class Giver:
    """People who gave the same: whole money above zero by project, their groups, how many."""

    amounts: Mapping[OptionId, int]
    groups: tuple[str, ...] = ()
    count: int = 1


def raised(givers: Sequence[Giver], project: OptionId) -> int:
    """Return the money that people gave to a project."""
    return sum(giver.amounts.get(project, 0) * giver.count for giver in givers)


def plain(givers: Sequence[Giver], project: OptionId) -> Real:
    """Return the subsidy: the square of the sum of roots less the sum; of one giver it is zero."""
    root = _sum_of_roots(givers, project)
    return Sum([(1, Product(root, root)), (-1, whole(raised(givers, project)))])


def bond(one: Giver, other: Giver, bound: int) -> Real:
    """Return how much of a pair's match counts: 1 for strangers, less the more they give alike."""
    return Quotient(whole(bound), _closeness(one, other, bound))


def pairwise(givers: Sequence[Giver], project: OptionId, bound: int) -> Real:
    """Return the subsidy in which no pair of people draws more than twice ``bound`` in all."""
    here = [giver for giver in givers if project in giver.amounts]
    parts: list[tuple[int, Real]] = []
    for place, one in enumerate(here):
        for other in here[place:]:
            same = other is one
            pairs = one.count * (one.count - 1) // 2 if same else one.count * other.count
            square = one.amounts[project] * other.amounts[project]
            over = Roots({square: 2 * bound})
            parts += [(pairs, Quotient(over, _closeness(one, other, bound)))] if pairs else []
    return Sum(parts)


def cluster(givers: Sequence[Giver], project: OptionId) -> Real:
    """Return the subsidy by pairs of groups instead of pairs of people.

    Whoever is of no group is a group alone. Gifts of one group among themselves draw no match.
    """
    alone = [giver for giver in givers if not giver.groups]
    single = _sum_of_roots(alone, project)
    meets = _meetings(givers)
    parts: list[tuple[int, Real]] = [(1, plain(alone, project))]
    names = sorted(meets)
    for place, name in enumerate(names):
        parts.append((2, Product(single, Root(_side(givers, project, name, frozenset())))))
        for other in names[place + 1 :]:
            one = Root(_side(givers, project, name, meets[other]))
            parts.append((2, Product(one, Root(_side(givers, project, other, meets[name])))))
    return Sum(parts)


def _sum_of_roots(givers: Sequence[Giver], project: OptionId) -> Roots:
    terms: dict[int, int] = {}
    for giver in givers:
        amount = giver.amounts.get(project, 0)
        terms[amount] = terms.get(amount, 0) + giver.count
    return Roots(terms)


def _closeness(one: Giver, other: Giver, bound: int) -> Roots:
    """Return the bound plus the roots of the products of what two people gave to each project."""
    terms: dict[int, int] = {1: bound}
    for project, amount in one.amounts.items():
        square = amount * other.amounts.get(project, 0)
        terms[square] = terms.get(square, 0) + 1
    return Roots(terms)


def _meetings(givers: Sequence[Giver]) -> dict[str, frozenset[str]]:
    """Return for each group all groups that its people are of."""
    meets: dict[str, frozenset[str]] = {}
    for giver in givers:
        for name in giver.groups:
            meets[name] = meets.get(name, frozenset()).union(giver.groups)
    return meets


def _side(givers: Sequence[Giver], project: OptionId, group: str, near: frozenset[str]) -> Roots:
    """Return what a group brings against another: the root of a gift if its giver is near that.

    ``near``: the groups of the other group's people; one of them makes a giver near. Whoever is of
    several groups brings to each an equal part.
    """
    terms: dict[int, Fraction] = {}
    for giver in givers:
        amount = giver.amounts.get(project, 0)
        if group in giver.groups and amount:
            part = Fraction(giver.count, len(giver.groups))
            key, factor = (amount, part) if near.intersection(giver.groups) else (1, part * amount)
            terms[key] = terms.get(key, Fraction(0)) + factor
    return Roots(terms)
