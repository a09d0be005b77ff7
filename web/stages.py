"""A counted contest as tables: who held how many votes at each stage, and what became of whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from voting.ballots import OptionId
from voting.outcome import votes_from_json
from voting.services.evidence import Result, read_reasons
from voting.words import number
from web.flow import tones
from web.visit import Visit

MOST_COLUMNS = 4


@dataclass(frozen=True, kw_only=True)
class Line:
    """One option (or the votes that count for nobody) in a table of stages.

    ``cells`` are the votes at each stage in words; ``fate`` says at which stage it was elected or
    excluded. ``tone`` is the colour number of the flow, 0 where there is no flow.
    """

    name: str
    tone: int
    won: bool
    cells: tuple[str, ...]
    first: str
    last: str
    share: int
    fate: str


@dataclass(frozen=True, kw_only=True)
class StageView:
    """One stage in full: its sentences, and each option's votes and change."""

    number: int
    sentences: tuple[str, ...]
    rows: tuple[tuple[str, str, str, bool], ...]


def lines(visit: Visit, result: Result) -> tuple[Line, ...]:
    """Return a line for each option, winners first, then by how long they stayed."""
    stages = result.transcript["stages"]
    if not stages:
        return ()
    order = sorted(result.contest.ids, key=lambda option: _rank(result, stages, option))
    colours = tones(result.transcript)
    held = (Fraction(votes_from_json(v)) for s in stages for v in s["tallies"].values())
    most = max(held, default=Fraction(0))
    found = [
        _line(visit, result, option, colours.get(option, 0), most)
        for option in order
        if option in stages[0]["tallies"]  # a withdrawn option holds nothing anywhere
    ]
    rest = [_rest(stage) for stage in stages]
    if any(rest):
        cells = tuple(number(_text(r), visit.language) if r else "–" for r in rest)
        found.append(
            Line(
                name=visit.gettext("No further choice"),
                tone=5,
                won=False,
                cells=cells,
                first=cells[0],
                last=cells[-1],
                share=0,
                fate="",
            )
        )
    return tuple(found)


def stage_views(visit: Visit, result: Result) -> tuple[StageView, ...]:
    """Return every stage in full."""
    found: list[StageView] = []
    before: Mapping[str, Any] = {}
    for stage in result.transcript["stages"]:
        rows = [
            (
                result.labels[OptionId(option)],
                number(votes, visit.language),
                _change(before.get(option), votes, visit.language),
                option in stage["elected"],
            )
            for option, votes in stage["tallies"].items()
        ]
        said = tuple(
            visit.sentence(reason, result.labels) for reason in read_reasons(stage["reasons"])
        )
        found.append(StageView(number=stage["stage"], sentences=said, rows=tuple(rows)))
        before = stage["tallies"]
    return tuple(found)


def why_not(visit: Visit, result: Result) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return, for each option that did not win, every sentence of the count that names it."""
    named: dict[OptionId, list[str]] = {
        option: [] for option in result.contest.standing if option not in result.winners
    }
    for reason in result.reasons:
        said = visit.sentence(reason, result.labels)
        for option in {one for listed in reason.options.values() for one in listed}:
            if option in named:
                named[option].append(said)
    return tuple(
        (result.labels[option], tuple(said) or (_stayed(visit, result, option),))
        for option, said in named.items()
    )


def _stayed(visit: Visit, result: Result, option: OptionId) -> str:
    """Return a sentence about an option that stayed to the end and did not win."""
    last = result.transcript["stages"][-1] if result.transcript["stages"] else {"tallies": {}}
    name = result.labels[option]
    if not last["tallies"]:
        return visit.gettext("%(name)s stands lower in the order.", name=name)
    held = number(last["tallies"].get(option, 0), visit.language)
    needed = last.get("threshold", result.transcript.get("quota"))
    if needed is None:
        return visit.gettext("%(name)s has %(votes)s votes.", name=name, votes=held)
    return visit.gettext(
        "At the end %(name)s holds %(votes)s votes, and %(needed)s were needed.",
        name=name,
        votes=held,
        needed=number(needed, visit.language),
    )


def headline(visit: Visit, result: Result) -> str:
    """Return why the winners won, as the last sentence of the count that names one of them."""
    for reason in reversed(result.reasons):
        if any(option in result.winners for listed in reason.options.values() for option in listed):
            return visit.sentence(reason, result.labels)
    return ""


def _line(visit: Visit, result: Result, option: OptionId, tone: int, most: Fraction) -> Line:
    stages = result.transcript["stages"]
    held = [stage["tallies"].get(option) for stage in stages]
    gone = next((s["stage"] for s in stages if option in s["excluded"]), None)
    elected = next((s["stage"] for s in stages if option in s["elected"]), None)
    cells = tuple(
        _cell(visit, votes, stage["stage"], _last_held(result, gone))
        for stage, votes in zip(stages, held, strict=True)
    )
    present = [votes for votes in held if votes is not None and votes != 0] or [0]
    if elected is not None:
        fate = visit.gettext("elected at stage %(stage)s", stage=elected)
    elif gone is not None:
        fate = visit.gettext("left at stage %(stage)s", stage=gone)
    else:
        fate = ""
    return Line(
        name=result.labels[option],
        tone=tone,
        won=option in result.winners,
        cells=cells,
        first=number(held[0] or 0, visit.language),
        last=number(present[-1], visit.language),
        share=int(100 * Fraction(votes_from_json(present[-1])) / most) if most else 0,
        fate=fate,
    )


def _last_held(result: Result, gone: int | None) -> int | None:
    """Return the last stage whose tallies show an excluded option, as they show it."""
    if gone is None:
        return None
    return gone - 1 if result.transcript["rules"].get("tallies_at") == "end" else gone


def _cell(visit: Visit, votes: Any, stage: int, last: int | None) -> str:
    """Return votes in words; "out" at the first stage without the option, then a dash."""
    if last is not None and stage > last:
        return visit.gettext("out") if stage == last + 1 else "–"
    return "–" if votes is None else number(votes, visit.language)


def _rank(result: Result, stages: Any, option: OptionId) -> tuple[int, int, Fraction]:
    """Sort key: winners in their order, then the last to leave, then the most votes."""
    if option in result.winners:
        return (0, result.winners.index(option), Fraction(0))
    gone = next((s["stage"] for s in stages if option in s["excluded"]), len(stages) + 1)
    held = votes_from_json(stages[-1]["tallies"].get(option) or stages[0]["tallies"].get(option, 0))
    return (1, -gone, -Fraction(held))


def _rest(stage: Mapping[str, Any]) -> Fraction:
    inactive = sum(Fraction(votes_from_json(v)) for v in stage["inactive"].values())
    return inactive + Fraction(votes_from_json(stage["residual"]))


def _text(votes: Fraction) -> int | str:
    if votes.denominator == 1:
        return int(votes)
    scaled = votes * 10**5
    if scaled.denominator != 1:
        return str(votes)
    digits = str(int(scaled)).rjust(6, "0")
    return f"{digits[:-5]}.{digits[-5:]}"


def _change(before: Any, now: Any, language: str) -> str:
    if before is None:
        return ""
    moved = Fraction(votes_from_json(now)) - Fraction(votes_from_json(before))
    if not moved:
        return "–"
    return ("+" if moved > 0 else "\u2212") + number(_text(abs(moved)), language)
