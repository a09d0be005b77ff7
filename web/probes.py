"""Addresses for programs: is the server alive, is it ready, what may robots read, whom to warn."""

import time
from contextlib import suppress

from sqlalchemy.exc import OperationalError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from web.site import Site

_YEAR = 365 * 24 * 3600
_ROBOTS = "User-agent: *\n" + "".join(
    f"Disallow: {front}{path}\n" for front in ("", "/en") for path in ("/masuk", "/k/", "/petugas")
)


def probes(site: Site) -> list[BaseRoute]:
    """Return the routes."""

    def alive(_request: Request) -> Response:
        return _brief("ok")

    def ready(_request: Request) -> Response:
        with suppress(OperationalError):
            if site.lookups.ready(site.database):
                return _brief("ok")
        return _brief("not ready", 503)

    def robots(_request: Request) -> Response:
        return PlainTextResponse(_ROBOTS)

    def security(request: Request) -> Response:
        """RFC 9116; the date moves with the day, so that it never passes while we run."""
        day = site.clock() // 86400 * 86400
        expires = time.strftime("%Y-%m-%dT00:00:00Z", time.gmtime(day + _YEAR // 2))
        origin = site.settings.base_url or str(request.base_url).rstrip("/")
        where = f"{origin}/.well-known/security.txt"
        lines = (
            f"Contact: {origin}{site.addresses.url(site.addresses.default, 'about/help')}",
            f"Expires: {expires}",
            "Preferred-Languages: id, en",
            f"Canonical: {where}",
        )
        return PlainTextResponse("\n".join(lines) + "\n")

    def icon(_request: Request) -> Response:
        return JSONResponse(None, 404)

    return [
        Route("/healthz", alive),
        Route("/readyz", ready),
        Route("/robots.txt", robots),
        Route("/.well-known/security.txt", security),
        Route("/favicon.ico", icon),
    ]


def _brief(word: str, status: int = 200) -> Response:
    return PlainTextResponse(word + "\n", status, {"cache-control": "no-store"})
