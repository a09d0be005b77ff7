"""Ballot files: text in, a poll out, and back. A file in this folder with ``FORMATS`` registers.

``read_poll`` and ``write_poll`` are all that others need. Every refusal is an InvalidFileError
that says in which line what was found and what was expected; nothing is ever read in part.
"""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from voting.errors import MissingError
from voting.formats.poll import Format, Poll
from voting.formats.source import decode


def _find() -> dict[str, Format]:
    names = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    found: list[Format] = [f for module in modules for f in getattr(module, "FORMATS", ())]
    return {each.id: each for each in found}


FORMATS: Mapping[str, Format] = _find()


def format_of(name: str, chosen: str | None = None) -> Format:
    """Return a format by its id, or without one by the ending of a file's name.

    Raises MissingError, naming the known formats, if there is no such format or ending.
    """
    if chosen is None:
        ending = f".{name.rpartition('.')[2].lower()}"
        for each in FORMATS.values():
            if ending in each.endings:
                return each
        raise MissingError("format.unknown-ending", name=name, known=tuple(FORMATS))
    if chosen not in FORMATS:
        raise MissingError("format.unknown", format=chosen, known=tuple(FORMATS))
    return FORMATS[chosen]


def read_poll(data: bytes, chosen: Format) -> Poll:
    """Read a poll from the bytes of a file in a format."""
    poll = chosen.read(decode(data))
    return replace(poll, data=data) if "bytes" in chosen.keeps else poll


def write_poll(poll: Poll, chosen: Format) -> bytes:
    """Return the bytes of a file that holds a poll; InvalidError if the format cannot hold it."""
    return poll.data if poll.data and "bytes" in chosen.keeps else chosen.write(poll).encode()
