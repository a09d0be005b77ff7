"""The JSON of a count, ``mufakat/tally/1``: options by name, the explanation in one language.

The same as the outcome's transcript but for the names, so it is meant for people and scripts; what
is hashed and signed is the transcript.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from voting.ballots import OptionId
from voting.commands.counting import Count
from voting.commands.duels_told import duels_data
from voting.words import say

SCHEMA = "mufakat/tally/1"


def tally_data(count: Count, language: str) -> dict[str, Any]:
    """Return the JSON document of a count."""
    names = count.contest.labels()
    whole: dict[str, Any] = count.outcome.transcript()
    data = {
        "schema": SCHEMA,
        "method": whole["method"],
        "rules": whole["rules"],
        "rules_hash": whole["rules_hash"],
        "options": _named(whole["options"], names),
        "ballots": whole["ballots"],
    }
    if "quota" in whole:
        data["quota"] = whole["quota"]
    data |= {
        "winners": _named(whole["winners"], names),
        "tied": [_named(group, names) for group in whole["tied"]],
        "stages": [_stage(stage, names) for stage in whole["stages"]],
    }
    data |= duels_data(count)
    data |= _of_the_method(whole, names)
    data["explanation"] = list(count.explanation(language))
    if count.notes:
        data["notes"] = [say(code, params, language) for code, params in count.notes]
    return data


def _of_the_method(whole: Mapping[str, Any], names: Mapping[OptionId, str]) -> Mapping[str, Any]:
    """Return what only this method says, each thing under its own name."""
    found: dict[str, Any] = {k: v for k, v in whole["details"].items() if k != "possible_winners"}
    for name, table in whole.get("tables", {}).items():
        found[name] = {names[option]: value for option, value in table.items()}
    for name, rows in whole.get("pairs", {}).items():
        found[name] = {
            names[option]: {names[other]: value for other, value in row.items()}
            for option, row in rows.items()
        }
    for name, groups in whole.get("sets", {}).items():
        found[name] = [_named(group, names) for group in groups]
    return found


def _named(options: Sequence[OptionId], names: Mapping[OptionId, str]) -> list[str]:
    return [names[option] for option in options]


def _stage(stage: Mapping[str, Any], names: Mapping[OptionId, str]) -> dict[str, Any]:
    data = {
        "stage": stage["stage"],
        "action": stage["action"],
        "of": _named(stage["of"], names),
        "tallies": {names[option]: votes for option, votes in stage["tallies"].items()},
        "elected": _named(stage["elected"], names),
        "excluded": _named(stage["excluded"], names),
        "transfers": [
            {
                "from": names.get(move["from"], move["from"]),
                "to": names.get(move["to"], move["to"]),
                "votes": move["votes"],
            }
            for move in stage["transfers"]
        ],
        "inactive": stage["inactive"],
        "residual": stage["residual"],
        "lots": [
            {
                "purpose": tie["purpose"],
                "among": _named(tie["among"], names),
                "by": tie["by"],
                "picked": names[tie["picked"]],
            }
            for tie in stage["lots"]
        ],
    }
    if "threshold" in stage:
        data["threshold"] = stage["threshold"]
    if "values" in stage:
        data["values"] = stage["values"]
    return data
