"""Text is compressed for those who can unpack it, and stays the same text."""

import gzip

from starlette.responses import PlainTextResponse, Response

from web.addresses import Address

LONG = "kata " * 500


def test_long_text_is_compressed(site):
    page = {Address("home/show", "/"): lambda _visit: PlainTextResponse(LONG)}
    client = site(page)
    with client.stream("GET", "/") as response:
        raw = b"".join(response.iter_raw())
    assert gzip.decompress(raw).decode() == LONG
    assert raw[4:8] == bytes(4)  # no time in it: the same page is the same bytes
    assert int(response.headers["content-length"]) == len(raw) < 100
    assert response.headers["vary"] == "accept-encoding"


def test_who_cannot_unpack_gets_it_plain(site):
    page = {Address("home/show", "/"): lambda _visit: PlainTextResponse(LONG)}
    response = site(page).get("/", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in response.headers
    assert response.headers["vary"] == "accept-encoding"
    assert response.text == LONG


def test_short_text_and_archives_stay_as_they_are(site):
    pages = {
        Address("home/show", "/"): lambda _visit: PlainTextResponse("ok"),
        Address("about/help", "/b"): lambda _visit: Response(
            b"x" * 5000, media_type="application/x-tar"
        ),
    }
    client = site(pages)
    assert "content-encoding" not in client.get("/").headers
    assert "content-encoding" not in client.get("/b").headers
