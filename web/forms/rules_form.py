"""The form of a method's rules, made from the method's own fields: no form is written by hand.

A rule ``name`` is the field ``rule-<name>``. A rule that may be unlimited is two fields: a number,
and the box ``rule-<name>-unlimited``. Rules with one possible value are not shown. Long numbers,
which are mostly money, are shown and may be typed in groups of three: 30.000.000.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from voting.errors import InvalidRuleError
from voting.rules import Rule, card, read, rule_fields
from voting.words import number
from web.forms import Fields, Reader

R = TypeVar("R")
PREFIX = "rule-"
UNLIMITED = "-unlimited"
_GROUPED = re.compile(r"(?:Rp)?\s*([0-9]{1,3}(?:[., \u00a0][0-9]{3})*|[0-9]+)", re.IGNORECASE)
_SHORT = 10_000


@dataclass(frozen=True, kw_only=True)
class RuleField:
    """One rule as a template shows it, in the visitor's language.

    ``kind``: ``whole``, ``limit``, ``choice``, ``switch`` or ``text``. ``value`` is text as typed;
    ``choices`` pairs of value and words. ``optional``: left empty, it still says something.
    """

    name: str
    kind: str
    label: str
    hint: str
    value: str
    least: int | None
    most: int | None
    unlimited: bool
    optional: bool
    choices: tuple[tuple[str, str], ...]


def rule_form(
    rules: type[Any], language: str, given: Mapping[str, object] | None = None
) -> tuple[RuleField, ...]:
    """Return the fields of a rules class; ``given`` are values by rule, as text or as stored."""
    values = {**card(rules()), **(given or {})}
    return tuple(
        _field(name, rule, values[name], language, optional=default == "")
        for name, (rule, default) in rule_fields(rules).items()
        if not rule.internal
    )


def posted_rules(rules: type[Any], fields: Fields) -> Mapping[str, object]:
    """Return what was sent for each rule, as text, for ``rules.read`` and for the next showing."""
    return {
        name: _posted(name, rule, fields)
        for name, (rule, _) in rule_fields(rules).items()
        if not rule.internal
    }


def read_rules(rules: type[R], reader: Reader) -> R | None:
    """Read the rules of a method; None if there are problems, each kept beside its field."""
    given = posted_rules(rules, reader.fields)
    for name, value in given.items():
        try:
            read(rules, {name: value})
        except InvalidRuleError as error:
            if error.params.get("key", name) == name:
                reader.refuse(PREFIX + name, _labelled(error, rules, reader.language))
    if any(problem.field.startswith(PREFIX) for problem in reader.problems):
        return None
    try:
        return read(rules, given)
    except InvalidRuleError as error:
        key = str(error.params.get("key", ""))
        named = _labelled(error, rules, reader.language)
        reader.refuse(PREFIX + key if key in given else "", named)
        return None


def _labelled(error: InvalidRuleError, rules: type[Any], language: str) -> InvalidRuleError:
    """Return a refusal that calls its rule what the form calls it, not by its key."""
    known, key = rule_fields(rules), str(error.params.get("key", ""))
    if key not in known:
        return error
    label = known[key][0].label.in_language(language)
    return InvalidRuleError(error.code, **{**error.params, "key": label})


def _field(name: str, rule: Rule, value: object, language: str, *, optional: bool) -> RuleField:
    unlimited = rule.kind == "limit" and value == rule.unlimited
    shown = str(value).lower() if rule.kind == "switch" else str(value)
    if rule.kind in ("whole", "limit") and isinstance(value, int) and value >= _SHORT:
        shown = number(value, language)
    return RuleField(
        name=PREFIX + name,
        kind=rule.kind,
        label=rule.label.in_language(language),
        hint=rule.hint.in_language(language),
        value="" if unlimited else shown,
        least=rule.least,
        most=rule.most,
        unlimited=unlimited,
        optional=optional,
        choices=tuple(
            (key, words.in_language(language)) for key, words in (rule.choices or {}).items()
        ),
    )


def _posted(name: str, rule: Rule, fields: Fields) -> str:
    if rule.kind == "limit" and fields.get(PREFIX + name + UNLIMITED):
        return rule.unlimited
    value = fields.get(PREFIX + name, "")
    text = value.strip() if isinstance(value, str) else ""
    if rule.kind == "switch":
        return "true" if text in ("1", "true", "on") else "false"
    if rule.kind in ("whole", "limit") and (grouped := _GROUPED.fullmatch(text)):
        return re.sub("[^0-9]", "", grouped[1])
    return text
