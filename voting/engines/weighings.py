"""How support is weighed when a committee is chosen one after the other: three rules.

``Harmonic`` is sequential proportional approval (Thiele 1895), ``Loads`` is sequential Phragmén
(Phragmén 1894), ``Purses`` is the method of equal shares where every seat costs the same (Peters
and Skowron, "Proportionality and the Limits of Welfarism", EC 2020). All numbers are exact.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from voting.ballots import OptionId
from voting.engines.committees import Choice, Levels
from voting.engines.supporters import Supporters
from voting.outcome import Reason, votes_json
from voting.tiebreak import Votes


class Harmonic(NamedTuple):
    """A voter's support weighs 1, 1/2, 1/3, ...; the level is how many were chosen already."""

    fills: bool = True
    measure: str = ""

    def votes(self, voters: Supporters, levels: Levels, option: OptionId) -> Votes:
        """Return the sum of what the option's supporters weigh."""
        mask = voters.of[option]
        return sum(
            (voters.count(mask & at) * Fraction(1, level + 1) for level, at in levels.items()),
            Fraction(0),
        )

    def serve(self, level: Votes, _votes: Votes, /) -> tuple[Votes, Votes]:
        """Return what one supporter weighs, and the level with one more chosen."""
        return Fraction(1, level + 1), level + 1

    @property
    def opening(self) -> tuple[Reason, ...]:
        """Say how much support weighs."""
        return (Reason(code="sequential-pav.opening"),)

    def reasons(self, choice: Choice) -> tuple[Reason, ...]:
        """Say how many supporters weigh how much, and what it comes to."""
        elected = {"elected": (choice.option,)}
        said = [
            Reason(
                code="sequential-pav.elected",
                params={"votes": _shown(choice.votes), "supporters": choice.supporters},
                options=elected,
            )
        ]
        for count, part in choice.parts:
            before = int(Fraction(1, part)) - 1
            if before:
                params = {"voters": count, "before": before, "part": before + 1}
                said.append(Reason(code="sequential-pav.part", params=params, options=elected))
        return tuple(said)


class Loads(NamedTuple):
    """Each choice is a load of 1 on its supporters; the level is the load a voter bears.

    The option is chosen whose supporters would bear the least if their loads were made equal.
    Its votes are one over that load.
    """

    fills: bool = True
    measure: str = "load"

    def votes(self, voters: Supporters, levels: Levels, option: OptionId) -> Votes:
        """Return one over the load that each supporter would bear."""
        mask, (unit, at_level) = voters.of[option], levels.whole
        borne = sum(level * voters.count(mask & at) for level, at in at_level)
        return Fraction(voters.count(mask) * unit, unit + borne)

    def serve(self, level: Votes, votes: Votes, /) -> tuple[Votes, Votes]:
        """Return the load that comes upon a supporter, and the load after it: equal for all."""
        load = Fraction(1, votes)
        return load - level, load

    @property
    def opening(self) -> tuple[Reason, ...]:
        """Say what is shared."""
        return (Reason(code="approval-phragmen.opening"),)

    def reasons(self, choice: Choice) -> tuple[Reason, ...]:
        """Say what each supporter bears from now on."""
        load = Fraction(1, choice.votes)
        params = {"supporters": choice.supporters, "load": _shown(load)}
        return (
            Reason(
                code="approval-phragmen.elected",
                params=params,
                options={"elected": (choice.option,)},
            ),
        )


class Purses(NamedTuple):
    """Every voter may spend ``share``, every seat costs 1; the level is what a voter has spent.

    An option's supporters pay alike, and who has less pays all that is left. The option is chosen
    for which the most that anybody pays, its price, is least. Its votes are one over the price: as
    many as could pay it in full alone. They are 0 while its supporters cannot pay 1 together.
    """

    seats: int
    voters: int
    is_completed: bool
    fills: bool = False
    measure: str = "price"

    @property
    def share(self) -> Fraction:
        """Return what a voter may spend on the whole."""
        return Fraction(self.seats, max(1, self.voters))

    def votes(self, voters: Supporters, levels: Levels, option: OptionId) -> Votes:
        """Return one over the price, or 0 where the supporters have too little."""
        mask, (unit, at_level) = voters.of[option], levels.whole
        share, scale = self.seats * unit, max(1, self.voters)
        paying, missing = voters.count(mask), unit * scale
        if paying * share < missing:
            return 0
        for level, at in reversed(at_level):  # who has least left first
            left = share - level * scale
            if missing <= paying * left:
                return Fraction(paying * unit * scale, missing)
            poor = voters.count(mask & at)
            paying, missing = paying - poor, missing - poor * left
        return 0

    def serve(self, level: Votes, votes: Votes, /) -> tuple[Votes, Votes]:
        """Return what a supporter pays, and what has been spent after it."""
        part = min(Fraction(1, votes), self.share - level)
        return part, level + part

    @property
    def opening(self) -> tuple[Reason, ...]:
        """Say what every voter may spend."""
        params = {"voters": self.voters, "share": _shown(self.share)}
        return (Reason(code="approval-equal-shares.opening", params=params),)

    def reasons(self, choice: Choice) -> tuple[Reason, ...]:
        """Say what each supporter pays."""
        elected, price = {"elected": (choice.option,)}, Fraction(1, choice.votes)
        full = sum(count for count, part in choice.parts if part == price)
        params: dict[str, int | str] = {"supporters": choice.supporters, "price": _shown(price)}
        if full == choice.supporters:
            code = "approval-equal-shares.elected"
            return (Reason(code=code, params=params, options=elected),)
        code = "approval-equal-shares.elected-with-rest"
        params |= {"full": full, "poor": choice.supporters - full}
        return (Reason(code=code, params=params, options=elected),)

    def closing(
        self, voters: Supporters, levels: Levels, left: Sequence[OptionId], seats: int
    ) -> tuple[Reason, ...]:
        """Say that no supporters can pay any more, and who comes nearest."""
        money = {option: self.money(voters, levels, option) for option in left}
        most = max(money.values(), default=Fraction(0))
        nearest = tuple(option for option in left if money[option] == most)
        said = [Reason(code="approval-equal-shares.spent", params={"seats": seats})]
        if most:
            params = {"money": _shown(most)}
            code = "approval-equal-shares.nearest"
            said.append(Reason(code=code, params=params, options={"nearest": nearest}))
        ending = Reason(code="approval-equal-shares.completed")
        if not self.is_completed:
            ending = Reason(code="approval-equal-shares.short", params={"seats": seats})
        return (*said, ending)

    def money(self, voters: Supporters, levels: Levels, option: OptionId) -> Fraction:
        """Return what an option's supporters have left together."""
        mask, (unit, at_level) = voters.of[option], levels.whole
        spent = sum(level * voters.count(mask & at) for level, at in at_level)
        return self.share * voters.count(mask) - Fraction(spent, unit)


def _shown(votes: Votes) -> int | str:
    """Return votes for a sentence, exact; ``voting.words`` rounds what is long."""
    return votes_json(votes, None)
