"""Sessions as a browser meets them: new at each sign-in, over when idle, gone after signing out."""

import pytest

from tests.village import DURING
from voting.services import office_codes, sessions, signing_in
from web.security import cookies

PASSWORD = "sepuluh bebek di sawah"


@pytest.fixture
def officer(hall):
    """The moderator with a login of her own."""
    hasher = hall.app.state.site.hasher
    hashed = signing_in.prepare_password(hasher, PASSWORD)
    village = hall.village
    code = village.read(office_codes.code_of, village.keys, village.moderator.id)
    given = {"keys": village.keys, "code": code}
    village.write(signing_in.set_password, village.moderator, "sri", hashed, DURING, **given)
    return village.moderator


def sign_in(browser):
    response = browser.post("/masuk/petugas", {"name": "sri", "password": PASSWORD})
    assert response.status_code == 303, response.text
    return browser.cookies[cookies.SECURE_NAME]


def who(hall, token):
    return hall.village.read(sessions.find, cookies.hash_of(token), hall.at)


def test_a_token_known_before_sign_in_opens_nothing_afterwards(hall, officer):
    browser = hall.visitor()
    browser.cookies.set(cookies.SECURE_NAME, "chosen-by-an-attacker", domain="suara.desa.example")
    token = sign_in(browser)
    assert token != "chosen-by-an-attacker"
    assert who(hall, "chosen-by-an-attacker") is None
    assert who(hall, token).id == officer.id


@pytest.mark.usefixtures("officer")
def test_signing_in_again_ends_the_session_before(hall):
    browser = hall.visitor()
    first = sign_in(browser)
    browser.token = first
    assert sign_in(browser) != first
    assert who(hall, first) is None


@pytest.mark.usefixtures("officer")
def test_after_signing_out_the_token_is_worth_nothing(hall):
    browser = hall.visitor()
    token = browser.token = sign_in(browser)
    assert browser.get("/masuk/sandi").status_code == 200
    response = browser.post("/keluar")
    assert "Max-Age=0" in response.headers["set-cookie"]
    assert who(hall, token) is None
    browser.cookies.set(cookies.SECURE_NAME, token, domain="suara.desa.example")
    assert browser.get("/masuk/sandi").status_code == 303


@pytest.mark.parametrize(("is_officer", "idle"), [(True, 30 * 60), (False, 8 * 3600)])
def test_a_session_left_alone_is_over(hall, is_officer, idle):
    person = hall.village.moderator if is_officer else hall.village.residents[0]
    browser = hall.visitor(person, officer=is_officer)
    hall.at += idle - 1
    assert browser.get("/").context["visit"].person == person
    hall.at += idle - 1  # its use was noted
    assert browser.get("/").context["visit"].person == person
    hall.at += idle
    assert browser.get("/").context["visit"].person is None


def test_a_session_by_slip_opens_no_office(hall):
    browser = hall.visitor(hall.village.moderator, officer=False)
    assert browser.get("/").context["visit"].person.roles == set()


def test_a_form_of_an_ended_session_leads_to_sign_in_not_to_a_fault(hall):
    number = hall.village.open(closes=DURING + 24 * 3600)
    browser = hall.visitor(hall.village.residents[0], officer=False)
    hall.at += 9 * 3600
    response = browser.post(f"/p/{number}/suara", {"rank-1": "1"})
    assert response.status_code == 303
    assert response.headers["location"] == f"/masuk?next=%2Fp%2F{number}%2Fsuara&ended=1"
