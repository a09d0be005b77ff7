"""The application: ``create_app(settings)`` puts every part together and is all a server needs."""

import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Scope

from voting.services import checkpointing
from voting.services.hashing import Hasher
from voting.services.keys import Keys
from voting.store.database import Database
from voting.words import LANGUAGES
from web import routes
from web.access import TABLE
from web.addresses import Address, Addresses
from web.endpoint import MOST_PHOTO, endpoint
from web.errors import Pages
from web.lookups import LOOKUPS
from web.probes import probes
from web.security.csrf import check_origin
from web.security.floods import Floods
from web.security.guard import Guard
from web.security.headers import SecurityHeaders
from web.security.transport import check_transport, headers_of
from web.settings import Settings
from web.site import Lookups, Site
from web.static_files import Assets
from web.templating import environment
from web.visit import Visit
from web.worker import Worker

_log = logging.getLogger(__name__)

Answer = Callable[[Visit], Response]


def create_app(settings: Settings, *, works: bool = True) -> Starlette:
    """Return the site of these settings, its database opened and its keys loaded.

    ``works``: whether the worker runs in this process while the site is served.
    """
    pages = {address: routes.page(address) for address in routes.ADDRESSES}
    return build_app(settings, pages, lookups=LOOKUPS, works=works)


def build_app(
    settings: Settings,
    pages: Mapping[Address, Answer],
    *,
    lookups: Lookups,
    database: Database | None = None,
    clock: Callable[[], int] | None = None,
    keys: Keys | None = None,
    hasher: Hasher | None = None,
    works: bool = False,
) -> Starlette:
    """Return a site of these pages; tests bring their own pages, lookups and clock."""
    check_table(pages)
    assets = Assets()
    addresses = Addresses([*routes.ADDRESSES, *pages], settings.default_locale)
    site = Site(
        settings=settings,
        database=database or Database(settings.database_url),
        keys=keys or Keys.load_or_create(settings.data_dir / "keys"),
        hasher=hasher or Hasher(),
        addresses=addresses,
        templates={
            language: environment(language, settings, addresses, assets) for language in LANGUAGES
        },
        lookups=lookups,
        clock=clock or (lambda: int(time.time())),
    )
    errors = Pages(site)
    app = Starlette(
        routes=[
            *_routes(site, pages),
            *probes(site),
            Route("/static/{path:path}", assets.respond),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(Guard, checks=_checks(settings), answer=errors.answer),
        ],
        exception_handlers=errors.handlers(),
        lifespan=_lifespan(site, works=works),
        max_body_size=2 * MOST_PHOTO,
    )
    app.state.site = site
    return app


def check_table(pages: Iterable[Address]) -> None:
    """Stop the start if a route has no line in the access table: nothing is open by accident."""
    for address in pages:
        if not TABLE.get(address.name):
            raise LookupError(f"web/access.py says nothing about {address.name}")


def _routes(site: Site, pages: Mapping[Address, Answer]) -> list[BaseRoute]:
    default = site.settings.default_locale
    return [
        Route(
            address.path_in(language, default),
            endpoint(site, address, page),
            methods=list(address.methods),
            name=f"{language}:{address.name}",
        )
        for language in LANGUAGES
        for address, page in pages.items()
    ]


def _checks(settings: Settings) -> list[Callable[[Scope], None]]:
    def transport(scope: Scope) -> None:
        check_transport(settings, scope)

    def origin(scope: Scope) -> None:
        check_origin(scope["method"], scope["scheme"], headers_of(scope))

    return [transport, origin, Floods().check]


def _begin_work(site: Site, worker: Worker) -> None:
    """Start the worker, unless the log does not extend what was signed: then it is read-only."""
    refusal = checkpointing.guard(site.database, site.keys)
    if refusal is None:
        worker.start()
    else:
        _log.error("the log is read-only: %s", refusal.code)


def _lifespan(
    site: Site, *, works: bool
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        worker = Worker(site.database, site.keys, site.clock)
        if works:
            await run_in_threadpool(_begin_work, site, worker)
        yield
        worker.stop()
        site.database.close()

    return lifespan
