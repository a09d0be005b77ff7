"""A participatory budget ready to be counted: projects, their supporters, the money.

Definitions as in Peters, Pierczynski and Skowron, "Proportional Participatory Budgeting with
Additive Utilities" (NeurIPS 2021). Blank ballots are voters like all others. Projects that are
dearer than the whole budget, that nobody supports or that miss the contest's own threshold are left
out before the count and listed; those that cost nothing are funded once anybody supports them.
Ballots that say the same of the projects that can still be funded stand together as one pile.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Self

from voting.ballots import OptionId, code_ranks, code_scores
from voting.contest import Contest
from voting.engines.budget_fields import vector
from voting.profile import Profile


class Project(NamedTuple):
    """A project in play: its cost above zero, and the points that each pile gives it.

    ``points`` maps the number of a pile to what each of its ballots gives: 1 for a tick. ``votes``
    counts the supporters, ``score`` sums their points.
    """

    id: OptionId
    cost: int
    points: Mapping[int, int]
    votes: int
    score: int


class Budget(NamedTuple):
    """Everything a count of a budget looks at; options in the order of the ballot paper.

    ``sizes`` are the ballots in each pile, ``voters`` all valid ones, blank or not. ``votes`` and
    ``scores`` hold every standing option, in play or not. ``below`` are those under the threshold.
    """

    money: int
    voters: int
    sizes: tuple[int, ...]
    projects: Mapping[OptionId, Project]
    free: tuple[OptionId, ...]
    too_dear: tuple[OptionId, ...]
    unsupported: tuple[OptionId, ...]
    below: tuple[OptionId, ...]
    costs: Mapping[OptionId, int]
    votes: Mapping[OptionId, int]
    scores: Mapping[OptionId, int]

    @classmethod
    def read(
        cls,
        contest: Contest[Any],
        profile: Profile,
        money: int | None = None,
        among: Collection[OptionId] | None = None,
    ) -> Self:
        """Return the budget of a contest, or that of a district: its ``money``, its projects.

        The voters of a district are those whose ballots name one of its projects.
        """
        available = contest.rules.budget if money is None else money
        standing = [o for o in contest.standing if among is None or o in among]
        costs = {o.id: o.cost or 0 for o in contest.options if o.id in standing}
        given = _given(contest, profile, costs)
        votes, scores = _totals(given, costs)
        voters = profile.cast - profile.invalid
        if among is not None:
            voters = sum(count for said, count in given.items() if said)
        dear = tuple(option for option, cost in costs.items() if cost > available)
        unsupported = tuple(o for o in costs if not votes[o] and o not in dear)
        able = [o for o in costs if o not in dear and votes[o]]
        below = [o for o in able if is_below(contest.rules, votes[o], scores[o], costs[o], voters)]
        able = [o for o in able if o not in below]
        return cls(
            money=available,
            voters=voters,
            **_piles(given, [o for o in able if costs[o]], costs),
            free=tuple(o for o in able if not costs[o]),
            too_dear=dear,
            unsupported=unsupported,
            below=tuple(below),
            costs=costs,
            votes=votes,
            scores=scores,
        )

    def only(self, options: Iterable[OptionId]) -> dict[OptionId, Project]:
        """Return some of the projects in play, in the order of the ballot paper."""
        wanted = set(options)
        return {option: p for option, p in self.projects.items() if option in wanted}

    def spent(self, options: Iterable[OptionId]) -> int:
        """Return what some options cost together."""
        return sum(self.costs[option] for option in options)


def is_below(rules: Any, votes: int, score: int, cost: int, voters: int) -> bool:
    """Tell whether a project misses the least score, or the support that its cost asks for.

    ``eligibility`` is k in votes / voters >= cost / (k * budget) (Swiecie 2023: 3); methods without
    these rules have no threshold.
    """
    times = getattr(rules, "eligibility", None)
    if times is not None and votes * times * rules.budget < cost * voters:
        return True
    return bool(score < getattr(rules, "min_score", 0))


Said = tuple[tuple[OptionId, int], ...]


def _given(
    contest: Contest[Any], profile: Profile, costs: Mapping[OptionId, int]
) -> dict[Said, int]:
    """Return the points that ballots give to standing options, with how many say so."""
    ids = {number: option for option, number in contest.numbers().items() if option in costs}
    piles: Counter[Said] = Counter()
    for code, count in profile.marked():
        points = _points(contest.rules, code)
        piles[tuple((ids[n], p) for n, p in points if p > 0 and n in ids)] += count
    return {said: piles[said] for said in sorted(piles)}


def _points(rules: Any, code: bytes) -> Sequence[tuple[int, int]]:
    if rules.ballot in ("points", "scores"):
        return code_scores(code)
    if rules.ballot != "ranking":
        return [(number, 1) for number in code]
    found: dict[int, int] = {}
    for rank, worth in zip(code_ranks(code), vector(rules), strict=False):
        if rank is not None and len(rank) == 1:  # two marks at one rank: nobody knows which
            found.setdefault(rank[0], worth)
    return sorted(found.items())


def _totals(
    given: Mapping[Said, int], costs: Mapping[OptionId, int]
) -> tuple[dict[OptionId, int], dict[OptionId, int]]:
    votes, scores = dict.fromkeys(costs, 0), dict.fromkeys(costs, 0)
    for said, count in given.items():
        for option, points in said:
            votes[option] += count
            scores[option] += count * points
    return votes, scores


def _piles(
    given: Mapping[Said, int], in_play: Sequence[OptionId], costs: Mapping[OptionId, int]
) -> dict[str, Any]:
    able = set(in_play)
    piles: Counter[Said] = Counter()
    for said, count in given.items():
        if kept := tuple(pair for pair in said if pair[0] in able):
            piles[kept] += count
    points: dict[OptionId, dict[int, int]] = {option: {} for option in in_play}
    for number, said in enumerate(piles):
        for option, worth in said:
            points[option][number] = worth
    sizes = tuple(piles.values())
    projects = {
        option: Project(
            id=option,
            cost=costs[option],
            points=points[option],
            votes=sum(sizes[pile] for pile in points[option]),
            score=sum(sizes[pile] * worth for pile, worth in points[option].items()),
        )
        for option in in_play
    }
    return {"sizes": sizes, "projects": projects}
