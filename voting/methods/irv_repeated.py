"""Repeated instant runoff: one runoff for every seat, each without those elected before.

RCTab 2.0's multi-pass IRV (https://github.com/BrightSpots/rcv), used for some councils in Utah. It
is not proportional: the same majority can decide every pass. For shared seats use the single
transferable vote. A stage shows the votes at its start, and what was decided on them; a new pass
begins after every election.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from voting.ballots import OptionId, Ranking
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.branches import Act, walk
from voting.engines.papers import read_papers
from voting.engines.piles import WAIT, Holdings
from voting.engines.repeated import Repeated
from voting.engines.rule_fields_stv import batch_elimination
from voting.engines.runoff import Course, Runoff
from voting.engines.runoff_stages import stage_of
from voting.method import Method
from voting.outcome import Outcome, Reason, Stage
from voting.profile import Profile
from voting.rules import card, check_bounds, rules_hash
from voting.tiebreak import Lot, tie_break
from voting.words import Phrase


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: how many passes, and the rules of each."""

    seats: int = rule_fields.seats()
    overvote: str = rule_fields.overvote()
    max_skipped_ranks: int | None = rule_fields.max_skipped_ranks()
    max_rankings: int | None = rule_fields.max_rankings()
    exhaust_on_duplicate: bool = rule_fields.exhaust_on_duplicate()
    batch_elimination: bool = batch_elimination()
    minimum_vote_threshold: int = rule_fields.minimum_vote_threshold()
    ties: str = rule_fields.ties("lot")
    decimals: int = rule_fields.decimals(4, fixed=False)
    mode: str = rule_fields.only("multiPassIrv", Phrase("Cara menang", "Mode"))
    tallies_at: str = rule_fields.tallies_at("start")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


def start(contest: Contest[Rules], profile: Profile) -> Repeated:
    """Return the first round of the first pass."""
    rules, papers = contest.rules, read_papers(contest, profile)
    course = Course(
        numbers=papers.numbers,
        write_ins=papers.write_ins,
        batch=rules.batch_elimination,
        fixed_threshold=False,
        until_two=False,
        is_order_free=rules.overvote != WAIT,
        uses_history="previous" in tie_break(rules.ties, None).steps,
        fewest=rules.minimum_vote_threshold,
    )
    nothing = Holdings(parcels={}, votes={}, stopped={})
    first = Repeated(
        papers=papers.paths,
        course=course,
        standing=papers.left,
        seats=rules.seats,
        runoff=Runoff(course=course, holdings=nothing, left=(), is_over=True),
    )
    return first.begin() if contest.standing else first


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Count pass by pass until the seats are filled; stop at a tie that no rule decides."""
    rules = contest.rules
    whole = walk(start(contest, profile), tie_break(rules.ties, lot), contest.standing)
    steps = list(whole.steps)
    if whole.doubt:
        steps.append((whole.end, Act(kind="tie", reasons=whole.doubt.reasons()), whole.end))
    names = {number: option for option, number in contest.numbers().items()}
    return Outcome(
        method=METHOD.id,
        rules=card(rules),
        rules_hash=rules_hash(METHOD.id, rules),
        profile=profile,
        winners=whole.winners,
        tied=whole.doubt.tied() if whole.doubt else (),
        stages=tuple(_stage(number, *step, names) for number, step in enumerate(steps, 1)),
        reasons=() if contest.standing else (Reason(code="count.nobody-stands"),),
        details=whole.doubt.details() if whole.doubt else {},
    )


def _stage(
    number: int, before: Repeated, act: Act, after: Repeated, names: Mapping[int, OptionId]
) -> Stage:
    stage = stage_of(number, before.runoff, act, after.runoff, names)
    # In an earlier pass nobody is out for good.
    return stage if before.is_last_pass else replace(stage, excluded=())


METHOD = Method(
    id="irv-repeated",
    title=Phrase("Putaran berulang untuk tiap kursi", "Repeated instant runoff"),
    summary=Phrase(
        "Hitungan satu pemenang diulang untuk tiap kursi, tanpa yang sudah terpilih. Kelompok "
        "terbesar bisa mengambil semua kursi: tidak sepadan.",
        "One-winner ranked choice, held again for every seat without those elected. The largest "
        "group can take every seat: not proportional.",
    ),
    form=Ranking,
    rules=Rules,
    tally=tally,
    check_contest=rule_fields.check_ties,
)
