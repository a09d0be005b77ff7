"""Officers through the site: appointed until a day, released, their passwords forgotten."""

import re

import html5lib
import pytest

from tests.web.browser import form_of, words_of
from voting.roll import Role
from voting.services import appointing, recording
from voting.store import people
from web.cldr import moment

EVIL = "<svg onload=alert(1)>"
PEOPLE = "/petugas/orang"


@pytest.fixture
def head(town):
    """A browser in which the administrator is signed in."""
    client = town.client()
    town.sign_in_officer(client, Role.ADMINISTRATOR)
    return client


def roles(town, reference, at=None):
    return town.read(people.roles, town.person(reference).id, at or town.at) - {Role.RESIDENT}


def appoint(town, client, reference, **fields):
    return town.post(client, f"{PEOPLE}/tunjuk", {"person": town.person(reference).id, **fields})


def newest(town):
    return town.read(recording.public_log).acts[0]


def test_officers_are_listed_with_their_offices(head):
    page = head.get(PEOPLE)
    held = {
        h.officer.person.reference: [o.role for o in h.offices] for h in page.context["holders"]
    }
    assert held == {
        "TS-0020": [Role.ADMINISTRATOR],
        "TS-0017": [Role.MODERATOR],
        "TS-0022": [Role.ROLL_OFFICER],
        "TS-0019": [Role.AUDITOR],
        "TS-0098": [Role.MODERATOR],
    }
    assert not any(h.needs_password for h in page.context["holders"])
    assert "tanpa batas waktu" in page.text


def test_somebody_is_found_and_appointed_until_a_day(town, head):
    found = head.get(f"{PEOPLE}/tunjuk", params={"q": "TS-0030"})
    (one,) = found.context["found"].people
    page = head.get(f"{PEOPLE}/tunjuk", params={"person": one.person.id})
    form = form_of(page, "appoint").set("role", "moderator").set("until", "2026-12-31")
    done = form.send(head)
    assert done.headers["location"] == f"{PEOPLE}?done={one.person.id}"
    assert roles(town, "TS-0030") == {Role.MODERATOR}
    assert (newest(town).kind, newest(town).detail["role"]) == ("role-granted", "moderator")
    shown = head.get(done.headers["location"])
    assert "until" not in shown.text
    assert "sampai Kamis, 31 Desember 2026" in shown.text
    assert "Belum punya kata sandi" in shown.text
    (grant,) = [
        g
        for o in town.read(appointing.officers, town.at)
        if o.person.reference == "TS-0030"
        for g in o.grants
    ]
    over = moment(grant.until, town.settings.timezone)
    assert (over.year, over.month, over.day, over.hour) == (2027, 1, 1, 0)


def test_an_end_is_changed_by_appointing_once_more(town, head):
    page = head.get(
        f"{PEOPLE}/tunjuk", params={"person": town.person("TS-0017").id, "role": "moderator"}
    )
    assert re.search(r'value="moderator" checked', page.text)
    form_of(page, "appoint").set("until", "31-12-2026").send(head)
    assert roles(town, "TS-0017") == {Role.MODERATOR}
    assert roles(town, "TS-0017", at=1_800_000_000) == set()


@pytest.mark.parametrize(
    ("reference", "fields", "field", "words"),
    [
        ("TS-0019", {"role": "moderator"}, "role", "pemeriksa sekaligus moderator"),
        ("TS-0022", {"role": "auditor"}, "role", "petugas daftar pemilih"),
        ("TS-0030", {"role": "partner"}, "role", "mitra sekaligus warga"),
        ("TS-0030", {}, "role", "pilih salah satu"),
        ("TS-0030", {"role": "resident"}, "role", "pilih salah satu"),
        ("TS-0030", {"role": "moderator", "until": "2026-05-13"}, "until", "sudah lewat"),
        ("TS-0030", {"role": "moderator", "until": "besok"}, "until", "31-12-2026"),
        ("TS-0030", {"role": "moderator", "until": "2026-02-30"}, "until", "31-12-2026"),
        ("TS-0020", {"role": "administrator", "until": "2026-12-31"}, "until", "tanpa batas waktu"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(town, head, reference, fields, field, words):
    before = roles(town, reference)
    page = appoint(town, head, reference, **fields)
    assert page.status_code == 422
    assert set(page.context["reader"].errors) == {field}
    assert words in page.context["reader"].errors[field]
    assert "role." not in page.text
    if fields.get("until"):
        assert f'value="{fields["until"]}"' in page.text
    assert roles(town, reference) == before


def test_an_office_is_taken_back_with_a_reason(town, head):
    moderator = town.client()
    town.sign_in_officer(moderator, Role.MODERATOR)
    who = town.person("TS-0017")
    path = f"{PEOPLE}/cabut"
    page = head.get(path, params={"person": who.id, "role": "moderator"})
    assert f"{who.name} tidak lagi menjadi moderator?" in words_of(page)
    fields = {"person": who.id, "role": "moderator"}
    silent = town.post(head, path, {**fields, "reason": ""})
    assert (silent.status_code, set(silent.context["reader"].errors)) == (422, {"reason"})
    done = town.post(head, path, {**fields, "reason": "Masa tugas selesai."})
    assert done.headers["location"] == f"{PEOPLE}?ended={who.id}"
    assert f"Tugas {who.name} sudah dicabut" in words_of(head.get(done.headers["location"]))
    assert roles(town, "TS-0017") == set()
    assert town.person_of(moderator) is None
    assert (newest(town).kind, newest(town).reason) == ("role-revoked", "Masa tugas selesai.")
    again = town.post(head, path, {**fields, "reason": "Lagi."})
    assert again.headers["location"] == PEOPLE


def test_the_last_administrator_stays(town, head):
    fields = {"person": town.person("TS-0020").id, "role": "administrator", "reason": "Pensiun."}
    page = town.post(head, f"{PEOPLE}/cabut", fields)
    assert page.status_code == 422
    assert "pengelola" in page.context["reader"].errors[""]
    appoint(town, head, "TS-0030", role="administrator")
    done = town.post(head, f"{PEOPLE}/cabut", fields)
    assert done.headers["location"] == "/"
    assert head.get(PEOPLE).status_code == 403


def test_a_forgotten_password_is_taken_away_and_chosen_anew(town, head):
    who = town.person("TS-0017")
    path = f"{PEOPLE}/sandi"
    silent = town.post(head, path, {"person": who.id})
    assert silent.status_code == 422
    done = town.post(head, path, {"person": who.id, "reason": "Ia lupa dan minta sendiri."})
    assert done.headers["location"] == PEOPLE
    shown = {h.officer.person.reference: h for h in head.get(PEOPLE).context["holders"]}
    assert shown["TS-0017"].needs_password
    login = {"name": "ratna", "password": town.password(Role.MODERATOR)}
    assert town.client().post("/masuk/petugas", data=login).status_code == 422
    twice = town.post(head, path, {"person": who.id, "reason": "Lagi."})
    assert twice.status_code == 422
    assert who.name in twice.context["reader"].errors[""]


def test_somebody_from_outside_holds_an_office_and_never_votes(town, head):
    fields = {"name": EVIL, "reference": "L-1", "place": ""}
    done = town.post(head, f"{PEOPLE}/tambah", fields)
    assert done.headers["location"] == f"{PEOPLE}/tunjuk?person={town.person('L-1').id}"
    page = head.get(done.headers["location"])
    assert EVIL not in page.text
    assert appoint(town, head, "L-1", role="auditor").status_code == 303
    assert roles(town, "L-1") == {Role.AUDITOR}
    assert Role.RESIDENT not in town.person("L-1").roles
    listed = head.get(PEOPLE)
    assert EVIL not in listed.text
    assert EVIL in words_of(listed)
    html5lib.HTMLParser(strict=True).parse(listed.text)
    taken = town.post(head, f"{PEOPLE}/tambah", fields)
    assert (taken.status_code, set(taken.context["reader"].errors)) == (422, {"reference"})


@pytest.mark.parametrize("person", ["", "0", "x", "999999"])
def test_nobody_is_behind_a_made_up_number(head, person):
    for path in ("cabut", "sandi"):
        asked = head.get(f"{PEOPLE}/{path}", params={"person": person, "role": "moderator"})
        assert asked.status_code == 404
    asked = head.get(f"{PEOPLE}/tunjuk", params={"person": person})
    assert asked.status_code == (404 if person == "999999" else 200)


def test_an_unknown_office_is_led_back(town, head):
    person = town.person("TS-0017").id
    for role in ("", "king", "resident", "auditor"):
        asked = head.get(f"{PEOPLE}/cabut", params={"person": person, "role": role})
        assert asked.headers["location"] == PEOPLE


def test_an_officer_who_came_by_slip_is_led_to_a_password(town, head):
    appoint(town, head, "TS-0030", role="moderator")
    client = town.client()
    town.sign_in_slip(client, "TS-0030")
    home = client.get("/")
    assert "Anda diangkat menjadi moderator." in home.text
    assert 'href="/masuk/sandi"' in home.text
    chosen = "sepeda-tua-di-kebun-kopi"
    fields = {"name": "budi", "password": chosen, "again": chosen}
    alone = town.post(client, "/masuk/sandi", fields, page="/masuk/sandi")
    assert alone.status_code == 422
    assert set(alone.context["reader"].errors) == {"code"}
    holders = {h.officer.person.reference: h for h in head.get(PEOPLE).context["holders"]}
    fields["code"] = holders["TS-0030"].code
    assert holders["TS-0017"].code == ""
    assert town.post(client, "/masuk/sandi", fields, page="/masuk/sandi").status_code == 303
    town.sign_in_slip(client, "TS-0030")
    again = client.get("/")
    assert 'href="/masuk/petugas"' in again.text
    assert 'href="/masuk/sandi"' not in again.text
    officer = town.client()
    officer.post("/masuk/petugas", data={"name": "budi", "password": chosen})
    assert "Anda diangkat" not in officer.get("/").text
    assert officer.get("/petugas").status_code == 200


def test_a_resident_reads_nothing_of_offices(town):
    client = town.client()
    town.sign_in_slip(client, "TS-0031")
    assert "Anda diangkat" not in client.get("/").text
    assert "Anda diangkat" not in town.client().get("/").text
