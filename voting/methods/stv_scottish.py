"""Scottish STV: the single transferable vote of Scotland's council elections.

The Scottish Local Government Elections Orders 2007 (SSI 2007/42) and 2011 (SSI 2011/399), Schedule
1, rules 45 to 52, told in our own words beside each step. A vote is counted in units of 0.00001;
the only rounding is that of rule 48(3), which drops what is beyond five decimals of a transfer
value. A stage shows the votes at its end. ``non_transferable`` is everything no candidate holds
any more, remainders of the rounding included, as on the official sheets. ``rejected`` are papers
without one clear first preference: they are not valid (rule 45(3)) and stand outside the quota.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from voting.ballots import OptionId, Ranking
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.branches import Act, walk
from voting.engines.piles import Holdings, Marking, Moved, paths
from voting.engines.stv import DECIMALS, UNIT, Stv, as_json
from voting.method import Method
from voting.outcome import Outcome, Reason, Stage, Transfer, votes_json
from voting.profile import Profile
from voting.rules import card, check_bounds, rules_hash
from voting.tiebreak import Lot, tie_break
from voting.words import Phrase

NON_TRANSFERABLE = "non_transferable"
REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: the Order leaves nothing to choose but the number of seats.

    Rules 49(2) and 51(2) break ties by the most recent stage that differs, then by lot.
    """

    seats: int = rule_fields.seats()
    ties: str = rule_fields.ties("previous,lot")
    decimals: int = rule_fields.decimals(DECIMALS, fixed=True)
    tallies_at: str = rule_fields.tallies_at("end")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


def start(contest: Contest[Rules], profile: Profile) -> Stv:
    """Rules 45 and 46: sort by first preference, count, and find the quota.

    Whatever makes a preference unclear (a number left out, or given twice) ends the paper there;
    the next preference must be "recorded consecutively". Withdrawn options and names written in
    are no candidates and are passed over.
    """
    standing, numbers = contest.standing, contest.numbers()
    passed_over = bytes(number for option, number in numbers.items() if option not in standing)
    papers = paths(profile.piles, Marking(max_skipped_ranks=0), passed_over)
    numbers = {option: numbers[option] for option in standing}
    holdings = Holdings.first_count(papers, numbers.values(), UNIT)
    valid = sum(holdings.votes.values())
    seats = contest.rules.seats
    return Stv(
        numbers=numbers,
        seats=seats,
        # Rule 46: valid papers / (seats + 1), any decimals ignored, and one more.
        quota=(valid // UNIT // (seats + 1) + 1) * UNIT,
        holdings=holdings,
        left=standing,
        uses_history="previous" in tie_break(contest.rules.ties, None).steps,
    ).return_candidates()


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Count stage by stage until the seats are filled; stop at a tie that no rule decides."""
    rules = contest.rules
    first = start(contest, profile)
    whole = walk(first, tie_break(rules.ties, lot), contest.standing)
    rejected = sum(first.holdings.stopped.values())
    names = {number: option for option, number in contest.numbers().items()}
    opening = Act(kind="first_preferences", reasons=_opening(first, rejected))
    acts = [(opening, first), *((act, after) for _, act, after in whole.steps)]
    return Outcome(
        method=METHOD.id,
        rules=card(rules),
        rules_hash=rules_hash(METHOD.id, rules),
        profile=profile,
        winners=whole.winners,
        tied=whole.doubt.tied() if whole.doubt else (),
        stages=tuple(
            _stage(n, act, after, rejected, names) for n, (act, after) in enumerate(acts, 1)
        ),
        quota=Fraction(first.quota, UNIT),
        scale=DECIMALS,
        reasons=whole.doubt.reasons() if whole.doubt else (),
        details=whole.doubt.details() if whole.doubt else {},
    )


def _stage(
    number: int, act: Act, after: Stv, rejected: int, names: Mapping[int, OptionId]
) -> Stage:
    stopped = sum(after.holdings.stopped.values()) + after.holdings.rounding - rejected
    inactive = {NON_TRANSFERABLE: Fraction(stopped, UNIT)}
    if rejected:
        inactive[REJECTED] = Fraction(rejected, UNIT)
    transfers = tuple(
        transfer
        for source, moved in after.moved.items()
        for transfer in _flow(source, moved, names)
    )
    lost = sum(t.votes for t in transfers if t.target == NON_TRANSFERABLE)
    resting = {"votes": votes_json(lost, DECIMALS)}
    lasting = [Reason(code="stv.non-transferable", params=resting)] if lost else []
    return Stage(
        number=number,
        action=act.kind,
        of=act.of,
        tallies={option: Fraction(units, UNIT) for option, units in after.credited().items()},
        threshold=Fraction(after.quota, UNIT),
        elected=after.newly,
        excluded=act.of if act.kind == "exclude" else (),
        transfers=transfers,
        inactive=inactive,
        ties=act.ties,
        reasons=(*act.reasons, *lasting, *after.reasons),
    )


def _flow(source: OptionId, moved: Moved, names: Mapping[int, OptionId]) -> list[Transfer]:
    """Return what left a candidate: votes to others by number, then what could not be moved."""
    to: list[tuple[str, int]] = [
        (names[number], units) for number, units in sorted(moved.to.items())
    ]
    if lost := sum(moved.stopped.values()) + moved.rounding:
        to.append((NON_TRANSFERABLE, lost))
    return [Transfer(source=source, target=t, votes=Fraction(units, UNIT)) for t, units in to]


def _opening(first: Stv, rejected: int) -> tuple[Reason, ...]:
    """Say how the quota came about, and how many papers name no clear first preference."""
    valid = sum(first.credited().values()) // UNIT
    values = {"valid": valid, "seats": first.seats, "quota": as_json(first.quota)}
    reasons = [Reason(code="stv.quota", params=values) if valid else Reason(code="count.no-votes")]
    if rejected:
        reasons.append(Reason(code="stv.rejected", params={"votes": rejected // UNIT}))
    return tuple(reasons)


METHOD = Method(
    id="stv-scottish",
    title=Phrase("Pilihan berperingkat, beberapa pemenang", "Ranked choice, several winners"),
    summary=Phrase(
        "Yang mencapai kuota terpilih, dan kelebihan suaranya pindah ke pilihan berikut; bila "
        "tidak ada, yang paling sedikit disingkirkan. Kelompok besar dan kecil terwakili sepadan.",
        "Whoever reaches the quota is elected and passes the surplus on; if nobody does, the "
        "lowest is excluded. Groups large and small are represented in proportion.",
    ),
    form=Ranking,
    rules=Rules,
    tally=tally,
    check_contest=rule_fields.check_ties,
)
