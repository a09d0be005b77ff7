"""A town with its site served for real: uvicorn on a free port, and phones to walk through it."""

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import uvicorn

from tests.conftest import needed
from tests.web.pages.conftest import Town, founded, town  # noqa: F401 - fixtures used here

PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 640}


@dataclass
class Served:
    """A town and the address of its site."""

    town: Town
    url: str


@contextmanager
def serving(app):
    """Serve an application on a free port; yield its address."""
    config = uvicorn.Config(app, port=0, ws="none", log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def served(town):  # noqa: F811 - the fixture above
    """Serve the town's site until the test is over."""
    with serving(town.app) as url:
        yield Served(town, url)


@pytest.fixture
def phone(browser):
    """Make a phone's page: `phone(java_script_enabled=False)`; nothing may break the policy."""
    contexts, complaints = [], []

    def make(**options):
        context = browser.new_context(**{"viewport": PHONE, "locale": "id-ID", **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if "policy" in m.text else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def examine(browser):  # noqa: ARG001 - a page comes from it
    """Check a page as it stands: no finding of axe, nothing wider than 320 pixels."""
    axe = needed("axe_playwright_python.sync_playwright", "e2e").Axe()

    def look(page):
        found = axe.run(page)
        assert found.violations_count == 0, found.generate_report()
        size = page.viewport_size
        page.set_viewport_size(NARROW)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        page.set_viewport_size(size)

    return look
