"""The drawn pictures that an option can have, with the hashes that a manifest freezes."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256

from web import templating


@cache
def hashes() -> Mapping[str, str]:
    """Return the SHA-256 of every picture's file, in hexadecimal, by the picture's name."""
    found = sorted((templating.folder() / "pictures").glob("*.svg"))
    return {path.stem: sha256(path.read_bytes()).hexdigest() for path in found}
