"""The container of a bundle: an uncompressed ``ustar`` archive that has only one form.

Names ascend, nothing carries a time, an owner or a link; the same files give the same bytes on any
machine, and any ``tar`` unpacks them. Reading is strict about the form but goes on as far as it
can, so that the checks can still say what else is wrong.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from voting.errors import InvalidError, InvalidFileError

BLOCK = 512
LARGEST = 1 << 31
MOST_FILES = 100

_NAME = re.compile(r"(?:[a-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*")
_LONGEST_NAME = 99
_SIZE = slice(124, 136)
_MAGIC = slice(257, 263)


@dataclass(frozen=True)
class Archive:
    """The files of an archive by name, and what is wrong with its form (nothing, usually)."""

    files: Mapping[str, bytes]
    faults: tuple[InvalidError, ...] = ()


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """Return the archive of some files; InvalidError for a name that is not plain and relative."""
    parts: list[bytes] = []
    for name in sorted(files):
        if not is_plain(name):
            raise InvalidError("archive.name", name=name)
        data = files[name]
        parts += (_header(name, len(data)), data, bytes(-len(data) % BLOCK))
    parts.append(bytes(2 * BLOCK))
    return b"".join(parts)


def read_archive(data: bytes) -> Archive:
    """Read an archive; InvalidFileError only if it is none at all (or far too large)."""
    if len(data) < 2 * BLOCK or len(data) > LARGEST or data[_MAGIC] != b"ustar\x00":
        raise InvalidFileError("archive.not-one")
    files: dict[str, bytes] = {}
    place, last = 0, ""
    while place < len(data) and data[place : place + BLOCK] != bytes(BLOCK):
        found = _entry(data, place)
        if found is None or len(files) == MOST_FILES:
            return Archive(files, (InvalidError("archive.form", offset=place),))
        name, start, size = found
        end = start + size + -size % BLOCK
        padding = data[start + size : end]
        if data[place:start] != _header(name, size) or name <= last or padding.strip(b"\x00"):
            fault = InvalidError("archive.form", offset=place)
            return Archive({**read_rest(data, place), **files}, (fault,))
        files[name] = data[start : start + size]
        place, last = end, name
    if data[place:] != bytes(2 * BLOCK):
        return Archive(files, (InvalidError("archive.form", offset=place),))
    return Archive(files)


def read_rest(data: bytes, place: int) -> dict[str, bytes]:
    """Return what can still be read from a place where the form is already broken."""
    files: dict[str, bytes] = {}
    while len(files) < MOST_FILES and (found := _entry(data, place)) is not None:
        name, start, size = found
        files.setdefault(name, data[start : start + size])
        place = start + size + -size % BLOCK
    return files


def is_plain(name: str) -> bool:
    """Tell whether a name may stand in a bundle: relative, plain letters, no way out of it."""
    return len(name) <= _LONGEST_NAME and ".." not in name and _NAME.fullmatch(name) is not None


def _entry(data: bytes, place: int) -> tuple[str, int, int] | None:
    header = data[place : place + BLOCK]
    name = header[:100].rstrip(b"\x00").decode("latin-1")
    digits = header[_SIZE].rstrip(b"\x00 ").decode("latin-1")
    if not is_plain(name) or not re.fullmatch(r"[0-7]{1,11}", digits):
        return None
    start, size = place + BLOCK, int(digits, 8)
    return (name, start, size) if start + size <= len(data) else None


def _header(name: str, size: int) -> bytes:
    owner = b"0000644\x00" + b"0000000\x00" * 2
    before = name.encode().ljust(100, b"\x00") + owner + b"%011o\x00" % size + b"00000000000\x00"
    after = b"0" + bytes(100) + b"ustar\x0000" + bytes(64) + b"0000000\x00" * 2 + bytes(167)
    checksum = sum(before) + 8 * ord(" ") + sum(after)
    return before + b"%06o\x00 " % checksum + after
