"""A ballot file as the commands name it: its format, and its poll or one message why not."""

from voting.commands.console import INVALID, USAGE, Stop, read_bytes
from voting.errors import InvalidFileError, MissingError
from voting.formats import format_of, read_poll
from voting.formats.poll import Format, Poll
from voting.words import explain


def find_format(name: str, chosen: str | None, language: str) -> Format:
    """Return the format somebody chose, or the one a file's ending tells."""
    try:
        return format_of(name, chosen)
    except MissingError as error:
        raise Stop(USAGE, explain(error, language)) from error


def read_ballot_file(name: str, chosen: Format, language: str) -> Poll:
    """Read a file, or stop with ``file:line: sentence``."""
    data = read_bytes(name, language)
    try:
        return read_poll(data, chosen)
    except InvalidFileError as error:
        line = f":{error.params['line']}" if "line" in error.params else ""
        raise Stop(INVALID, f"{name}{line}: {explain(error, language)}") from error
