"""The counting commands on a bare Python: ``python -m voting tally ballots.blt``.

Exit codes: 0 done, 1 something does not hold, 2 wrong usage, 3 a file cannot be read or is invalid,
5 checks were skipped. ``docs/commands.md`` is the manual. The site's command ``mufakat`` passes
these commands on to ``main``.
"""

import argparse
import signal
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import NoReturn

from voting import __version__
from voting.commands.console import Stop, tell

# Each command is a module with ``add_parser`` and ``run``. Only the one asked for is loaded, so
# that listing the methods does not wait for the verifier.
COMMANDS: Mapping[str, str] = {
    "tally": "voting.commands.tally",
    "convert": "voting.commands.convert",
    "compare": "voting.commands.compare",
    "methods": "voting.commands.methods",
    "verify": "voting.audit.command",
}

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a usage error leaves through SystemExit(2)."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    asked = parser(words[:1]).parse_args(words)
    try:
        code: int = import_module(COMMANDS[asked.command]).run(asked)
    except Stop as stop:
        tell(str(stop))
        return stop.code
    return code


def parser(first: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Return the parser of the command that ``first`` names, or of all if it names none."""
    whole = argparse.ArgumentParser(
        prog="mufakat",
        description="Count ballot files, explain the result, check evidence. Nothing to install.",
        epilog="COMMAND --help explains each.",
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"mufakat {__version__}")
    subparsers = whole.add_subparsers(metavar="COMMAND", dest="command", required=True)
    for name in [name for name in COMMANDS if name in first] or COMMANDS:
        import_module(COMMANDS[name]).add_parser(subparsers)
    return whole


def _run() -> NoReturn:
    """Run as a program: a reader that has seen enough (``| head``) ends it quietly."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    _run()
