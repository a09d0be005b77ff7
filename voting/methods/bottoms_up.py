"""Bottoms-up: exclude the last until all who are left hold a stated share of the votes.

RCTab 2.0's ``bottomsUpUsingPercentageThreshold`` (https://github.com/BrightSpots/rcv), as parties
use it to choose delegates. How many win is not fixed. It is not proportional: all who are left win
alike, whether they hold the share just so or four times over.

The share is of the papers that still count, or of the first round's where the threshold is fixed.
A stage shows the votes at its start, and what was decided on them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from voting.ballots import OptionId, Ranking
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.bottoms import Bottoms
from voting.engines.branches import Act, walk
from voting.engines.papers import read_papers
from voting.engines.piles import Holdings
from voting.engines.runoff_stages import transfers
from voting.method import Method
from voting.outcome import Outcome, Reason, Stage
from voting.profile import Profile
from voting.rules import card, check_bounds, rules_hash, switch, whole
from voting.tiebreak import Lot, tie_break
from voting.words import Phrase


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: the share that wins, how many go at once, marking errors, ties."""

    # Default: fifteen, the share that parties in the United States ask for.
    bottoms_up_percent: int = whole(
        15,
        Phrase("Batas menang, dalam persen", "Share that wins, in per cent"),
        Phrase("Semua yang tersisa harus mencapainya.", "All who are left must reach it."),
        least=1,
        most=100,
    )
    threshold_fixed_in_round_1: bool = switch(
        False,
        Phrase("Batas tetap sejak putaran pertama", "Share of the first round's votes"),
        Phrase(
            "Bila tidak, dari suara yang masih dihitung.", "If not, of the votes that still count."
        ),
    )
    eliminate_all_below_threshold: bool = switch(
        False,
        Phrase("Singkirkan semua yang di bawah batas sekaligus", "Exclude all below it at once"),
        Phrase("Bila tidak, satu per satu.", "If not, one at a time."),
    )
    overvote: str = rule_fields.overvote()
    max_skipped_ranks: int | None = rule_fields.max_skipped_ranks()
    max_rankings: int | None = rule_fields.max_rankings()
    exhaust_on_duplicate: bool = rule_fields.exhaust_on_duplicate()
    ties: str = rule_fields.ties("lot")
    decimals: int = rule_fields.decimals(4, fixed=False)
    mode: str = rule_fields.only("bottomsUpUsingPercentageThreshold", Phrase("Cara", "Mode"))
    tallies_at: str = rule_fields.tallies_at("start")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


def start(contest: Contest[Rules], profile: Profile) -> Bottoms:
    """Return the first count: every paper with its first preference."""
    rules, papers = contest.rules, read_papers(contest, profile)
    holdings = Holdings.first_count(papers.paths, papers.numbers_left(), unit=1)
    first = Bottoms(
        numbers=papers.numbers,
        write_ins=papers.write_ins,
        percent=rules.bottoms_up_percent,
        all_below=rules.eliminate_all_below_threshold,
        uses_history="previous" in tie_break(rules.ties, None).steps,
        holdings=holdings,
        left=papers.left,
    )
    return first._replace(fixed=first.threshold()) if rules.threshold_fixed_in_round_1 else first


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Count round by round until all who are left hold the share; stop at an undecided tie."""
    rules = contest.rules
    whole_count = walk(start(contest, profile), tie_break(rules.ties, lot), contest.standing)
    steps = list(whole_count.steps)
    end = whole_count.end
    if whole_count.doubt:
        steps.append((end, Act(kind="tie", reasons=whole_count.doubt.reasons()), end))
    elif not end.elected:
        steps.append((end, Act(kind="show"), end))
    names = {number: option for option, number in contest.numbers().items()}
    return Outcome(
        method=METHOD.id,
        rules=card(rules),
        rules_hash=rules_hash(METHOD.id, rules),
        profile=profile,
        winners=whole_count.winners,
        tied=whole_count.doubt.tied() if whole_count.doubt else (),
        stages=tuple(_stage(number, *step, names) for number, step in enumerate(steps, 1)),
        scale=rules.decimals,
        reasons=() if contest.standing else (Reason(code="count.nobody-stands"),),
        details=whole_count.doubt.details() if whole_count.doubt else {},
    )


def _stage(
    number: int, before: Bottoms, act: Act, after: Bottoms, names: Mapping[int, OptionId]
) -> Stage:
    moves = after.moves if act.kind == "exclude" else {}
    return Stage(
        number=number,
        action=act.kind,
        of=act.of if act.kind == "exclude" else (),
        tallies=before.votes(),
        threshold=before.threshold(),
        elected=act.of if act.kind == "elect" else (),
        excluded=act.of if act.kind == "exclude" else (),
        transfers=transfers(moves, names),
        inactive=dict(sorted(before.holdings.stopped.items())),
        ties=act.ties,
        reasons=(*_opening(number, before), *act.reasons),
    )


def _opening(number: int, before: Bottoms) -> tuple[Reason, ...]:
    """Say at the first round what share is asked for."""
    if number > 1:
        return ()
    active = sum(before.votes().values())
    if not active:
        return (Reason(code="count.no-votes"),)
    return (Reason(code="bottoms-up.share", params={"active": active, "percent": before.percent}),)


METHOD = Method(
    id="bottoms-up",
    title=Phrase("Singkirkan dari bawah", "Bottoms-up"),
    summary=Phrase(
        "Yang paling sedikit disingkirkan sampai semua yang tersisa punya bagian suara tertentu. "
        "Banyaknya pemenang tidak tetap, dan hasilnya tidak sepadan.",
        "The lowest is excluded until all who are left hold a stated share of the votes. How many "
        "win is not fixed, and the result is not proportional.",
    ),
    form=Ranking,
    rules=Rules,
    tally=tally,
    check_contest=rule_fields.check_ties,
)
