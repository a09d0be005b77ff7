"""A visit: everything a page may know of one request, and the few things it may do.

A page is a plain function from a ``Visit`` to a response. It reads with ``visit.read()``, prepares
what needs chance or time, writes once with ``visit.write(body)``, and answers.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection
from starlette.datastructures import FormData, QueryParams, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from voting.ballots import OptionId
from voting.errors import RefusalError
from voting.explanation import sentence
from voting.outcome import Reason
from voting.roll import Person, Role
from voting.services.hashing import Hasher
from voting.services.keys import Keys
from voting.services.sessions import SignedIn
from voting.words import explain
from web.access import STAFF
from web.cldr import sum_of_money
from web.language import catalogue, other
from web.security import cookies, csrf
from web.site import NAMELESS, Site
from web.templating import Page

T = TypeVar("T")


@dataclass(kw_only=True)
class Visit:
    """One request: ``params`` from the path, ``query``, ``form`` (empty unless sent), ``session``.

    ``at`` is the time of the request in Unix seconds, the only clock a page knows; ``route`` is
    None where no address matched. ``token`` is the session's secret, empty without a session.
    """

    site: Site
    request: Request
    language: str
    at: int
    route: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    form: FormData = field(default_factory=FormData)
    token: str = ""
    session: SignedIn | None = None
    community: Any = NAMELESS

    @property
    def person(self) -> Person | None:
        """Return who is signed in, with the roles this session may use; None for a passer-by."""
        return None if self.session is None else self.session.person

    @property
    def token_hash(self) -> bytes:
        """Return what the database knows of the session's token."""
        return cookies.hash_of(self.token)

    @property
    def query(self) -> QueryParams:
        """Return what stands behind the question mark."""
        return self.request.query_params

    @property
    def is_post(self) -> bool:
        """Tell whether a form was sent."""
        return self.request.method == "POST"

    @property
    def csrf(self) -> str:
        """Return the token for the hidden field ``csrf`` of every form; new bytes each time."""
        return csrf.mask(csrf.secret(self.site.csrf_key, self.token)) if self.token else ""

    @property
    def plain_http(self) -> bool:
        """Tell whether the page travels readable by others, which every page then says."""
        return self.request.url.scheme == "http" and not _is_loopback(self.request)

    @property
    def is_staff(self) -> bool:
        """Tell whether the person is an officer of any kind."""
        return self.person is not None and bool(self.person.roles & STAFF)

    @property
    def keys(self) -> Keys:
        """Return the site's keys, which services ask for."""
        return self.site.keys

    @property
    def hasher(self) -> Hasher:
        """Return what hashes PINs and passwords, a few at a time."""
        return self.site.hasher

    def upload(self, name: str) -> bytes:
        """Return the bytes of an uploaded file; empty if none was chosen."""
        given = self.form.get(name)
        return given.file.read() if isinstance(given, UploadFile) else b""

    def has(self, *roles: Role | str) -> bool:
        """Tell whether the person holds one of these roles."""
        return self.person is not None and bool(self.person.roles & frozenset(roles))

    def read(self) -> AbstractContextManager[Connection]:
        """Open a read transaction: ``with visit.read() as connection``."""
        return self.site.database.read()

    def write(self, body: Callable[[Connection], T]) -> T:
        """Run a body in one write transaction, committed when this returns; it may run twice."""
        return self.site.database.write(body)

    def gettext(self, message: str, /, **values: object) -> str:
        """Return a sentence of the catalogue with its ``%(values)s``."""
        return catalogue(self.language).gettext(message) % values

    def ngettext(self, one: str, many: str, num: int, /, **values: object) -> str:
        """Return the sentence for a number, which it may name as ``%(num)s``."""
        return catalogue(self.language).ngettext(one, many, num) % {"num": num, **values}

    def explain(self, error: RefusalError) -> str:
        """Return the sentence of a refusal."""
        return explain(error, self.language, self.money)

    def sentence(self, reason: Reason, labels: Mapping[OptionId, str]) -> str:
        """Return the sentence of a reason, options by their labels."""
        return sentence(reason, labels, self.language, self.money)

    def money(self, value: int | str) -> str:
        """Return an exact sum of money in the community's currency."""
        return sum_of_money(value, self.language)

    def url(self, route: str, /, **params: object) -> str:
        """Return the path of a route in this visit's language."""
        return self.site.addresses.url(self.language, route, **params)

    def address(self, route: str, /, **params: object) -> str:
        """Return the whole address of a route, as printed on slips and put into codes."""
        settings = self.site.settings
        origin = settings.base_url or str(self.request.base_url).rstrip("/")
        return origin + self.url(route, **params)

    def other_language_url(self) -> str:
        """Return this same page in the other language; its home where the page has no address."""
        url = partial(self.site.addresses.url, other(self.language))
        if self.route is None:
            return url("home/show")
        return url(self.route, **{**self.request.query_params, **self.params})

    def render(
        self, template: str, context: Mapping[str, Any] | None = None, status: int = 200
    ) -> Page:
        """Return the page of a template, named without ``.html``; its path is its route's name.

        A page that changing the language would lose sets ``other_language_url`` to an empty text.
        """
        environment = self.site.templates[self.language]
        return Page(
            environment.get_template(f"{template}.html"),
            {
                "other_language_url": self.other_language_url(),
                **(context or {}),
                "visit": self,
                "community": self.community,
            },
            status,
        )

    def redirect(self, route: str, /, **params: object) -> RedirectResponse:
        """Answer a form that was accepted: go and see the page of a route (303)."""
        return RedirectResponse(self.url(route, **params), 303)

    def came_from(self, route: str) -> str:
        """Return the page the visitor was on the way to (``next``), else a route's path.

        Only a path of this site is believed. To browsers two or more slashes of either kind in
        front begin the name of another site (WHATWG URL, "special authority ignore slashes").
        """
        wanted = str(self.form.get("next") or self.query.get("next") or "")
        local = wanted.startswith("/") and wanted[1:2] not in ("/", "\\")
        return wanted if local and wanted.isprintable() else self.url(route)

    def signed_in(self, response: Response, token: str) -> Response:
        """Give a response the cookie of a new session; ``token`` from ``cookies.new_token()``."""
        cookies.keep(response, token, secure=self.request.url.scheme == "https")
        return response

    def signed_out(self, response: Response) -> Response:
        """Take the session's cookie away."""
        cookies.drop(response, secure=self.request.url.scheme == "https")
        return response


def _is_loopback(request: Request) -> bool:
    return request.url.hostname in ("localhost", "127.0.0.1", "::1")
