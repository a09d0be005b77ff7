"""Files and screens of the counting commands: reading, writing, messages, exit codes.

Results go to standard output, whole or not at all and always in UTF-8; messages go to standard
error. A command that cannot go on raises ``Stop`` with its exit code and one message.
"""

import argparse
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from voting.words import LANGUAGES, say

DONE, USAGE, INVALID = 0, 2, 3
STANDARD = "-"

_LONG = 5_000_000
_PLAIN_WIDTH = 100


class Stop(Exception):  # noqa: N818 - not a refusal of its own: the end of a command
    """A command ends here: its exit code, and the message for standard error."""

    def __init__(self, code: int, message: str) -> None:
        """Keep the exit code and the message."""
        super().__init__(message)
        self.code = code


def add_command(subparsers: Any, name: str, text: str) -> argparse.ArgumentParser:
    """Add a command with its choice of language to the subcommands of a parser."""
    command: argparse.ArgumentParser = subparsers.add_parser(
        name, help=text, description=text, allow_abbrev=False
    )
    command.add_argument(
        "--lang", choices=LANGUAGES, default="en", help="language of sentences (default: en)"
    )
    return command


def read_bytes(name: str, language: str) -> bytes:
    """Return the bytes of a file, or of standard input for ``-``."""
    try:
        if name == STANDARD:
            return sys.stdin.buffer.read()
        path = Path(name)
        if (size := path.stat().st_size) > _LONG:
            progress(say("cli.reading", {"name": name, "size": size >> 10}, language))
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise Stop(INVALID, f"{name}: {_why(error, 'cli.cannot-read', language)}") from error


def write_bytes(name: str, data: bytes, language: str) -> None:
    """Write a whole file or none: first beside it, then in its place.

    What is no plain file (a device, a pipe, a link) is written to as it stands, never replaced.
    """
    if name == STANDARD:
        _print(data)
        return
    path, beside = Path(name), Path(f"{name}.part")
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            path.write_bytes(data)
            return
        beside.write_bytes(data)
        beside.replace(path)
    except (OSError, ValueError) as error:
        with suppress(OSError, ValueError):
            beside.unlink(missing_ok=True)
        raise Stop(INVALID, f"{name}: {_why(error, 'cli.cannot-write', language)}") from error


def _why(error: OSError | ValueError, otherwise: str, language: str) -> str:
    known: dict[type[Exception], str] = {
        FileNotFoundError: "cli.no-file",
        IsADirectoryError: "cli.is-folder",
        PermissionError: "cli.no-permission",
    }
    code = known.get(type(error), otherwise)
    return say(code, {"why": getattr(error, "strerror", None) or str(error)}, language)


def print_json(value: object) -> None:
    """Print one JSON document and nothing else."""
    _print(json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n")


def print_text(text: str) -> None:
    """Print a result in one piece."""
    _print(text.encode())


def _print(data: bytes) -> None:
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader has seen enough. What is left goes nowhere, also when Python flushes at exit.
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
    except OSError as error:
        raise Stop(INVALID, say("cli.cannot-write", {"why": error.strerror or ""})) from error


def tell(message: str) -> None:
    """Write a message to standard error."""
    sys.stderr.buffer.write(f"{message}\n".encode("utf-8", "replace"))
    sys.stderr.buffer.flush()


def progress(message: str) -> None:
    """Tell how far long work is, but only somebody who is watching."""
    if sys.stderr.isatty():
        tell(message)


def is_long(size: int) -> bool:
    """Tell whether work of so many bytes or ballots takes long enough to speak of it."""
    return size > _LONG


def screen_width() -> int:
    """Return how many columns the screen has; a plain width where there is none."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return _PLAIN_WIDTH
