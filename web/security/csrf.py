"""Forged requests: a form must come from a page of this very site.

Two checks. Every unsafe request: ``Sec-Fetch-Site`` must be ``same-origin``; browsers leave it out
on plain-HTTP names such as desa.lan, and then ``Origin`` must be exactly this site. Signed in: the
form also carries the session's token, masked anew on each page so that compression tells nothing
about it (BREACH). OWASP Cross-Site Request Forgery Prevention.
"""

import hmac
import secrets
from hashlib import sha256

from starlette.datastructures import Headers

from voting.errors import ForbiddenError

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_SIZE = 32


def check_origin(method: str, scheme: str, headers: Headers) -> None:
    """Refuse an unsafe request that another site's page may have sent."""
    if method in SAFE_METHODS:
        return
    site = headers.get("sec-fetch-site")
    if site is None:
        same = headers.get("origin", "") == f"{scheme}://{headers.get('host', '')}"
    else:
        same = site == "same-origin"
    if not same:
        raise ForbiddenError("web.foreign-form")


def secret(key: bytes, token: str) -> bytes:
    """Return the secret of a session's forms: it needs no storage, and tells nothing of either."""
    return hmac.digest(key, token.encode(), sha256)


def mask(value: bytes) -> str:
    """Return a secret as text that looks different each time."""
    pad = secrets.token_bytes(_SIZE)
    return (pad + _xor(pad, value)).hex()


def check_token(given: str, expected: bytes) -> None:
    """Refuse a form without the session's token: it is old, or somebody else's."""
    try:
        raw = bytes.fromhex(given)
    except ValueError:
        raw = b""
    value = _xor(raw[:_SIZE], raw[_SIZE:]) if len(raw) == 2 * _SIZE else b""
    if not hmac.compare_digest(value, expected):
        raise ForbiddenError("web.stale-form")


def _xor(one: bytes, two: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, two, strict=True))
