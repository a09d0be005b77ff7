"""The talk about a matter: its sides, which positions are shown first, and how much one may write.

For, against, on a condition, a question: each person takes one position and may change it. There
are no replies to one another; only a question or a condition gets an answer, from whoever wrote a
solution or from a moderator. Columns instead of threads are a lesson of Your Priorities and Polis.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Side(StrEnum):
    """Where somebody stands."""

    FOR = "for"
    AGAINST = "against"
    CONDITION = "condition"
    QUESTION = "question"


ANSWER = "answer"
"""What the second level is called where a position has its side."""

ANSWERED = frozenset({Side.CONDITION, Side.QUESTION})
"""The sides that an author or a moderator may answer."""

SHOWN_FIRST = 3
LONGEST_POSITION = 1_200
LONGEST_SUMMARY = 4_000
LONGEST_REPLY = 600

CHANGES_A_DAY = 5
POSITIONS_A_DAY = 20
ANSWERS_A_DAY = 30
SHARES_A_DAY = 300


class Voice(NamedTuple):
    """What decides whether a position is shown first: how many share it, and since when it stands.

    ``at`` is in Unix seconds.
    """

    id: int
    shared: int
    at: int


def first_shown(voices: Iterable[Voice], most: int = SHOWN_FIRST) -> tuple[int, ...]:
    """Return the ids of the positions of one side that its column begins with, in order.

    All but the last place go to those that most people share; of equals the earlier comes first.
    The last place goes to the newest of the rest, so that a new voice is seen at all.
    """
    ranked = sorted(voices, key=lambda voice: (-voice.shared, voice.at, voice.id))
    if len(ranked) <= most:
        return tuple(voice.id for voice in ranked)
    top, rest = ranked[: most - 1], ranked[most - 1 :]
    newest = max(rest, key=lambda voice: (voice.at, voice.id))
    return tuple(voice.id for voice in (*top, newest))
