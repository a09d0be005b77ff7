"""STAR: score, then automatic runoff. The two highest totals meet; most ballots decide.

Equal Vote Coalition, "STAR Voting" (2014). On each ballot the finalist with the higher score has
its vote; a ballot that scores both alike has no preference. The ladder that settles ties before any
lot is in the rule card, step by step (``voting.engines.star_runoff``).
"""

from dataclasses import dataclass

from voting.ballots import OptionId, Scores
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.branches import Walk, walk
from voting.engines.score_sums import add_scores, check_scores, max_score, read_scores
from voting.engines.star_runoff import ADVANCE, FINALISTS, Scored, Star
from voting.engines.top import WITHDRAWN
from voting.method import Method
from voting.outcome import Outcome, Reason, Stage
from voting.profile import Profile
from voting.rules import card, check_bounds, rules_hash
from voting.tiebreak import Lot, tie_break
from voting.words import Phrase

NO_PREFERENCE = "no-preference"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: the highest score, and the ladder of ties down to the last step."""

    max_score: int = max_score()
    unscored: str = rule_fields.only("zero", Phrase("Pilihan tanpa nilai", "Without a score"))
    finalist_ties: str = rule_fields.only(
        "duels,highest-scores", Phrase("Bila seri menuju putaran akhir", "Ties for the runoff")
    )
    runoff_ties: str = rule_fields.only(
        "total,highest-scores", Phrase("Bila putaran akhir seri", "Ties in the runoff")
    )
    ties: str = rule_fields.ties("lot")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Add up the scores, find the finalists, and let each ballot choose between them."""
    rules = contest.rules
    piles, resting = read_scores(contest, profile)
    scored = Scored(
        piles=piles,
        totals=add_scores(contest, piles),
        able=contest.standing,
        max_score=rules.max_score,
    )
    walked = walk(Star(scored=scored), tie_break(rules.ties, lot), contest.standing)
    stages = [_scoring(walked, profile, resting)]
    if len(walked.end.finalists) == FINALISTS:
        stages.append(_runoff(walked, profile))
    doubt = walked.doubt
    return Outcome(
        method=contest.method,
        rules=card(rules),
        rules_hash=rules_hash(contest.method, rules),
        profile=profile,
        winners=walked.winners,
        tied=doubt.tied() if doubt else (),
        stages=tuple(stages),
        details=doubt.details() if doubt else {},
        sets={"finalists": (walked.end.finalists,)} if walked.end.finalists else {},
    )


def _scoring(walked: Walk[Star], profile: Profile, resting: int) -> Stage:
    end = walked.end
    votes = end.scored.totals
    opening = Reason(code="star.first-count", params={"counted": profile.counted})
    reasons = [opening if any(votes.values()) else Reason(code="count.no-votes")]
    # With a single option there is no runoff: its election is told with the scores.
    has_runoff = len(end.finalists) == FINALISTS
    acts = [act for _, act, _ in walked.steps if act.kind == ADVANCE or not has_runoff]
    reasons += [reason for act in acts for reason in act.reasons]
    if walked.doubt and not has_runoff:
        reasons += walked.doubt.reasons()
    out: tuple[OptionId, ...] = ()
    if has_runoff:
        out = tuple(option for option in end.scored.able if option not in end.finalists)
    action = "exclude" if out else "show"
    if not has_runoff and end.scored.able:
        action = "elect" if end.elected else "tie"
    return Stage(
        number=1,
        action=action,
        tallies=votes,
        of=out,
        excluded=out,
        elected=() if has_runoff else end.elected,
        inactive={WITHDRAWN: resting} if resting else {},
        ties=tuple(use for act in acts for use in act.ties),
        reasons=tuple(reasons),
    )


def _runoff(walked: Walk[Star], profile: Profile) -> Stage:
    end = walked.end
    votes = dict(zip(end.finalists, end.scored.duel(*end.finalists), strict=True))
    undecided = profile.counted - sum(votes.values())
    acts = [act for _, act, _ in walked.steps if act.kind != ADVANCE]
    doubt = walked.doubt
    return Stage(
        number=2,
        action="tie" if doubt else "elect",
        tallies=votes,
        of=end.elected,
        elected=end.elected,
        inactive={NO_PREFERENCE: undecided} if undecided else {},
        ties=tuple(use for act in acts for use in act.ties),
        reasons=doubt.reasons() if doubt else tuple(r for act in acts for r in act.reasons),
    )


METHOD = Method(
    id="star",
    title=Phrase("STAR (nilai, lalu dua teratas)", "STAR"),
    summary=Phrase(
        "Beri tiap pilihan nilai. Dua jumlah terbesar diadu: yang dinilai lebih tinggi di lebih "
        "banyak surat suara menang.",
        "Give each option a score. Of the two highest totals, the one scored higher on more "
        "ballots wins.",
    ),
    form=Scores,
    rules=Rules,
    tally=tally,
    check=check_scores,
    check_contest=rule_fields.check_ties,
    single_vote=False,
)
