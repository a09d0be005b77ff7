"""The stages of a count as CSV, in the order of the rows of RCTab's summary (BrightSpots/rcv).

The contest first, then the stages from left to right, three columns each: votes, their share of
the active votes, and what the stage's decision moves. Shares are rounded to hundredths of a per
cent; everything else is exact. Names cannot become formulas.
"""

from collections.abc import Iterator
from fractions import Fraction

from voting.ballots import OptionId
from voting.commands.counting import Count
from voting.formats.csv_cells import guarded, quoted
from voting.outcome import Stage, votes_json
from voting.tiebreak import Votes

_EACH = 3


def round_table(count: Count) -> str:
    """Return the CSV of a count; methods without stages have the head and the winners alone."""
    names, stages = count.contest.labels(), count.outcome.stages
    rows = [*_head(count), []]
    rows.append(["Rounds", *(c for s in stages for c in _titles(s))])
    rows.append(["Elected", *_named(stages, "elected", count)])
    rows.append(["Eliminated", *_named(stages, "excluded", count)])
    rows += [[guarded(names[option]), *_option(option, count)] for option in count.contest.ids]
    rows.append(["Active Ballots", *_each(count, [_active(stage) for stage in stages])])
    thresholds = [s.threshold if s.threshold is not None else count.outcome.quota for s in stages]
    rows.append(["Current Round Threshold", *_each(count, thresholds)])
    for cause in dict.fromkeys(cause for stage in stages for cause in stage.inactive):
        held = [stage.inactive.get(cause, 0) for stage in stages]
        rows.append([f"Inactive Ballots by {cause}", *_each(count, held)])
    whole = [sum(stage.inactive.values()) for stage in stages]
    rows.append(["Inactive Ballots Total", *_each(count, whole)])
    rows.append(["Residual surplus", *_each(count, [stage.residual for stage in stages])])
    return "\n".join(",".join(quoted(cell) for cell in row) for row in rows) + "\n"


def _head(count: Count) -> Iterator[list[str]]:
    names, profile = count.contest.labels(), count.outcome.profile
    yield ["Contest", guarded(count.contest.title)]
    yield ["Method", count.method.id]
    yield ["Rule card", count.outcome.rules_hash]
    yield ["Winner(s)", *(guarded(names[option]) for option in count.outcome.winners)]
    for group in count.outcome.tied:
        yield ["Tied", *(guarded(names[option]) for option in group)]
    yield ["Ballots cast", str(profile.cast)]
    yield ["Blank", str(profile.blank)]
    yield ["Invalid", str(profile.invalid)]
    yield ["Ballots counted", str(profile.counted)]


def _titles(stage: Stage) -> tuple[str, str, str]:
    return f"Round {stage.number} Votes", "% of vote", "transfer"


def _named(stages: tuple[Stage, ...], what: str, count: Count) -> Iterator[str]:
    names = count.contest.labels()
    for stage in stages:
        options = stage.elected if what == "elected" else stage.excluded
        yield guarded("; ".join(names[option] for option in options))
        yield from [""] * (_EACH - 1)


def _option(option: OptionId, count: Count) -> Iterator[str]:
    for stage in count.outcome.stages:
        votes = stage.tallies.get(option)
        yield _digits(votes, count)
        yield _share(votes, _active(stage))
        yield _moved(option, stage, count)


def _active(stage: Stage) -> Votes:
    return sum(stage.tallies.values())


def _share(votes: Votes | None, active: Votes) -> str:
    if votes is None or not active:
        return ""
    hundredths = (Fraction(votes) * 20_000 + active) // (2 * Fraction(active))  # half goes up
    return f"{hundredths // 100}.{hundredths % 100:02}%"


def _moved(option: OptionId, stage: Stage, count: Count) -> str:
    came = sum(move.votes for move in stage.transfers if move.target == option)
    left = sum(move.votes for move in stage.transfers if move.source == option)
    return _digits(came - left, count) if came or left else ""


def _each(count: Count, values: list[Votes | None] | list[Votes]) -> Iterator[str]:
    for value in values:
        yield _digits(value, count)
        yield from [""] * (_EACH - 1)


def _digits(votes: Votes | None, count: Count) -> str:
    return "" if votes is None else str(votes_json(votes, count.outcome.scale))
