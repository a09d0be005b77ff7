"""Rules as data: the fields of a method's ``Rules``, read from text, shown as a card, hashed.

A method states its parameters once, as a frozen dataclass whose fields are made with ``whole``,
``limit``, ``choice``, ``switch`` and ``text``. From these fields come the command line's ``--rule
KEY=VALUE``, the form that makes a contest, and the rule card that is frozen and fingerprinted when
a contest opens.
"""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, TypeVar

from voting.canonical import Json, fingerprint
from voting.errors import InvalidRuleError
from voting.words import Phrase

R = TypeVar("R")

_DIGITS = 16


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What is known of one rule field: its kind, its words, and which values it takes.

    ``kind`` is ``whole``, ``limit``, ``choice``, ``switch`` or ``text``. ``unlimited`` is the word
    that stands for "no limit" (the value None) in a ``limit``. ``choices`` maps values to words.
    ``internal`` fields stand in the card but not in forms: they have one value only, or, if
    ``quiet``, no effect in this method.
    """

    kind: str
    label: Phrase
    hint: Phrase
    least: int | None = None
    most: int | None = None
    unlimited: str = ""
    choices: Mapping[str, Phrase] | None = None
    quiet: bool = False

    @property
    def internal(self) -> bool:
        """Whether there is nothing to choose: one possible value, or no effect."""
        single = self.choices is not None and len(self.choices) == 1
        return self.quiet or single or (self.least is not None and self.least == self.most)


def whole(
    default: int,
    label: Phrase,
    hint: Phrase,
    *,
    least: int = 0,
    most: int | None = None,
    quiet: bool = False,
) -> Any:
    """Make a field that takes a whole number between two bounds, both included."""
    rule = Rule(kind="whole", label=label, hint=hint, least=least, most=most, quiet=quiet)
    return field(default=default, metadata={"rule": rule})


def limit(
    default: int | None, label: Phrase, hint: Phrase, *, unlimited: str, least: int = 0
) -> Any:
    """Make a field that takes a whole number, or one word for "no limit" (None in Python)."""
    rule = Rule(kind="limit", label=label, hint=hint, least=least, unlimited=unlimited)
    return field(default=default, metadata={"rule": rule})


def choice(default: str, label: Phrase, hint: Phrase, choices: Mapping[str, Phrase]) -> Any:
    """Make a field that takes one of several named values."""
    rule = Rule(kind="choice", label=label, hint=hint, choices=choices)
    return field(default=default, metadata={"rule": rule})


def switch(default: bool, label: Phrase, hint: Phrase) -> Any:
    """Make a field that is true or false."""
    rule = Rule(kind="switch", label=label, hint=hint)
    return field(default=default, metadata={"rule": rule})


def text(default: str, label: Phrase, hint: Phrase) -> Any:
    """Make a field of free text, which the method's ``__post_init__`` must check."""
    rule = Rule(kind="text", label=label, hint=hint)
    return field(default=default, metadata={"rule": rule})


def rule_fields(rules: type[Any] | Any) -> dict[str, tuple[Rule, Any]]:
    """Return the rule and default of every field of a rules class, in the order of its fields."""
    return {item.name: (_rule_of(item), item.default) for item in fields(rules)}


def read(rules: type[R], given: Mapping[str, object]) -> R:
    """Make rules from values given as text or JSON; keys left out take their defaults.

    Raises InvalidRuleError for an unknown key (naming the known ones) or an impossible value.
    """
    known = rule_fields(rules)
    for key in given:
        if key not in known:
            raise InvalidRuleError("rules.unknown-key", key=key, known=tuple(known))
    return rules(**{key: _value(key, known[key][0], value) for key, value in given.items()})


def card(rules: Any) -> dict[str, Json]:
    """Return every rule with its value, ready for canonical JSON: the body of a rule card."""
    return {
        name: rule.unlimited if getattr(rules, name) is None else getattr(rules, name)
        for name, (rule, _) in rule_fields(rules).items()
    }


def rules_hash(method: str, rules: Any) -> str:
    """Return the SHA-256 of method and rule card: what names exactly one way to count."""
    return fingerprint({"method": method, "rules": card(rules)})


def check_bounds(rules: Any) -> None:
    """Refuse values outside their field's bounds; every ``__post_init__`` of rules calls this."""
    for name, (rule, _) in rule_fields(rules).items():
        value = getattr(rules, name)
        if value is not None and not _fits(rule, value):
            raise _refused(name, rule, value)


def _rule_of(item: Field[Any]) -> Rule:
    rule = item.metadata["rule"]
    assert isinstance(rule, Rule)  # noqa: S101 - a rules class built without these makers
    return rule


def _value(name: str, rule: Rule, given: object) -> object:
    value = given
    if rule.kind == "switch" and isinstance(given, str):
        value = {"true": True, "false": False}.get(given.lower(), given)
    elif rule.kind == "limit" and given == rule.unlimited:
        return None
    elif rule.kind in ("whole", "limit") and isinstance(given, str):
        value = (
            int(given) if given.isascii() and given.isdecimal() and len(given) < _DIGITS else given
        )
    if not _fits(rule, value):
        raise _refused(name, rule, given)
    return value


def _fits(rule: Rule, value: object) -> bool:
    if rule.kind == "switch":
        return isinstance(value, bool)
    if rule.kind == "text":
        return isinstance(value, str)
    if rule.kind == "choice":
        return rule.choices is not None and isinstance(value, str) and value in rule.choices
    return (
        isinstance(value, int)
        and not isinstance(value, bool)
        and (rule.least is None or value >= rule.least)
        and (rule.most is None or value <= rule.most)
    )


def _refused(name: str, rule: Rule, value: object) -> InvalidRuleError:
    if rule.choices is not None:
        return InvalidRuleError(
            "rules.not-a-choice", key=name, value=str(value), known=tuple(rule.choices)
        )
    if rule.kind == "switch":
        return InvalidRuleError("rules.not-a-switch", key=name, value=str(value))
    if rule.kind == "text":
        return InvalidRuleError("rules.not-a-text", key=name, value=str(value))
    least = rule.least or 0
    if rule.kind == "limit":
        return InvalidRuleError(
            "rules.not-a-limit", key=name, value=str(value), least=least, word=rule.unlimited
        )
    if rule.most is None:
        return InvalidRuleError("rules.too-small", key=name, value=str(value), least=least)
    if rule.most == least:
        return InvalidRuleError("rules.always", key=name, value=str(value), always=least)
    return InvalidRuleError(
        "rules.out-of-bounds", key=name, value=str(value), least=least, most=rule.most
    )
