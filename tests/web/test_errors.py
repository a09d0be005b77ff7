"""Whatever goes wrong, a page says so in the right language, and nothing of the inside."""

import pytest
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from voting.errors import (
    BusyError,
    ConflictError,
    ForbiddenError,
    InvalidBallotError,
    InvalidError,
    MissingError,
    TooManyTriesError,
)
from web.addresses import Address
from web.security.headers import HEADERS

CASES = [
    (InvalidError("form.empty"), 422),
    (InvalidBallotError("ballot.more-than-one"), 422),
    (ForbiddenError("web.not-yours"), 403),
    (MissingError("contest.unknown", number="x"), 404),
    (ConflictError("contest.is-closed"), 409),
    (TooManyTriesError("signing-in.wait", seconds=8, minutes=1), 429),
    (BusyError("signing-in.busy", seconds=3), 503),
    (HTTPException(404), 404),
    (HTTPException(418), 418),
    (OperationalError("INSERT", {}, Exception("disk is full, SECRET")), 503),
    (RuntimeError("SECRET"), 500),
]


@pytest.fixture
def failing(site):
    def make(error):
        def page(_visit):
            raise error

        return site({Address("home/show", "/"): page})

    return make


@pytest.mark.parametrize(("error", "status"), CASES, ids=[repr(case[0]) for case in CASES])
@pytest.mark.parametrize("path", ["/", "/en"])
def test_every_fault_has_its_page(failing, error, status, path):
    response = failing(error).get(path)
    assert response.status_code == status
    assert response.template.name == "errors/show.html"
    assert response.context["visit"].language == ("en" if path == "/en" else "id")
    assert 'id="main"' in response.text
    assert "SECRET" not in response.text
    assert "Traceback" not in response.text
    assert response.headers["cache-control"] == "no-store"
    for name, value in HEADERS.items():
        assert response.headers[name] == value


def test_the_sentence_of_a_refusal_is_shown(failing):
    assert "web.not-yours" not in failing(ForbiddenError("web.not-yours")).get("/").text
    assert "another task" in failing(ForbiddenError("web.not-yours")).get("/en").text


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (TooManyTriesError("signing-in.wait", seconds=8, minutes=1), "8"),
        (BusyError("signing-in.busy", seconds=3), "3"),
        (OperationalError("x", {}, Exception("locked")), "5"),
    ],
)
def test_who_should_come_again_is_told_when(failing, error, seconds):
    assert failing(error).get("/").headers["retry-after"] == seconds


@pytest.mark.parametrize("path", ["/nowhere", "/en/nowhere", "/en/en", "/x/"])
def test_an_address_that_does_not_exist(site, home, path):
    response = site(home).get(path)
    assert response.status_code == 404
    assert "Desa Tirtasari" in response.text
    assert response.context["other_language_url"] in ("/", "/en")


def test_the_wrong_method(site, plain_page, same_origin):
    client = site({Address("home/show", "/"): plain_page})
    response = client.post("/", headers=same_origin)
    assert response.status_code == 405
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert response.template.name == "errors/show.html"


def test_every_status_has_words_of_its_own(failing):
    titles = {}
    for status in (400, 403, 404, 405, 409, 413, 422, 429, 500, 503):
        text = failing(HTTPException(status)).get("/en").text
        titles[status] = text.split("<h1>")[1].split("</h1>")[0]
    assert len(set(titles.values())) == len(titles)
