"""The sentences behind codes, in Indonesian and English: ``id.json`` and ``en.json``.

A refusal and a reason carry a code and values; this module makes the sentence. A placeholder is
``{name}``; ``{name|ballot|ballots}`` is the first word where the value is 1, or names one thing,
and the second elsewhere (Indonesian needs no such choice). Whole numbers are grouped, decimals get
the language's comma, lists read as "A, B dan C". ``{name:money}`` is a sum of money, written by
whoever knows the currency, else as a number. Site, command line and any other verifier share
the two files.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from voting.errors import RefusalError

LANGUAGES = ("id", "en")
Value: TypeAlias = int | str | Sequence[str]
Money: TypeAlias = Callable[[int | str], str]

_PLACEHOLDER = re.compile(r"\{(\w+)(?:(:money)|\|([^|{}]*)\|([^|{}]*))?\}")
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
_FRACTION = re.compile(r"(-?[0-9]+)/(0*[1-9][0-9]*)")
_LONGEST_FRACTION = 7
_LONGEST_NUMBER = 4000  # longer is no number of a count but somebody's text
_GROUP = {"id": ".", "en": ","}
_POINT = {"id": ",", "en": "."}
_AND = {"id": " dan ", "en": " and "}


class Phrase(NamedTuple):
    """One short text in both languages, kept beside the thing it names."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in a language of ``LANGUAGES``."""
        return self.id if language == "id" else self.en


def say(
    code: str, params: Mapping[str, Value], language: str = "en", money: Money | None = None
) -> str:
    """Return the sentence of a code with its values; a code without a sentence names itself.

    ``money`` writes a sum, exact as counts give it, in the currency of the contest.
    """
    pattern = sentences(language).get(code, code)

    def fill(match: re.Match[str]) -> str:
        name, is_money, one, many = match.groups()
        value = params[name]
        if one is not None:
            single = value == 1 if isinstance(value, int | str) else len(value) == 1
            return str(one if single else many)
        if not isinstance(value, int | str):
            return listing(value, language)
        return money(value) if is_money and money is not None else number(value, language)

    return _PLACEHOLDER.sub(fill, pattern)


def explain(error: RefusalError, language: str = "en", money: Money | None = None) -> str:
    """Return the sentence of a refusal; ``money`` as in ``say``."""
    return say(error.code, error.params, language, money)


def number(value: int | str, language: str) -> str:
    """Return a whole number or decimal written as the language does; other text unchanged.

    A fraction above one that four decimals can write is written so; one too long to read becomes
    four decimals, with a sign that they are rounded.
    """
    if isinstance(value, int):
        return f"{value:,}".replace(",", _GROUP[language])
    if len(value) > _LONGEST_NUMBER:
        return value
    if _DECIMAL.fullmatch(value):
        whole, _, rest = value.removeprefix("-").partition(".")
        sign = "-" if value.startswith("-") else ""
        return sign + number(int(whole), language) + _POINT[language] + rest
    if fraction := _FRACTION.fullmatch(value):
        above, below = map(int, fraction.groups())
        if abs(above) > below and 10**4 % below == 0:
            digits = f"{abs(above) * 10**4 // below:05}"
            tail = digits[-4:].rstrip("0")
            return number(f"{'-' * (above < 0)}{digits[:-4]}.{tail}", language)
        if len(value) <= _LONGEST_FRACTION:
            return value
        units = (2 * abs(above) * 10**4 + below) // (2 * below)
        digits = f"{'-' * (above < 0)}{units // 10**4}.{units % 10**4:04}"
        return "\u2248 " + number(digits, language)
    return value


def listing(names: Sequence[str], language: str) -> str:
    """Return names as a list in words: "A", "A dan B", "A, B dan C"."""
    *first, last = names or ("",)
    return ", ".join(first) + _AND[language] + last if first else last


@cache
def sentences(language: str) -> Mapping[str, str]:
    """Return all sentences of a language by code; an unknown language is a programming error."""
    if language not in LANGUAGES:
        raise KeyError(language)
    text = (Path(__file__).parent / f"{language}.json").read_text("utf-8")
    return dict(json.loads(text))
