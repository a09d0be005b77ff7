"""Words that people write: made tidy and held to a length; and the keys that forms carry."""

from voting.canonical import sha256, tidy
from voting.errors import InvalidError
from voting.roll import Person

LONGEST_TITLE = 120
LONGEST_WORDS = 4_000
LEAST_KEY = 16


def key_hash(actor: Person, key: bytes) -> bytes:
    """Return what the database keeps of a form's key; the person is part of it."""
    if len(key) < LEAST_KEY:
        raise InvalidError("matter.no-key")
    return sha256(f"mufakat/form/1\n{actor.id}\n".encode() + key)


def line(text: str, code: str, most: int) -> str:
    """Return a text as one line; InvalidError with the code if empty, or if it is too long."""
    found = tidy(text)
    if not found:
        raise InvalidError(code)
    if len(found) > most:
        raise InvalidError("matter.text-too-long", most=most)
    return found


def paragraphs(text: str, most: int) -> str:
    """Return a text with its lines tidied; InvalidError if it is too long."""
    whole = "\n".join(tidy(each) for each in text.splitlines()).strip()
    if len(whole) > most:
        raise InvalidError("matter.text-too-long", most=most)
    return whole
