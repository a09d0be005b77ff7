"""Seats filled from the top of a ranking, and how a method tells of duels and places.

A ranking comes as groups of equals, best first. A group that fits into the open seats is elected
whole; of one that does not, the contest's tie rule picks one after the other, and without a
decision all of it stays tied. Where a method finds several rankings equally right, they are
``weighed`` together: who is elected by all of them is elected beyond doubt.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from voting.ballots import OptionId
from voting.canonical import Json
from voting.contest import Contest
from voting.engines.pairwise import Duels
from voting.outcome import Outcome, Reason, Stage
from voting.profile import Profile
from voting.rules import card, rules_hash
from voting.tiebreak import TieBreak, TieUse

Groups = tuple[tuple[OptionId, ...], ...]

MOST_TOLD = 12


class Filled(NamedTuple):
    """Who has the seats: winners beyond doubt, those to whom open seats may fall, and why."""

    winners: tuple[OptionId, ...]
    open_to: tuple[OptionId, ...] = ()
    reasons: tuple[Reason, ...] = ()
    ties: tuple[TieUse, ...] = ()


def fill(ranking: Groups, seats: int, tie_rule: TieBreak) -> Filled:
    """Fill seats from the top of one ranking."""
    winners: tuple[OptionId, ...] = ()
    reasons: list[Reason] = []
    ties: list[TieUse] = []
    for group in ranking:
        level = group
        while level and len(winners) + len(level) > seats > len(winners):
            use = tie_rule.pick("elect", level, ())
            if use is None:
                open_group = {"tied": level}
                reasons.append(Reason(code="placing.open", options=open_group))
                told, drawn = tuple(reasons), tuple(ties)
                return Filled(winners=winners, open_to=level, reasons=told, ties=drawn)
            ties.append(use)
            named = {"tied": level, "picked": (use.picked,)}
            reasons.append(Reason(code=f"placing.{use.by}", options=named))
            winners += (use.picked,)
            level = tuple(option for option in level if option != use.picked)
        if level and len(winners) < seats:
            code = "placing.next" if winners else "placing.first"
            reasons.append(Reason(code=code, options={"elected": level}))
            winners += level
    return Filled(winners=winners, reasons=tuple(reasons), ties=tuple(ties))


def weigh(
    ways: Iterable[tuple[frozenset[OptionId], frozenset[OptionId]]], agreed: Groups
) -> Filled:
    """Put together how several rankings, all equally right, would fill the seats.

    Each way is who is elected for sure, and between whom it leaves seats open. ``agreed`` is what
    all of them agree on.
    """
    found = set(ways)
    certain = frozenset.intersection(*(sure for sure, _ in found))
    possible = frozenset[OptionId]().union(*(sure | level for sure, level in found))
    winners = tuple(option for group in agreed for option in group if option in certain)
    open_to = tuple(o for group in agreed for o in group if o in possible - certain)
    if not open_to:
        reasons = (Reason(code="placing.same-winners", options={"elected": winners}),)
        return Filled(winners=winners, reasons=reasons)
    several = Reason(code="placing.several-orders", options={"possible": open_to})
    sure = Reason(code="placing.in-every-order", options={"elected": winners})
    told = [sure, several] if winners else [several]
    return Filled(winners=winners, open_to=open_to, reasons=tuple(told))


def preference(tie_rule: TieBreak, standing: Sequence[OptionId]) -> tuple[OptionId, ...]:
    """Return all options as the tie rule prefers them; nothing while its lot is not drawn."""
    order: list[OptionId] = []
    while len(order) < len(standing):
        use = tie_rule.pick("elect", [o for o in standing if o not in order], ())
        if use is None:
            return ()
        order.append(use.picked)
    return tuple(order)


def draw(weighed: Filled, ranking: Groups, seats: int, tie_rule: TieBreak) -> Filled:
    """Fill the seats by the one ranking that the tie rule chose among several equally right."""
    filled = fill(ranking, seats, tie_rule)
    ties: list[TieUse] = []
    reasons = list(weighed.reasons)
    left = weighed.open_to
    for option in filled.winners:
        if option in left:
            by = tie_rule.steps[-1]
            ties.append(TieUse(purpose="elect", among=left, by=by, picked=option))
            named = {"tied": left, "picked": (option,)}
            reasons.append(Reason(code=f"placing.{by}", options=named))
            left = tuple(o for o in left if o != option)
    return Filled(winners=filled.winners, reasons=tuple(reasons), ties=tuple(ties))


def top(ranking: Groups, seats: int) -> tuple[frozenset[OptionId], frozenset[OptionId]]:
    """Return who is surely among the first ``seats`` of a ranking, and who shares what is left."""
    sure = frozenset[OptionId]()
    for group in ranking:
        if len(sure) + len(group) > seats:
            return sure, frozenset(group) if len(sure) < seats else frozenset()
        sure |= frozenset(group)
    return sure, frozenset()


def outcome(
    contest: Contest[Any],
    profile: Profile,
    duels: Duels,
    filled: Filled,
    *,
    told: Sequence[Reason] = (),
    ranking: Groups = (),
    sets: Mapping[str, Groups] | None = None,
    tables: Mapping[str, Mapping[OptionId, Json]] | None = None,
    pairs: Mapping[str, Mapping[OptionId, Mapping[OptionId, Json]]] | None = None,
    details: Mapping[str, Json] | None = None,
) -> Outcome:
    """Return the outcome of a method that looks at duels: one stage, told from the duels on."""
    doubt: dict[str, Json] = {}
    if filled.open_to:
        doubt = {
            "tie_changes_winners": True,
            "possible_winners": [*filled.winners, *filled.open_to],
        }
    stage = Stage(
        number=1,
        action="tie" if filled.open_to else "elect",
        tallies={},
        elected=filled.winners,
        ties=filled.ties,
        reasons=(*opening(duels, profile), *told, *_ending(contest, filled)),
    )
    rows: dict[OptionId, Mapping[OptionId, Json]] = {o: {**r} for o, r in duels.matrix.items()}
    return Outcome(
        method=contest.method,
        rules=card(contest.rules),
        rules_hash=rules_hash(contest.method, contest.rules),
        profile=profile,
        winners=filled.winners,
        tied=(filled.open_to,) if filled.open_to else (),
        stages=(stage,),
        details={**doubt, **(details or {})},
        tables=tables or {},
        pairs={"matrix": rows, **(pairs or {})},
        sets={"ranking": ranking, **(sets or {})},
    )


def opening(duels: Duels, profile: Profile) -> tuple[Reason, ...]:
    """Say how duels are counted, and who wins them all, or where the circle is."""
    if not duels.standing:
        return ()
    if not any(votes for row in duels.matrix.values() for votes in row.values()):
        return (Reason(code="count.no-votes" if len(duels.matrix) > 1 else "duels.only-one"),)
    counted = Reason(code="duels.counted", params={"counted": profile.counted})
    return (counted, *_who_wins_all(duels))


def _who_wins_all(duels: Duels) -> tuple[Reason, ...]:
    if duels.winner is not None:
        closest = _closest(duels, duels.winner)
        return (Reason(code="duels.winner", options={"winner": (duels.winner,)}), *closest)
    reasons = [Reason(code="duels.no-winner", options={"smith": duels.smith_set})]
    if duels.cycle:
        reasons.append(Reason(code="duels.circle"))
        around = zip(duels.cycle, (*duels.cycle[1:], duels.cycle[0]), strict=True)
        reasons += [beaten(duels, one, other) for one, other in around]
    elif duels.weak_winners:
        reasons.append(Reason(code="duels.unbeaten", options={"unbeaten": duels.weak_winners}))
    return tuple(reasons)


def _closest(duels: Duels, winner: OptionId) -> tuple[Reason, ...]:
    """Tell of every duel of the winner, the closest first; of the closest only where many are."""
    others = sorted(
        (o for o in duels.standing if o != winner), key=lambda o: duels.margin(winner, o)
    )
    return tuple(beaten(duels, winner, other) for other in others[:MOST_TOLD])


def beaten(duels: Duels, one: OptionId, other: OptionId, code: str = "duels.beats") -> Reason:
    """Say that one option beats another, by how many to how many."""
    votes = {"votes": duels.over(one, other), "against": duels.over(other, one)}
    return Reason(code=code, params=votes, options={"winner": (one,), "loser": (other,)})


def _ending(contest: Contest[Any], filled: Filled) -> tuple[Reason, ...]:
    if not contest.standing:
        return (Reason(code="count.nobody-stands"),)
    if len(contest.standing) <= contest.rules.seats:
        return (Reason(code="count.unopposed", options={"elected": filled.winners}),)
    return filled.reasons
