"""The duels beside a count of rankings: as names for scripts, as a sentence and a table for people.

They follow from the ballots whatever the method, and stand outside the hashed outcome.
"""

from collections.abc import Iterator
from typing import Any

from voting.commands.counting import Count
from voting.commands.tables import blocks, shortened, table
from voting.engines.pairwise import Duels, facts
from voting.words import number, say

MOST_IN_TABLE = 16
_LONGEST_NAME = 24


def duels_data(count: Count) -> dict[str, Any]:
    """Return matrix, Condorcet winner and loser, and Smith set by name; nothing without rankings.

    ``matrix[a][b]`` is how many ballots rank a above b. ``condorcet_winner`` is null where nobody
    wins every duel.
    """
    duels = facts(count.contest, count.outcome.profile)
    if duels is None:
        return {}
    names = count.contest.labels()
    return {
        "matrix": {
            names[one]: {names[other]: votes for other, votes in row.items()}
            for one, row in duels.matrix.items()
        },
        "condorcet_winner": None if duels.winner is None else names[duels.winner],
        "weak_condorcet_winners": [names[option] for option in duels.weak_winners],
        "condorcet_loser": None if duels.loser is None else names[duels.loser],
        "smith_set": [names[option] for option in duels.smith_set],
        "schwartz_set": [names[option] for option in duels.schwartz_set],
    }


def duels_text(count: Count, language: str, columns: int) -> Iterator[str]:
    """Yield who wins every duel, or the Smith set, and the matrix if it is small enough to read."""
    duels = facts(count.contest, count.outcome.profile)
    if duels is None or len(duels.standing) < 2:  # noqa: PLR2004 - a duel takes two
        return
    names = count.contest.labels()
    if duels.winner is not None:
        winner = {"winner": names[duels.winner]}
        yield say("tally.condorcet-winner", winner, language)
    else:
        code = "tally.cycle" if duels.cycle else "tally.no-condorcet-winner"
        smith = tuple(names[option] for option in duels.smith_set)
        yield say(code, {"smith": smith}, language)
    if len(duels.matrix) <= MOST_IN_TABLE:
        yield ""
        yield say("tally.matrix", {}, language)
        yield from _matrix(duels, count, language, columns)


def _matrix(duels: Duels, count: Count, language: str, columns: int) -> Iterator[str]:
    labels = count.contest.labels()
    names = {option: shortened(labels[option], _LONGEST_NAME) for option in duels.matrix}
    first = ["", *names.values()]
    body = [
        [names[other], *(_votes(duels, one, other, language) for one in names)] for other in names
    ]
    for place, block in enumerate(blocks(first, body, columns)):
        if place:
            yield ""
        yield from table(list(zip(first, *block, strict=True)))


def _votes(duels: Duels, one: Any, other: Any, language: str) -> str:
    return "-" if one == other else number(duels.over(one, other), language)
