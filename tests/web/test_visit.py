"""What a page may do with its visit."""

import pytest
from starlette.responses import PlainTextResponse

from voting.roll import Role
from web.addresses import Address
from web.security.cookies import new_token

BOTH = ("GET", "POST")


@pytest.fixture
def visit(site, world):
    """Return the visit of a request: `visit("/en?x=1", Role.RESIDENT)`."""

    def make(path="/", *roles, **environ):
        seen = []

        def page(visit):
            seen.append(visit)
            return PlainTextResponse("ok")

        client = site(
            {Address("home/show", "/", BOTH): page, Address("results/find", "/cari"): page},
            **environ,
        )
        if roles:
            world.sign_in(client, *roles)
        client.get(path)
        return seen[0]

    return make


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/", "/en"),
        ("/en", "/"),
        ("/cari?kode=A%20B", "/en/cari?kode=A+B"),
        ("/en/cari", "/cari"),
    ],
)
def test_the_other_language_keeps_the_page(visit, path, other):
    assert visit(path).other_language_url() == other


def test_english_can_be_the_language_without_a_prefix(visit):
    found = visit("/", DEFAULT_LOCALE="en")
    assert (found.language, found.other_language_url()) == ("en", "/id")


def test_sentences_from_python(visit):
    found = visit()
    assert found.gettext("Sign out") == "Keluar"
    assert found.gettext("Move %(name)s up", name="Jalan") == "Naikkan Jalan"
    one, many = "There is one thing to correct", "There are %(num)d things to correct"
    assert found.ngettext(one, many, 3) == "Ada 3 hal yang perlu diperbaiki"


def test_redirects_speak_the_language(visit):
    response = visit("/en").redirect("results/find", kode="x")
    assert (response.status_code, response.headers["location"]) == (303, "/en/cari?kode=x")


def test_a_whole_address_is_for_print(visit):
    assert visit("/en").address("results/find") == "https://suara.desa.example/en/cari"
    own = visit("/", base_url="http://localhost", BASE_URL="https://suara.example")
    assert own.address("results/find") == "https://suara.example/cari"


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "evil", "",
     "/a\nSet-Cookie: x", "javascript:alert(1)", "/\t/evil.example", "///evil.example/",
     "////evil.example", "//[evil", "/\\/evil.example"],
)  # fmt: skip
def test_only_a_path_of_this_site_is_gone_back_to(visit, wanted):
    found = visit("/cari")
    found.form = {"next": wanted}
    assert found.came_from("home/show") == "/"


def test_a_path_of_this_site_is_gone_back_to(visit):
    assert visit("/?next=/p/P-1/suara%3Fa=1").came_from("home/show") == "/p/P-1/suara?a=1"


def test_roles_of_a_visit(visit):
    assert not visit().has(Role.RESIDENT)
    assert not visit().is_staff
    resident = visit("/", Role.RESIDENT)
    assert resident.has(Role.RESIDENT, Role.MODERATOR)
    assert not resident.is_staff
    assert visit("/", Role.AUDITOR).is_staff


def test_a_new_sign_in_has_a_new_token(site):
    def page(visit):
        if visit.is_post:
            return visit.signed_in(visit.redirect("home/show"), new_token())
        return visit.signed_out(visit.redirect("home/show"))

    client = site({Address("account/officer", "/masuk/petugas", BOTH): page})
    headers = {"sec-fetch-site": "same-origin"}
    cookies = [
        client.post("/masuk/petugas", headers=headers).headers["set-cookie"] for _ in range(2)
    ]
    assert cookies[0] != cookies[1]
    for cookie in cookies:
        assert cookie.startswith("__Host-mufakat=")
        for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
            assert part in cookie
        assert "Domain" not in cookie
        assert "Max-Age" not in cookie
    gone = client.get("/masuk/petugas").headers["set-cookie"]
    assert "Max-Age=0" in gone
    assert "Secure" in gone


def test_over_plain_http_the_cookie_has_its_plain_name(site):
    page = lambda visit: visit.signed_in(visit.redirect("home/show"), "t")  # noqa: E731
    client = site({Address("account/officer", "/x"): page}, base_url="http://localhost")
    cookie = client.get("/x").headers["set-cookie"]
    assert cookie.startswith("mufakat=t;")
    assert "Secure" not in cookie


def test_a_cookie_under_the_plain_name_opens_nothing_over_https(site, world, home):
    client = site(home)
    token = world.sign_in(client, Role.RESIDENT)
    client.cookies.clear()
    client.cookies.set("mufakat", token)
    assert client.get("/").context["visit"].person is None


@pytest.mark.parametrize(
    ("base_url", "said"), [("http://localhost", False), ("http://192.168.1.5", True)]
)
def test_plain_http_is_said_on_every_page(site, home, base_url, said):
    client = site(home, base_url=base_url, client=("192.168.1.9", 1), LAN_HTTP="1")
    for path in ("/", "/en", "/nowhere"):
        assert client.get(path).context["visit"].plain_http is said
