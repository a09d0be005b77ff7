"""Moderation on the site: reports, queue, stubs, appeals, the public record; attacks on all."""

import pytest

from tests import talk
from tests.village import DURING, FOUNDED
from tests.web.browser import form_of
from voting.roll import Role
from voting.services import moderating, moderation, photos, subjects
from voting.store import matters as matter_store
from voting.store import people

DAY = 86_400
SECRET = "KATA-RAHASIA"


@pytest.fixture
def view(hall):
    return talk.talk(hall.village)


@pytest.fixture
def said(hall, view):
    return talk.speak(hall.village, view, 0, "against", f"{SECRET} kasar")


def resident(hall, who=1):
    return hall.visitor(hall.village.residents[who], officer=False)


def hidden(hall, said):
    return hall.village.read(subjects.find, "position", said.id).hidden


def decide_path(said):
    return f"/petugas/moderasi/position/{said.id}"


def test_a_reader_reports_and_is_told_that_it_arrived(hall, view, said):
    browser = resident(hall)
    path = f"/laporkan/position/{said.id}"
    assert path in browser.get(f"/m/{view.number}").text
    form = form_of(browser.get(path), "flag").set("rule", "insult").set("words", "Menghina Pak RT.")
    for _ in range(2):
        assert form.send(browser).status_code == 303
    assert 'id="flag"' not in browser.get(path).text
    queue = hall.visitor(hall.village.moderator).get("/petugas/moderasi").text
    assert SECRET in queue
    assert "Menghina Pak RT." in queue
    assert hall.village.residents[1].name not in queue  # reports carry no names


def test_a_report_without_a_rule_keeps_its_words(hall, said):
    browser = resident(hall)
    form = form_of(browser.get(f"/laporkan/position/{said.id}"), "flag").set("words", "Kasar")
    sent = form.send(browser)
    assert sent.status_code == 422
    assert form_of(sent, "flag").fields["words"] == ["Kasar"]


@pytest.mark.parametrize("path", ["/laporkan/ballot/1", "/laporkan/position/999", "/laporkan/position/x",
                                  "/laporkan/position/%00", "/laporkan/person/1", "/moderasi/99", "/moderasi/x"])  # fmt: skip
def test_what_does_not_exist_is_not_found(hall, said, path):
    assert resident(hall).get(path).status_code == 404
    assert said.id


def test_a_moderator_hides_with_rule_and_reason(hall, view, said):
    talk.flag(hall.village, 1, said)
    browser = hall.visitor(hall.village.moderator)
    form = form_of(browser.get(decide_path(said)), decide_path(said))
    assert form.fields["rule"] == ["insult"]  # the rule of the report stands beside it
    assert form.send(browser, do="hide").status_code == 422
    sent = form.set("reason", "Memaki tetangga.").send(browser, do="hide")
    assert sent.status_code == 303
    assert hidden(hall, said)
    twice = form.send(browser, do="hide")
    assert twice.status_code == 422
    page = hall.visitor().get(f"/m/{view.number}/pendapat?side=against").text
    assert SECRET not in page
    assert "Memaki tetangga." in page
    assert 'href="/moderasi/1"' in page


def test_a_moderator_lets_it_stand(hall, said):
    talk.flag(hall.village, 1, said)
    browser = hall.visitor(hall.village.moderator)
    form = form_of(browser.get(decide_path(said)), decide_path(said)).set("reason", "Hanya keras.")
    assert form.send(browser, do="keep").status_code == 303
    assert not hidden(hall, said)
    assert "Hanya keras." in hall.visitor().get("/catatan").text


@pytest.mark.parametrize("who", ["resident", "auditor", "roll_officer", None])
def test_nobody_else_decides(hall, said, who):
    person = (
        hall.village.residents[3] if who == "resident" else getattr(hall.village, who or "", None)
    )
    browser = hall.visitor(person)
    data = {"rule": "insult", "reason": "Saya mau.", "do": "hide"}
    for path in (decide_path(said), "/petugas/moderasi/banding/1"):
        assert browser.post(path, data=data).status_code == (403 if who else 303)
    assert browser.get("/petugas/moderasi").status_code == (403 if who else 303)
    assert not hidden(hall, said)


def test_an_office_that_ends_takes_the_queue_along(hall, said):
    def grant(connection):
        person_id = hall.village.residents[5].id
        people.grant(connection, [person_id], Role.MODERATOR, FOUNDED, DURING + 60)

    hall.village.database.write(grant)
    browser = hall.visitor(hall.village.residents[5])
    assert browser.get("/petugas/moderasi").status_code == 200
    hall.at = DURING + 61
    data = {"rule": "insult", "reason": "Masih boleh?", "do": "hide"}
    assert browser.get("/petugas/moderasi").status_code == 403
    assert browser.post(decide_path(said), data=data).status_code == 403
    assert not hidden(hall, said)


def test_the_author_appeals_and_a_second_person_decides(hall, view, said):
    case = talk.hide(hall.village, said)
    author = resident(hall, 0)
    assert SECRET in author.get(f"/moderasi/{case.id}").text
    form = form_of(author.get(f"/moderasi/{case.id}/banding"), "appeal")
    assert form.set("words", " ").send(author).status_code == 422
    for _ in range(2):
        assert form.set("words", "Saya bicara soal pipa.").send(author).status_code == 303
    path = f"/petugas/moderasi/banding/{case.id}"
    assert hall.visitor(hall.village.moderator).get(path).status_code == 403  # who hid it
    second = hall.visitor(talk.second_moderator(hall.village))
    assert path in second.get("/petugas/moderasi").text
    form = form_of(second.get(path), "hear")
    assert form.set("reason", "Tidak menghina.").send(second).status_code == 422  # not chosen
    assert form.set("upheld", "0").send(second).status_code == 303
    assert not hidden(hall, said)
    assert SECRET in hall.visitor().get(f"/m/{view.number}").text
    record = hall.visitor().get("/moderasi").text
    assert "Tidak menghina." in hall.visitor().get(f"/moderasi/{case.id}").text
    assert SECRET not in record


def test_nobody_else_reads_hidden_words_or_the_appeal(hall, said):
    case = talk.hide(hall.village, said)
    talk.appeal(hall.village, case, 0)
    for browser in (hall.visitor(), resident(hall), hall.visitor(hall.village.auditor),
                    hall.visitor(hall.village.roll_officer)):  # fmt: skip
        for path in ("/moderasi", f"/moderasi/{case.id}"):
            page = browser.get(path).text
            assert SECRET not in page
            assert "Saya mengkritik usulannya." not in page
        assert browser.get(f"/moderasi/{case.id}/banding").status_code in (303, 403)
        sent = browser.post(f"/moderasi/{case.id}/banding", data={"words": "Saya juga"})
        assert sent.status_code in (303, 403)


def test_an_author_with_an_office_does_not_judge_themselves(hall, view):
    both = hall.village.add("B1", "Bu Ratna", Role.MODERATOR, Role.RESIDENT)
    said = talk.speak(hall.village, view, both)
    talk.flag(hall.village, 1, said)
    browser = hall.visitor(both)
    data = {"rule": "insult", "reason": "Milik saya.", "do": "keep"}
    assert browser.post(decide_path(said), data=data).status_code == 422
    case = talk.hide(hall.village, said)
    talk.appeal(hall.village, case, both)
    assert browser.get(f"/petugas/moderasi/banding/{case.id}").status_code == 403
    assert len(hall.village.read(moderation.queue, both)) == 0


def test_the_public_record_counts_by_rule_and_month(hall, view):
    for who, rule in ((0, "insult"), (1, "insult"), (2, "flood")):
        said = talk.speak(hall.village, view, who)
        talk.hide(hall.village, said, rule=rule, at=DURING + who)
    page = hall.visitor().get("/moderasi")
    assert page.context["totals"].whole.hidden == 3
    assert [row.case.id for row in page.context["found"]] == [3, 2, 1]
    assert "November 2023" in page.text
    assert hall.visitor().get("/en/moderasi").text.count("Insulting a person") >= 3


def test_the_rules_are_there_for_all(hall):
    page = hall.visitor().get("/moderasi/tata-tertib").text
    assert "Menghina orang" in page
    assert "Insulting a person" in hall.visitor().get("/en/moderasi/tata-tertib").text


def test_a_photo_is_hidden_in_its_place(hall, view):
    village = hall.village
    sender = village.residents[0]
    prepared = photos.PreparedPhoto(data=b"jpeg", size=(1, 1))
    photo_id = village.write(photos.keep, sender, prepared, DURING)
    village.database.write(lambda c: matter_store.change(c, view.id, photo_id=photo_id))
    shown = type("Subject", (), {"id": photo_id})
    path = f"/foto/{photo_id}"
    assert hall.visitor().get(path).content == b"jpeg"
    talk.flag(village, 1, shown, kind="photo", rule="indecent")
    assert path in hall.visitor(village.moderator).get("/petugas/moderasi").text
    case = talk.hide(village, shown, kind="photo", rule="indecent")
    for browser in (hall.visitor(), resident(hall), hall.visitor(village.auditor)):
        gone = browser.get(path)
        assert (gone.status_code, gone.headers["content-type"]) == (410, "image/svg+xml")
        assert b"jpeg" not in gone.content
    for browser in (resident(hall, 0), hall.visitor(village.moderator)):
        assert browser.get(path).content == b"jpeg"
    talk.appeal(village, case, 0)
    second = talk.second_moderator(village)
    village.write(moderating.hear, second, case.id, "Foto pipa.", upheld=False, at=DURING)
    assert hall.visitor().get(path).content == b"jpeg"
