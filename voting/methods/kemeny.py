"""Kemeny and Young: the order that agrees with the most comparisons on the ballots.

J. G. Kemeny, "Mathematics without numbers", Daedalus 88 (1959); H. P. Young and A. Levenglick,
SIAM Journal on Applied Mathematics 35 (1978). An order's score is the sum, over every option and
everyone below it, of the ballots that say the same. All best orders are found, exactly: tier by
tier (whoever wins every duel against the rest stands above the rest in every best order), and
within a tier over all its subsets. That bounds the number of options. With several seats the best
order fills them from the top, which is not proportional.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice, product
from typing import NamedTuple

from voting.ballots import OptionId, Ranking
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.median_orders import MOST, Orders, best_orders
from voting.engines.pairwise import Duels, duels, layers
from voting.engines.placing import Groups, draw, fill, outcome, preference, weigh
from voting.errors import InvalidRuleError
from voting.method import Method
from voting.outcome import Outcome, Reason
from voting.profile import Profile
from voting.rules import check_bounds
from voting.tiebreak import Lot, tie_break
from voting.words import Phrase

MOST_ORDERS = 24


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: what unranked means, and what decides between equally good orders."""

    seats: int = rule_fields.seats()
    unranked: str = rule_fields.unranked()
    equal_ranks: str = rule_fields.equal_ranks()
    ties: str = rule_fields.ties("lot")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


class Tier(NamedTuple):
    """A Smith set of what the tiers above leave, with all its best orders."""

    options: tuple[OptionId, ...]
    orders: Orders

    def named(self, numbers: Sequence[int]) -> tuple[OptionId, ...]:
        """Return options by their numbers within the tier."""
        return tuple(self.options[number] for number in numbers)

    def first(self, preferred: Sequence[OptionId]) -> tuple[OptionId, ...]:
        """Return the best order that comes first if options are preferred in this order."""
        return self.named(
            self.orders.first([self.options.index(o) for o in preferred if o in self.options])
        )

    def certain(self) -> Groups:
        """Return what all best orders agree on, as groups of equals."""
        above = self.orders.always_above()
        return layers(self.options, {o: self.members(above[n]) for n, o in enumerate(self.options)})

    def members(self, subset: int) -> frozenset[OptionId]:
        """Return the options of a subset, given by its bits."""
        return frozenset(o for n, o in enumerate(self.options) if subset >> n & 1)


def check_contest(contest: Contest[Rules]) -> None:
    """Refuse more options than can be put into every order, and an order for ties that is none."""
    if len(contest.standing) > MOST:
        raise InvalidRuleError("kemeny.too-many-options", most=MOST, given=len(contest.standing))
    rule_fields.check_ties(contest)


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Find every order with the best score; where several are, the lot may prefer one."""
    rules = contest.rules
    found = duels(contest, profile, rules.unranked)
    tiers = [Tier(t, best_orders(_matrix(found, t))) for t in found.tiers]
    orders = _orders(tiers)
    ranking = tuple(group for tier in tiers for group in tier.certain())
    ties = tie_break(rules.ties, lot)
    if len(orders) == 1:
        filled = fill(ranking, rules.seats, ties)
    else:
        ways = ((top, frozenset[OptionId]()) for top in _tops(tiers, rules.seats))
        filled = weigh(ways, ranking)
    if filled.open_to and (preferred := preference(ties, contest.standing)):
        ranking = tuple((option,) for tier in tiers for option in tier.first(preferred))
        filled = draw(filled, ranking, rules.seats, ties)
    score = _score(found, orders[0])
    return outcome(
        contest,
        profile,
        found,
        filled,
        told=_why(found, score, orders),
        ranking=ranking,
        sets={"rankings": tuple(orders)} if 1 < len(orders) <= MOST_ORDERS else {},
        details={"score": score},
    )


def _matrix(found: Duels, tier: Sequence[OptionId]) -> list[list[int]]:
    return [[0 if a == b else found.over(a, b) for b in tier] for a in tier]


def _orders(tiers: Sequence[Tier]) -> list[tuple[OptionId, ...]]:
    """Return all best orders of all options, or some where there are more than can be shown."""
    some = [[tier.named(order) for order in tier.orders.some(MOST_ORDERS + 1)] for tier in tiers]
    whole = (tuple(chain.from_iterable(parts)) for parts in product(*some))
    return list(islice(whole, MOST_ORDERS + 1))


def _tops(tiers: Sequence[Tier], seats: int) -> list[frozenset[OptionId]]:
    """Return every set of options that fills the seats in some best order."""
    sure = frozenset[OptionId]()
    for tier in tiers:
        if len(sure) + len(tier.options) > seats:
            return [sure | tier.members(top) for top in tier.orders.tops(seats - len(sure))]
        sure |= frozenset(tier.options)
    return [sure]


def _score(found: Duels, order: Sequence[OptionId]) -> int:
    return sum(found.over(one, other) for one, other in combinations(order, 2))


def _why(found: Duels, score: int, orders: Sequence[tuple[OptionId, ...]]) -> tuple[Reason, ...]:
    """Tell the best order and its score; of several, the first and how many there are."""
    if len(found.standing) == 1 or not found.matrix or not score:
        return ()
    against = sum(found.over(b, a) for a, b in combinations(orders[0], 2))
    values = {"score": score, "comparisons": score + against}
    reasons = [Reason(code="kemeny.best", params=values, options={"order": orders[0]})]
    if len(orders) > MOST_ORDERS:
        reasons.append(Reason(code="kemeny.many", params={"most": MOST_ORDERS}))
    elif len(orders) > 1:
        reasons.append(Reason(code="kemeny.others", params={"orders": len(orders) - 1}))
    return tuple(reasons)


METHOD = Method(
    id="kemeny",
    title=Phrase("Adu satu lawan satu (urutan terbaik)", "Duels, best order (Kemeny)"),
    summary=Phrase(
        "Dari semua urutan yang mungkin dipilih urutan yang paling banyak disetujui surat suara. "
        "Yang teratas menang.",
        "Of all possible orders, the one that the ballots agree with most is taken. Whoever "
        "stands on top wins.",
    ),
    form=Ranking,
    rules=Rules,
    tally=tally,
    check_contest=check_contest,
    single_vote=False,
)
