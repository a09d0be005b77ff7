"""Forged forms: which requests pass, header by header, and what a token must be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from voting.errors import ForbiddenError
from web.security import csrf

HOST = "suara.desa.example"
OWN = f"https://{HOST}"

# sec-fetch-site, origin, is it let through
MATRIX = [
    ("same-origin", OWN, True),
    ("same-origin", None, True),
    ("same-site", OWN, False),
    ("cross-site", OWN, False),
    ("none", OWN, False),
    ("", OWN, False),
    (None, OWN, True),
    (None, f"http://{HOST}", False),
    (None, f"https://{HOST}:8443", False),
    (None, f"https://{HOST}.evil.example", False),
    (None, "https://evil.example", False),
    (None, "null", False),
    (None, "", False),
    (None, None, False),
]


def headers(site, origin):
    given = {"host": HOST, "sec-fetch-site": site, "origin": origin}
    return Headers({name: value for name, value in given.items() if value is not None})


@pytest.mark.parametrize(("site", "origin", "passes"), MATRIX)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "CONNECT"])
def test_unsafe_requests(method, site, origin, passes):
    if passes:
        csrf.check_origin(method, "https", headers(site, origin))
    else:
        with pytest.raises(ForbiddenError):
            csrf.check_origin(method, "https", headers(site, origin))


@pytest.mark.parametrize(("fetched", "origin", "passes"), MATRIX)
def test_the_site_keeps_the_matrix(site, home, fetched, origin, passes):
    given = {name: value for name, value in headers(fetched, origin).items() if name != "host"}
    response = site(home).post("/", headers=given)
    assert response.status_code == (200 if passes else 403)
    if not passes:
        assert response.template.name == "errors/show.html"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_is_open_from_anywhere(method):
    csrf.check_origin(method, "https", headers("cross-site", "https://evil.example"))


def test_the_form_of_the_village_hall_passes(site, home):
    """A name on a plain-HTTP network: browsers send Origin, and no Sec-Fetch-Site."""
    client = site(home, base_url="http://desa.lan:8000", client=("192.168.1.7", 1), LAN_HTTP="1")
    assert client.post("/", headers={"origin": "http://desa.lan:8000"}).status_code == 200
    assert client.post("/", headers={"origin": "http://desa.lan"}).status_code == 403


@given(st.binary(min_size=1), st.text(), st.text())
def test_a_token_is_its_sessions_own(key, one, other):
    secret = csrf.secret(key, one)
    csrf.check_token(csrf.mask(secret), secret)
    if one != other:
        with pytest.raises(ForbiddenError):
            csrf.check_token(csrf.mask(csrf.secret(key, other)), secret)


@given(st.text())
def test_nothing_else_is_a_token(text):
    with pytest.raises(ForbiddenError):
        csrf.check_token(text, csrf.secret(b"key", "session"))


def test_a_token_looks_different_each_time():
    secret = csrf.secret(b"key", "session")
    assert len({csrf.mask(secret) for _ in range(20)}) == 20
    assert secret.hex() not in csrf.mask(secret)
