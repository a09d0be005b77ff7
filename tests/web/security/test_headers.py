"""The headers of every answer: pages, files, errors, probes; and what a browser may do with us."""

import pytest

from voting.roll import Role
from web.addresses import Address
from web.security.headers import HEADERS, POLICY


@pytest.fixture
def broken():
    def page(_visit):
        raise RuntimeError

    return page


@pytest.mark.parametrize(
    "path",
    ["/", "/en", "/nowhere", "/kaput", "/static/app.css", "/static/nothing", "/healthz", "/readyz",
     "/robots.txt", "/.well-known/security.txt", "/favicon.ico"],
)  # fmt: skip
@pytest.mark.parametrize("signed_in", [False, True])
def test_every_answer_has_them(site, world, home, broken, path, signed_in):
    client = site({**home, Address("about/help", "/kaput"): broken})
    if signed_in:
        world.sign_in(client, Role.RESIDENT)
    response = client.get(path)
    for name, value in HEADERS.items():
        assert response.headers.get_list(name) == [value]
    if path != "/kaput":  # the only answer made outside: it names no scheme
        assert response.headers["strict-transport-security"].startswith("max-age=")
    assert "server" not in response.headers


def test_plain_http_does_not_promise_https(site, home):
    response = site(home, base_url="http://localhost").get("/")
    assert "strict-transport-security" not in response.headers


def test_the_policy_allows_nothing_unsafe():
    closed = {"default-src", "base-uri", "frame-ancestors"}
    directives = dict(part.split(" ", 1) for part in POLICY.split("; "))
    assert closed <= directives.keys()
    assert all(directives[name] == "'none'" for name in closed)
    assert {value for name, value in directives.items() if name not in closed} == {
        "'self'",
        "'self' data:",  # pictures only: a code drawn for a receipt
    }
    assert directives["img-src"] == "'self' data:"
    assert "form-action" in directives
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert "*" not in POLICY


def test_origin_survives_the_referrer_policy():
    """With `no-referrer` browsers send `Origin: null` with our own forms."""
    assert HEADERS["referrer-policy"] == "same-origin"
