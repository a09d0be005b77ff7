"""What a visitor reads when something is not done: one page, in the right language, for every case.

The four families of refusals become four statuses, with the sentence of their code. Whatever else
goes wrong has its own words in ``templates/errors/show.html`` and never a stack trace. Each page
carries the part that htmx swaps, so that a sharpened form shows it too.
"""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from voting.errors import (
    BusyError,
    ConflictError,
    ForbiddenError,
    InvalidError,
    MissingError,
    RefusalError,
    TooManyTriesError,
)
from web.compression import shrink
from web.endpoint import arrive, greet
from web.security.headers import HEADERS
from web.site import Site

STATUSES: Mapping[type[RefusalError], int] = {
    InvalidError: 422,
    ForbiddenError: 403,
    MissingError: 404,
    ConflictError: 409,
    TooManyTriesError: 429,
    BusyError: 503,
}
BROKEN = 500
BUSY = 503
RETRY_SECONDS = "5"

_log = logging.getLogger(__name__)


class Pages:
    """The pages of everything that goes wrong on one site."""

    def __init__(self, site: Site) -> None:
        """Keep the site, whose templates the pages use."""
        self.site = site

    def handlers(self) -> Mapping[Any, Callable[[Request, Exception], Response]]:
        """Return a handler for each kind of exception, as Starlette wants them."""
        refusals = dict.fromkeys(STATUSES, self.answer)
        busy = {OperationalError: self.answer, PoolTimeoutError: self.answer}
        return {**refusals, **busy, HTTPException: self.answer, Exception: self.broken}

    def answer(self, request: Request, error: Exception) -> Response:
        """Answer a refusal, an HTTP error, or a database that cannot take the write now."""
        if isinstance(error, RefusalError):
            return self._page(request, _status(error), _patience(error), refusal=error)
        if isinstance(error, HTTPException):
            return self._page(request, error.status_code, error.headers)
        self._note(request, "the database could not answer", error)
        return self._page(request, BUSY, {"retry-after": RETRY_SECONDS})

    def broken(self, request: Request, error: Exception) -> Response:
        """Answer a fault of our own; it runs outside everything else, so it sets the headers."""
        self._note(request, "a page broke", error)
        response = self._page(request, BROKEN)
        response.headers.update(HEADERS)
        return response

    def _note(self, request: Request, says: str, error: Exception) -> None:
        """Log a fault with its route; near a ballot or a sign-in with the day only."""
        route = getattr(getattr(request.state, "visit", None), "route", None) or ""
        coarse = route.startswith(("ballots/", "account/"))
        _log.error(says, exc_info=error, extra={"route": route, "coarse": coarse})

    def _page(
        self,
        request: Request,
        status: int,
        headers: Mapping[str, str] | None = None,
        refusal: RefusalError | None = None,
    ) -> Response:
        visit = getattr(request.state, "visit", None)
        if visit is None:
            visit = arrive(self.site, request)
            if status < BROKEN:
                with suppress(RefusalError, OperationalError), visit.read() as connection:
                    greet(visit, connection)
        sentence = visit.explain(refusal) if refusal else ""
        page = visit.render("errors/show", {"status": status, "sentence": sentence}, status)
        page.headers.update({**(headers or {}), "cache-control": "no-store"})
        return shrink(request, page)


def _status(error: RefusalError) -> int:
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def _patience(error: RefusalError) -> Mapping[str, str] | None:
    """Return the header that says when to come again, where a refusal knows it."""
    if not isinstance(error, TooManyTriesError | BusyError) or "seconds" not in error.params:
        return None
    return {"retry-after": str(error.params["seconds"])}
