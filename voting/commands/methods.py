"""``methods [ID]``: the methods there are, or one with its rules."""

import argparse
from typing import Any

from voting.commands.console import DONE, USAGE, Stop, add_command, print_json, print_text
from voting.commands.method_list import method_text, methods_data, methods_text
from voting.errors import MissingError
from voting.methods import METHODS, method
from voting.words import explain


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """Add ``methods`` to the subcommands of a parser and return its own parser."""
    command = add_command(subparsers, "methods", "list the methods, or the rules of one")
    command.add_argument("id", metavar="ID", nargs="?", help="a method")
    command.add_argument("--json", action="store_true", help="print one JSON document")
    return command


def run(asked: argparse.Namespace) -> int:
    """List what the arguments ask for."""
    try:
        chosen = METHODS if asked.id is None else {asked.id: method(asked.id)}
    except MissingError as error:
        raise Stop(USAGE, explain(error, asked.lang)) from error
    if asked.json:
        print_json(methods_data(chosen, asked.lang))
    elif asked.id is None:
        print_text(methods_text(chosen, asked.lang))
    else:
        print_text(method_text(chosen[asked.id], asked.lang))
    return DONE
