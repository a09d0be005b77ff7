"""A round of a runoff as a stage: the votes at its start, what was decided, where papers went."""

from collections.abc import Mapping

from voting.ballots import OptionId
from voting.engines.branches import Act
from voting.engines.piles import Moved
from voting.engines.runoff import Runoff
from voting.outcome import Reason, Stage, Transfer


def stage_of(
    number: int, before: Runoff, act: Act, after: Runoff, names: Mapping[int, OptionId]
) -> Stage:
    """Return the stage that an act makes; ``names`` gives the option of each number."""
    moves = after.moves if act.kind == "exclude" else {}
    stopped = before.holdings.stopped
    return Stage(
        number=number,
        action=act.kind,
        of=act.of if act.kind == "exclude" else (),
        tallies=before.votes(),
        threshold=before.majority(),
        elected=act.of if act.kind == "elect" else (),
        excluded=act.of if act.kind == "exclude" else (),
        transfers=transfers(moves, names),
        inactive={cause: stopped[cause] for cause in sorted(stopped)},
        ties=act.ties,
        reasons=(*_opening(before), *act.reasons, *_resting(act, moves)),
    )


def transfers(
    moves: Mapping[OptionId, Moved], names: Mapping[int, OptionId]
) -> tuple[Transfer, ...]:
    """Return where excluded options' papers went: to options by number, then causes by name."""
    found: list[Transfer] = []
    for source, moved in moves.items():
        to = [(str(names[number]), votes) for number, votes in sorted(moved.to.items())]
        to += sorted(moved.stopped.items())
        found += [Transfer(source=source, target=target, votes=votes) for target, votes in to]
    return tuple(found)


def _opening(before: Runoff) -> list[Reason]:
    """Say at the first round how many papers count, what a majority is, and how many rest."""
    if before.earlier:
        return []
    active, resting = sum(before.votes().values()), sum(before.holdings.stopped.values())
    majority = {"active": active, "threshold": before.majority()}
    reasons = [Reason(code="irv.first-count", params=majority)] if active else []
    if resting:
        reasons.append(Reason(code="irv.rest-at-once", params={"votes": resting}))
    return reasons or [Reason(code="count.no-votes")]


def _resting(act: Act, moves: Mapping[OptionId, Moved]) -> list[Reason]:
    """Say how many of the moved papers name nobody who is left."""
    resting = sum(sum(moved.stopped.values()) for moved in moves.values())
    if not resting:
        return []
    named = {"excluded": act.of}
    return [Reason(code="irv.papers-rest", params={"votes": resting}, options=named)]
