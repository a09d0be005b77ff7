"""The papers of a contest before the first count: paths made by its rules on marking errors.

For methods whose rules have the four fields on marking errors of ``voting.engines.rule_fields``.
"""

from typing import Any, NamedTuple

from voting.ballots import OptionId
from voting.contest import Contest
from voting.engines.piles import Marking, paths
from voting.engines.piles import Papers as Paths
from voting.profile import Profile


class Papers(NamedTuple):
    """Paths with how many papers each has; who is left once those withdrawn are passed over.

    ``numbers`` gives each option's number in a path, ``write_ins`` those who can hold votes but
    never win.
    """

    paths: Paths
    numbers: dict[OptionId, int]
    left: tuple[OptionId, ...]
    write_ins: frozenset[OptionId]

    def numbers_left(self) -> list[int]:
        """Return the numbers of those who are left."""
        return [self.numbers[option] for option in self.left]


def read_papers(contest: Contest[Any], profile: Profile) -> Papers:
    """Return the papers of a contest; blank ballots are left out."""
    rules, numbers = contest.rules, dict(contest.numbers())
    withdrawn = bytes(numbers[option.id] for option in contest.options if option.withdrawn)
    marking = Marking(
        overvote=rules.overvote,
        max_skipped_ranks=rules.max_skipped_ranks,
        max_rankings=rules.max_rankings,
        exhaust_on_duplicate=rules.exhaust_on_duplicate,
    )
    return Papers(
        paths=paths(profile.piles, marking, withdrawn),
        numbers=numbers,
        left=tuple(option.id for option in contest.options if not option.withdrawn),
        write_ins=frozenset(option.id for option in contest.options if option.write_in),
    )
