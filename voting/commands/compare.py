"""``compare FILE --methods a,b,c``: the same ballots by several methods, side by side.

Where the methods do not elect the same, the choice of method decides: that is said first, for it
has to be made before anybody has voted. A rule given as ``KEY=VALUE`` holds for every method that
has it, as ``METHOD.KEY=VALUE`` for that one.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voting.commands.ballot_files import find_format, read_ballot_file
from voting.commands.console import DONE, USAGE, Stop, add_command, print_json, print_text
from voting.commands.counting import count, has_rule, rule_pairs
from voting.commands.tables import table
from voting.errors import InvalidRuleError, RefusalError
from voting.formats import FORMATS
from voting.formats.poll import Poll
from voting.methods import METHODS, method
from voting.rules import rule_fields
from voting.words import explain, listing, say

SCHEMA = "mufakat/compare/1"


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """Add ``compare`` to the subcommands of a parser and return its own parser."""
    command = add_command(subparsers, "compare", "count the same ballots by several methods")
    command.add_argument("file", metavar="FILE", help="ballot file, or - for standard input")
    command.add_argument("--methods", metavar="IDS", required=True, help="ids joined by commas")
    command.add_argument("--seats", metavar="N", type=int, help="seats, where the method has them")
    command.add_argument(
        "--rule",
        metavar="[ID.]KEY=VALUE",
        action="append",
        default=[],
        help="a rule, of every method that has it or of one",
    )
    command.add_argument("--lot", metavar="SEED", help="resolve ties by the lot drawn from SEED")
    command.add_argument("--format", metavar="F", help=f"one of: {' '.join(FORMATS)}")
    command.add_argument("--json", action="store_true", help="print one JSON document")
    return command


def run(asked: argparse.Namespace) -> int:
    """Count by each method and print who wins; a method that cannot count them says why."""
    ids = tuple(dict.fromkeys(word for word in asked.methods.split(",") if word))
    try:
        for each in ids:
            method(each)
    except RefusalError as error:
        raise Stop(USAGE, explain(error, asked.lang)) from error
    if not ids:
        raise Stop(USAGE, say("compare.no-method", {"known": tuple(METHODS)}, asked.lang))
    rules = _rules(asked, ids)
    chosen = find_format(asked.file, asked.format, asked.lang)
    poll = read_ballot_file(asked.file, chosen, asked.lang)
    lines = [_line(poll, each, rules[each], asked) for each in ids]
    if asked.json:
        print_json({"schema": SCHEMA, "methods": lines, "agree": agree(lines)})
    else:
        print_text("\n".join(_text(poll, lines, asked.lang)) + "\n")
    return DONE


def agree(lines: Sequence[dict[str, Any]]) -> bool:
    """Tell whether all methods that could count elect the same, whatever the order."""
    said = {
        (frozenset(line["winners"]), frozenset(map(frozenset, line["tied"])))
        for line in lines
        if "refused" not in line
    }
    return len(said) <= 1


def _rules(asked: argparse.Namespace, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the rules given for each method; a rule that none of them has is wrong usage."""
    shared: dict[str, dict[str, str]] = {each: {} for each in ids}
    own: dict[str, dict[str, str]] = {each: {} for each in ids}
    try:
        for key, value in rule_pairs(asked.rule).items():
            one, dot, its_key = key.partition(".")
            if dot and one in own and has_rule(method(one), its_key):
                own[one][its_key] = value
                continue
            having = [each for each in ids if has_rule(method(each), key)]
            if not having:
                known = dict.fromkeys(k for each in ids for k in rule_fields(method(each).rules))
                raise InvalidRuleError("compare.rule-of-none", key=key, known=tuple(known))
            for each in having:
                shared[each][key] = value
    except RefusalError as error:
        raise Stop(USAGE, explain(error, asked.lang)) from error
    return {each: {**shared[each], **own[each]} for each in ids}


def _line(
    poll: Poll, method_id: str, rules: Mapping[str, str], asked: argparse.Namespace
) -> dict[str, Any]:
    try:
        counted = count(
            poll,
            method_id=method_id,
            given=rules,
            seats=asked.seats,
            lot=asked.lot,
            as_stated=True,
        )
    except RefusalError as error:
        return {"method": method_id, "refused": explain(error, asked.lang)}
    names, outcome = counted.contest.labels(), counted.outcome
    notes = [say(code, params, asked.lang) for code, params in counted.notes]
    return {
        "method": method_id,
        "title": counted.method.title.in_language(asked.lang),
        "rules": dict(outcome.rules),
        "rules_hash": outcome.rules_hash,
        "winners": [names[option] for option in outcome.winners],
        "tied": [[names[option] for option in group] for group in outcome.tied],
        **({"notes": notes} if notes else {}),
    }


def _text(poll: Poll, lines: Sequence[dict[str, Any]], language: str) -> Iterator[str]:
    if poll.title:
        yield poll.title
    yield say("compare.agree" if agree(lines) else "compare.differ", {}, language)
    yield ""
    yield from table([(line["method"], _said(line, language)) for line in lines], right=False)
    notes = [f"{line['method']}: {note}" for line in lines for note in line.get("notes", ())]
    yield from ("", *notes) if notes else ()


def _said(line: dict[str, Any], language: str) -> str:
    if "refused" in line:
        return str(line["refused"])
    parts = [", ".join(line["winners"])] if line["winners"] else []
    parts += [
        say("compare.tied", {"options": listing(group, language)}, language)
        for group in line["tied"]
    ]
    return "; ".join(parts) or say("tally.nobody", {}, language)
