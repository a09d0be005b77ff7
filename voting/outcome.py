"""The result of a count, complete enough to explain itself and to be checked step by step.

``transcript`` is plain JSON data: the same ballots and rules give the same bytes anywhere. Votes
are whole numbers or exact fractions; a method with a stated decimal scale prints its digits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from voting.ballots import OptionId
from voting.canonical import Json
from voting.profile import Profile
from voting.tiebreak import TieUse, Votes

Table = Mapping[OptionId, Json]


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why something came out: a code of the word files, values, and the options it names.

    In the sentence, a placeholder named in ``options`` becomes the labels of those options.
    """

    code: str
    params: Mapping[str, int | str] = field(default_factory=dict)
    options: Mapping[str, tuple[OptionId, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """Votes that move: from an option to an option, or to a cause of inactivity.

    ``source`` and ``target`` are option ids, or a cause such as ``exhausted``.
    """

    source: str
    target: str
    votes: Votes


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One step of a count.

    ``action``: ``elect``, ``exclude``, ``tie`` (the count stops) or ``show`` (nothing more) where
    votes are shown at the start; ``first_preferences``, ``surplus`` or ``exclude`` where they are
    shown at the end. ``of`` are the options whose votes the action moves. ``tallies`` are the votes
    each option holds at the moment the method's rules say (their ``tallies_at``). ``inactive``
    holds, by cause, the votes that no option holds any more; ``residual`` the votes lost to
    rounding. Wherever a ballot counts for one option at a time, tallies + inactive + residual =
    counted, always. ``values`` is what only this method says of the step (a price, what is left),
    as JSON data that names no option.
    """

    number: int
    action: str
    tallies: Mapping[OptionId, Votes]
    of: tuple[OptionId, ...] = ()
    threshold: Votes | None = None
    elected: tuple[OptionId, ...] = ()
    excluded: tuple[OptionId, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    inactive: Mapping[str, Votes] = field(default_factory=dict)
    residual: Votes = 0
    ties: tuple[TieUse, ...] = ()
    reasons: tuple[Reason, ...] = ()
    values: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a count came to.

    ``winners`` are beyond doubt, in order of election or rank. ``tied`` holds each set between
    which no rule decides; it is empty once the lot has been drawn. ``scale`` is the number of
    decimals of the method's arithmetic, None where it is exact. ``details`` is what only this
    method has, as JSON data keyed by names of its own, naming no option but in
    ``possible_winners``. What concerns options stands apart, so that everybody can put names for
    ids: ``tables`` hold one JSON value for each option (scores, costs), ``pairs`` one for each
    ordered pair (the pairwise matrix), ``sets`` lists of options (the Smith set, all tied
    committees, a ranking by groups of equals).
    """

    method: str
    rules: Mapping[str, Json]
    rules_hash: str
    profile: Profile
    winners: tuple[OptionId, ...]
    tied: tuple[tuple[OptionId, ...], ...] = ()
    stages: tuple[Stage, ...] = ()
    quota: Votes | None = None
    scale: int | None = None
    reasons: tuple[Reason, ...] = ()
    details: Mapping[str, Json] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    pairs: Mapping[str, Mapping[OptionId, Table]] = field(default_factory=dict)
    sets: Mapping[str, tuple[tuple[OptionId, ...], ...]] = field(default_factory=dict)

    def all_reasons(self) -> tuple[Reason, ...]:
        """Return the reasons of every stage in order, then those of the whole."""
        return tuple(r for stage in self.stages for r in stage.reasons) + self.reasons

    def transcript(self) -> dict[str, Json]:
        """Return the whole outcome as JSON data, options by id; canonical once encoded."""
        profile = self.profile
        data: dict[str, Json] = {
            "t": "outcome/1",
            "method": self.method,
            "rules": dict(self.rules),
            "rules_hash": self.rules_hash,
            "options": list(profile.options),
            "ballots": {
                "cast": profile.cast,
                "blank": profile.blank,
                "invalid": profile.invalid,
                "counted": profile.counted,
                "distinct": profile.distinct,
            },
            "winners": list(self.winners),
            "tied": [list(group) for group in self.tied],
            "stages": [_stage(stage, self.scale) for stage in self.stages],
            "reasons": _reasons(self.reasons),
            "details": dict(self.details),
        }
        if self.quota is not None:
            data["quota"] = votes_json(self.quota, self.scale)
        if self.tables:
            data["tables"] = {name: _keyed(table) for name, table in self.tables.items()}
        if self.pairs:
            data["pairs"] = {
                name: {option: _keyed(row) for option, row in rows.items()}
                for name, rows in self.pairs.items()
            }
        if self.sets:
            data["sets"] = {name: [list(group) for group in s] for name, s in self.sets.items()}
        return data


def votes_json(votes: Votes, scale: int | None) -> int | str:
    """Return votes for JSON: whole as a number, else decimal digits of the scale, else "p/q"."""
    if isinstance(votes, int) or votes.denominator == 1:
        return int(votes)
    if scale is None:
        return f"{votes.numerator}/{votes.denominator}"
    units = votes * 10**scale
    if units.denominator != 1:
        return f"{votes.numerator}/{votes.denominator}"
    sign = "-" if units < 0 else ""
    digits = str(abs(int(units))).rjust(scale + 1, "0")
    return f"{sign}{digits[:-scale]}.{digits[-scale:]}"


def votes_from_json(value: int | str) -> Votes:
    """Return the votes that ``votes_json`` wrote."""
    if isinstance(value, int):
        return value
    return Fraction(value)


def _keyed(table: Table) -> dict[str, Json]:
    return {str(option): value for option, value in table.items()}


def _stage(stage: Stage, scale: int | None) -> dict[str, Json]:
    data: dict[str, Json] = {
        "stage": stage.number,
        "action": stage.action,
        "of": list(stage.of),
        "tallies": {o: votes_json(v, scale) for o, v in stage.tallies.items()},
        "elected": list(stage.elected),
        "excluded": list(stage.excluded),
        "transfers": [
            {"from": t.source, "to": t.target, "votes": votes_json(t.votes, scale)}
            for t in stage.transfers
        ],
        "inactive": {cause: votes_json(v, scale) for cause, v in stage.inactive.items()},
        "residual": votes_json(stage.residual, scale),
        "lots": [
            {"purpose": t.purpose, "among": list(t.among), "by": t.by, "picked": t.picked}
            for t in stage.ties
        ],
        "reasons": _reasons(stage.reasons),
    }
    if stage.threshold is not None:
        data["threshold"] = votes_json(stage.threshold, scale)
    if stage.values:
        data["values"] = dict(stage.values)
    return data


def _reasons(reasons: Iterable[Reason]) -> list[Json]:
    return [
        {
            "code": reason.code,
            "params": dict(reason.params),
            "options": {name: list(ids) for name, ids in reason.options.items()},
        }
        for reason in reasons
    ]
