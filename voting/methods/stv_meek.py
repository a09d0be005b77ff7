"""Meek's single transferable vote: every elected option keeps just the quota, of every paper.

Rules as in the PR Foundation's reference for Meek: nine decimals, the quota rounded up by one unit
of the last, totals converged when the surplus is below ``omega`` decimals' unit. Nothing depends on
the order in which surpluses move, because all are found together; the papers of an excluded option
count as if it had never stood. Options at one rank mean the average over all strict orders.
A stage shows the votes at its start; its transfers lead to those of the next (``meek_flow``).
"""

from dataclasses import dataclass
from fractions import Fraction

from voting.ballots import Ranking
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.branches import Act, walk
from voting.engines.meek import Frame, Meek, papers
from voting.engines.meek_flow import flow, resting
from voting.method import Method
from voting.outcome import Outcome, Reason, Stage, Transfer, votes_json
from voting.profile import Profile
from voting.rules import card, check_bounds, rules_hash, whole
from voting.tiebreak import Lot, Votes, tie_break
from voting.words import Phrase


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: seats, how finely is counted, and what decides between equals."""

    seats: int = rule_fields.seats()
    # Default: nine, as in the reference rule.
    decimals: int = whole(
        9,
        Phrase("Angka di belakang koma", "Decimals"),
        Phrase("Seteliti apa suara dihitung.", "How finely votes are counted."),
        least=1,
        most=30,
    )
    # Default: six, as in the reference rule.
    omega: int = whole(
        6,
        Phrase("Berhenti mencari pada desimal ke-", "Converged at this decimal"),
        Phrase(
            "Bila kelebihan yang tersisa lebih kecil dari satu pada desimal ini.",
            "When the surplus left over is less than one at this decimal.",
        ),
        least=1,
        most=30,
    )
    equal_ranks: str = rule_fields.only("average", Phrase("Urutan sama", "Equal ranks"))
    ties: str = rule_fields.ties("lot")
    tallies_at: str = rule_fields.tallies_at("start")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


def start(contest: Contest[Rules], profile: Profile) -> Meek:
    """Return the count at its first totals: every option keeps all it gets."""
    rules, standing = contest.rules, contest.standing
    numbers = {option: number for option, number in contest.numbers().items() if option in standing}
    frame = Frame(
        papers=papers(profile.piles, frozenset(numbers.values())),
        numbers=numbers,
        seats=rules.seats,
        decimals=rules.decimals,
        omega=10 ** max(0, rules.decimals - rules.omega),
        uses_history="previous" in tie_break(rules.ties, None).steps,
    )
    keep = dict.fromkeys(numbers.values(), frame.unit)
    return Meek(frame=frame, keep=keep, left=standing).converge()


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Count until the seats are filled; stop at a tie that no rule decides."""
    rules = contest.rules
    first = start(contest, profile)
    whole_count = walk(first, tie_break(rules.ties, lot), contest.standing)
    told = [*whole_count.steps]
    end = whole_count.end
    if whole_count.doubt:
        told.append((end, Act(kind="tie", reasons=whole_count.doubt.reasons()), end))
    return Outcome(
        method=METHOD.id,
        rules=card(rules),
        rules_hash=rules_hash(METHOD.id, rules),
        profile=profile,
        winners=whole_count.winners,
        tied=whole_count.doubt.tied() if whole_count.doubt else (),
        stages=tuple(_stage(n, *one, is_last=n == len(told)) for n, one in enumerate(told, 1)),
        quota=Fraction(first.quota, first.frame.unit),
        scale=rules.decimals,
        reasons=() if contest.standing else (Reason(code="count.nobody-stands"),),
        details=whole_count.doubt.details() if whole_count.doubt else {},
    )


def _stage(number: int, here: Meek, act: Act, after: Meek, *, is_last: bool) -> Stage:
    transfers = () if is_last else _transfers(here, after)
    return Stage(
        number=number,
        action=act.kind,
        tallies={option: _votes(here, units) for option, units in here.credited().items()},
        threshold=Fraction(here.quota, here.frame.unit),
        elected=act.of if act.kind == "elect" else (),
        excluded=act.of if act.kind == "exclude" else (),
        transfers=transfers,
        inactive={cause: _votes(here, units) for cause, units in resting(here).items()},
        ties=act.ties,
        reasons=(*_opening(number, here), *act.reasons, *_moving(here, transfers)),
        values={
            "iterations": here.iterations,
            "surplus": here.told(here.surplus),
            "keep": [here.told(here.keep[n]) for n in here.frame.numbers.values()],
        },
    )


def _votes(here: Meek, units: Votes) -> Fraction:
    return Fraction(units) * Fraction(1, here.frame.unit)


def _transfers(here: Meek, after: Meek) -> tuple[Transfer, ...]:
    """Return what moved until totals converged again: to options by number, then to causes."""
    names = {number: option for option, number in here.frame.numbers.items()}
    moved = flow(here, after)
    return tuple(
        Transfer(
            source=names[source],
            target=names[target] if isinstance(target, int) else target,
            votes=_votes(here, moved[source][target]),
        )
        for source in sorted(moved)
        for target in sorted(moved[source], key=_rank)
    )


def _rank(holder: int | str) -> tuple[bool, int | str]:
    return isinstance(holder, str), holder


def _moving(here: Meek, transfers: tuple[Transfer, ...]) -> tuple[Reason, ...]:
    """Say how many votes found nobody further who is still in."""
    options = {str(option) for option in here.frame.numbers}
    rest = sum(transfer.votes for transfer in transfers if transfer.target not in options)
    if not rest:
        return ()
    told = votes_json(rest, here.frame.decimals)
    return (Reason(code="stv.meek-rest", params={"votes": told}),)


def _opening(number: int, here: Meek) -> tuple[Reason, ...]:
    """Say at the first stage how the quota came about."""
    if number > 1:
        return ()
    held = sum(here.votes.values())
    if not held:
        return (Reason(code="count.no-votes"),)
    values = {
        "valid": here.told(held),
        "seats": here.frame.seats,
        "quota": here.told(here.quota),
    }
    return (Reason(code="stv.meek-quota", params=values),)


METHOD = Method(
    id="stv-meek",
    title=Phrase(
        "Pilihan berperingkat, beberapa pemenang (Meek)", "Ranked choice, several winners (Meek)"
    ),
    summary=Phrase(
        "Tiap yang terpilih hanya menyimpan suara sebesar kuota dari semua surat suara; sisanya "
        "terus mengalir. Paling teliti, tetapi perlu komputer.",
        "Each elected option keeps only the quota out of all ballots, and the rest flows on. The "
        "most precise way, but it needs a computer.",
    ),
    form=Ranking,
    rules=Rules,
    tally=tally,
    check_contest=rule_fields.check_ties,
)
