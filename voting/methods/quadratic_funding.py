"""Quadratic funding: people give, and a pool matches many small gifts more than one big one.

Buterin, Hitzig and Weyl, "A Flexible Design for Funding Public Goods", Management Science 65
(2019); the ways to match stand in ``voting.engines.matching``. One ballot is all the gifts of one
person. The pool is shared out by the exact subsidies and paid in whole units that add up. Winners
are the projects with any money at all, gifts plus match, the most money first and equals in the
order of the contest. Gifts to a withdrawn project count for nothing and go back.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from voting.ballots import Gifts, OptionId, code_scores, split_groups
from voting.canonical import Json
from voting.contest import Contest
from voting.engines.matching import Giver, cluster, pairwise, plain, raised
from voting.engines.pool_shares import Shares, share
from voting.engines.roots import Real, Sum, rounded, sign
from voting.engines.roots import whole as exactly
from voting.errors import InvalidBallotError, InvalidRuleError
from voting.method import Method
from voting.outcome import Outcome, Reason, Stage
from voting.profile import Profile
from voting.rules import card, check_bounds, choice, limit, rules_hash, text, whole
from voting.tiebreak import Lot
from voting.words import Phrase

PLAIN, PAIRWISE, CLUSTER = "plain", "pairwise", "cluster"
NORMALISE, CAPPED = "normalise", "capped"
WITHDRAWN = "withdrawn"
PLACES, FACTOR_PLACES = 9, 12
MOST_MONEY = 10**15

_NAME = re.compile(r"[a-z0-9-]{1,100}")


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule card. By default the whole pool is handed out, and every pair of people counts."""

    pool: int = whole(
        0,
        Phrase("Dana pendamping", "Matching pool"),
        Phrase("Uang yang dibagikan, dalam rupiah.", "The money that is shared out, in Rupiah."),
        most=MOST_MONEY,
    )
    match: str = choice(
        PLAIN,
        Phrase("Cara mendampingi", "How gifts are matched"),
        Phrase(
            "Biasa cukup bila semua orang dikenal; cara lain menahan kelompok yang bersekongkol.",
            "Plain is enough where people are known; the others hold back those who collude.",
        ),
        {
            PLAIN: Phrase("Biasa", "Plain"),
            PAIRWISE: Phrase("Tiap pasangan orang dibatasi", "Every pair of people is bounded"),
            CLUSTER: Phrase("Menurut kelompok", "By groups"),
        },
    )
    pool_mode: str = choice(
        NORMALISE,
        Phrase("Dana yang berlebih", "A pool larger than needed"),
        Phrase(
            "Dibagi habis, atau dikembalikan bila tiap proyek sudah penuh.",
            "It is handed out whole, or what no project needs goes back.",
        ),
        {
            NORMALISE: Phrase("Dibagi habis", "Handed out whole"),
            CAPPED: Phrase("Sisanya dikembalikan", "The rest goes back"),
        },
    )
    cap: int | None = limit(
        None,
        Phrase("Batas tiap proyek", "Cap for each project"),
        Phrase(
            "Dana pendamping terbanyak; kelebihannya dibagi ulang di antara yang lain.",
            "The most match for one; what is above it is shared anew among the others.",
        ),
        unlimited="none",
    )
    cap_percent: int = whole(
        100,
        Phrase("Batas tiap proyek, persen dari dana", "Cap for each project, percent of the pool"),
        Phrase("100 berarti tanpa batas ini.", "100 means no such cap."),
        least=1,
        most=100,
    )
    pairwise_m: int = whole(
        100_000,
        Phrase("Batas pasangan", "Bound of a pair"),
        Phrase(
            "Satu pasangan orang menarik paling banyak dua kali ini.",
            "One pair of people draws at most twice this.",
        ),
        least=1,
        most=MOST_MONEY,
    )
    groups: str = text(
        "",
        Phrase("Kelompok", "Groups"),
        Phrase(
            "Nama kelompok, dipisahkan koma: krajan,karang,rt-3.",
            "Names of groups, parted by commas: krajan,karang,rt-3.",
        ),
    )

    def __post_init__(self) -> None:
        """Refuse values out of bounds and names of groups that cannot stand on a ballot."""
        check_bounds(self)
        for name in self.names():
            if not _NAME.fullmatch(name) or self.names().count(name) > 1:
                raise InvalidRuleError("quadratic-funding.group-name", name=name)

    def names(self) -> tuple[str, ...]:
        """Return the names of the groups."""
        return tuple(name.strip() for name in self.groups.split(",")) if self.groups else ()

    def most(self) -> int:
        """Return the most match that one project may get."""
        share_of_pool = self.pool * self.cap_percent // 100
        return share_of_pool if self.cap is None else min(self.cap, share_of_pool)


def check(ballot: Gifts, contest: Contest[Rules]) -> None:
    """Refuse groups that this contest does not have."""
    unknown = sorted(set(ballot.groups) - set(contest.rules.names()))
    if unknown:
        raise InvalidBallotError("quadratic-funding.unknown-group", name=unknown[0])


def check_opening(contest: Contest[Rules]) -> None:
    """Refuse a contest without a pool: gifts can be counted, but nobody should ask for them."""
    if not contest.rules.pool:
        raise InvalidRuleError("quadratic-funding.pool-missing")


def tally(contest: Contest[Rules], profile: Profile, lot: Lot | None) -> Outcome:
    """Add up the gifts, find the exact subsidies, and share out the pool.

    Among equal remainders the last units go by the lot, without one by the order on the paper.
    """
    rules, projects = contest.rules, contest.standing
    givers = _givers(contest, profile)
    money = {project: raised(givers, project) for project in projects}
    subsidies = {project: subsidy(rules, givers, project) for project in projects}
    shares = share(
        [*subsidies.values()],
        rules.pool,
        cap=rules.most(),
        never_more=rules.pool_mode == CAPPED,
        order=[projects.index(p) for p in (lot.order(projects) if lot else projects)],
    )
    match = dict(zip(projects, shares.units, strict=True))
    gets = {project: money[project] + match[project] for project in projects}
    winners = tuple(sorted((p for p in projects if gets[p]), key=lambda p: -gets[p]))
    handed = sum(match.values())
    resting = sum(
        count
        for code, count in profile.marked()
        if _named(code) and not any(contest.ids[n - 1] in projects for n in _named(code))
    )
    details: dict[str, Json] = {"handed_out": handed, "returned": rules.pool - handed}
    if shares.factor is not None:
        details["scale_factor"] = rounded(shares.factor, FACTOR_PLACES)
    return Outcome(
        method=contest.method,
        rules=card(rules),
        rules_hash=rules_hash(contest.method, rules),
        profile=profile,
        winners=winners,
        stages=(
            Stage(
                number=1,
                action="elect",
                tallies=money,
                elected=winners,
                inactive={WITHDRAWN: resting} if resting else {},
                reasons=(
                    *_reasons(profile, rules, match, [projects[at] for at in shares.capped]),
                    *_last_units([projects[at] for at in shares.level], lot),
                ),
            ),
        ),
        details=details,
        tables=_tables(projects, money, subsidies, shares, gets),
    )


def subsidy(rules: Rules, givers: list[Giver], project: OptionId) -> Real:
    """Return what an endless pool would add to a project, exactly."""
    if rules.match == PAIRWISE:
        return pairwise(givers, project, rules.pairwise_m)
    return cluster(givers, project) if rules.match == CLUSTER else plain(givers, project)


def _named(code: bytes) -> list[int]:
    return [number for number, _ in code_scores(split_groups(code)[0])]


def _givers(contest: Contest[Rules], profile: Profile) -> list[Giver]:
    found = []
    for code, count in profile.marked():
        scores, groups = split_groups(code)
        named = ((contest.ids[number - 1], amount) for number, amount in code_scores(scores))
        amounts = {o: amount for o, amount in named if amount and o in contest.standing}
        found.append(Giver(amounts=amounts, groups=groups, count=count))
    return found


def _tables(
    projects: tuple[OptionId, ...],
    money: Mapping[OptionId, int],
    subsidies: Mapping[OptionId, Real],
    shares: Shares,
    gets: Mapping[OptionId, int],
) -> dict[str, dict[OptionId, Json]]:
    exact = dict(zip(projects, shares.exact, strict=True))
    return {
        "raised": dict(money),
        "subsidy": {p: _digits(subsidies[p]) for p in projects},
        "ideal_funding": {
            p: _digits(Sum([(1, exactly(money[p])), (1, subsidies[p])])) for p in projects
        },
        "match_exact": {p: _digits(exact[p]) for p in projects},
        "match": dict(zip(projects, shares.units, strict=True)),
        "funding": dict(gets),
    }


def _digits(number: Real) -> str:
    return rounded(number, PLACES) if sign(number) else "0"


def _reasons(
    profile: Profile, rules: Rules, match: Mapping[OptionId, int], capped: list[OptionId]
) -> tuple[Reason, ...]:
    handed = sum(match.values())
    pool = {"pool": rules.pool, "handed": handed, "returned": rules.pool - handed}
    told = [Reason(code="quadratic-funding.first-count", params={"counted": profile.counted})]
    if not rules.pool:
        told.append(Reason(code="quadratic-funding.no-pool"))
    elif not handed:
        told.append(Reason(code="quadratic-funding.no-match", params=pool))
    elif handed < rules.pool:
        told.append(Reason(code="quadratic-funding.some-back", params=pool))
    else:
        told.append(Reason(code="quadratic-funding.shared", params=pool))
    if capped:
        held = {"capped": tuple(capped)}
        most = {"most": rules.most()}
        told.append(Reason(code="quadratic-funding.held", params=most, options=held))
    return tuple(told)


def _last_units(level: list[OptionId], lot: Lot | None) -> tuple[Reason, ...]:
    """Say what gave the last units of money to some of the projects with equal remainders."""
    code = f"quadratic-funding.last-{'lot' if lot else 'paper'}"
    return (Reason(code=code, options={"projects": tuple(level)}),) if level else ()


METHOD = Method(
    id="quadratic-funding",
    title=Phrase("Dana pendamping kuadrat", "Quadratic funding"),
    summary=Phrase(
        "Warga menyumbang, dana bersama menambahi: makin banyak penyumbang, makin besar.",
        "People give, and a common pool adds to it: the more people give, the more it adds.",
    ),
    form=Gifts,
    rules=Rules,
    tally=tally,
    check=check,
    check_opening=check_opening,
    single_vote=False,
)
