"""Floods from one address are slowed; a hall full of people is not."""

import pytest
from limits import RateLimitItemPerMinute
from starlette.exceptions import HTTPException

from web.security.floods import FORMS, SIGN_INS, Floods


def scope(client="203.0.113.9", method="POST", path="/p/1/suara"):
    return {"type": "http", "method": method, "path": path, "client": (client, 1)}


@pytest.fixture
def floods():
    return Floods(RateLimitItemPerMinute(5), RateLimitItemPerMinute(2))


def test_beyond_the_limit_one_is_told_when_to_come_back(floods):
    for _ in range(5):
        floods.check(scope())
    with pytest.raises(HTTPException) as caught:
        floods.check(scope())
    assert caught.value.status_code == 429
    assert 1 <= int(caught.value.headers["retry-after"]) <= 60


def test_another_address_is_not_slowed(floods):
    for _ in range(5):
        floods.check(scope())
    floods.check(scope(client="203.0.113.10"))


def test_one_network_is_one_address_however_many_it_may_choose(floods):
    for number in range(5):
        floods.check(scope(client=f"2001:db8:1:2::{number:x}"))
    with pytest.raises(HTTPException):
        floods.check(scope(client="2001:db8:1:2:ffff:1:2:3%eth0"))
    floods.check(scope(client="2001:db8:1:3::1"))
    for number in range(5):
        floods.check(scope(client=f"::ffff:192.0.2.{number}"))
    floods.check(scope(client="testclient"))


def test_reading_is_not_counted(floods):
    for _ in range(20):
        floods.check(scope(method="GET"))


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/masuk"), ("POST", "/en/masuk/petugas"), ("GET", "/k/H4KD92TW"), ("GET", "/en/k/X")],
)
def test_guessing_codes_is_slowed_sooner(floods, method, path):
    for _ in range(2):
        floods.check(scope(method=method, path=path))
    with pytest.raises(HTTPException):
        floods.check(scope(method=method, path=path))


def test_a_hall_of_two_hundred_without_javascript_fits():
    """Each arrow on a ballot of twelve options is a form; everybody signs in within a minute."""
    assert FORMS.amount >= 200 * 30
    assert SIGN_INS.amount >= 200


def test_the_site_says_so_in_a_page(site, home, same_origin, monkeypatch):
    monkeypatch.setattr("web.security.floods.FORMS", RateLimitItemPerMinute(1))
    client = site(home)
    client.app.user_middleware[-1].kwargs["checks"][-1] = Floods(RateLimitItemPerMinute(1)).check
    assert client.post("/", headers=same_origin).status_code == 200
    response = client.post("/", headers=same_origin)
    assert (response.status_code, response.template.name) == (429, "errors/show.html")
    assert "retry-after" in response.headers
