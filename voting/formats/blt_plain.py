"""The usual ballot lines of a BLT file, read all at once: ``1 3 4 2 0``, or ``25 3 4 2 0``.

Files with one line per ballot have millions of them, and files of piles hardly fewer. They are
checked and coded together, by a handful of passes over their bytes instead of a loop over their
words. Whatever is not plainly of this kind is left to the reader that knows the dialects and says
in which line a fault is.
"""

from collections import Counter

from voting.formats.poll import MOST_BALLOTS
from voting.formats.source import MOST_DIGITS

_MOST = 99  # every option above 9 takes a pass, and a byte beyond ASCII to stand for it
_FEW = 20  # up to so many, the passes over all lines cost less than words do in counting
_ONE_DIGIT = 9
_BEYOND = 0x80 - 10

_DIGITS = b"0123456789"
_OTHERS = bytes(range(0x80, 0x80 + _MOST - _ONE_DIGIT))
_END, _LINE = 0, 255  # no option's number

_SHAPE = bytes.maketrans(_DIGITS + _OTHERS, b"#" * (len(_DIGITS) + len(_OTHERS)))
_CODE = bytes.maketrans(
    b"\n" + _DIGITS + _OTHERS,
    bytes((_LINE, *range(_ONE_DIGIT + 1), *range(_ONE_DIGIT + 1, _MOST + 1))),
)


def plain_piles(body: str, options: int) -> dict[bytes, int] | None:
    """Return the piles of ballot lines by code, or None if any line is not of the usual kind.

    The usual kind is a count, numbers of options and a 0, parted by spaces; empty lines may stand
    between.
    """
    if options > _MOST or not body.isascii():
        return None
    lines = b"\n" + body.encode().strip(b"\n")
    while b"\n\n" in lines:
        lines = lines.replace(b"\n\n", b"\n")
    read = _piles if options <= _FEW else _piles_of_many
    piles = read(lines, options) if lines.startswith(b"\n1 ") else None
    if piles is None and lines.count(b"\n1 ") != lines.count(b"\n"):
        return _piles_with_counts(lines, options)
    return piles


def _piles(lines: bytes, options: int) -> dict[bytes, int] | None:
    codes = _codes(lines, options)
    return None if codes is None else dict(Counter(codes))


def _piles_of_many(lines: bytes, options: int) -> dict[bytes, int] | None:
    """Count equal lines first, so that the passes go over those only that differ."""
    often = Counter(lines[1:].split(b"\n"))
    codes = _codes(b"".join([b"\n" + line for line in often]), options)
    if codes is None:
        return None
    piles: dict[bytes, int] = {}
    for code, times in zip(codes, often.values(), strict=True):
        piles[code] = piles.get(code, 0) + times
    return piles


def _piles_with_counts(lines: bytes, options: int) -> dict[bytes, int] | None:
    """Read the counts that lines begin with, then their ballots as if each were one."""
    parted = [line.partition(b" ") for line in lines[1:].split(b"\n")]
    digits = [count for count, _, _ in parted]
    if not (all(digits) and b"".join(digits).isdigit()) or max(map(len, digits)) > MOST_DIGITS:
        return None
    counts = list(map(int, digits))
    codes = _codes(b"".join([b"\n1 " + ballot for _, _, ballot in parted]), options)
    if codes is None or not 1 <= min(counts) <= max(counts) <= MOST_BALLOTS:
        return None
    piles: dict[bytes, int] = {}
    for code, count in zip(codes, counts, strict=True):
        piles[code] = piles.get(code, 0) + count
    return piles


def _codes(text: bytes, options: int) -> list[bytes] | None:
    """Return the code of each line; None if any of them, each after a line end, is unusual.

    A usual line is a 1, then known marks, then the only 0, all parted by spaces.
    """
    for number in range(options, _ONE_DIGIT, -1):
        text = text.replace(b" %d" % number, b" %c" % (_BEYOND + number))
    if text.translate(None, _DIGITS[: options + 1] + _OTHERS + b" \n"):
        return None
    if b"##" in text.translate(_SHAPE):
        return None
    marks = text.translate(_CODE, b" ")
    codes = marks[2:-1].split(bytes((_END, _LINE, 1)))
    whole = marks.startswith(bytes((_LINE, 1))) and marks.endswith(bytes((_END,)))
    only = marks.count(_END) == marks.count(_LINE) == len(codes)
    return codes if whole and only else None
