"""The rules of a deliberation: how a contest moves, and how consensus is sought round by round.

``contests`` holds the states of a contest and is offered here; the other modules are consensus:
``rounds`` and ``votes`` count, ``protocol`` and ``presets`` are the numbers, ``events``,
``standing`` and ``machine`` the way from a draft to a decision, ``minutes`` its record.
"""

from voting.deliberation.contests import (
    STEPS,
    Act,
    ContestState,
    Step,
    Voting,
    allows,
    check_act,
    check_publishable,
)

__all__ = [
    "STEPS",
    "Act",
    "ContestState",
    "Step",
    "Voting",
    "allows",
    "check_act",
    "check_publishable",
]
