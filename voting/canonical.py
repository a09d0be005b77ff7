"""The one byte form of a value: a strict subset of RFC 8785 (JSON Canonicalization Scheme).

Allowed are objects whose keys are ASCII, arrays, strings in Unicode normal form C, booleans and
integers of at most 2^53 - 1 in size. Floats and null do not exist: a fraction is the string
``"p/q"`` in lowest terms. Equal values have equal bytes on every machine, so bytes can be hashed,
signed and compared. Reading is as strict as writing: what would not be written is not read.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn, TypeAlias

from voting.errors import InvalidError

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json]"

LARGEST = 2**53 - 1
MOST_MARKS = 30


def encode(value: Json) -> bytes:
    """Return the canonical bytes of a value; refuse what has no canonical form.

    With ASCII keys, sorting by code point equals the UTF-16 order RFC 8785 asks for.
    """
    _check(value)
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    )
    return text.encode()


def decode(data: bytes) -> Any:
    """Return the value behind canonical bytes; refuse any bytes that ``encode`` would not write."""
    try:
        value = json.loads(
            data, parse_float=_refuse, parse_constant=_refuse, object_pairs_hook=_pairs
        )
        again = encode(value)
    except (ValueError, RecursionError) as error:
        raise InvalidError("canonical.not-json") from error
    if again != data:
        raise InvalidError("canonical.not-canonical")
    return value


def sha256(data: bytes) -> bytes:
    """Return the SHA-256 of some bytes: the only hash in this project."""
    return hashlib.sha256(data).digest()


def tidy(text: str) -> str:
    """Return what somebody typed as one line that has a canonical form.

    Normal form C, without control characters, every run of spaces and line ends as one space, and
    no more than 30 marks on a letter.
    """
    spaced = (" " if character.isspace() else character for character in text)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    composed = unicodedata.normalize("NFC", without_piles(kept))
    return " ".join(without_piles(composed).split())  # a few marks become two


def without_piles(text: str) -> str:
    """Return text with at most 30 marks on a letter: stream-safe (UAX #15, section 13).

    No writing needs so many, and putting marks in order takes time by the square of their number:
    100,000 on one letter would hold everything up for a minute.
    """
    if text.isascii():
        return text
    # By its canonical decomposition: some signs are marks only when taken apart (U+0F73).
    first = {sign: unicodedata.normalize("NFD", sign)[0] for sign in set(text)}
    marks = "".join(sign for sign in first if unicodedata.combining(first[sign]))
    if not marks:
        return text
    mark = f"[{re.escape(marks)}]"
    return re.sub(f"({mark}{{{MOST_MARKS}}}){mark}+", r"\1", text)


def fingerprint(value: Json) -> str:
    """Return the SHA-256 of a value's canonical bytes, as lowercase hexadecimal digits."""
    return hashlib.sha256(encode(value)).hexdigest()


def _check(value: object) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            raise InvalidError("canonical.too-large")
    elif isinstance(value, Mapping):
        if not all(isinstance(key, str) and key.isascii() for key in value):
            raise InvalidError("canonical.key")
        _check(list(value.values()))
    elif isinstance(value, list | tuple):
        for inner in value:
            _check(inner)
    else:
        raise InvalidError("canonical.kind", kind=type(value).__name__)


def _check_text(text: str) -> None:
    if text.isascii():
        return
    if not unicodedata.is_normalized("NFC", text):
        raise InvalidError("canonical.not-nfc")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise InvalidError("canonical.surrogate")


def _refuse(text: str) -> NoReturn:
    raise InvalidError("canonical.float", text=text)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise InvalidError("canonical.duplicate-key")
    return value
