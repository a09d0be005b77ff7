"""Slip codes: eight characters that a person can read from paper and type without mistakes.

The alphabet is Crockford's base 32 (no I, L, O, U), https://www.crockford.com/base32.html: what
looks alike is read as what it looks like. A code holds 40 bits of an HMAC-SHA-256 under the slip
key, so it can be printed again from the key and guessing one of 10,000 takes 110 million tries on
average; the database keeps another HMAC of it and never the code.
"""

import hmac
import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
GROUP = 4

_BITS = 5
_LOOK_ALIKES = str.maketrans("OILU", "011V")
_IGNORED = re.compile(r"[\s\-–_.·]+")


def code_of(key: bytes, person_id: int, serial: int) -> str:
    """Return the code of a person's slip; ``serial`` counts the slips the person has had."""
    text = f"mufakat/slip-code/1\n{person_id}\n{serial}"
    number = int.from_bytes(hmac.digest(key, text.encode(), "sha256")[: LENGTH * _BITS // 8])
    places = range((LENGTH - 1) * _BITS, -1, -_BITS)
    return "".join(ALPHABET[number >> place & len(ALPHABET) - 1] for place in places)


def hash_of(key: bytes, code: str) -> bytes:
    """Return what the database keeps of a code: an HMAC-SHA-256 that only the key can make."""
    return hmac.digest(key, f"mufakat/slip-lookup/1\n{code}".encode(), "sha256")


def read(typed: str) -> str | None:
    """Return the code that somebody typed; None if it cannot be one.

    Capitals or not, spaces and hyphens do not matter; O is 0, I and L are 1, U is V.
    """
    code = tidied(typed)
    fits = len(code) == LENGTH and set(code) <= set(ALPHABET)
    return code if fits else None


def tidied(typed: str) -> str:
    """Return what somebody typed without separators, in capitals, look-alikes replaced.

    Empty where it holds a letter that no code has.
    """
    signs = _IGNORED.sub("", typed)
    return signs.upper().translate(_LOOK_ALIKES) if signs.isascii() else ""


def grouped(code: str) -> str:
    """Return a code as it is printed: ``K7P4 MX2Q``."""
    return " ".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))
