"""What every test may ask for: how hard Hypothesis looks, databases, a browser, second opinions.

A machine without PostgreSQL, Chromium or the oracle packages skips what needs them. Where `CI` is
set nothing may be missing, so the same absence fails; `MUFAKAT_NO_SKIPS=1` fails on any skip at all.

Settings: `MUFAKAT_TEST_POSTGRES_URL` (a server on which databases may be made and dropped),
`MUFAKAT_TEST_CHROMIUM` (a browser's path), `MUFAKAT_TEST_SIZES=nightly` (the large sizes),
`MUFAKAT_TEST_PROFILE` (`quick`, `thorough`, `nightly`; `--hypothesis-profile` does the same).
"""

import importlib
import os
import shutil
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings

CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# No deadline anywhere: a busy machine is not a bug. Never derandomised, although Hypothesis would
# do so where CI is set: a run that always draws the same examples finds nothing new.
_ALWAYS = {
    "deadline": None,
    "derandomize": False,
    "suppress_health_check": [HealthCheck.too_slow],
}
settings.register_profile("quick", max_examples=25, **_ALWAYS)
settings.register_profile("thorough", max_examples=200, print_blob=True, **_ALWAYS)
settings.register_profile("nightly", max_examples=10_000, print_blob=True, **_ALWAYS)
settings.load_profile(os.environ.get("MUFAKAT_TEST_PROFILE", "quick"))


def absent(what):
    """Skip where a person works, fail where everything must be there."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI must have everything (see .ci/run)")
    pytest.skip(f"{what} is missing")


def needed(module, extra):
    """Import a package of one of the extras, or say which extra brings it."""
    try:
        return importlib.import_module(module)
    except ImportError:
        return absent(f"{module} (pip install -e '.[{extra}]')")


def _refuse_skip(report):
    if os.environ.get("MUFAKAT_NO_SKIPS") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    return _refuse_skip((yield))


@pytest.fixture(scope="session", autouse=True)
def _nobodys_settings(tmp_path_factory):
    """Keep a developer's own settings and data out of the tests, and the tests out of them."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("MUFAKAT_") and not name.startswith(
                ("MUFAKAT_TEST_", "MUFAKAT_NO_")
            ):
                patch.delenv(name)
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_DATA_HOME", str(home / "data"))
        yield


@pytest.fixture(scope="session")
def size():
    """Choose a test's size: `size(ci=50, nightly=3000)`."""
    chosen = "nightly" if os.environ.get("MUFAKAT_TEST_SIZES") == "nightly" else "ci"
    return lambda **sizes: sizes[chosen]


@pytest.fixture(scope="session")
def postgres_url():
    """Return the address of a PostgreSQL server on which databases may be made and dropped."""
    return os.environ.get("MUFAKAT_TEST_POSTGRES_URL") or absent("MUFAKAT_TEST_POSTGRES_URL")


@pytest.fixture
def postgres_database(postgres_url):
    """Yield the address of an empty PostgreSQL database of the test's own."""
    psycopg = needed("psycopg", "postgres")
    name = f"mufakat_test_{uuid4().hex}"
    server = postgres_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    address, _, options = server.partition("?")
    yield f"{address.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request, tmp_path):
    """Yield the address of an empty database: once on SQLite, once on PostgreSQL."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres_database")
    return f"sqlite:///{tmp_path / 'mufakat.db'}"


@pytest.fixture(scope="session")
def chromium():
    """Return the path of Chromium."""
    asked = os.environ.get("MUFAKAT_TEST_CHROMIUM", "chromium")
    return shutil.which(asked) or absent("Chromium")


@pytest.fixture(scope="session")
def browser(chromium):
    """Yield a running browser; a test opens its own context, with or without JavaScript."""
    playwright = needed("playwright.sync_api", "e2e")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def oracle():
    """Import another project's counting library for a second opinion: `oracle("pyrankvote")`."""
    return lambda module: needed(module, "oracle")
