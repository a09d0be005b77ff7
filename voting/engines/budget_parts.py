"""Projects that exclude each other, and districts with budgets of their own.

Districts are counted one after the other in the order of the rule ``groups``, then all projects of
no district with what the districts leave of the budget (Lodz 2020 and Poznan are like that, with
unused district money moving on).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from voting.ballots import OptionId
from voting.contest import Contest
from voting.engines.budget import Budget
from voting.engines.budget_fields import check_money, project_called
from voting.engines.budget_ties import Ladder, Step, check_ties, funded
from voting.errors import InvalidRuleError
from voting.outcome import Reason
from voting.profile import Profile

_FIELDS = 3
_DIGITS = 15


class Exclusive(NamedTuple):
    """Sets of projects of which at most one is funded."""

    sets: tuple[frozenset[OptionId], ...] = ()

    def rivals(self, option: OptionId) -> frozenset[OptionId]:
        """Return the projects that cannot be funded together with this one."""
        return frozenset().union(*(s for s in self.sets if option in s)) - {option}

    def blocked(self, taken: Iterable[OptionId]) -> frozenset[OptionId]:
        """Return the projects that those funded already exclude."""
        return frozenset[OptionId]().union(*(self.rivals(option) for option in taken))


class Part(NamedTuple):
    """A part of the budget: its name ("" for what belongs to no district), money and projects."""

    name: str
    money: int
    options: frozenset[OptionId]


def exclusive_of(contest: Contest[Any]) -> Exclusive:
    """Read the rule ``exclusive``: sets of ids or names, such as "a,b;c,d"."""
    named = [part.split(",") for part in contest.rules.exclusive.split(";") if part.strip()]
    sets = [frozenset(_called(contest, name, "exclusive").id for name in names) for names in named]
    return Exclusive(tuple(sets))


def parts_of(contest: Contest[Any]) -> tuple[Part, ...]:
    """Read the rule ``groups``; what no district names is the last part. Without groups: none."""
    texts = [text for text in contest.rules.groups.split(";") if text.strip()]
    if not texts:
        return ()
    parts = [_part(contest, text) for text in texts]
    rest = contest.rules.budget - sum(part.money for part in parts)
    named = [option for part in parts for option in part.options]
    if rest < 0:
        raise InvalidRuleError("budget.groups-too-dear", over=-rest)
    if len(set(named)) < len(named) or len({part.name for part in parts}) < len(parts):
        raise InvalidRuleError("budget.groups-twice")
    others = frozenset(contest.ids) - frozenset(named)
    return (*parts, Part(name="", money=rest, options=others))


def check_contest(contest: Contest[Any]) -> None:
    """Refuse a contest without money or costs, and rules that do not fit its projects."""
    check_money(contest)
    check_ties(contest)
    check_parts(contest)


def check_parts(contest: Contest[Any]) -> None:
    """Refuse exclusive sets and districts that name no project, or contradict each other."""
    free = {option.id for option in contest.options if option.cost == 0}
    if any(len(free & rivals) > 1 for rivals in exclusive_of(contest).sets):
        raise InvalidRuleError("budget.exclusive-free")
    parts_of(contest)


def _part(contest: Contest[Any], text: str) -> Part:
    fields = [field.strip() for field in text.split(":", _FIELDS - 1)]
    if len(fields) != _FIELDS or not fields[0] or not _is_amount(fields[1]):
        raise InvalidRuleError("budget.groups", value=text.strip())
    names = [name for name in fields[2].split(",") if name.strip()]
    options = [_called(contest, name, "groups").id for name in names]
    if len(set(options)) < len(options):
        raise InvalidRuleError("budget.groups-twice")
    return Part(name=fields[0], money=int(fields[1]), options=frozenset(options))


def _is_amount(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


def _called(contest: Contest[Any], name: str, key: str) -> Any:
    return project_called(name, contest.options, key)


Counting = Callable[[Budget, Ladder, frozenset[OptionId]], Iterator[Step]]


def in_parts(
    contest: Contest[Any], profile: Profile, whole: Budget, counting: Counting
) -> Callable[[Ladder], Iterator[Step]]:
    """Return how to count part by part; ``counting`` counts one, without the projects excluded.

    Without districts that is the whole budget.
    """
    parts, exclusive = parts_of(contest), exclusive_of(contest)
    read: dict[tuple[str, int], Budget] = {}

    def budget_of(part: Part, money: int) -> Budget:
        if (part.name, money) not in read:
            among = part.options
            read[part.name, money] = Budget.read(contest, profile, money, among)
        return read[part.name, money]

    def run(ladder: Ladder) -> Iterator[Step]:
        taken = list(whole.free)
        if not parts:
            yield from counting(whole, ladder, exclusive.blocked(taken))
            return
        moved = 0
        for part in parts:
            money = part.money + moved
            spent = 0
            budget = budget_of(part, money)
            yield _opening(part, money, [o for o in budget.too_dear if o not in whole.too_dear])
            for step in counting(budget, ladder, exclusive.blocked(taken)):
                bought = funded([step])
                taken += bought
                spent += whole.spent(bought)
                yield step
            moved = max(0, money - spent) if contest.rules.leftover == "move-on" else 0
            yield _closing(part, money - spent, moved)

    return run


def _opening(part: Part, money: int, too_dear: Sequence[OptionId]) -> Step:
    """Say how much money there is, and what costs more than that but not than the whole budget."""
    params: dict[str, int | str] = {"budget": money}
    if part.name:
        reason = Reason(code="budget.district", params=params | {"district": part.name})
    else:
        reason = Reason(code="budget.no-district", params=params)
    dear = Reason(code="budget.too-dear-here", options={"projects": tuple(too_dear)})
    return Step(
        action="district",
        reasons=(reason, dear) if too_dear else (reason,),
        values={"district": part.name, "budget": money},
    )


def _closing(part: Part, left: int, moved: int) -> Step:
    code = "budget.district-moves-on" if moved and part.name else "budget.district-left"
    reason = Reason(code=code, params={"left": max(0, left)})
    return Step(
        action="district-end", reasons=(reason,), values={"district": part.name, "left": left}
    )
