"""The methods and their rules, as data and as text."""

from collections.abc import Mapping
from typing import Any

from voting.commands.tables import table
from voting.method import Method
from voting.rules import Rule, rule_fields
from voting.words import say

SCHEMA = "mufakat/methods/1"


def methods_data(methods: Mapping[str, Method[Any]], language: str) -> dict[str, Any]:
    """Return methods with all their rules as a JSON document."""
    return {
        "schema": SCHEMA,
        "methods": [
            {
                "id": method.id,
                "title": method.title.in_language(language),
                "summary": method.summary.in_language(language),
                "form": method.form.form,
                "rules": [
                    _rule_data(name, rule, default, language)
                    for name, (rule, default) in rule_fields(method.rules).items()
                ],
            }
            for method in methods.values()
        ],
    }


def _rule_data(name: str, rule: Rule, default: object, language: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "key": name,
        "kind": rule.kind,
        "default": rule.unlimited if default is None else default,
        "label": rule.label.in_language(language),
        "hint": rule.hint.in_language(language),
    }
    if rule.choices is not None:
        data["choices"] = {
            value: words.in_language(language) for value, words in rule.choices.items()
        }
    if rule.least is not None:
        data["least"] = rule.least
    if rule.most is not None:
        data["most"] = rule.most
    if rule.unlimited:
        data["unlimited"] = rule.unlimited
    return data


def methods_text(methods: Mapping[str, Method[Any]], language: str) -> str:
    """Return methods as a table of id, name and what each does."""
    rows = [
        (each.id, each.title.in_language(language), each.summary.in_language(language))
        for each in methods.values()
    ]
    return "\n".join([*table(rows, right=False), "", say("methods.more", {}, language)]) + "\n"


def method_text(method: Method[Any], language: str) -> str:
    """Return one method with its rules: key and default, what it means, and its values.

    Rules with one possible value are left out here; the JSON has them.
    """
    lines = [
        f"{method.title.in_language(language)} ({method.id})",
        method.summary.in_language(language),
        say("methods.form", {"form": method.form.form}, language),
    ]
    for name, (rule, default) in rule_fields(method.rules).items():
        if rule.internal:
            continue
        value = rule.unlimited if default is None else default
        shown = str(value).lower() if isinstance(value, bool) else value
        label, hint = rule.label.in_language(language), rule.hint.in_language(language)
        lines += ["", f"  {name}={shown}", f"      {label}. {hint}".rstrip()]
        lines += [f"      {taken}" for taken in _values(rule, language)]
    return "\n".join(lines) + "\n"


def _values(rule: Rule, language: str) -> list[str]:
    if rule.choices is not None:
        return [f"{v}: {words.in_language(language)}" for v, words in rule.choices.items()]
    if rule.kind == "switch":
        return ["true, false"]
    if rule.kind in ("whole", "limit"):
        most = "..." if rule.most is None else str(rule.most)
        bounds = f"{rule.least or 0} – {most}"
        return [f"{bounds}, {rule.unlimited}" if rule.unlimited else bounds]
    return []
