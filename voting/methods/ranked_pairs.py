"""Ranked pairs (Tideman): won duels are locked from the strongest down, none that closes a circle.

T. N. Tideman, "Independence of clones as a criterion for voting rules", Social Choice and Welfare 4
(1987). Where wins are equally strong, every order of locking is right, and whoever some order
elects is reported. A lot makes it one order, as T. M. Zavist and Tideman (Social Choice and Welfare
6, 1989) do by a random ballot: of equal wins that of the option preferred by the lot comes first,
and of one winner's that against whom the lot prefers least. Options whose duels leave open who is
above share a place. With several seats the ranking fills them, which is not proportional.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, product
from typing import NamedTuple

from voting.ballots import OptionId, Ranking
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.locking import (
    Below,
    Win,
    above,
    lock_in_every_order,
    lock_in_order,
    members,
    most_states,
)
from voting.engines.pairwise import Duels, duels, layers
from voting.engines.placing import (
    MOST_TOLD,
    Filled,
    Groups,
    beaten,
    draw,
    fill,
    outcome,
    preference,
    top,
    weigh,
)
from voting.engines.strengths import strengths
from voting.method import Method
from voting.outcome import Outcome, Reason
from voting.profile import Profile
from voting.rules import check_bounds
from voting.tiebreak import Lot, TieBreak, tie_break
from voting.words import Phrase

MOST_RANKINGS = 24
Wins = Mapping[OptionId, Mapping[OptionId, int]]
_Way = tuple[frozenset[OptionId], frozenset[OptionId]]


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


class Tier(NamedTuple):
    """A Smith set of what the tiers above leave: its wins never meet those of another tier.

    ``groups`` are its wins by falling strength; ``ways`` what every order of equal wins comes to,
    None if they are too many to be walked.
    """

    options: tuple[OptionId, ...]
    groups: tuple[tuple[Win, ...], ...]
    ways: tuple[Below, ...] | None

    @classmethod
    def of(cls, options: tuple[OptionId, ...], wins: Wins) -> "Tier":
        """Lock the wins among some options in every order."""
        strong = [
            (wins[a][b], (i, j))
            for i, a in enumerate(options)
            for j, b in enumerate(options)
            if b in wins[a]
        ]
        strong.sort(key=lambda item: -item[0])
        groups = tuple(
            tuple(win for _, win in group) for _, group in groupby(strong, key=lambda i: i[0])
        )
        ways = lock_in_every_order(len(options), groups)
        return cls(options, groups, None if ways is None else tuple(sorted(ways)))

    def rankings(self) -> list[Groups]:
        """Return the ranking of each way; nothing if not all could be walked."""
        return [self.ranking(way) for way in self.ways or ()]

    def agreed(self) -> Groups:
        """Return what all ways agree on."""
        if not self.ways:
            return (self.options,)
        return self.ranking(
            tuple(_every(way[option] for way in self.ways) for option in range(len(self.options)))
        )

    def drawn(self, preferred: Sequence[OptionId]) -> Below:
        """Lock the wins in the one order that a preference between options makes of them."""
        place = [preferred.index(option) for option in self.options]
        return lock_in_order(
            len(self.options),
            (
                win
                for group in self.groups
                for win in sorted(group, key=lambda w: (place[w[0]], -place[w[1]]))
            ),
        )

    def ranking(self, below: Below) -> Groups:
        """Return what is locked as groups of equals."""
        over = above(below)
        return layers(
            self.options,
            {
                option: frozenset(self.options[n] for n in members(over[number]))
                for number, option in enumerate(self.options)
            },
        )


def _every(sets: Iterator[int]) -> int:
    found = next(sets)
    for each in sets:
        found &= each
    return found


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Lock the won duels in every order that equal strengths allow, or in that of the lot."""
    rules, ties = contest.rules, tie_break(contest.rules.ties, lot)
    found = duels(contest, profile, rules.unranked)
    wins = strengths(found, rules.strength)
    tiers = [Tier.of(options, wins) for options in found.tiers]
    ranking = tuple(group for tier in tiers for group in tier.agreed())
    filled = _fill(tiers, ranking, rules.seats, ties)
    rankings = _whole(tiers)
    if filled.open_to and (preferred := preference(ties, contest.standing)):
        ranking = tuple(g for t in tiers for g in t.ranking(t.drawn(preferred)))
        filled = draw(filled, ranking, rules.seats, ties)
    return outcome(
        contest,
        profile,
        found,
        filled,
        told=_why(found, tiers, ranking),
        ranking=ranking,
        sets={"rankings": rankings} if len(rankings) > 1 else {},
    )


def _fill(tiers: Sequence[Tier], ranking: Groups, seats: int, ties: TieBreak) -> Filled:
    """Fill the seats: whole tiers, then by every way of the tier that they end in."""
    before: Groups = ()
    for tier in tiers:
        room = seats - sum(map(len, before))
        if len(tier.options) >= room:
            break
        before += (tier.options,)
    if not tiers or (tier.ways is not None and len(tier.ways) == 1):
        return fill(ranking, seats, ties)
    sure = frozenset(option for group in before for option in group)
    if tier.ways is None:
        certain, level = top((tier.options,), room)
        weighed = weigh([(sure | certain, level)], ranking)
        many = Reason(
            code="ranked-pairs.too-many-orders", params={"most": most_states(len(tier.options))}
        )
        return Filled(
            winners=weighed.winners, open_to=weighed.open_to, reasons=(many, *weighed.reasons)
        )
    ways: list[_Way] = []
    for each in tier.rankings():
        certain, level = top(each, room)
        ways.append((sure | certain, level))
    return weigh(ways, ranking)


def _whole(tiers: Sequence[Tier]) -> Groups:
    """Return all rankings, if each of them leaves nothing open and they are few."""
    if any(tier.ways is None for tier in tiers):
        return ()
    parts = [tier.rankings() for tier in tiers]
    if any(len(group) > 1 for part in parts for ranking in part for group in ranking):
        return ()
    whole = list(islice(product(*parts), MOST_RANKINGS + 1))
    if len(whole) > MOST_RANKINGS:
        return ()
    return tuple(tuple(o for part in one for group in part for o in group) for one in whole)


def _why(found: Duels, tiers: Sequence[Tier], ranking: Groups) -> tuple[Reason, ...]:
    """Tell which wins of the first tier the ranking passes over."""
    if found.winner is not None or not found.cycle:
        return ()
    place = {option: n for n, group in enumerate(ranking) for option in group}
    first = tiers[0]
    told = [
        beaten(found, first.options[a], first.options[b], "ranked-pairs.passed-over")
        for group in first.groups
        for a, b in group
        if place[first.options[b]] < place[first.options[a]]
    ]
    return (Reason(code="ranked-pairs.locked"), *told[:MOST_TOLD]) if told else ()


METHOD = Method(
    id="ranked-pairs",
    title=Phrase("Adu satu lawan satu (pasangan berurut)", "Duels, strongest first (ranked pairs)"),
    summary=Phrase(
        "Setiap dua pilihan diadu. Kemenangan dipegang dari yang paling kuat; yang membuat "
        "lingkaran dilewati. Yang teratas menang.",
        "Every two options are compared. Wins are kept from the strongest down, except those that "
        "would close a circle. Whoever ends on top wins.",
    ),
    form=Ranking,
    rules=Rules,
    tally=tally,
    check_contest=rule_fields.check_ties,
    single_vote=False,
)
