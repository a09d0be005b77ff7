"""Files carry the fingerprint of the folder, are kept for a year, and change address with it."""

import gzip

import pytest

from web.static_files import Assets

IMMUTABLE = "public, max-age=31536000, immutable"


def test_a_file_is_kept_for_a_year_under_its_fingerprint(site, home):
    client = site(home)
    url = Assets().url("app.css")
    response = client.get(url)
    assert response.headers["cache-control"] == IMMUTABLE
    assert response.headers["content-type"] == "text/css; charset=utf-8"
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_face_beside_the_style_sheet_is_found_and_not_compressed(site, home):
    digest = Assets().digest
    path = "fonts/plus-jakarta-sans-5.3.0.woff2"
    response = site(home).get(f"/static/{digest}/{path}")
    assert response.headers["content-type"] == "font/woff2"
    assert "content-encoding" not in response.headers


@pytest.mark.parametrize("path", ["/static/app.css", "/static/000000000000/app.css"])
def test_without_the_right_fingerprint_a_file_is_asked_for_again(site, home, path):
    client = site(home)
    response = client.get(path)
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-cache")
    again = client.get(path, headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/static/", "/static/nothing.css", "/static/../settings.py", "/static/%2e%2e/app.py"]
)
def test_nothing_else_is_served(site, home, path):
    assert site(home).get(path).status_code == 404


def test_who_cannot_unpack_gets_it_plain(site, home):
    response = site(home).get("/static/app.css", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in response.headers
    assert response.content.startswith(b"/*") or b"{" in response.content


def test_any_change_is_a_new_address(tmp_path):
    (tmp_path / "a.css").write_text("a{}")
    (tmp_path / "b.css").write_text("b{}")
    before = Assets(tmp_path).url("a.css")
    (tmp_path / "b.css").write_text("b{x:y}")
    assert Assets(tmp_path).url("a.css") != before


def test_a_name_that_does_not_exist_is_an_error():
    with pytest.raises(FileNotFoundError):
        Assets().url("nothing.css")


def test_compressed_is_the_same_file(site, home):
    client = site(home)
    with client.stream("GET", "/static/app.css") as response:
        raw = b"".join(response.iter_raw())
    plain = client.get("/static/app.css", headers={"accept-encoding": "identity"}).content
    assert gzip.decompress(raw) == plain
