"""Who may come how: HTTPS, this machine, the village's own network."""

import pytest

from web.security.transport import is_private

PUBLIC = ("203.0.113.9", 50000)
HALL = ("192.168.1.7", 50000)


@pytest.mark.parametrize(
    ("base_url", "client", "environ", "status"),
    [
        ("https://suara.desa.example", PUBLIC, {}, 200),
        ("http://suara.desa.example", PUBLIC, {}, 403),
        ("http://localhost:8000", ("127.0.0.1", 1), {}, 200),
        ("http://127.0.0.1:8000", ("127.0.0.1", 1), {}, 200),
        ("http://desa.lan", HALL, {}, 403),
        ("http://desa.lan", HALL, {"LAN_HTTP": "1"}, 200),
        ("http://192.168.1.2:8000", HALL, {"LAN_HTTP": "1"}, 200),
        ("http://desa.lan", PUBLIC, {"LAN_HTTP": "1"}, 403),
        ("https://desa.lan", PUBLIC, {"LAN_HTTP": "1"}, 200),
        ("https://a.example", PUBLIC, {"BASE_URL": "https://a.example"}, 200),
        ("https://b.example", PUBLIC, {"BASE_URL": "https://a.example"}, 422),
        ("http://localhost", HALL, {"BASE_URL": "https://a.example"}, 200),
        ("http://10.0.0.5", HALL, {"BASE_URL": "http://desa.lan", "LAN_HTTP": "1"}, 200),
    ],
)
def test_how_one_may_come(site, home, base_url, client, environ, status):
    response = site(home, base_url=base_url, client=client, **environ).get("/")
    assert response.status_code == status
    assert "set-cookie" not in response.headers


def test_probes_are_answered_however_they_come(site, home):
    client = site(home, base_url="http://10.1.2.3", client=PUBLIC)
    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 403


@pytest.mark.parametrize("host", ["", "a b", "[", "evil.example/path", "a.example@evil.example"])
def test_a_strange_host_header_is_no_fault_of_ours(site, home, host):
    client = site(home, BASE_URL="https://a.example")
    response = client.get("/", headers={"host": host})
    assert response.status_code in (400, 403, 422)


def test_private_addresses():
    assert all(
        map(
            is_private,
            ["10.0.0.1", "192.168.0.1", "172.16.0.9", "127.0.0.1", "fd00::1", "::ffff:10.0.0.1"],
        )
    )
    assert not any(
        map(
            is_private,
            [
                "8.8.8.8",
                "172.32.0.1",
                "2001:4860::1",
                "203.0.113.9",
                "::ffff:8.8.8.8",
                "",
                "desa.lan",
            ],
        )
    )
