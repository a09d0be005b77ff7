"""The endpoint: makes a ``Visit`` of each request, asks the access table, and runs the page.

Pages are plain functions and run in a thread, so that a waiting database holds up nobody else.
Here, and only here, a form is read, the clock is asked, and a route is allowed or refused.
"""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from urllib.parse import urlencode

from python_multipart.multipart import parse_options_header
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Message

from voting.deliberation import ContestState, Voting
from voting.errors import ConflictError, ForbiddenError, MissingError, RefusalError
from voting.roll import Role
from web.access import TABLE, Verdict, decide
from web.addresses import Address
from web.compression import shrink
from web.language import language_of
from web.security import cookies, csrf
from web.site import Site
from web.visit import Visit

Handler = Callable[[Request], Awaitable[Response]]

MOST_BYTES = 256 * 1024
MOST_UPLOAD = 4 * 1024 * 1024
MOST_PHOTO = 12 * 1024 * 1024  # what phones make of twelve to fifty million pixels
_MOST_FIELDS = 600  # a ranking of the most options there can be, and some
_MOST_FIELD = 64 * 1024
_OK = 200


def endpoint(site: Site, address: Address, page: Callable[[Visit], Response]) -> Handler:
    """Return the handler of one address."""

    async def answer(request: Request) -> Response:
        visit = arrive(site, request, address.name)
        bounded = _bounded(request, _most(address))
        form = bounded.form(
            max_files=1 if address.upload or address.photo else 0,
            max_fields=_MOST_FIELDS,
            max_part_size=_MOST_FIELD,
        )
        async with form as fields:
            return await run_in_threadpool(_serve, visit, fields, address, page)

    return answer


def _most(address: Address) -> int:
    """Return how many bytes may be sent to an address."""
    if address.photo:
        return MOST_PHOTO
    return MOST_UPLOAD if address.upload else MOST_BYTES


def arrive(site: Site, request: Request, route: str | None = None) -> Visit:
    """Make the visit of a request and leave it where error pages find it."""
    visit = Visit(
        site=site,
        request=request,
        language=language_of(request.url.path, site.addresses.default),
        at=site.clock(),
        route=route,
        params=dict(request.path_params),
        token=cookies.token(request),
    )
    request.state.visit = visit
    return visit


def greet(visit: Visit, connection: Connection) -> None:
    """Find out whose site this is and who comes."""
    lookups = visit.site.lookups
    visit.community = lookups.community(connection)
    if visit.token:
        visit.session = lookups.session(connection, visit.token_hash, visit.at)


def _bounded(request: Request, most: int) -> Request:
    """Return the request with a limit on its body, announced or not."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > most:
        raise HTTPException(413)
    _check_charset(request)
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        message = await request.receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise HTTPException(413)
        return message

    return Request(request.scope, receive)


def _check_charset(request: Request) -> None:
    """Refuse a form in another charset: some make letters that no database and no page can hold."""
    sent = parse_options_header(request.headers.get("content-type", ""))[1]
    if sent.get(b"charset", b"utf-8").lower() not in (b"utf-8", b"utf8"):
        raise HTTPException(415)


def _serve(
    visit: Visit, form: FormData, address: Address, page: Callable[[Visit], Response]
) -> Response:
    visit.form = form
    refusal = _look_around(visit, address)
    if refusal is not None:
        return refusal
    if visit.person is not None and visit.request.method not in csrf.SAFE_METHODS:
        expected = csrf.secret(visit.site.csrf_key, visit.token)
        csrf.check_token(str(visit.form.get("csrf", "")), expected)
    return shrink(visit.request, _kept(visit, address, page(visit)))


def _look_around(visit: Visit, address: Address) -> Response | None:
    """Find out who comes and to which contest, and ask the table; maybe first to the sign-in."""
    voting: Voting | None = None
    with visit.read() as connection:
        greet(visit, connection)
        if "number" in visit.params:
            voting = visit.site.lookups.voting(connection, visit.params["number"])
    state = None if voting is None else _state_by_now(visit, voting)
    if visit.session is not None and visit.session.touch_due:
        touch = visit.site.lookups.touch
        visit.write(lambda connection: touch(connection, visit.token_hash, visit.at))
    held = None if visit.person is None else visit.person.roles
    verdict = decide(address.name, held, state)
    if verdict is Verdict.SIGN_IN:
        return _to_sign_in(visit, address)
    if verdict is not Verdict.ALLOW:
        raise _refusal(verdict, visit, state)
    return None


def _state_by_now(visit: Visit, voting: Voting) -> ContestState:
    """Return the state of a contest; one whose time is over is closed on record first."""
    if not voting.is_due_to_close(visit.at):
        return voting.state
    visit.site.lookups.close_due(visit.site.database, visit.at)
    return ContestState.CLOSED


def _to_sign_in(visit: Visit, address: Address) -> Response:
    """Send to the sign-in for residents or officers, and back here afterwards."""
    grants = TABLE[address.name]
    residents = any(grant.roles is not None and _is_open(grant.roles) for grant in grants)
    query = {"next": visit.request.url.path} if "GET" in address.methods else {}
    if visit.token or visit.is_post:
        query["ended"] = "1"
    target = visit.url("account/slip" if residents else "account/officer")
    return RedirectResponse(f"{target}?{urlencode(query)}" if query else target, 303)


def _is_open(roles: frozenset[Role]) -> bool:
    return not roles or Role.RESIDENT in roles


def _refusal(verdict: Verdict, visit: Visit, state: ContestState | None) -> RefusalError:
    if verdict is Verdict.HIDDEN:
        return MissingError("contest.unknown", number=visit.params["number"])
    if verdict is Verdict.FORBID:
        return ForbiddenError("web.not-yours")
    if state is ContestState.CANCELLED:
        return ConflictError("contest.was-cancelled")
    casts = visit.person is not None and visit.has(Role.RESIDENT) and visit.route in _CASTS
    return ConflictError("contest.is-closed" if casts else "web.not-at-this-stage")


_CASTS = ("ballots/show", "ballots/check", "ballots/cast")


def _kept(visit: Visit, address: Address, response: Response) -> Response:
    """Say how long a browser may keep an answer: pages for someone, never; others, to be asked."""
    if "cache-control" in response.headers:
        return response
    if address.private or visit.token or visit.is_post:
        response.headers["cache-control"] = "no-store"
        return response
    response.headers["cache-control"] = "private, no-cache"
    if response.status_code != _OK or not isinstance(response.body, bytes):
        return response
    etag = f'W/"{sha256(response.body).hexdigest()[:20]}"'
    response.headers["etag"] = etag
    if visit.request.headers.get("if-none-match") == etag:
        headers = {"etag": etag, "cache-control": "private, no-cache"}
        return Response(status_code=304, headers=headers)
    return response
