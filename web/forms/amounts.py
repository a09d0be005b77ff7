"""Sums of money and quantities as people type them, in the ways of both languages.

A full stop and a comma each group thousands in one language and begin the decimals in the other.
Three figures behind one of them are a group (1.200 m, 1,200 m), fewer are decimals (2,5 or 2.5).
"""

import re
from fractions import Fraction

from voting.canonical import LARGEST
from voting.errors import InvalidError
from web.forms import Reader

_MONEY = re.compile(r"(?:rp\.? ?)?([0-9]{1,3}(?:[. ,][0-9]{3})+|[0-9]{1,16})(?:,-|,00)?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?:,[0-9]{3})+)|[0-9]{1,12}")
_DECIMAL = re.compile(
    r"([0-9]{1,12}|[0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{1,6})|"
    r"([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]{1,6})"
)


def read_money(reader: Reader, name: str) -> int | None:
    """Read an amount in whole Rupiah, with or without "Rp" and separators; None if empty."""
    typed = " ".join(reader.raw(name).lower().split())
    if not typed:
        return None
    found = _MONEY.fullmatch(typed)
    amount = int(re.sub("[^0-9]", "", found[1])) if found else LARGEST + 1
    if amount > LARGEST:
        reader.refuse(name, InvalidError("form.not-money"))
        return None
    return amount


def quantity(typed: str) -> Fraction:
    """Return a quantity somebody typed, exactly; InvalidError if it is none."""
    text = "".join(typed.split())
    if _GROUPED.fullmatch(text):
        return Fraction(int(re.sub("[.,]", "", text)))
    found = _DECIMAL.fullmatch(text)
    if found is None:
        raise InvalidError("solution.not-a-volume")
    whole, digits = (found[1], found[2]) if found[2] else (found[3], found[4])
    return Fraction(f"{re.sub('[.,]', '', whole)}.{digits}")


def typed_quantity(value: Fraction) -> str:
    """Return a quantity as somebody might have typed it, so that it is read as the same again."""
    whole, rest = divmod(value, 1)
    if not rest:
        return str(whole)
    digits = f"{int(rest * 10**6):06}".rstrip("0")
    return f"{whole},{digits:0<4}" if len(digits) == 3 and whole else f"{whole},{digits}"  # noqa: PLR2004 - three look like a group
