"""The roll through the site: a file shown, then imported as shown; people found, added, removed."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web.browser import form_of, words_of
from voting.formats.roll_csv import write_roll
from voting.roll import Elector, Role
from voting.services import enrolment, recording
from voting.store import people
from web import carried

EVIL = "<script>alert(1)</script>"
ROLL = "/petugas/daftar"
GOOD = (
    "nomor;nama;dusun;umur\r\n"
    "TS-0002;Budi Santosa;Krajan, RT 02;41\r\n"
    f"N-1;{EVIL};Krajan, RT 02;20\r\n"
    "N-2;Siti Aminah;Kaliasem, RT 01;33\r\n"
)
EXCEL = b"\xef\xbb\xbf" + GOOD.encode()


@pytest.fixture
def keeper(town):
    """A browser in which the roll officer is signed in."""
    client = town.client()
    town.sign_in_officer(client, Role.ROLL_OFFICER)
    return client


def send(client, data, name="daftar.csv", prefix=""):
    page = client.get(f"{prefix}{ROLL}/unggah")
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)[1]
    return client.post(
        f"{prefix}{ROLL}/tinjau", data={"csrf": token}, files={"file": (name, data, "text/csv")}
    )


def known(town):
    with town.database.read() as connection:
        return {one.reference: one.name for one in people.residents(connection)}


def acts(town):
    return town.read(recording.public_log).acts


def test_a_file_is_shown_and_changes_nothing(town, keeper):
    before, log = known(town), len(acts(town))
    page = send(keeper, EXCEL)
    assert page.status_code == 200
    assert page.template.name == "roll/preview.html"
    found = page.context["found"]
    assert [one.reference for one in found.new] == ["N-1", "N-2"]
    assert [one.before.reference for one in found.changed] == ["TS-0002"]
    assert found.ignored == ("umur",)
    assert found.absent == len(before) - 1
    assert EVIL not in page.text
    assert EVIL in words_of(page)
    assert "umur" in page.text
    assert known(town) == before
    assert len(acts(town)) == log


def test_one_button_imports_what_was_shown(town, keeper):
    done = form_of(send(keeper, EXCEL), "import").send(keeper)
    assert done.status_code == 303
    now = known(town)
    assert (now["N-1"], now["N-2"], now["TS-0002"]) == (EVIL, "Siti Aminah", "Budi Santosa")
    act = acts(town)[0]
    assert (act.kind, act.detail) == ("roll-imported", {"n": 3})
    page = keeper.get(done.headers["location"])
    assert "2 orang baru, 1 data diubah" in page.text
    assert EVIL not in keeper.get(f"{ROLL}?q=N-1").text


def test_the_same_button_pressed_twice_shows_the_file_again(town, keeper):
    form = form_of(send(keeper, EXCEL), "import")
    assert form.send(keeper).status_code == 303
    log = len(acts(town))
    again = form.send(keeper)
    assert again.status_code == 422
    assert again.template.name == "roll/preview.html"
    assert again.context["found"].unchanged == 3
    assert len(acts(town)) == log


def test_a_roll_that_changed_meanwhile_is_shown_anew_and_then_imported(town, keeper):
    form = form_of(send(keeper, EXCEL), "import")
    other = Elector(reference="N-1", name="Orang Lain", place="Krajan")
    town.write(enrolment.add_person, town.officer(Role.ROLL_OFFICER), other, town.at)
    refused = form.send(keeper)
    assert refused.status_code == 422
    assert known(town)["N-1"] == "Orang Lain"
    assert "N-2" not in known(town)
    assert [c.before.name for c in refused.context["found"].changed] == [
        "Budi Santoso",
        "Orang Lain",
    ]
    assert form_of(refused, "import").send(keeper).status_code == 303
    assert known(town)["N-1"] == EVIL


def test_a_file_changed_on_its_way_is_refused(town, keeper):
    before = known(town)
    form = form_of(send(keeper, EXCEL), "import")
    whole = form.fields["file"][0]
    for other in (whole[:-4] + "AAAA", whole[4:], "", "%%%"):
        refused = form.set("file", other).send(keeper)
        assert refused.status_code == 422
        assert refused.template.name == "roll/upload.html"
        assert "file" in refused.context["reader"].errors
    made = form_of(send(keeper, EXCEL.replace(b"Siti", b"Sita")), "import").fields["file"][0]
    assert made != whole
    assert known(town) == before


def test_the_seal_is_made_of_what_the_preview_showed(town, keeper, monkeypatch):
    """Planted: were the mark not compared, a preview of one roll would import into another."""
    monkeypatch.setattr("web.pages.roll._mark", lambda found: bytes([len(found.new)] * 32))
    form = form_of(send(keeper, EXCEL), "import")
    other = Elector(reference="N-1", name="Orang Lain", place="Krajan")
    town.write(enrolment.add_person, town.officer(Role.ROLL_OFFICER), other, town.at)
    assert form.send(keeper).status_code == 422


def test_another_officers_preview_is_not_mine(town, keeper):
    file = carried.Carried(data=EXCEL, shown=bytes(32))
    made = carried.pack(town.app.state.site.csrf_key, town.officer(Role.MODERATOR), file)
    form = form_of(send(keeper, EXCEL), "import").set("file", *made)
    assert form.send(keeper).status_code == 422


def test_every_bad_row_is_listed_and_nothing_can_be_imported(town, keeper):
    before = known(town)
    bad = (
        "nomor;nama;dusun\n"
        "N-1;Baik Sekali;Krajan\n"
        ";Tanpa Nomor;Krajan\n"
        f"3,27E+15;{EVIL};Krajan\n"
        f"N-4;={EVIL};Krajan\n"
        "N-1;Dua Kali;Krajan\n"
    )
    page = send(keeper, bad.encode())
    assert page.status_code == 422
    assert [line for line, _ in page.context["errors"]] == [3, 4, 5, 6]
    assert 'id="import"' not in page.text
    assert page.context["pieces"] == []
    assert EVIL not in page.text
    for _, sentence in page.context["errors"]:
        assert sentence in words_of(page)
    assert "4 baris perlu diperbaiki" in page.text
    assert known(town) == before
    assert page.text.count('type="file"') == 1  # the corrected file can be chosen at once


def test_roles_in_a_refused_row_are_called_by_name(town, keeper):
    auditor = town.officer(Role.AUDITOR)
    partner = Elector(reference="P-1", name="Toko Jaya")

    def outsider(connection):
        person_id = people.add(connection, partner)
        people.grant(connection, [person_id], Role.PARTNER, town.at, None)

    town.database.write(outsider)
    page = send(keeper, write_roll([partner]))
    (error,) = page.context["errors"]
    assert error == (2, "Satu orang tidak boleh menjadi mitra sekaligus warga.")
    assert auditor.roles >= {Role.RESIDENT}


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "dulu"), (b"x" * (2 * 1024 * 1024 + 1), "terlalu besar")],
)
def test_no_file_or_a_huge_one_is_refused_beside_its_field(keeper, data, code):
    page = send(keeper, data)
    assert page.status_code == 422
    assert code in page.context["reader"].errors["file"]


def test_a_file_beyond_all_limits_is_refused_at_the_door(keeper):
    assert send(keeper, b"x" * (4 * 1024 * 1024)).status_code == 413


@pytest.mark.parametrize(
    "data", [b"\x00\xff\xfe", b"a,b\n1,2\n", b"PK\x03\x04zip", b"nomor;nama\n"]
)
def test_what_is_no_roll_is_said_and_not_imported(keeper, data):
    page = send(keeper, data)
    assert page.status_code == 422
    assert len(page.context["errors"]) == 1


def test_a_thousand_bad_rows_do_not_drown_the_page(keeper):
    page = send(keeper, b"nomor;nama\n" + b";x\n" * 1500)
    assert len(page.context["errors"]) == 1000
    assert "500" in page.text


def test_the_sample_file_imports_as_it_is(keeper):
    for prefix in ("", "/en"):
        sample = keeper.get(f"{prefix}{ROLL}/contoh.csv")
        assert sample.headers["content-type"] == "text/csv; charset=utf-8"
        assert "attachment" in sample.headers["content-disposition"]
        page = send(keeper, sample.content, prefix=prefix)
        assert (page.status_code, len(page.context["found"].new)) == (200, 3)


def test_people_are_found_page_by_page(keeper):
    first = keeper.get(ROLL)
    assert first.context["found"].pages == 6
    assert sum(residents for _, residents in first.context["dusun"]) == 296
    assert dict(first.context["dusun"])["Krajan"] == 82
    last = keeper.get(f"{ROLL}?halaman=6")
    assert len(last.context["found"].people) == 46
    assert keeper.get(f"{ROLL}?halaman=99999999999").context["found"].page == 1
    some = keeper.get(f"{ROLL}?q=TS-0017").context["found"]
    assert [one.person.reference for one in some.people] == ["TS-0017"]
    nobody = keeper.get(f"{ROLL}?q=<b>%25_")
    assert nobody.context["found"].found == 0
    assert "<b>" not in nobody.text.partition("<main")[2]


def test_one_person_is_added_and_found(town, keeper):
    added = town.post(
        keeper,
        f"{ROLL}/tambah",
        {"name": EVIL, "reference": "N-9", "place": "Krajan, RT 01"},
    )
    assert added.status_code == 303
    page = keeper.get(added.headers["location"])
    assert EVIL not in page.text
    assert page.context["found"].slip == "none"
    assert known(town)["N-9"] == EVIL
    assert acts(town)[0].kind == "elector-added"
    asked = parse_qs(urlsplit(added.headers["location"]).query)
    assert int(asked["person"][0]) == town.person("N-9").id


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": "", "reference": ""}, {"name", "reference"}),
        ({"name": "\u200b", "reference": "N-9"}, {"name"}),
        ({"name": "Baru", "reference": "TS-0001"}, {"reference"}),
        ({"name": "x" * 201, "reference": "N-9"}, {"name"}),
    ],
)
def test_a_form_with_errors_comes_back_filled_in(town, keeper, fields, wrong):
    page = town.post(keeper, f"{ROLL}/tambah", {**fields, "place": "Krajan & Sumber"})
    assert page.status_code == 422
    assert set(page.context["reader"].errors) == wrong
    assert 'value="Krajan &amp; Sumber"' in page.text
    assert len(known(town)) == 296


def test_somebody_who_left_is_gone_from_the_list(town, keeper):
    who = town.person("TS-0005")
    path = f"{ROLL}/pergi"
    silent = town.post(keeper, path, {"person": who.id, "reason": "  "})
    assert (silent.status_code, set(silent.context["reader"].errors)) == (422, {"reason"})
    assert "TS-0005" in known(town)
    done = town.post(keeper, path, {"person": who.id, "reason": "Pindah."})
    assert done.status_code == 303
    assert "TS-0005" not in known(town)
    assert keeper.get(f"{ROLL}/orang?person={who.id}").status_code == 404
    assert town.post(keeper, path, {"person": who.id, "reason": "Pindah."}).status_code == 404


@pytest.mark.parametrize("person", ["", "0", "-1", "abc", "9" * 30, "999999", "٣"])
def test_nobody_is_behind_a_made_up_number(keeper, person):
    for path in ("orang", "pergi"):
        assert keeper.get(f"{ROLL}/{path}", params={"person": person}).status_code == 404


def test_the_last_administrator_cannot_be_taken_off(town, keeper):
    who = town.officer(Role.ADMINISTRATOR)
    page = town.post(keeper, f"{ROLL}/pergi", {"person": who.id, "reason": "Pindah."})
    assert page.status_code == 422
    assert "pengelola" in page.context["reader"].errors[""]
    assert who.reference in known(town)


def test_five_thousand_people_are_previewed_and_imported(town, keeper):
    many = [
        Elector(reference=f"B-{n:05}", name=f"Warga Baru {n}", place=f"Dusun {n % 40}, RT {n % 7}")
        for n in range(5000)
    ]
    page = send(keeper, write_roll(many))
    assert len(page.context["found"].new) == 5000
    assert len(page.content) < 200_000
    assert form_of(page, "import").send(keeper).status_code == 303
    assert len(known(town)) == 5296
    assert keeper.get(f"{ROLL}?q=Baru&halaman=77").context["found"].pages == 100
