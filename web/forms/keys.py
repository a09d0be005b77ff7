"""Keys of forms, by which a form sent twice makes one thing, and numbers that paths name."""

from collections.abc import Mapping
from typing import Any

from voting.errors import MissingError
from voting.services.keys import fresh

_BYTES = 16
_LEAST, _MOST = 16, 64
_DIGITS = 9  # PostgreSQL numbers rows up to 2 ** 31 - 1


def is_key(text: object) -> bool:
    """Tell whether a text can be the key of a form."""
    if not isinstance(text, str) or not _LEAST <= len(text) <= _MOST:
        return False
    return text.isascii() and text.isalnum()


def form_key(fields: Mapping[str, Any]) -> str:
    """Return the key a form carries, or a new one for a form that has none."""
    given = fields.get("key", "")
    return given if is_key(given) else fresh(_BYTES).hex()


def path_number(text: str, code: str) -> int:
    """Return a number that a path names; MissingError with the code if it is none."""
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise MissingError(code)
    return int(text)
