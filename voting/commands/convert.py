"""``convert IN OUT``: write a ballot file in another format, or say why it cannot be done."""

import argparse
from typing import Any

from voting.commands.ballot_files import find_format, read_ballot_file
from voting.commands.console import DONE, INVALID, Stop, add_command, tell, write_bytes
from voting.errors import InvalidError
from voting.formats import FORMATS, write_poll
from voting.formats.poll import losses
from voting.words import explain, say


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """Add ``convert`` to the subcommands of a parser and return its own parser."""
    command = add_command(subparsers, "convert", "write a ballot file in another format")
    command.add_argument("source", metavar="IN", help="ballot file, or - for standard input")
    command.add_argument("target", metavar="OUT", help="file to write, or - for standard output")
    command.add_argument("--from", dest="read", metavar="F", help=f"one of: {' '.join(FORMATS)}")
    command.add_argument("--to", dest="write", metavar="F", help="likewise, for OUT")
    return command


def run(asked: argparse.Namespace) -> int:
    """Convert as the arguments say; name on standard error what the new format cannot hold."""
    source = find_format(asked.source, asked.read, asked.lang)
    target = find_format(asked.target, asked.write, asked.lang)
    poll = read_ballot_file(asked.source, source, asked.lang)
    try:
        data = write_poll(poll, target)
    except InvalidError as error:
        raise Stop(INVALID, f"{asked.source}: {explain(error, asked.lang)}") from error
    write_bytes(asked.target, data, asked.lang)
    if lost := losses(poll, target):
        names = tuple(say(f"convert.lost-{what}", {}, asked.lang) for what in lost)
        tell(say("convert.lost", {"format": target.id, "lost": names}, asked.lang))
    return DONE
