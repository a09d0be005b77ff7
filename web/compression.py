"""Smaller answers: gzip for pages and other text, made in the thread that made the page.

Starlette's own middleware would do it on the event loop. Tokens in pages are masked anew each time
(``web.security.csrf``), so that the size of an answer tells nothing about them.
"""

import gzip

from starlette.requests import Request
from starlette.responses import Response

_LEAST = 1000
_LEVEL = 6
_TEXT = ("text/", "application/json", "image/svg+xml")


def shrink(request: Request, response: Response) -> Response:
    """Compress an answer that is worth it, if the browser can unpack it."""
    kind = response.headers.get("content-type", "")
    body = getattr(response, "body", b"")
    if not kind.startswith(_TEXT) or len(body) < _LEAST:
        return response
    response.headers.add_vary_header("accept-encoding")
    if (
        "gzip" in request.headers.get("accept-encoding", "")
        and "content-encoding" not in response.headers
    ):
        response.body = gzip.compress(body, _LEVEL, mtime=0)
        response.headers["content-encoding"] = "gzip"
        response.headers["content-length"] = str(len(response.body))
    return response
