"""Greedy spending: projects in order of support, each funded if the money that is left allows it.

What most towns with a participatory budget do; its variants are those of Pabulib's labels (arXiv
2012.06539). It also finishes other methods: ``greedily`` spends whatever money is left.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from voting.ballots import OptionId
from voting.engines.budget import Project
from voting.engines.budget_parts import Exclusive
from voting.engines.budget_ties import Ladder, Step, tie_reasons
from voting.outcome import Reason, votes_json
from voting.tiebreak import TieUse, Votes

_PERCENT = 100


class Greedy(NamedTuple):
    """How to spend: by which figure of each project, and what happens at one that does not fit.

    ``top_up``: the first project that does not fit is funded from a reserve if the money left pays
    this many hundredths of it, and that ends the count (Poznan: 80).
    """

    values: Mapping[OptionId, Votes]
    exclusive: Exclusive
    stops: bool = False
    top_up: int | None = None
    code: str = "budget-greedy"

    def spend(
        self,
        projects: Mapping[OptionId, Project],
        money: int,
        ladder: Ladder,
        blocked: frozenset[OptionId] = frozenset(),
    ) -> Iterator[Step]:
        """Yield a step for each project, the most supported first, until the money is spent.

        Equals that are all funded, or all passed over, whoever of them comes first, go together.
        """
        open_to, left = dict(projects), money
        while open_to:
            picked, ties = self._next(open_to, left, blocked, ladder)
            now = [open_to.pop(option) for option in picked]
            cost = sum(project.cost for project in now)
            if picked[0] in blocked:
                yield self._excluded(picked)
            elif cost <= left:
                left -= cost
                blocked |= self.exclusive.blocked(picked)
                yield self._fund(now, left, ties)
            elif self.top_up is not None and left * _PERCENT >= self.top_up * cost:
                yield self._top_up(now[0], left, ties)
                yield from self._after(open_to)
                return
            else:
                yield self._short(now, left, ties)
                if self.stops:
                    yield from self._after(open_to)
                    return

    def _next(
        self,
        open_to: Mapping[OptionId, Project],
        left: int,
        blocked: frozenset[OptionId],
        ladder: Ladder,
    ) -> tuple[tuple[OptionId, ...], tuple[TieUse, ...]]:
        """Return whose turn it is: one, or several that are treated alike; and the tie broken."""
        best = max(self.values[option] for option in open_to)
        level = [option for option in open_to if self.values[option] == best]
        if barred := tuple(option for option in level if option in blocked):
            return barred, ()
        costs = [open_to[option].cost for option in level]
        short = tuple(o for o, cost in zip(level, costs, strict=True) if cost > left)
        if short and self.top_up is None and (not self.stops or len(short) == len(level)):
            return short, ()
        if sum(costs) <= left and not self.exclusive.blocked(level) & set(level):
            return ladder.foremost(level), ()
        picked, tie = ladder.first(level)
        return (picked,), () if tie is None else (tie,)

    def _fund(self, now: Sequence[Project], left: int, ties: tuple[TieUse, ...]) -> Step:
        first = now[0]
        values = {
            "votes": votes_json(self.values[first.id], None),
            "cost": sum(project.cost for project in now),
            "left": left,
        }
        of = tuple(project.id for project in now)
        reason = Reason(code=f"{self.code}.funded", params=values, options={"projects": of})
        return Step(
            action="fund",
            of=of,
            reasons=(*tie_reasons(ties), reason),
            ties=ties,
            values=values,
        )

    def _top_up(self, project: Project, left: int, ties: tuple[TieUse, ...]) -> Step:
        values = {"cost": project.cost, "reserve": project.cost - left}
        reason = Reason(
            code="budget-greedy.top-up",
            params=values | {"left": left},
            options={"project": (project.id,)},
        )
        return Step(
            action="fund",
            of=(project.id,),
            reasons=(*tie_reasons(ties), reason),
            ties=ties,
            values=values | {"left": 0},
        )

    def _short(self, now: Sequence[Project], left: int, ties: tuple[TieUse, ...]) -> Step:
        reasons = [
            Reason(
                code="budget-greedy.stopped" if self.stops else "budget.too-short",
                params={"cost": project.cost, "over": project.cost - left},
                options={"project": (project.id,)},
            )
            for project in now
        ]
        return Step(
            action="stop" if self.stops else "skip",
            of=tuple(project.id for project in now),
            reasons=(*tie_reasons(ties), *reasons),
            ties=ties,
            values={"left": left},
        )

    def _excluded(self, of: tuple[OptionId, ...]) -> Step:
        return Step(
            action="skip",
            of=of,
            reasons=tuple(Reason(code="budget.excluded", options={"project": (o,)}) for o in of),
        )

    def _after(self, left_out: Mapping[OptionId, Project]) -> Iterator[Step]:
        """Name those that the count no longer comes to, the most supported first."""
        if left_out:
            order = sorted(left_out, key=lambda option: -self.values[option])
            reason = Reason(code="budget-greedy.after-stop", options={"projects": tuple(order)})
            yield Step(action="stop", of=tuple(order), reasons=(reason,))
