"""What may become a PIN, a login name, a password.

After NIST SP 800-63B-4: a password alone has 15 characters or more, is taken exactly as typed,
needs no mixture of signs, and is refused only where it is expected: made of at most two pieces
that stand in the list of common ones (``common_passwords.txt``), that name its owner or the
community, or of one piece repeated. A PIN is six digits, safe because the slip stands before it
and few tries are allowed; those that people try first are refused.
"""

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

from voting.errors import InvalidError

SHORTEST = 15
LONGEST_BYTES = 256
PIN_LENGTH = 6
MOST_PIECES = 2

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,31}")
_OFTEN = frozenset({"123321", "112233", "332211", "123654", "147258", "159753", "258000"})
_RUNS = ("0123456789", "9876543210", "1234567890", "0987654321")
_LEET = str.maketrans("013457@$!", "oieastasi")
_ROUND = re.compile(r"[\W_\d]+")
_SHORTEST_PIECE = 4
_LONGEST_REPEATED = 5
_APP_WORDS = ("mufakat", "musyawarah", "pemilihan", "pemungutansuara", "suara", "village", "vote")


def admit_pin(typed: str) -> str:
    """Return a PIN as six digits, spaces left out; InvalidError if it is not, or is weak."""
    pin = "".join(typed.split())
    if len(pin) != PIN_LENGTH or not (pin.isascii() and pin.isdecimal()):
        raise InvalidError("signing-in.pin-shape")
    if _is_weak(pin):
        raise InvalidError("signing-in.pin-weak")
    return pin


def admit_login_name(typed: str) -> str:
    """Return a login name in small letters; InvalidError unless 3 to 32 of ``a-z 0-9 . _ -``."""
    name = typed.strip().casefold()
    if not _LOGIN.fullmatch(name):
        raise InvalidError("signing-in.login-name")
    return name


def admit_password(password: str, own: Collection[str] = ()) -> str:
    """Return a password unchanged; InvalidError if it is too short, too long, or expected.

    ``own`` are words that an outsider would try first, such as the names of person and community.
    """
    if len(password) < SHORTEST:
        raise InvalidError("signing-in.password-short", least=SHORTEST)
    if not fits(password):
        raise InvalidError("signing-in.password-long", most=LONGEST_BYTES)
    if _is_expected(password, own):
        raise InvalidError("signing-in.password-common")
    return password


def fits(secret: str) -> bool:
    """Tell whether a secret is short enough to be hashed at all: at most 256 bytes of text."""
    try:
        return len(secret.encode()) <= LONGEST_BYTES
    except UnicodeEncodeError:
        return False


@cache
def common() -> frozenset[str]:
    """Return the list of common passwords, in small letters."""
    text = (Path(__file__).parent / "common_passwords.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _is_weak(pin: str) -> bool:
    repeats = any(pin == pin[:size] * (PIN_LENGTH // size) for size in (1, 2, 3))
    runs = any(pin in run * 2 for run in _RUNS)
    return repeats or runs or pin in _OFTEN


def _is_expected(password: str, own: Collection[str]) -> bool:
    plain = "".join(password.casefold().split())
    letters = {_ROUND.sub("", plain), _ROUND.sub("", plain.translate(_LEET))}
    if "" in letters or _is_one_piece_repeated(plain):
        return True  # digits and signs only: numbers of telephones, of papers, of years
    words = {word for text in (*own, *_APP_WORDS) for word in _own_pieces(text)}
    return any(_is_made_of(text, common() | words) for text in {plain} | letters)


def _own_pieces(text: str) -> set[str]:
    words = [word for word in re.split(r"[\W_]+", text.casefold()) if word]
    return {word for word in (*words, "".join(words)) if len(word) >= _SHORTEST_PIECE}


def _is_one_piece_repeated(text: str) -> bool:
    sizes = range(1, _LONGEST_REPEATED + 1)
    return any(text == (text[:size] * len(text))[: len(text)] for size in sizes)


def _is_made_of(text: str, known: Collection[str]) -> bool:
    """Tell whether a text is at most two different known pieces, in any number and order."""
    ends = range(len(text) + 1)
    pieces = {text[start:end] for end in ends for start in range(end)} & set(known)
    reached: list[set[frozenset[str]]] = [set() for _ in ends]
    reached[0].add(frozenset())
    for start, ways in enumerate(reached):
        for piece in pieces if ways else ():
            if text.startswith(piece, start):
                grown = {way | {piece} for way in ways}
                reached[start + len(piece)] |= {way for way in grown if len(way) <= MOST_PIECES}
    return bool(reached[-1])
