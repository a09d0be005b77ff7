"""The teller: plays the year step by step, each through the services, in the order it happened."""

from collections.abc import Callable, Mapping, Sequence

from voting.services import recording
from web.demo.acts import matters, sittings, solutions, talk, votes
from web.demo.stage import Stage
from web.demo.story import Step

ACTS: Mapping[str, Callable[[Stage, Step], None]] = {
    **matters.ACTS,
    **solutions.ACTS,
    **talk.ACTS,
    **sittings.ACTS,
    **votes.ACTS,
}


def tell(stage: Stage, steps: Sequence[Step]) -> None:
    """Play these steps, and sign what the log says at the end."""
    for step in steps:
        ACTS[step.act](stage, step)
    if steps:
        builder = stage.builder
        recording.checkpoint(builder.database, builder.keys, steps[-1].at)
