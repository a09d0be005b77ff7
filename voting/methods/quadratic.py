"""Quadratic voting: everybody has credits, and v votes on one option cost v times v of them.

Posner and Weyl, "Voting Squared", Vanderbilt Law Review 68 (2015); Lalley and Weyl, "Quadratic
Voting", AEA Papers and Proceedings 108 (2018). A ballot that costs more than there is is refused,
by the site before it is cast and by a count whole; nothing is ever scaled down. Unspent credits
lapse. Where a ballot gives credits instead of votes, c credits are √c votes, compared exactly.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from voting.ballots import OptionId, Scores, code_scores
from voting.contest import Contest
from voting.engines import rule_fields
from voting.engines.roots import Roots, compare, truncated, written
from voting.engines.top import elect_most
from voting.errors import InvalidBallotError
from voting.method import Method
from voting.outcome import Outcome, Reason, votes_json
from voting.profile import Profile
from voting.rules import check_bounds, choice, switch, whole
from voting.tiebreak import Lot, Votes, tie_break
from voting.words import Phrase

WHOLE, CREDITS = "whole", "credits"
PLACES = 6
REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card: seats, credits, what is written on the ballot, votes against, ties.

    100 credits, as in Colorado in 2019: people know ten times ten. Votes against are off, because
    they turn neighbours against each other; a contest that needs them says so.
    """

    seats: int = rule_fields.seats()
    credits: int = whole(
        100,
        Phrase("Poin tiap pemilih", "Credits of each voter"),
        Phrase(
            "1 suara 1 poin, 2 suara 4 poin, 3 suara 9 poin. Poin sisa hangus.",
            "1 vote costs 1, 2 votes cost 4, 3 votes cost 9. Credits left over lapse.",
        ),
        least=1,
        most=10_000,
    )
    votes: str = choice(
        WHOLE,
        Phrase("Yang ditulis di surat suara", "What the ballot holds"),
        Phrase(
            "Suara bulat lebih mudah; dengan poin, suaranya akar dari poin itu.",
            "Whole votes are easier; with credits, the votes are their square root.",
        ),
        {
            WHOLE: Phrase("Banyaknya suara", "Numbers of votes"),
            CREDITS: Phrase("Banyaknya poin", "Numbers of credits"),
        },
    )
    negative: bool = switch(
        False,
        Phrase("Suara menolak", "Votes against"),
        Phrase(
            "Angka di bawah nol mengurangi suara pilihan itu, dengan harga yang sama.",
            "Numbers below zero take votes away from the option, at the same price.",
        ),
    )
    ties: str = rule_fields.ties("lot")

    def __post_init__(self) -> None:
        """Refuse values out of bounds and an unknown way to break ties."""
        check_bounds(self)
        tie_break(self.ties, None)


def cost(rules: Rules, points: Iterable[int]) -> int:
    """Return the credits that the numbers on a ballot cost."""
    return sum(abs(v) if rules.votes == CREDITS else v * v for v in points)


def check(ballot: Scores, contest: Contest[Rules]) -> None:
    """Refuse a ballot over its credits, saying by how much, and votes against if there are none."""
    rules = contest.rules
    if not rules.negative and min(ballot.points.values(), default=0) < 0:
        raise InvalidBallotError("quadratic.negative")
    spent = cost(rules, ballot.points.values())
    if spent > rules.credits:
        raise InvalidBallotError(
            "quadratic.overspent", spent=spent, credits=rules.credits, over=spent - rules.credits
        )


@dataclass
class _Sums:
    """What all ballots give to each option by number, their credits, and who is left out."""

    given: dict[OptionId, dict[int, int]]
    credits: dict[OptionId, int]
    counted: int = 0
    refused: int = 0
    resting: int = 0


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Add up the votes and fill the seats from the top; ballots over their credits do not count."""
    rules = contest.rules
    sums = _add(contest, profile)
    exact = {option: _total(rules, given) for option, given in sums.given.items()}
    levels = _levels(exact)
    outcome = elect_most(contest, profile, lot, levels, sums.resting)
    shown: dict[OptionId, Votes] = {o: _shown(total) for o, total in exact.items()}
    spent = sum(sums.credits.values())
    stage = outcome.stages[0]
    inactive = {**stage.inactive, **({REFUSED: sums.refused} if sums.refused else {})}
    stage = replace(stage, tallies=shown, inactive=inactive)
    stage = replace(stage, reasons=_told(stage.reasons, levels, shown, sums, rules))
    lapsed = rules.credits * sums.counted - spent
    return replace(
        outcome,
        stages=(stage,),
        scale=PLACES if rules.votes == CREDITS else None,
        details={**outcome.details, "credits_spent": spent, "credits_lapsed": lapsed},
        tables={
            "votes": {option: written(total) for option, total in exact.items()},
            "credits": {option: sums.credits[option] for option in exact},
        },
    )


def _add(contest: Contest[Rules], profile: Profile) -> _Sums:
    rules, ids = contest.rules, contest.ids
    sums = _Sums({o.id: {} for o in contest.options if not o.withdrawn}, dict.fromkeys(ids, 0))
    for code, count in profile.marked():
        points = code_scores(code)
        values = [value for _, value in points]
        if cost(rules, values) > rules.credits or (min(values) < 0 and not rules.negative):
            sums.refused += count
            continue
        sums.counted += count
        sums.resting += 0 if any(ids[number - 1] in sums.given for number, _ in points) else count
        for number, value in points:
            sums.credits[ids[number - 1]] += cost(rules, [value]) * count
            given = sums.given.get(ids[number - 1], {})
            given[value] = given.get(value, 0) + count
    return sums


def _total(rules: Rules, given: Mapping[int, int]) -> Roots:
    if rules.votes == WHOLE:
        return Roots({1: sum(value * count for value, count in given.items())})
    terms: dict[int, int] = {}
    for value, count in given.items():
        terms[abs(value)] = terms.get(abs(value), 0) + (count if value > 0 else -count)
    return Roots(terms)


def _levels(totals: Mapping[OptionId, Roots]) -> dict[OptionId, int]:
    """Return how many different totals are at or below each option's; all 0 without any votes."""
    ordered: list[list[OptionId]] = []
    for option, total in totals.items():
        at = 0
        while at < len(ordered) and compare(totals[ordered[at][0]], total) < 0:
            at += 1
        if at < len(ordered) and compare(totals[ordered[at][0]], total) == 0:
            ordered[at].append(option)
        else:
            ordered.insert(at, [option])
    first = 1 if any(written(total) != "0" for total in totals.values()) else 0
    return {option: level for level, equal in enumerate(ordered, first) for option in equal}


def _shown(total: Roots) -> Votes:
    value = truncated(total, PLACES)
    return int(value) if value.denominator == 1 else Fraction(value)


def _told(
    reasons: tuple[Reason, ...],
    levels: Mapping[OptionId, int],
    shown: Mapping[OptionId, Votes],
    sums: _Sums,
    rules: Rules,
) -> tuple[Reason, ...]:
    """Put votes for levels into the reasons, and say how many ballots were refused."""
    scale = PLACES if rules.votes == CREDITS else None
    votes = {level: votes_json(shown[option], scale) for option, level in levels.items()}
    told = [_with_votes(reason, votes) for reason in reasons]
    if told[0].code.endswith("first-count"):
        params = {"counted": sums.counted, "credits": rules.credits}
        told[0] = replace(told[0], params=params)
    if sums.refused:
        told.insert(1, Reason(code="quadratic.refused", params={"refused": sums.refused}))
    return tuple(told)


def _with_votes(reason: Reason, votes: Mapping[int, int | str]) -> Reason:
    level = reason.params.get("votes")
    if not isinstance(level, int):
        return reason
    return replace(reason, params={**reason.params, "votes": votes[level]})


METHOD = Method(
    id="quadratic",
    title=Phrase("Suara kuadrat", "Quadratic voting"),
    summary=Phrase(
        "Bagi poin Anda. Makin banyak suara untuk satu pilihan, makin mahal suara berikutnya.",
        "Share out your credits. The more votes on one option, the dearer the next one.",
    ),
    form=Scores,
    rules=Rules,
    tally=tally,
    check=check,
    check_contest=rule_fields.check_ties,
    single_vote=False,
)
