"""Proportional approval voting: the committee with which the voters are best served as a whole.

Thorvald Nicolai Thiele (1895); the modern account is Aziz, Brill, Conitzer, Elkind, Freeman and
Walsh, "Justified Representation in Approval-Based Committee Voting" (2017). A voter with j members
on the ballot counts 1 + 1/2 + ... + 1/j; the committee with the highest sum is elected, found by an
exact search. That is a search through all committees in the worst case, so a contest in which
there are more than ``MOST_COMMITTEES`` is refused before it opens. Where several committees share
the highest score, the lot (or the order published beforehand) decides: the one that comes first
when committees are listed like words in a dictionary whose alphabet is the order of the lot.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from math import comb

from voting.ballots import Approval, OptionId
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.best_committee import Search
from voting.engines.branches import MOST_BRANCHES, Doubt, Fork
from voting.engines.committee_outcomes import committee_outcome
from voting.engines.supporters import Supporters
from voting.engines.top import WITHDRAWN, totals
from voting.errors import InvalidRuleError
from voting.method import Method
from voting.outcome import Outcome, Reason, Stage, votes_json
from voting.profile import Profile
from voting.rules import check_bounds
from voting.tiebreak import Lot, TieBreak, TieUse, tie_break
from voting.words import Phrase

MOST_COMMITTEES = 100_000


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: how many are chosen, and what decides between committees of equal score."""

    seats: int = rule_fields.seats()
    ties: str = rule_fields.ties("lot")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


def check_contest(contest: Contest[Rules]) -> None:
    """Refuse an unfit order for ties, and more possible committees than can be searched."""
    rule_fields.check_ties(contest)
    committees = comb(len(contest.standing), contest.rules.seats)
    if committees > MOST_COMMITTEES:
        raise InvalidRuleError(
            "pav.too-large",
            options=len(contest.standing),
            seats=contest.rules.seats,
            most=MOST_COMMITTEES,
        )


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Find every committee with the highest score; where there are several, let the lot choose."""
    voters = Supporters.read(contest, profile)
    votes = {option: voters.count(mask) for option, mask in voters.of.items()}
    if len(contest.standing) <= contest.rules.seats:
        winners = tuple(sorted(votes, key=lambda option: votes[option], reverse=True))
        alone = (Reason(code="count.unopposed", options={"elected": winners}),)
        stages = (_stage(contest, profile, votes, winners, alone),) if winners else ()
        return committee_outcome(
            contest, profile, voters, stages=stages, winners=winners, doubt=None
        )
    search = Search.of(voters, contest.rules.seats)
    best = search.best()
    score = votes_json(Fraction(best, search.unit), None)
    found = [*islice(search.reaching(best, contest.standing), MOST_BRANCHES + 1)]
    tied = frozenset(frozenset(committee) for committee in found)
    order = _order(tie_break(contest.rules.ties, lot), contest.standing)
    winners, doubt = found[0], None
    ties: tuple[TieUse, ...] = ()
    if len(tied) > 1 and order:
        winners = next(search.reaching(best, [use.picked for use in order]))
        ties = _uses(order, tied, frozenset(winners))
    elif len(tied) > 1:
        doubt = _doubt(contest.standing, tied, score)
        winners = doubt.certain
    winners = tuple(sorted(winners, key=lambda option: votes[option], reverse=True))
    said = _reasons(tied, score, winners, doubt, ties)
    stage = _stage(contest, profile, votes, winners, said, ties=ties, is_open=doubt is not None)
    stage = replace(stage, values={"score": score})
    return committee_outcome(
        contest, profile, voters, stages=(stage,), winners=winners, doubt=doubt
    )


def _reasons(
    tied: Collection[frozenset[OptionId]],
    score: int | str,
    winners: tuple[OptionId, ...],
    doubt: Doubt | None,
    ties: tuple[TieUse, ...],
) -> tuple[Reason, ...]:
    """Say which committee has the highest score, or how many do and what decides."""
    named = {"elected": winners}
    if len(tied) == 1:
        return (Reason(code="pav.elected", params={"score": score}, options=named),)
    met = Reason(code="pav.tied", params={"committees": len(tied), "score": score})
    if len(tied) > MOST_BRANCHES:
        met = Reason(code="pav.many-tied", params={"most": MOST_BRANCHES, "score": score})
    if doubt:
        return (met, *doubt.reasons()[1:])
    return (met, Reason(code=f"pav.tie.{ties[0].by}", options=named))


def _stage(
    contest: Contest[Rules],
    profile: Profile,
    votes: Mapping[OptionId, int],
    winners: tuple[OptionId, ...],
    said: tuple[Reason, ...],
    *,
    ties: tuple[TieUse, ...] = (),
    is_open: bool = False,
) -> Stage:
    _, resting = totals(contest, profile)
    opening = Reason(code="pav.opening" if any(votes.values()) else "count.no-votes")
    return Stage(
        number=1,
        action="tie" if is_open else "elect",
        tallies=votes,
        elected=winners,
        inactive={WITHDRAWN: resting} if resting else {},
        ties=ties,
        reasons=(opening, *said),
    )


def _order(tie_rule: TieBreak, standing: Sequence[OptionId]) -> list[TieUse]:
    """Return all options in the order of the lot, as picks; none where it has not been drawn."""
    left, picks = list(standing), []
    while left and (use := tie_rule.pick("elect", left, ())):
        picks.append(use)
        left.remove(use.picked)
    return picks


def _uses(
    order: Sequence[TieUse], tied: frozenset[frozenset[OptionId]], winners: frozenset[OptionId]
) -> tuple[TieUse, ...]:
    """Return the picks of the lot that narrow the tied committees down to the one elected."""
    uses: list[TieUse] = []
    for pick in order:
        among = frozenset.union(*tied) - frozenset.intersection(*tied)
        if pick.picked in winners & among:
            listed = tuple(use.picked for use in order if use.picked in among)
            uses.append(TieUse(purpose="elect", among=listed, by=pick.by, picked=pick.picked))
            tied = frozenset(committee for committee in tied if pick.picked in committee) or tied
        elif pick.picked in among:
            tied = frozenset(committee for committee in tied if pick.picked not in committee)
        if len(tied) == 1:
            break
    return tuple(uses) or (order[0],)


def _doubt(
    standing: tuple[OptionId, ...], tied: frozenset[frozenset[OptionId]], score: int | str
) -> Doubt:
    complete = len(tied) <= MOST_BRANCHES
    certain = frozenset.intersection(*tied) if complete else frozenset()
    possible = frozenset.union(*tied) if complete else frozenset(standing)
    left = tuple(option for option in standing if option in possible - certain)
    return Doubt(
        fork=Fork(purpose="elect", among=left, votes=score, acts={}),
        left=left,
        certain=tuple(option for option in standing if option in certain),
        possible=tuple(option for option in standing if option in possible),
        complete=complete,
        changes_winners=True,
        results=tied if complete else frozenset(),
    )


METHOD = Method(
    id="pav",
    title=Phrase("Pilih tim yang paling mewakili", "Proportional approval, exact"),
    summary=Phrase(
        "Tandai semua yang Anda setujui. Semua susunan tim dibandingkan; menang susunan yang "
        "paling banyak memberi tiap kelompok wakilnya.",
        "Mark every option you approve of. All possible committees are compared, and the one that "
        "serves the voters best as a whole wins.",
    ),
    form=Approval,
    rules=Rules,
    tally=tally,
    check_contest=check_contest,
    single_vote=False,
)
