"""Signing in by slip and by password, through the real services and database."""

import re

import pytest

from voting.roll import Role
from voting.services import sessions
from web.security.cookies import hash_of

CSRF = re.compile(r'name="csrf" value="([^"]+)"')


def test_a_slip_opens_with_a_pin_chosen_once(town):
    client = town.client()
    code = town.slip("TS-0001")
    asked = client.post("/masuk", data={"code": code.lower().replace(" ", "-")})
    assert asked.template.name == "account/pin.html"
    assert asked.context["chosen"] is False
    entered = client.post("/masuk/pin", data={"code": code, "pin": "482 915", "again": "482915"})
    assert entered.status_code == 303
    assert town.person_of(client).reference == "TS-0001"

    again = town.client().post("/masuk/pin", data={"code": code, "pin": "482915"})
    assert again.status_code == 303
    wrong = town.client().post("/masuk/pin", data={"code": code, "pin": "482916"})
    assert wrong.status_code == 422
    assert "set-cookie" not in wrong.headers


@pytest.mark.parametrize(
    ("pin", "again", "field"),
    [("123456", "123456", "pin"), ("482915", "482916", "again"), ("4829", "4829", "pin")],
)
def test_a_bad_pin_is_refused_beside_its_field(town, pin, again, field):
    code = town.slip("TS-0001")
    answer = town.client().post("/masuk/pin", data={"code": code, "pin": pin, "again": again})
    assert answer.status_code == 422
    assert set(answer.context["reader"].errors) == {field}
    assert town.client().get(f"/k/{code}").context["chosen"] is False


def test_an_unknown_code_comes_back_as_it_was_typed(town):
    answer = town.client().post("/en/masuk", data={"code": "AAAA AAA9"})
    assert answer.status_code == 422
    assert answer.context["reader"].errors["code"]
    assert 'value="AAAA AAA9"' in answer.text


def test_an_officer_needs_name_and_password_and_gets_a_new_session(town):
    client = town.client()
    refused = client.post("/masuk/petugas", data={"name": "ratna", "password": "wrong words here"})
    assert refused.status_code == 422
    town.sign_in_officer(client, Role.MODERATOR)
    first = town.token(client)
    assert Role.MODERATOR in town.person_of(client).roles
    town.sign_in_officer(client, Role.MODERATOR)
    assert town.token(client) != first
    with town.database.read() as connection:
        assert sessions.find(connection, hash_of(first), town.at) is None


def test_a_slip_alone_never_gives_an_office(town):
    client = town.client()
    town.sign_in_slip(client, "TS-0017")  # the moderator's own slip
    assert town.person_of(client).roles == {Role.RESIDENT}


def test_where_one_was_going_comes_after_signing_in_but_never_another_site(town):
    client = town.client()
    code = town.slip("TS-0002")
    pin = {"code": code, "pin": "482915", "again": "482915"}
    assert (
        client.post("/masuk/pin", data={**pin, "next": "/catatan"}).headers["location"]
        == "/catatan"
    )
    back = {"code": code, "pin": "482915", "next": "https://evil.example/"}
    assert town.client().post("/masuk/pin", data=back).headers["location"] == "/"


def test_signing_out_ends_the_session_on_the_server(town):
    client = town.client()
    town.sign_in_slip(client, "TS-0003")
    token = town.token(client)
    page = client.get("/masuk")
    answer = client.post("/keluar", data={"csrf": CSRF.search(page.text)[1]})
    assert answer.status_code == 303
    with town.database.read() as connection:
        assert sessions.find(connection, hash_of(token), town.at) is None


def test_an_officer_changes_the_password_only_with_the_present_one(town):
    client = town.client()
    town.sign_in_officer(client, Role.ROLL_OFFICER)
    new = "pagar-bambu-di-tepi-kali"
    page = client.get("/masuk/sandi")
    fields = {"csrf": CSRF.search(page.text)[1], "password": new, "again": new}
    refused = client.post("/masuk/sandi", data={**fields, "old": "not the present one"})
    assert refused.status_code == 422
    assert "old" in refused.context["reader"].errors
    old = town.password(Role.ROLL_OFFICER)
    assert client.post("/masuk/sandi", data={**fields, "old": old}).status_code == 303
    entered = town.client().post("/masuk/petugas", data={"name": "darto", "password": new})
    assert entered.status_code == 303
