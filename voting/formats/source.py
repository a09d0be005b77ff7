"""From bytes to checked text, and from lines to piles: what every reader of ballots begins with.

Text is UTF-8, with or without a byte order mark; line ends may be LF, CR LF or CR. Text in another
normal form becomes normal form C, so that one name is one option however its accents were typed.
Identical lines are grouped before any is read: a file with one line per ballot costs as much as
its different lines.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

from voting.ballots import SEVERAL, SKIPPED
from voting.canonical import MOST_MARKS, without_piles
from voting.errors import InvalidFileError
from voting.formats.poll import MOST_BALLOTS

EMPTY_RANK = bytes((SKIPPED,))

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# What steers a terminal, or turns the direction of what follows so that it reads as something else.
_STEERING = r"\x7f-\x9f\u202a-\u202e\u2066-\u2069"
_CONTROL = re.compile(rf"[\x00-\x08\x0b-\x1f{_STEERING}]")
_UNPRINTABLE = re.compile(rf"[\x00-\x1f{_STEERING}\ud800-\udfff]")
_PLAIN = b"\t\n\r" + bytes(range(0x20, 0x7F))
_SHOWN = 40
_LONGEST_NAME = 500
MOST_DIGITS = len(str(MOST_BALLOTS))


def decode(data: bytes) -> str:
    """Return the text of a file; refuse an empty file, other encodings and binary data."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InvalidFileError("file.not-utf8", line=1, found="UTF-16", expected="UTF-8")
    body = data.removeprefix(_BYTE_ORDER_MARK)
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise InvalidFileError(
            "file.not-utf8",
            line=body.count(b"\n", 0, error.start) + 1,
            found=f"0x{body[error.start]:02X}",
            expected="UTF-8",
        ) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Most of a file is plain text: only what is left without it is searched.
    if _CONTROL.search(body.translate(None, _PLAIN).decode()) and (bad := _CONTROL.search(text)):
        line = text.count("\n", 0, bad.start()) + 1
        raise InvalidFileError("file.control", line=line, found=f"U+{ord(bad[0]):04X}")
    if not text or text.isspace():
        raise InvalidFileError("file.empty")
    return _normal(text)


def shown(text: str) -> str:
    """Return a piece of a file short enough to stand in a message."""
    clean = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))
    return clean if len(clean) <= _SHOWN else clean[: _SHOWN - 1] + "…"


def count(text: str) -> int:
    """Read how many ballots a line stands for: a whole number of at least 1."""
    number = whole(text)
    if not 1 <= number <= MOST_BALLOTS:
        raise InvalidFileError("file.not-a-count", found=shown(text), expected="1, 2, 3, ...")
    return number


def whole(text: str) -> int:
    """Read a whole number of ASCII digits and sane length; anything else is -1."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else -1


def label(text: str) -> str:
    """Return an option's name, trimmed; refuse an empty, an endless or an unprintable one."""
    name = printable(text.strip())
    if not name:
        raise InvalidFileError("file.empty-name")
    if len(name) > _LONGEST_NAME:
        raise InvalidFileError("file.long-name", found=shown(name), expected=_LONGEST_NAME)
    return name


def printable(text: str) -> str:
    """Return one line of text in normal form C; refuse control and half characters."""
    if bad := _UNPRINTABLE.search(text):
        raise InvalidFileError("file.control", found=f"U+{ord(bad[0]):04X}")
    return _normal(text)


def _normal(text: str) -> str:
    """Return text in normal form C; refuse more marks on a letter than any writing has."""
    _refuse_piles(text)
    composed = unicodedata.normalize("NFC", text)
    _refuse_piles(composed)  # a few marks become two
    return composed


def _refuse_piles(text: str) -> None:
    safe = without_piles(text)
    if safe != text:
        pairs = zip(text.split("\n"), safe.split("\n"), strict=True)
        line = next(number for number, (given, cut) in enumerate(pairs, 1) if given != cut)
        raise InvalidFileError("file.too-many-marks", line=line, expected=MOST_MARKS)


def at_line(error: InvalidFileError, line: int) -> InvalidFileError:
    """Return the same refusal, telling where it happened."""
    return InvalidFileError(error.code, **{**error.params, "line": line})


def piles(
    lines: Sequence[str], first: int, read: Callable[[str], tuple[bytes, int] | None]
) -> dict[bytes, int]:
    """Return piles of ballots from lines; ``first`` is the number of the first line in its file.

    ``read`` turns a line into a ballot's code and how often it was cast, or None if the line holds
    no ballot. Its refusals are passed on with the number of the first line that caused them.
    """
    found: dict[bytes, int] = {}
    for line, times in Counter(lines).items():
        try:
            ballot = read(line)
        except InvalidFileError as error:
            raise at_line(error, first + lines.index(line)) from None
        if ballot is not None:
            code, often = ballot
            found[code] = found.get(code, 0) + often * times
    return found


def ranking_code(ranks: Sequence[bytes]) -> bytes:
    """Join the codes of ranks into the code of a ranking; skipped ranks at the end mean nothing."""
    end = len(ranks)
    while end and ranks[end - 1] == EMPTY_RANK:
        end -= 1
    return b"".join(ranks[:end])


def rank_code(numbers: Sequence[int]) -> bytes:
    """Return the code of one rank: no option, one, or several at once (never the same twice)."""
    if not numbers:
        return EMPTY_RANK
    if len(numbers) == 1:
        return bytes(numbers)
    if len(set(numbers)) != len(numbers):
        again = next(number for number in numbers if numbers.count(number) > 1)
        raise InvalidFileError("file.marked-twice", found=again)
    return bytes((SEVERAL, len(numbers), *sorted(numbers)))
