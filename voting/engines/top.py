"""Whoever has the most is elected: the end of every method that only adds up.

What is added up are marks, points or scores; exact fractions are as good as whole numbers.
Seats are filled from the top. Where more options are level than seats are left, the contest's tie
rule picks one after the other; without a lot they stay tied.
"""

from collections.abc import Mapping
from typing import Any

from voting.ballots import OptionId
from voting.contest import Contest
from voting.engines.branches import Act, Doubt, Fork, settle
from voting.outcome import Outcome, Reason, Stage, votes_json
from voting.profile import Profile
from voting.rules import card, rules_hash
from voting.tiebreak import Lot, TieBreak, TieUse, Votes, tie_break

WITHDRAWN = "withdrawn"


def totals(contest: Contest[Any], profile: Profile) -> tuple[dict[OptionId, int], int]:
    """Return the marks for each option that was not withdrawn, and the ballots without such."""
    votes = {option.id: 0 for option in contest.options if not option.withdrawn}
    resting = 0
    for code, count in profile.piles.items():
        marked = [contest.options[number - 1].id for number in code]
        for option in marked:
            if option in votes:
                votes[option] += count
        if code and not any(option in votes for option in marked):
            resting += count
    return votes, resting


def elect_top(contest: Contest[Any], profile: Profile, lot: Lot | None) -> Outcome:
    """Count in one stage: the marks for each option, and the seats filled from the top."""
    votes, resting = totals(contest, profile)
    return elect_most(contest, profile, lot, votes, resting)


def elect_most(
    contest: Contest[Any],
    profile: Profile,
    lot: Lot | None,
    votes: Mapping[OptionId, Votes],
    resting: int,
    *,
    told: str = "top",
) -> Outcome:
    """Fill the seats from the top of votes already added up, in one stage.

    ``votes`` are those of every option not withdrawn; ``resting`` the ballots that name none.
    ``told`` begins the codes of the reasons: ``top`` for votes, ``points`` for points or scores.
    """
    winners, reasons, ties, doubt = _fill(contest, votes, tie_break(contest.rules.ties, lot), told)
    opening = Reason(code=f"{contest.method}.first-count", params={"counted": profile.counted})
    stage = Stage(
        number=1,
        action="tie" if doubt else "elect",
        tallies=votes,
        elected=winners,
        inactive={WITHDRAWN: resting} if resting else {},
        ties=ties,
        reasons=(opening if any(votes.values()) else Reason(code="count.no-votes"), *reasons),
    )
    return Outcome(
        method=contest.method,
        rules=card(contest.rules),
        rules_hash=rules_hash(contest.method, contest.rules),
        profile=profile,
        winners=winners,
        tied=doubt.tied() if doubt else (),
        stages=(stage,),
        details=doubt.details() if doubt else {},
    )


def _fill(
    contest: Contest[Any], votes: Mapping[OptionId, Votes], tie_rule: TieBreak, told: str
) -> tuple[tuple[OptionId, ...], list[Reason], tuple[TieUse, ...], Doubt | None]:
    """Return winners in order, why, the ties met, and the tie that stays open."""
    able, seats = contest.standing, contest.rules.seats
    ordered = tuple(sorted(able, key=lambda option: votes[option], reverse=True))
    if len(able) <= seats:
        unopposed = Reason(code="count.unopposed", options={"elected": ordered})
        return ordered, [unopposed] if ordered else [], (), None
    reasons: list[Reason] = []
    ties: list[TieUse] = []
    winners: tuple[OptionId, ...] = ()
    while len(winners) < seats:
        most = max(votes[option] for option in able if option not in winners)
        level = tuple(o for o in able if votes[o] == most and o not in winners)
        if len(winners) + len(level) <= seats:
            code = f"{told}.elected-next" if winners else f"{told}.elected"
            held = {"votes": votes_json(most, None)}
            reasons.append(Reason(code=code, params=held, options={"elected": level}))
            winners += level
            continue
        acts = {option: Act(kind="elect", of=(option,)) for option in level}
        fork = Fork(purpose="elect", among=level, votes=votes_json(most, None), acts=acts)
        act = settle(fork, tie_rule, ())
        if act is None:
            doubt = _doubt(fork, winners)
            return winners, [*reasons, *doubt.reasons()], tuple(ties), doubt
        winners += act.of
        reasons.extend(act.reasons)
        ties.extend(act.ties)
    return winners, reasons, tuple(ties), None


def _doubt(fork: Fork, winners: tuple[OptionId, ...]) -> Doubt:
    return Doubt(
        fork=fork,
        left=fork.among,
        certain=winners,
        possible=winners + fork.among,
        complete=True,
        changes_winners=True,
    )
