"""The outcome of a count that chooses a committee: its stages, all tied committees, who is served.

Where a tie stays open, ``winners`` are the members of every tied committee, ``tied`` holds those
of some, and ``sets["committees"]`` lists them all, unless there are too many ways to walk
(``committees_complete`` in the details is then false and the list is left out).
"""

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from voting.ballots import OptionId
from voting.canonical import Json
from voting.contest import Contest
from voting.engines.branches import Act, Doubt, walk
from voting.engines.committees import Choice, Closing, Committee, Course, Weighing
from voting.engines.supporters import Supporters
from voting.engines.top import WITHDRAWN, totals
from voting.outcome import Outcome, Reason, Stage, votes_json
from voting.profile import Profile
from voting.rules import card, rules_hash
from voting.tiebreak import Lot, tie_break


def choose_in_turn(
    contest: Contest[Any],
    profile: Profile,
    lot: Lot | None,
    voters: Supporters,
    phases: tuple[Weighing, ...],
    *,
    closing: Closing | None = None,
) -> Outcome:
    """Choose one after the other by the weighings of each phase; stop at an undecided tie."""
    tie_rule = tie_break(contest.rules.ties, lot)
    course = Course(
        voters=voters,
        seats=contest.rules.seats,
        phases=phases,
        uses_history="previous" in tie_rule.steps,
        closing=closing,
    )
    whole = walk(Committee.start(course), tie_rule, contest.standing)
    steps = list(whole.steps)
    if whole.doubt:
        steps.append((whole.end, Act(kind="tie", reasons=whole.doubt.reasons()), whole.end))
    _, resting = totals(contest, profile)
    stages = tuple(_stage(n, *step, resting) for n, step in enumerate(steps, 1))
    return committee_outcome(
        contest, profile, voters, stages=stages, winners=whole.winners, doubt=whole.doubt
    )


def committee_outcome(
    contest: Contest[Any],
    profile: Profile,
    voters: Supporters,
    *,
    stages: tuple[Stage, ...],
    winners: tuple[OptionId, ...],
    doubt: Doubt | None,
) -> Outcome:
    """Return the outcome of a committee, once its stages are known."""
    details: dict[str, Json] = dict(doubt.details()) if doubt else {}
    results = doubt.results if doubt else frozenset({frozenset(winners)})
    details["committees_complete"] = doubt is None or doubt.complete
    approvals, _ = totals(contest, profile)
    short = _unfilled(contest, results) if doubt is None or doubt.complete else 0
    if short:
        details["unfilled"] = short
    reasons = () if contest.standing else (Reason(code="count.nobody-stands"),)
    if winners and len(results) == 1:
        served = voters.by_members(winners)
        details["voters_by_members"] = served
        told = {"served": sum(served[1:]), "voters": sum(served)}
        if told["voters"]:
            reasons = (Reason(code="committee.served", params=told),)
    return Outcome(
        method=contest.method,
        rules=card(contest.rules),
        rules_hash=rules_hash(contest.method, contest.rules),
        profile=profile,
        winners=winners,
        tied=_tied(doubt) if doubt else (),
        stages=stages,
        reasons=reasons,
        details=details,
        tables={"approvals": approvals},
        sets={"committees": in_order(results, contest.standing)}
        if details["committees_complete"]
        else {},
    )


def in_order(
    committees: Collection[frozenset[OptionId]], standing: tuple[OptionId, ...]
) -> tuple[tuple[OptionId, ...], ...]:
    """Return committees with their members, and among themselves, in the order of the paper."""
    place = {option: n for n, option in enumerate(standing)}
    listed = [tuple(sorted(committee, key=place.__getitem__)) for committee in committees]
    return tuple(sorted(listed, key=lambda members: [place[option] for option in members]))


def _tied(doubt: Doubt) -> tuple[tuple[OptionId, ...], ...]:
    """Return those who are in some committees only; where there is but one, whose turn is open."""
    open_to = tuple(option for option in doubt.possible if option not in doubt.certain)
    return (open_to or doubt.left,)


def _unfilled(contest: Contest[Any], results: Collection[frozenset[OptionId]]) -> int:
    """Return how many seats stay empty even in the largest committee."""
    seats: int = min(contest.rules.seats, len(contest.standing))
    return seats - max(len(committee) for committee in results)


def _stage(number: int, before: Committee, act: Act, after: Committee, resting: int) -> Stage:
    chosen = [_told(choice, before) for choice in after.choices] if act.kind == "elect" else []
    values: Mapping[str, Json] = {"phase": before.phase + 1, "chosen": chosen} if chosen else {}
    return Stage(
        number=number,
        action=act.kind,
        tallies=before.votes,
        elected=act.of,
        inactive={WITHDRAWN: resting} if resting else {},
        ties=act.ties,
        reasons=(*before.news, *act.reasons),
        values=values,
    )


def _told(choice: Choice, before: Committee) -> Json:
    """Return a choice as JSON, in exact numbers, without its name: in the order of ``elected``."""
    told: dict[str, Json] = {
        "supporters": choice.supporters,
        "votes": votes_json(choice.votes, None),
        "parts": [
            {"voters": count, "each": votes_json(part, None)} for count, part in choice.parts
        ],
    }
    if before.weighing.measure and choice.votes:
        told[before.weighing.measure] = votes_json(Fraction(1, choice.votes), None)
    return told
