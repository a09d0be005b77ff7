"""Visitors of a real site: its pages, services and database, and people who come to it.

`make_hall(village, folder)` opens the site of a village; `hall.visitor(person)` is a browser in which
that person is signed in; its `post` sends a form as our own page would, token included.
"""

from dataclasses import dataclass

from starlette.testclient import TestClient

from tests.village import DURING, Village
from voting.services import sessions
from voting.services.hashing import Hasher
from web import routes
from web.app import build_app
from web.lookups import LOOKUPS
from web.security import cookies, csrf
from web.settings import load

HOME = "https://suara.desa.example"


class Visitor(TestClient):
    """A browser that does not follow redirects and shows faults of ours as pages."""

    token = ""

    def post(self, url, data=None, **more):
        """Send a form from a page of this site."""
        key = self.app.state.site.csrf_key
        token = {"csrf": csrf.mask(csrf.secret(key, self.token))} if self.token else {}
        headers = {"sec-fetch-site": "same-origin", **more.pop("headers", {})}
        return super().post(url, data={**token, **(data or {})}, headers=headers, **more)


@dataclass
class Hall:
    """A village with its site open; set `at` to let time pass."""

    village: Village
    at: int = DURING
    app: object = None

    def visitor(self, person=None, *, officer=True, at=None):
        """Return a browser, with somebody signed in (by password, or by slip: officer=False)."""
        browser = Visitor(
            self.app,
            base_url=HOME,
            client=("203.0.113.9", 50000),
            raise_server_exceptions=False,
            follow_redirects=False,
        )
        if person is not None:
            browser.token = cookies.new_token()
            hashed = cookies.hash_of(browser.token)
            at = self.at if at is None else at
            self.village.write(sessions.start, person.id, officer, hashed, at)
            browser.cookies.set(cookies.SECURE_NAME, browser.token)
        return browser


def make_hall(village, folder, **environ):
    """Open the real site of a village: every page of `web.routes`, no worker."""
    hall = Hall(village)
    hall.app = build_app(
        load({f"MUFAKAT_{key}": value for key, value in environ.items()}, folder),
        {address: routes.page(address) for address in routes.ADDRESSES},
        lookups=LOOKUPS,
        database=village.database,
        keys=village.keys,
        clock=lambda: hall.at,
        hasher=Hasher(passes=1, memory_kib=8),
    )
    return hall
