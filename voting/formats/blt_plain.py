"""The usual ballot lines of a BLT file, read all at once: ``1 3 4 2 0``.

Files with one line per ballot have millions of them. Equal lines are counted first; those that
differ are checked and coded together, by a handful of passes over their bytes instead of a loop
over their words. Whatever is not plainly of this kind is left to the reader that knows the
dialects and says in which line a fault is.
"""

from collections import Counter

_MOST = 99  # every option above 9 takes a pass, and a byte beyond ASCII to stand for it
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

    The usual kind is a 1, numbers of options and a 0, parted by spaces; empty lines count as well.
    """
    if options > _MOST or not body.isascii():
        return None
    often = Counter(body.encode().split(b"\n"))
    del often[b""]
    text = b"".join([b"\n" + line for line in often])
    for number in range(options, _ONE_DIGIT, -1):
        text = text.replace(b" %d" % number, b" %c" % (_BEYOND + number))
    if not _is_plain(text, len(often), options):
        return None
    codes = text.translate(_CODE, b" ")[2:-1].split(bytes((_END, _LINE, 1)))
    piles: dict[bytes, int] = {}
    for code, times in zip(codes, often.values(), strict=True):
        piles[code] = piles.get(code, 0) + times
    return piles


def _is_plain(text: bytes, lines: int, options: int) -> bool:
    """Tell whether every line is a 1, then known marks, then the only 0, all parted by spaces."""
    known = _DIGITS[: options + 1] + _OTHERS + b" \n"
    return (
        text.count(b"\n1 ") == lines > 0
        and text.count(b"0") == (text + b"\n").count(b" 0\n") == lines
        and not text.translate(None, known)
        and b"##" not in text.translate(_SHAPE)
    )
