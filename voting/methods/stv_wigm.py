"""The single transferable vote with weighted inclusive Gregory surpluses, rules to choose from.

All papers of the elected move on, each at surplus / votes of its value. The defaults are those of
RCTab 2.0 (https://github.com/BrightSpots/rcv), used in Minneapolis: quota
floor(votes / (seats + 1)) + 1, four decimals, fraction and value both cut, what is lost to cutting
in a line of its own. The PR Foundation's reference rule is ``quota=droop-unit``,
``surplus=largest-first``, ``rounding=once``, ``tallies_at=end``. With ``arithmetic=exact`` nothing
is rounded anywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from voting.ballots import OptionId, Ranking
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.branches import Act, walk
from voting.engines.gregory import Gregory, Plan
from voting.engines.papers import read_papers
from voting.engines.piles import Holdings, Moved
from voting.engines.rule_fields_stv import (
    MOST_EXACT_SEATS,
    ONE_AT_A_TIME,
    arithmetic,
    batch_elimination,
    fractional_threshold,
    mode,
    quota,
    rounding,
    surplus,
    tallies_at,
)
from voting.engines.surpluses import Scale
from voting.errors import InvalidRuleError
from voting.method import Method
from voting.outcome import Outcome, Reason, Stage, Transfer, votes_json
from voting.profile import Profile
from voting.rules import card, check_bounds, rules_hash
from voting.tiebreak import Lot, tie_break
from voting.words import Phrase

RESIDUAL = "residual"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: seats, quota, arithmetic, the order of surpluses, marking errors, ties."""

    seats: int = rule_fields.seats()
    quota: str = quota()
    fractional_threshold: bool = fractional_threshold()
    arithmetic: str = arithmetic()
    decimals: int = rule_fields.decimals(4, fixed=False)
    rounding: str = rounding()
    surplus: str = surplus()
    mode: str = mode()
    batch_elimination: bool = batch_elimination()
    minimum_vote_threshold: int = rule_fields.minimum_vote_threshold()
    overvote: str = rule_fields.overvote()
    max_skipped_ranks: int | None = rule_fields.max_skipped_ranks()
    max_rankings: int | None = rule_fields.max_rankings()
    exhaust_on_duplicate: bool = rule_fields.exhaust_on_duplicate()
    ties: str = rule_fields.ties("lot")
    tallies_at: str = tallies_at()

    def __post_init__(self) -> None:
        """Refuse values out of bounds, and those that do not go together."""
        check_bounds(self)
        tie_break(self.ties, None)
        if self.arithmetic == "exact" and self.seats > MOST_EXACT_SEATS:
            raise InvalidRuleError("stv.exact-seats", most=MOST_EXACT_SEATS)


def start(contest: Contest[Rules], profile: Profile) -> Gregory:
    """Return the first count, with its quota: every paper with its first preference."""
    rules, papers = contest.rules, read_papers(contest, profile)
    decimals = None if rules.arithmetic == "exact" else rules.decimals
    unit = 10**rules.decimals * (rules.seats + 1 if decimals is None else 1)
    holdings = Holdings.first_count(papers.paths, papers.numbers_left(), unit)
    plan = Plan(
        numbers=papers.numbers,
        write_ins=papers.write_ins,
        seats=rules.seats,
        strict=rules.quota == "exact",
        largest_first=rules.surplus == "largest-first",
        one_at_a_time=rules.mode == ONE_AT_A_TIME,
        batch=rules.batch_elimination,
        fewest=rules.minimum_vote_threshold,
        uses_history="previous" in tie_break(rules.ties, None).steps,
    )
    threshold = _quota(rules, sum(holdings.votes.values()) // unit)
    return Gregory(
        plan=plan,
        holdings=holdings,
        scale=Scale(
            unit=unit,
            quota=int(threshold * unit),
            decimals=decimals,
            twice=rules.rounding == "twice",
        ),
        left=papers.left,
        ending="" if contest.standing else "over",
    ).begin()


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Count round by round until the seats are filled; stop at a tie that no rule decides."""
    rules = contest.rules
    first = start(contest, profile)
    whole = walk(first, tie_break(rules.ties, lot), contest.standing)
    acts = [act for _, act, _ in whole.steps]
    counts = [first, *(after for _, _, after in whole.steps)]
    if acts and acts[-1].kind == "show":
        counts.pop()
    if whole.doubt:
        acts.append(Act(kind="tie", reasons=whole.doubt.reasons()))
    stages = _at_end(acts, counts) if rules.tallies_at == "end" else _at_start(acts, counts)
    names = {number: option for option, number in contest.numbers().items()}
    return Outcome(
        method=METHOD.id,
        rules=card(rules),
        rules_hash=rules_hash(METHOD.id, rules),
        profile=profile,
        winners=whole.winners,
        tied=whole.doubt.tied() if whole.doubt else (),
        stages=tuple(_stage(number, told, names) for number, told in enumerate(stages, 1)),
        quota=Fraction(first.scale.quota, first.scale.unit),
        scale=first.scale.decimals,
        reasons=() if contest.standing else (Reason(code="count.nobody-stands"),),
        details=whole.doubt.details() if whole.doubt else {},
    )


def _quota(rules: Rules, votes: int) -> Fraction:
    """Return the quota from the votes that count at first.

    With decimals an exact quota is cut to them: still no more can have more than it than are to
    be elected.
    """
    if rules.quota == "exact":
        return Fraction(votes, rules.seats + 1)
    with_decimals = rules.fractional_threshold or rules.quota == "droop-unit"
    least = 10**rules.decimals if with_decimals else 1
    if rules.quota == "hare":
        return Fraction(max(1, -(-votes * least // rules.seats)), least)
    return Fraction(votes * least // (rules.seats + 1) + 1, least)


Told = tuple[Gregory, Act, Gregory, Mapping[OptionId, Moved]]


def _at_start(acts: list[Act], counts: list[Gregory]) -> list[Told]:
    """Pair each count with the act decided on its votes."""
    told: list[Told] = []
    for place, here in enumerate(counts):
        act = acts[place] if place < len(acts) else Act(kind="show")
        after = counts[place + 1] if place + 1 < len(counts) else here
        told.append((here, act, after, after.moved if after is not here else {}))
    if len(told) > 1 and _is_told(told[-2], told[-1]):
        told.pop()
    return told


def _is_told(before: Told, last: Told) -> bool:
    """Tell whether the last count repeats the one before: nothing moved and nobody was elected."""
    over = last[1].kind == "show" and last[0].ending == "over"
    return over and before[1].kind == "elect" and not last[0].newly and not last[0].moved


def _at_end(acts: list[Act], counts: list[Gregory]) -> list[Told]:
    """Pair each count with the act that led to it; a tie at the end stands alone."""
    leading = [Act(kind="first_preferences"), *(act for act in acts if act.kind != "show")]
    told = [(here, act, here, here.moved) for here, act in zip(counts, leading, strict=False)]
    if acts and acts[-1].kind == "tie":
        told.append((counts[-1], acts[-1], counts[-1], {}))
    return told


def _stage(number: int, told: Told, names: Mapping[int, OptionId]) -> Stage:
    here, act, after, moved = told
    unit, holdings = here.scale.unit, here.holdings
    by_act = act.of if act.kind == "elect" else ()
    transfers = tuple(t for source, one in moved.items() for t in _flow(source, one, after, names))
    return Stage(
        number=number,
        action="elect" if here.newly and act.kind in ("show", "surplus") else act.kind,
        of=tuple(option for option in act.of if option in moved),
        tallies={option: Fraction(units, unit) for option, units in here.credited().items()},
        threshold=Fraction(here.scale.quota, unit),
        elected=here.newly + tuple(o for o in by_act if o not in here.newly),
        excluded=act.of if act.kind == "exclude" else (),
        transfers=transfers,
        inactive={
            cause: Fraction(units, unit) for cause, units in sorted(holdings.stopped.items())
        },
        residual=Fraction(holdings.rounding, unit),
        ties=act.ties,
        reasons=(*_opening(number, here), *here.reasons, *act.reasons, *_moving(transfers, after)),
    )


def _flow(
    source: OptionId, moved: Moved, after: Gregory, names: Mapping[int, OptionId]
) -> list[Transfer]:
    """Return where votes went: options by number, then causes by name, then what was cut off."""
    to = [(str(names[number]), units) for number, units in sorted(moved.to.items())]
    to += sorted(moved.stopped.items())
    to.append((RESIDUAL, moved.rounding))
    return [
        Transfer(source=source, target=target, votes=Fraction(units, after.scale.unit))
        for target, units in to
        if units
    ]


def _opening(number: int, here: Gregory) -> tuple[Reason, ...]:
    """Say at the first round how the quota came about, and how many papers rest at once."""
    if number > 1 or (here.ending == "over" and not here.elected):
        return ()
    resting = sum(here.holdings.stopped.values())
    valid = (sum(here.holdings.votes.values())) // here.scale.unit
    values = {"valid": valid, "seats": here.plan.seats, "quota": here.scale.told(here.scale.quota)}
    reasons = [Reason(code="stv.quota", params=values) if valid else Reason(code="count.no-votes")]
    if resting:
        reasons.append(
            Reason(code="irv.rest-at-once", params={"votes": resting // here.scale.unit})
        )
    return tuple(reasons)


def _moving(transfers: tuple[Transfer, ...], after: Gregory) -> tuple[Reason, ...]:
    """Say of an act how many votes moved on, rest, or were cut off."""
    options = {str(option) for option in after.plan.numbers}
    rest = sum(t.votes for t in transfers if t.target not in (*options, RESIDUAL))
    cut = sum(t.votes for t in transfers if t.target == RESIDUAL)
    scale = after.scale.decimals
    said: list[Reason] = []
    if rest:
        said.append(Reason(code="stv.votes-rest", params={"votes": votes_json(rest, scale)}))
    if cut:
        said.append(Reason(code="stv.votes-cut", params={"votes": votes_json(cut, scale)}))
    return tuple(said)


METHOD = Method(
    id="stv-wigm",
    title=Phrase(
        "Pilihan berperingkat, beberapa pemenang (Gregory tertimbang)",
        "Ranked choice, several winners (weighted Gregory)",
    ),
    summary=Phrase(
        "Yang mencapai kuota terpilih; semua surat suaranya pindah ke pilihan berikut dengan "
        "nilai sebesar kelebihannya. Kuota dan ketelitian hitungan dapat dipilih.",
        "Whoever reaches the quota is elected, and all their ballots move on, worth the surplus. "
        "The quota and the precision of the count can be chosen.",
    ),
    form=Ranking,
    rules=Rules,
    tally=tally,
    check_contest=rule_fields.check_ties,
)
