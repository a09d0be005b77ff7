"""What happens between a request and a page: the visit, the table, the form, what is kept."""

import pytest
from starlette.responses import PlainTextResponse

from voting.deliberation import ContestState
from voting.errors import ConflictError
from voting.roll import Role
from web.addresses import Address
from web.app import build_app
from web.security.cookies import hash_of

BOTH = ("GET", "POST")
SLIP = Address("account/slip", "/masuk", BOTH, private=True)
SHOW = Address("contests/show", "/p/{number}")
EDIT = Address("drafts/edit", "/petugas/p/{number}", BOTH, private=True)
BALLOT = Address("ballots/show", "/p/{number}/suara", BOTH, private=True)
TODAY = Address("today/show", "/petugas", private=True)
UPLOAD = Address("roll/upload", "/petugas/daftar/unggah", BOTH, private=True, upload=True)


@pytest.fixture
def seen():
    return []


@pytest.fixture
def noting(seen):
    def page(visit):
        seen.append(visit)
        return PlainTextResponse("ok")

    return page


def send(client, path, data=None, **more):
    """Send a form as a browser does from our own page, with the token of who is signed in."""
    page = client.get("/token")
    fields = {"csrf": page.text, **(data or {})}
    return client.post(path, data=fields, headers={"sec-fetch-site": "same-origin"}, **more)


@pytest.fixture
def token_page():
    """A page that shows the token of forms; `about/help` is open to anyone."""
    return {Address("about/help", "/token"): lambda visit: PlainTextResponse(visit.csrf)}


def test_a_route_without_a_line_in_the_table_stops_the_start(settings, world, noting):
    with pytest.raises(LookupError, match="secret/door"):
        build_app(settings(), {Address("secret/door", "/x"): noting}, lookups=world.lookups())


def test_a_page_gets_path_query_language_and_time(site, world, noting, seen):
    world.states["P-1"] = ContestState.OPEN
    client = site({SHOW: noting})
    client.get("/p/P-1?a=1")
    client.get("/en/p/P-1")
    first, second = seen
    assert (first.params, first.query["a"], first.language) == ({"number": "P-1"}, "1", "id")
    assert (second.language, second.at, second.person) == ("en", world.at, None)
    assert (first.route, first.community.name) == ("contests/show", "Desa Tirtasari")


def test_a_page_gets_the_form_that_was_sent(site, home, noting, seen, same_origin):
    client = site({next(iter(home)): noting})
    client.post("/", data={"a": "1", "b": ["2", "3"]}, headers=same_origin)
    assert seen[0].form["a"] == "1"
    assert seen[0].form.getlist("b") == ["2", "3"]
    assert seen[0].is_post


def test_no_cookie_before_sign_in(site, home):
    client = site(home)
    assert "set-cookie" not in client.get("/").headers
    assert "set-cookie" not in client.get("/nowhere").headers


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(site, world, noting, plain_page):
    world.states["P-1"] = ContestState.OPEN
    officer = Address("account/officer", "/masuk/petugas", BOTH, private=True)
    client = site({SLIP: plain_page, officer: plain_page, BALLOT: noting, TODAY: noting})
    assert client.get("/p/P-1/suara").headers["location"] == "/masuk?next=%2Fp%2FP-1%2Fsuara"
    assert client.get("/en/petugas").headers["location"] == (
        "/en/masuk/petugas?next=%2Fen%2Fpetugas"
    )


def test_a_session_that_is_over_is_told_so(site, noting):
    client = site({TODAY: noting})
    client.cookies.set("__Host-mufakat", "forgotten")
    response = client.get("/petugas")
    assert response.status_code == 303
    assert response.headers["location"].endswith("ended=1")


def test_the_wrong_role_is_refused(site, world, noting, seen):
    client = site({TODAY: noting})
    world.sign_in(client, Role.RESIDENT)
    assert client.get("/petugas").status_code == 403
    world.sign_in(client, Role.MODERATOR)
    assert client.get("/petugas").status_code == 200
    assert len(seen) == 1


def test_the_wrong_state_is_a_conflict_and_a_draft_is_hidden(site, world, noting):
    world.states |= {"P-1": ContestState.OPEN, "P-2": ContestState.DRAFT}
    client = site({EDIT: noting, SHOW: noting})
    world.sign_in(client, Role.MODERATOR)
    assert client.get("/petugas/p/P-1").status_code == 409
    assert client.get("/petugas/p/P-2").status_code == 200
    world.sign_in(client, Role.RESIDENT)
    hidden, missing = client.get("/p/P-2"), client.get("/p/P-9")
    assert hidden.status_code == missing.status_code == 404
    sentences = [page.context["sentence"] for page in (hidden, missing)]
    assert sentences[0].replace("P-2", "P-9") == sentences[1]


def test_a_contest_whose_time_is_over_is_closed_on_record_first(site, world, noting, seen):
    world.states["P-1"] = ContestState.OPEN
    client = site({BALLOT: noting})
    world.sign_in(client, Role.RESIDENT)
    world.at += 69
    assert client.get("/p/P-1/suara").status_code == 200
    assert world.closed == []
    world.at += 1
    assert client.get("/p/P-1/suara").status_code == 409
    assert world.closed == [world.at]
    assert len(seen) == 1


def test_the_use_of_a_session_is_noted_when_due(site, world, noting):
    client = site({TODAY: noting})
    token = world.sign_in(client, Role.MODERATOR)
    client.get("/petugas")
    assert world.touched == []
    world.touch_due = True
    client.get("/petugas")
    assert world.touched == [(hash_of(token), world.at)]


def test_signed_in_forms_carry_the_sessions_token(site, world, noting, seen, token_page):
    world.states["P-1"] = ContestState.DRAFT
    client = site({EDIT: noting, **token_page})
    world.sign_in(client, Role.MODERATOR)
    headers = {"sec-fetch-site": "same-origin"}
    assert client.post("/petugas/p/P-1", data={}, headers=headers).status_code == 403
    assert client.post("/petugas/p/P-1", data={"csrf": "00"}, headers=headers).status_code == 403
    assert seen == []
    assert send(client, "/petugas/p/P-1").status_code == 200
    stolen = client.get("/token").text
    world.sign_in(client, Role.MODERATOR)  # another session
    response = client.post("/petugas/p/P-1", data={"csrf": stolen}, headers=headers)
    assert response.status_code == 403
    assert len(seen) == 1


def test_a_page_that_refuses_in_a_write_leaves_nothing(site):
    def page(visit):
        def body(connection):
            connection.exec_driver_sql("CREATE TABLE t (x INTEGER)")
            raise ConflictError("contest.is-closed")

        return visit.write(body)

    client = site({Address("home/show", "/", BOTH): page})
    answer = client.post("/", headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 409
    assert (
        answer.context["sentence"] == "Waktu memilih sudah habis. Suara tidak bisa diterima lagi."
        or (answer.context["sentence"])
    )
    with client.app.state.site.database.read() as connection:
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master").all()
    assert found == []


# What is kept where


def test_public_pages_are_asked_for_again_and_not_sent_twice(site, home):
    client = site(home)
    first = client.get("/")
    assert first.headers["cache-control"] == "private, no-cache"
    again = client.get("/", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/en", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


def test_nothing_about_someone_is_kept(site, world, home, plain_page):
    client = site({**home, SLIP: plain_page})
    assert client.get("/masuk").headers["cache-control"] == "no-store"
    world.sign_in(client, Role.RESIDENT)
    response = client.get("/")
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers


def test_a_page_may_say_itself_how_long_it_keeps(site):
    address = Address("evidence/checkpoint", "/catatan/titik")

    def page(_visit):
        return PlainTextResponse("x", headers={"cache-control": "public, max-age=9"})

    assert site({address: page}).get("/catatan/titik").headers["cache-control"] == (
        "public, max-age=9"
    )


def test_head_has_the_headers_and_no_body(site, home):
    response = site(home).head("/")
    assert (response.status_code, response.headers["cache-control"]) == (200, "private, no-cache")


# What may be sent


def test_too_much_is_refused_announced_or_not(site, home, same_origin):
    client = site(home)
    large = b"a=" + b"x" * (256 * 1024)
    kind = {"content-type": "application/x-www-form-urlencoded", **same_origin}
    announced = client.post("/", content=large, headers=kind)
    assert announced.status_code == 413
    assert announced.template.name == "errors/show.html"

    def pieces():
        for _ in range(10):
            yield b"x" * 64 * 1024

    chunked = client.post("/", content=pieces(), headers=kind)
    assert chunked.status_code == 413


def test_an_upload_may_be_larger_and_a_page_reads_its_bytes(site, world, token_page):
    got = []

    def page(visit):
        got.append(visit.upload("file"))
        return PlainTextResponse("ok")

    client = site({UPLOAD: page, **token_page})
    world.sign_in(client, Role.ROLL_OFFICER)
    content = b"x" * 1024 * 1024
    response = send(client, "/petugas/daftar/unggah", files={"file": ("a.csv", content)})
    assert response.status_code == 200
    assert got == [content]
    response = send(client, "/petugas/daftar/unggah", {"file": "not a file"})
    assert got[1] == b""


def test_files_are_refused_where_none_is_asked_for(site, home, same_origin):
    response = site(home).post("/", files={"file": ("a.csv", b"x")}, headers=same_origin)
    assert response.status_code == 400


def test_too_many_fields_are_refused(site, home, same_origin):
    fields = {f"f{number}": "1" for number in range(601)}
    assert site(home).post("/", data=fields, headers=same_origin).status_code == 400


def test_a_broken_form_is_refused(site, home, same_origin):
    headers = {"content-type": "multipart/form-data", **same_origin}
    response = site(home).post("/", content=b"--x\r\nnonsense", headers=headers)
    assert response.status_code == 400


@pytest.mark.parametrize("length", ["-1", "x", "1e9"])
def test_a_strange_length_is_refused(site, home, same_origin, length):
    headers = {"content-length": length, **same_origin}
    assert site(home).post("/", content=b"", headers=headers).status_code == 413
