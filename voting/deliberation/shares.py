"""Shares and what they ask for: "more than half", "at least half" and "half plus one" differ.

A share is text such as ``2/3``, so that nobody rounds it. Of seven, more than half is four, at
least half is four, half plus one is four if 3.5 is rounded down first and five if 4.5 is rounded
up. Law 6/2014 on villages (art. 65) says "half plus one" and leaves that open: a rule must name it.
"""

import re
from fractions import Fraction

from voting.errors import InvalidRuleError
from voting.words import Phrase

MORE_THAN = "more-than"
AT_LEAST = "at-least"
PLUS_ONE_DOWN = "plus-one-down"
PLUS_ONE_UP = "plus-one-up"

NEEDS = {
    MORE_THAN: Phrase("Lebih dari bagian itu", "More than that share"),
    AT_LEAST: Phrase("Paling sedikit bagian itu", "At least that share"),
    PLUS_ONE_DOWN: Phrase(
        "Bagian itu dibulatkan ke bawah, tambah satu", "That share rounded down, plus one"
    ),
    PLUS_ONE_UP: Phrase(
        "Bagian itu tambah satu, dibulatkan ke atas", "That share plus one, rounded up"
    ),
}

_SHARE = re.compile(r"(0|[1-9]\d{0,3})(?:/([1-9]\d{0,3}))?")


def read_share(key: str, text: str) -> Fraction:
    """Return a share from 0 to 1 written as ``0``, ``1`` or ``p/q``; else InvalidRuleError."""
    match = _SHARE.fullmatch(text)
    share = Fraction(int(match[1]), int(match[2] or 1)) if match else None
    if share is None or share > 1:
        raise InvalidRuleError("rules.not-a-share", key=key, value=text)
    return share


def needed(base: int, share: Fraction, need: str) -> int:
    """Return how many of ``base`` people a share asks for, read as ``need`` says."""
    if need == AT_LEAST:
        return _ceiling(base * share)
    if need == PLUS_ONE_UP:
        return _ceiling(base * share + 1)
    return _floor(base * share) + 1  # more than x is the first whole number above it


def _floor(value: Fraction) -> int:
    return value.numerator // value.denominator


def _ceiling(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
