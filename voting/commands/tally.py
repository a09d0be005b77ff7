"""``tally FILE``: count a ballot file and explain the result."""

import argparse
from typing import Any

from voting.commands.ballot_files import find_format, read_ballot_file
from voting.commands.console import (
    DONE,
    INVALID,
    STANDARD,
    USAGE,
    Stop,
    add_command,
    is_long,
    print_json,
    print_text,
    progress,
    screen_width,
    write_bytes,
)
from voting.commands.counting import Count, count, rule_pairs
from voting.commands.round_table import round_table
from voting.commands.tally_data import tally_data
from voting.commands.tally_text import tally_text
from voting.errors import RefusalError
from voting.formats import FORMATS
from voting.formats.poll import Poll
from voting.words import explain, say

_MOST_DIGITS = 9


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """Add ``tally`` to the subcommands of a parser and return its own parser."""
    command = add_command(subparsers, "tally", "count a ballot file and explain the result")
    command.add_argument("file", metavar="FILE", help="ballot file, or - for standard input")
    command.add_argument("--method", metavar="ID", help="how to count (see: mufakat methods)")
    command.add_argument("--seats", metavar="N", type=_seats, help="short for --rule seats=N")
    command.add_argument(
        "--rule", metavar="KEY=VALUE", action="append", default=[], help="a rule of the method"
    )
    command.add_argument("--lot", metavar="SEED", help="resolve ties by the lot drawn from SEED")
    command.add_argument("--format", metavar="F", help=f"one of: {' '.join(FORMATS)}")
    command.add_argument(
        "--table", metavar="OUT", help="write the stages as CSV; - prints nothing else"
    )
    command.add_argument("--json", action="store_true", help="print one JSON document")
    return command


def run(asked: argparse.Namespace) -> int:
    """Count as the arguments say and print the result."""
    chosen = find_format(asked.file, asked.format, asked.lang)
    poll = read_ballot_file(asked.file, chosen, asked.lang)
    if is_long(poll.profile.distinct):
        progress(say("cli.counting", {"cast": poll.profile.cast}, asked.lang))
    counted = _count(asked, poll)
    if asked.table is not None:
        write_bytes(asked.table, round_table(counted).encode(), asked.lang)
    if asked.table == STANDARD:
        return DONE
    if asked.json:
        print_json(tally_data(counted, asked.lang))
    else:
        print_text(tally_text(counted, asked.lang, screen_width()))
    return DONE


def _count(asked: argparse.Namespace, poll: Poll) -> Count:
    try:
        return count(
            poll,
            method_id=asked.method,
            given=rule_pairs(asked.rule),
            seats=asked.seats,
            lot=asked.lot,
        )
    except RefusalError as error:
        # Who chose nothing cannot have chosen wrongly: then the file itself cannot be counted.
        message = explain(error, asked.lang)
        if asked.method or asked.rule or asked.seats is not None:
            raise Stop(USAGE, message) from error
        raise Stop(INVALID, f"{asked.file}: {message}") from error


def _seats(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > _MOST_DIGITS:
        raise argparse.ArgumentTypeError(f"not a whole number: {text!r}")
    return int(text)
