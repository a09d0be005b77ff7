"""Addresses for programs."""

from datetime import UTC, datetime


def test_alive_and_ready(site, world, home):
    client = site(home)
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").status_code == 200
    world.ready = False
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_whom_to_warn_is_never_past(site, world, home):
    lines = site(home).get("/.well-known/security.txt").text.splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert fields["Contact"] == "https://suara.desa.example/bantuan"
    assert fields["Canonical"] == "https://suara.desa.example/.well-known/security.txt"
    expires = datetime.fromisoformat(fields["Expires"]).astimezone(UTC).timestamp()
    assert world.at < expires < world.at + 365 * 86400


def test_robots_stay_out_of_sign_in_and_office(site, home):
    text = site(home).get("/robots.txt").text
    for path in ("/masuk", "/k/", "/petugas", "/en/masuk", "/en/k/", "/en/petugas"):
        assert f"Disallow: {path}\n" in text
