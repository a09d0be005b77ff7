"""The session cookie: an opaque token of 256 bits that only the server can make sense of.

The database keeps its SHA-256, so a copy of the database opens no session. Over HTTPS the name
begins with ``__Host-``: browsers then accept it only with Secure, for this host, for every path.
Over plain HTTP that prefix is not allowed. There is no cookie before sign-in.
"""

import secrets
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

SECURE_NAME = "__Host-mufakat"
PLAIN_NAME = "mufakat"
_MOST = 128


def name(*, secure: bool) -> str:
    """Return the cookie's name over HTTPS or over plain HTTP."""
    return SECURE_NAME if secure else PLAIN_NAME


def token(request: Request) -> str:
    """Return the session token that came with a request; empty if none did."""
    given = request.cookies.get(name(secure=request.url.scheme == "https"), "")
    return given if len(given) <= _MOST else ""


def new_token() -> str:
    """Return a new secret of 256 bits for a session: every sign-in has its own (no fixation)."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    """Return the SHA-256 of a token: all that the database keeps."""
    return sha256(token.encode()).digest()


def keep(response: Response, value: str, *, secure: bool) -> None:
    """Set the cookie. How long the session lives is the server's business."""
    response.set_cookie(
        name(secure=secure), value, path="/", secure=secure, httponly=True, samesite="lax"
    )


def drop(response: Response, *, secure: bool) -> None:
    """Take the cookie away."""
    response.delete_cookie(
        name(secure=secure), path="/", secure=secure, httponly=True, samesite="lax"
    )
