"""The gate: checks that every request passes before any page is looked for."""

from collections.abc import Callable, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from voting.errors import RefusalError

Check = Callable[[Scope], None]


class Guard:
    """Runs checks on each request; what one refuses is answered with an error page."""

    def __init__(
        self,
        app: ASGIApp,
        checks: Sequence[Check],
        answer: Callable[[Request, Exception], Response],
    ) -> None:
        """Wrap an application; ``answer`` makes the page of a refusal."""
        self.app = app
        self.checks = checks
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer why not."""
        if scope["type"] == "http":
            try:
                for check in self.checks:
                    check(scope)
            except (RefusalError, HTTPException) as error:
                request = Request(scope, receive)
                response = await run_in_threadpool(self.answer, request, error)
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)
