"""Instant runoff (ranked choice, one winner): exclude the last until one has a majority.

Each paper counts for its best option still in. Whoever holds more than half of the papers that
still count is elected; else the option with the fewest votes is excluded and its papers go to
their next preferences. The rules of the card follow RCTab 2.0, Minneapolis Code of Ordinances ch.
167 and 21-A Maine Revised Statutes 723-A: see ``voting.engines.rule_fields`` for marking errors.
A stage shows the votes at its start, and what was decided on them.
"""

from dataclasses import dataclass

from voting.ballots import Ranking
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.branches import Act, walk
from voting.engines.papers import read_papers
from voting.engines.piles import WAIT, Holdings
from voting.engines.rule_fields_stv import batch_elimination
from voting.engines.runoff import Course, Runoff
from voting.engines.runoff_stages import stage_of
from voting.method import Method
from voting.outcome import Outcome, Reason
from voting.profile import Profile
from voting.rules import card, check_bounds, limit, rules_hash, switch
from voting.tiebreak import Lot, tie_break
from voting.words import Phrase


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card of an instant runoff; with no marking errors the defaults are plain IRV."""

    seats: int = rule_fields.seats(most=1)
    overvote: str = rule_fields.overvote()
    max_skipped_ranks: int | None = rule_fields.max_skipped_ranks()
    max_rankings: int | None = rule_fields.max_rankings()
    exhaust_on_duplicate: bool = rule_fields.exhaust_on_duplicate()
    # One at a time, so that every exclusion can be followed; the winner is the same.
    batch_elimination: bool = batch_elimination()
    # Default: of the papers that still count, else a vote without further preference counts
    # against everybody who is left.
    threshold_fixed_in_round_1: bool = switch(
        False,
        Phrase("Batas menang tetap sejak putaran pertama", "Majority fixed in the first round"),
        Phrase(
            "Bila tidak, batasnya lebih dari setengah suara yang masih dihitung.",
            "If not, it is more than half of the ballots that still count.",
        ),
    )
    # Default: the count ends when the winner is known.
    continue_until_two: bool = switch(
        False,
        Phrase("Hitung terus sampai tinggal dua", "Count on until two are left"),
        Phrase("Pemenangnya tidak berubah.", "The winner stays the same."),
    )
    minimum_vote_threshold: int = rule_fields.minimum_vote_threshold()
    # Default: the count goes on until somebody is elected, which is what it is for.
    stop_tabulation_early_after_round: int | None = limit(
        None,
        Phrase("Berhenti sesudah putaran ke-", "Stop after round"),
        Phrase(
            "Hanya untuk melihat hitungan sementara: bila belum ada yang menang, tidak ada "
            "pemenang.",
            "Only for a first look: where nobody has won by then, nobody wins.",
        ),
        unlimited="never",
        least=1,
    )
    ties: str = rule_fields.ties("lot")
    decimals: int = rule_fields.decimals(4, fixed=False)
    mode: str = rule_fields.only("singleWinnerMajority", Phrase("Cara menang", "Mode"))
    tallies_at: str = rule_fields.tallies_at("start")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


def start(contest: Contest[Rules], profile: Profile) -> Runoff:
    """Return the first count: every paper with its first preference."""
    rules, papers = contest.rules, read_papers(contest, profile)
    course = Course(
        numbers=papers.numbers,
        write_ins=papers.write_ins,
        batch=rules.batch_elimination,
        fixed_threshold=rules.threshold_fixed_in_round_1,
        until_two=rules.continue_until_two,
        is_order_free=rules.overvote != WAIT,
        uses_history="previous" in tie_break(rules.ties, None).steps,
        fewest=rules.minimum_vote_threshold,
        rounds=rules.stop_tabulation_early_after_round,
    )
    holdings = Holdings.first_count(papers.paths, papers.numbers_left(), unit=1)
    return Runoff(course=course, holdings=holdings, left=papers.left, is_over=not contest.standing)


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Count round by round until somebody has a majority; stop at a tie that no rule decides."""
    rules = contest.rules
    whole = walk(start(contest, profile), tie_break(rules.ties, lot), contest.standing)
    steps = list(whole.steps)
    if whole.doubt:
        steps.append((whole.end, Act(kind="tie", reasons=whole.doubt.reasons()), whole.end))
    names = {number: option for option, number in contest.numbers().items()}
    stages = tuple(stage_of(number, *step, names) for number, step in enumerate(steps, 1))
    return Outcome(
        method=METHOD.id,
        rules=card(rules),
        rules_hash=rules_hash(METHOD.id, rules),
        profile=profile,
        winners=whole.winners,
        tied=whole.doubt.tied() if whole.doubt else (),
        stages=stages,
        reasons=_ending(contest, whole.end),
        details=whole.doubt.details() if whole.doubt else {},
    )


def _ending(contest: Contest[Rules], end: Runoff) -> tuple[Reason, ...]:
    """Say why nobody is elected, where that is no tie."""
    if not contest.standing:
        return (Reason(code="count.nobody-stands"),)
    rounds = end.course.rounds
    if rounds is None or end.elected or not end.is_stopped:
        return ()
    return (Reason(code="irv.stopped", params={"rounds": rounds}, options={"left": end.left}),)


METHOD = Method(
    id="irv",
    title=Phrase("Pilihan berperingkat, satu pemenang", "Ranked choice, one winner"),
    summary=Phrase(
        "Pilihan dengan suara paling sedikit disingkirkan satu per satu; suaranya pindah ke "
        "pilihan berikut, sampai satu pilihan didukung lebih dari setengah.",
        "The option with the fewest votes is excluded, one at a time, and its ballots move to "
        "their next preference, until one option is backed by more than half.",
    ),
    form=Ranking,
    rules=Rules,
    tally=tally,
    check_contest=rule_fields.check_ties,
)
