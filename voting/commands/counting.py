"""From a poll to an outcome: which method, which rules, which lot, and what to say about it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voting.ballots import OptionId
from voting.canonical import sha256
from voting.commands.recast import Said, recast
from voting.contest import Contest, Option
from voting.errors import InvalidRuleError
from voting.explanation import explanation
from voting.formats.poll import Poll
from voting.method import Method
from voting.methods import METHODS, method
from voting.outcome import Outcome
from voting.rules import Rule, read, rule_fields
from voting.tiebreak import Lot

# What counts a file of ballots that names no method; rankings of several seats ask for another.
_PLAIN = {
    "ranking": "irv",
    "approval": "approval",
    "choice": "plurality",
    "scores": "score",
    "gifts": "quadratic-funding",
    "stance": "consensus",
}
_SEVERAL = "stv-scottish"

_ORDER = "order:"

# RCTab's words for ways to break ties, in ours.
_TIE_BREAKS = {
    "useCandidateOrder": _ORDER,
    "random": "lot",
    "previousRoundCountsThenRandom": "previous,lot",
}

# What tests/vectors/ranked/SOURCES.md calls rules of methods that look at duels.
_CASE_KEYS = {"defeat_strength": "strength", "variant": "strength"}
_OTHER_KEYS = {"tie_break": "ties", "tie_break_order": "ties", **_CASE_KEYS}
_CASE_VALUES = {
    "strength": {"winning_votes": "winning-votes", "pairwise_opposition": "opposition"},
    "unranked": {"last_tied": "last", "no_opinion": "no-opinion"},
    "score": {"wins_minus_losses": "wins-minus-losses"},
}


@dataclass(frozen=True, kw_only=True)
class Count:
    """A finished count with all it takes to tell of it."""

    contest: Contest[Any]
    method: Method[Any]
    outcome: Outcome
    notes: tuple[Said, ...]

    def explanation(self, language: str) -> tuple[str, ...]:
        """Return one sentence for each decision of the count."""
        return explanation(self.outcome, self.contest.labels(), language)


def count(
    poll: Poll,
    *,
    method_id: str | None = None,
    given: Mapping[str, str] | None = None,
    seats: int | None = None,
    lot: str | None = None,
    as_stated: bool = False,
) -> Count:
    """Count a poll; ``given`` are rules as text, ``lot`` is the text whose SHA-256 is the seed.

    Where the file names the method by which it was counted, the rules that it states for it hold if
    no method is chosen here, or, ``as_stated``, if that same one is.

    Raises MissingError for an unknown method, InvalidRuleError for rules it cannot have,
    InvalidBallotError for ballots of a form it cannot count.
    """
    rules = dict(given or {})
    if seats is not None and rules.setdefault("seats", str(seats)) != str(seats):
        raise InvalidRuleError("tally.rule-twice", key="seats")
    chosen = method(method_id or default_method(poll, rules.get("seats")))
    notes = list(_take_seats(poll, chosen, rules))
    named = method_id is None or (as_stated and method_id == poll.method)
    _take_stated(poll, chosen, rules, named=named)
    take_tie_break(rules)
    take_case_words(rules)
    if _ORDER in rules.get("ties", ""):
        rules["ties"] = order_by_id(rules["ties"], poll.options)
    its_rules = read(chosen.rules, rules)
    profile, said = recast(poll, chosen.form_of(its_rules))
    contest = Contest(title=poll.title, method=chosen.id, rules=its_rules, options=poll.options)
    drawn = None if lot is None else Lot(sha256(lot.encode()))
    outcome = chosen.count(contest, profile, drawn)
    return Count(contest=contest, method=chosen, outcome=outcome, notes=(*notes, *said))


def default_method(poll: Poll, seats: str | None) -> str:
    """Return the method for a poll that names none: by its form, and for rankings by its seats.

    A new method never becomes the one for files that name none. A file of a budget is counted by
    the method it says it was, else as most towns do, greedily.
    """
    if poll.method in METHODS:
        return poll.method
    if "budget" in poll.rules:
        return "budget-greedy"
    wanted = poll.seats if seats is None else seats
    if poll.form.form == "ranking" and wanted not in (None, 1, "1"):
        return _SEVERAL
    return _PLAIN[poll.form.form]


def has_rule(chosen: Method[Any], key: str) -> bool:
    """Tell whether a method has a rule, be it by one of the other words that are understood."""
    known = rule_fields(chosen.rules)
    return key in known or _OTHER_KEYS.get(key) in known


def rule_pairs(pairs: Sequence[str]) -> dict[str, str]:
    """Return rules from ``KEY=VALUE`` texts; InvalidRuleError for another shape or a key twice."""
    rules: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise InvalidRuleError("tally.rule-shape", rule=pair)
        if key in rules:
            raise InvalidRuleError("tally.rule-twice", key=key)
        rules[key] = value
    return rules


def order_by_id(ties: str, options: Sequence[Option]) -> str:
    """Return a ``ties`` rule whose ``order:`` names options by id, given ids or names.

    Names may hold commas: the longest name that fits is taken. InvalidRuleError for a stranger.
    """
    head, _, rest = ties.partition(_ORDER)
    known: dict[str, OptionId] = {option.label: option.id for option in options}
    known.update({option.id: option.id for option in options})
    ids: list[OptionId] = []
    while rest := rest.strip():
        fits = [name for name in known if re.match(rf"{re.escape(name)}\s*(?:,|$)", rest)]
        if not fits:
            stranger = rest.partition(",")[0]
            raise InvalidRuleError("tally.order-stranger", option=stranger, known=tuple(known))
        name = max(fits, key=len)
        ids.append(known[name])
        rest = rest[len(name) :].lstrip().removeprefix(",")
    return f"{head}{_ORDER}{','.join(ids)}"


def take_tie_break(rules: dict[str, str]) -> None:
    """Put RCTab's ``tie_break`` and ``tie_break_order`` into our words, as ``ties``.

    The order is a list of names as in ``ties``, or in JSON. InvalidRuleError for other words, and
    where ``ties`` is given as well.
    """
    if "tie_break" not in rules:
        return
    word, order = rules.pop("tie_break"), rules.pop("tie_break_order", "")
    if word not in _TIE_BREAKS:
        known = tuple(_TIE_BREAKS)
        raise InvalidRuleError("rules.not-a-choice", key="tie_break", value=word, known=known)
    if "ties" in rules:
        raise InvalidRuleError("tally.rule-twice", key="ties")
    rules["ties"] = _TIE_BREAKS[word]
    if rules["ties"] == _ORDER:
        rules["ties"] += ",".join(_listed(order))


def take_case_words(rules: dict[str, str]) -> None:
    """Put the words of published cases for strength and for unranked options into ours."""
    for key, ours in _CASE_KEYS.items():
        if key in rules:
            if ours in rules:
                raise InvalidRuleError("tally.rule-twice", key=ours)
            rules[ours] = rules.pop(key)
    for key, words in _CASE_VALUES.items():
        if key in rules:
            rules[key] = words.get(rules[key], rules[key])


def _listed(order: str) -> Sequence[str]:
    try:
        names = json.loads(order)
    except (ValueError, RecursionError):
        names = None
    return names if isinstance(names, list) and all(isinstance(n, str) for n in names) else [order]


def _take_seats(poll: Poll, chosen: Method[Any], rules: dict[str, str]) -> Sequence[Said]:
    """Let the file's own number of seats be the default, where the method can fill so many."""
    rule = rule_fields(chosen.rules).get("seats")
    if poll.seats is None or "seats" in rules:
        return ()
    if rule is not None and _allows(rule[0], poll.seats):
        rules["seats"] = str(poll.seats)
        return ()
    return () if poll.seats == 1 else (("tally.other-seats", {"seats": poll.seats}),)


def _take_stated(poll: Poll, chosen: Method[Any], rules: dict[str, str], *, named: bool) -> None:
    """Let the rules that a budget's file states be the defaults of a method that spends one.

    Those of the method that the file names hold only where nobody chose another.
    """
    known = rule_fields(chosen.rules)
    if "budget" in known:
        stated = {**poll.rules, **(poll.method_rules if named else {})}
        for key, value in stated.items():
            if key in known:
                rules.setdefault(key, value)


def _allows(rule: Rule, value: int) -> bool:
    return value >= (rule.least or 0) and (rule.most is None or value <= rule.most)
