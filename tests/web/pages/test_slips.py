"""Slips through the site: issued, printed by place, replaced; each code opens its owner's door."""

import re

import html5lib
import pytest

from tests.web.browser import words_of
from voting.roll import Elector, Role
from voting.services import enrolment, recording, signing_in, slips
from web import qr

EVIL = "<img src=x onerror=alert(1)>"
SLIPS = "/petugas/kartu"


@pytest.fixture
def keeper(town):
    """A browser in which the roll officer is signed in."""
    client = town.client()
    town.sign_in_officer(client, Role.ROLL_OFFICER)
    return client


def newcomers(town, *people):
    """Add residents, who have no slip yet, and return them."""
    officer = town.officer(Role.ROLL_OFFICER)
    return [
        town.write(
            enrolment.add_person,
            officer,
            Elector(reference=f"N-{n}", name=name, place=place),
            town.at,
        )
        for n, (name, place) in enumerate(people)
    ]


def codes(page):
    return re.findall(r'class="cut-code">([^<]+)<', page.text)


def test_slips_are_issued_to_all_who_lack_one(town, keeper):
    newcomers(town, ("Satu", "Baru, RT 01"), ("Dua", "Baru, RT 02"), ("Tiga", "Lain"))
    page = keeper.get(SLIPS)
    assert page.context["summary"].without_slip == 3
    done = town.post(keeper, SLIPS)
    assert done.headers["location"] == f"{SLIPS}?issued=3"
    shown = keeper.get(done.headers["location"])
    assert shown.context["summary"].without_slip == 0
    places = {place.name: place for place in shown.context["places"]}
    assert places["Baru"].slips == 2
    assert places["Baru"].parts == [("Baru, RT 01", 1), ("Baru, RT 02", 1)]
    assert places["Lain"].parts == []
    act = town.read(recording.public_log).acts[0]
    assert (act.kind, act.detail) == ("slips-issued", {"n": 3})
    again = town.post(keeper, SLIPS)
    assert again.headers["location"] == f"{SLIPS}?issued=0"


def test_a_sheet_holds_the_slips_of_one_place(town, keeper):
    page = keeper.get(f"{SLIPS}/cetak", params={"place": "Ngemplak, RT 01"})
    printed = town.read(
        slips.printable, town.officer(Role.ROLL_OFFICER), town.keys, "Ngemplak, RT 01"
    )
    assert codes(page) == [one.code for one in printed]
    assert len(printed) > 10
    assert f"{len(printed)} kartu" in page.text
    assert page.headers["cache-control"] == "no-store"
    for one in printed:
        assert one.name in page.text


def test_a_slip_leads_to_its_owners_sign_in(town, keeper):
    who = town.person("TS-0007")
    page = keeper.get(f"{SLIPS}/cetak", params={"person": who.id})
    (code,) = codes(page)
    assert code == town.slip("TS-0007")
    address = f"https://suara.desa.example/k/{code.replace(' ', '')}"
    assert str(qr.svg(address)) in page.text
    assert "<b>suara.desa.example/masuk</b>" in page.text
    greeted = town.client().get(address)
    assert greeted.context["name"] == who.name


def test_slips_printed_in_english_lead_to_english_pages(town, keeper):
    page = keeper.get(f"/en{SLIPS}/cetak", params={"person": town.person("TS-0007").id})
    code = codes(page)[0].replace(" ", "")
    assert str(qr.svg(f"https://suara.desa.example/en/k/{code}")) in page.text


def test_a_used_slip_is_never_printed_again(town, keeper):
    town.sign_in_slip(town.client(), "TS-0007")
    who = town.person("TS-0007")
    page = keeper.get(f"{SLIPS}/cetak", params={"person": who.id})
    assert codes(page) == []
    assert "<article" not in page.text
    every = keeper.get(f"{SLIPS}/cetak", params={"place": who.place})
    assert town.slip("TS-0007") not in every.text


def test_many_slips_come_in_parts_that_leave_out_nobody(town, keeper):
    found = []
    for part in (1, 2, 3):
        page = keeper.get(f"{SLIPS}/cetak", params={"halaman": part})
        assert page.context["pages"] == 3
        found += codes(page)
    printed = town.read(slips.printable, town.officer(Role.ROLL_OFFICER), town.keys)
    assert found == [one.code for one in printed]
    assert keeper.get(f"{SLIPS}/cetak", params={"halaman": 99}).context["page"] == 3


def test_a_name_on_a_slip_is_only_a_name(town, keeper):
    (who,) = newcomers(town, (EVIL, EVIL))
    town.post(keeper, SLIPS)
    for path in (f"{SLIPS}/cetak?person={who.id}", SLIPS, f"/petugas/daftar/orang?person={who.id}"):
        page = keeper.get(path)
        assert EVIL not in page.text
        assert EVIL in words_of(page)
        html5lib.HTMLParser(strict=True).parse(page.text)


def test_one_person_gets_a_slip_and_is_led_to_print_it(town, keeper):
    one, other = newcomers(town, ("Satu", "Baru"), ("Dua", "Baru"))
    done = town.post(keeper, SLIPS, {"person": one.id})
    assert done.headers["location"] == f"/petugas/daftar/orang?person={one.id}&done=issued"
    page = keeper.get(done.headers["location"])
    assert f"{SLIPS}/cetak?person={one.id}" in page.text
    officer = town.officer(Role.ROLL_OFFICER)
    states = [
        town.read(enrolment.resident, officer, who.id, at=town.at).slip for who in (one, other)
    ]
    assert states == ["issued", "none"]


def test_a_lost_slip_is_replaced_with_a_reason(town, keeper):
    holder = town.client()
    town.sign_in_slip(holder, "TS-0007")
    who, old = town.person("TS-0007"), town.slip("TS-0007")
    path = f"{SLIPS}/ganti"
    assert keeper.get(f"{path}?person={who.id}").status_code == 200
    silent = town.post(keeper, path, {"person": who.id, "reason": " "})
    assert (silent.status_code, set(silent.context["reader"].errors)) == (422, {"reason"})
    long = town.post(keeper, path, {"person": who.id, "reason": f"{EVIL}{'x' * 500}"})
    assert long.status_code == 422
    assert EVIL not in long.text
    assert town.person_of(holder) is not None
    done = town.post(keeper, path, {"person": who.id, "reason": "Kartu hilang."})
    assert done.headers["location"] == f"/petugas/daftar/orang?person={who.id}&done=replaced"
    assert town.person_of(holder) is None
    assert town.client().post("/masuk", data={"code": old}).status_code == 422
    (new,) = codes(keeper.get(f"{SLIPS}/cetak?person={who.id}"))
    assert new != old
    assert not town.read(signing_in.find_slip, town.keys, new, town.at).pin_chosen
    act = town.read(recording.public_log).acts[0]
    assert (act.kind, act.reason, act.detail) == ("slip-reset", "Kartu hilang.", {"n": 1})


def test_whoever_has_no_slip_yet_cannot_have_it_replaced(town, keeper):
    (who,) = newcomers(town, ("Satu", "Baru"))
    page = town.post(keeper, f"{SLIPS}/ganti", {"person": who.id, "reason": "Hilang."})
    assert page.status_code == 422
    assert "Satu" in page.context["reader"].errors[""]


@pytest.mark.parametrize("person", ["", "0", "abc", "999999"])
def test_nobody_is_behind_a_made_up_number(town, keeper, person):
    assert keeper.get(f"{SLIPS}/ganti", params={"person": person}).status_code == 404
    assert keeper.get(f"{SLIPS}/cetak", params={"place": "Tidak Ada"}).status_code == 200
    sent = town.post(keeper, f"{SLIPS}/ganti", {"person": person, "reason": "Hilang."})
    assert sent.status_code == 404
