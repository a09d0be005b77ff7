"""Summaries on the site: written by a moderator, confirmed or corrected by those who took part."""

import pytest

from tests import talk
from tests.web.browser import form_of
from voting.services import saving, summarising


@pytest.fixture
def view(hall):
    made = talk.talk(hall.village)
    talk.speak(hall.village, made, 0)
    return made


@pytest.fixture
def path(view):
    return f"/petugas/m/{view.number}/ringkasan"


def reply_path(view):
    return f"/m/{view.number}/ringkasan/tanggapan"


def latest(hall, view):
    return hall.village.read(summarising.latest, view)


def test_a_moderator_publishes_what_was_agreed_and_what_was_not(hall, view, path):
    browser = hall.visitor(hall.village.moderator)
    form = form_of(browser.get(path), "summary")
    form.set("words", "Pipa diganti.").set("not_agreed", "Besar iuran.")
    for _ in range(2):
        assert form.send(browser).status_code == 303
    assert latest(hall, view).version == 1
    for tail in ("", "/ringkasan"):
        page = hall.visitor().get(f"/m/{view.number}{tail}").text
        assert "Pipa diganti." in page
        assert "Besar iuran." in page


@pytest.mark.parametrize("missing", ["words", "not_agreed"])
def test_a_refused_summary_keeps_its_words_and_they_come_back_later(hall, view, path, missing):
    browser = hall.visitor(hall.village.moderator)
    form = form_of(browser.get(path), "summary").set("words", "Satu.").set("not_agreed", "Dua.")
    sent = form.set(missing, " ").send(browser)
    assert sent.status_code == 422
    assert [problem.field for problem in sent.context["reader"].problems] == [missing]
    kept = "not_agreed" if missing == "words" else "words"
    again = form_of(browser.get(path), "summary")
    assert again.fields[kept] == form.fields[kept]
    again.set(missing, "Tiga.").send(browser)
    assert latest(hall, view).version == 1
    assert hall.village.read(saving.begun, hall.village.moderator, "summary") == ()


def test_of_two_moderators_one_wins_and_the_other_keeps_the_words(hall, view, path):
    form = form_of(hall.visitor(hall.village.moderator).get(path), "summary")
    other = hall.visitor(talk.second_moderator(hall.village))
    form_of(other.get(path), "summary").set("words", "A").set("not_agreed", "B").send(other)
    browser = hall.visitor(hall.village.moderator)
    form.fields.pop("csrf", None)
    sent = form.set("words", "Punya saya").set("not_agreed", "C").send(browser)
    assert sent.status_code == 422
    assert form_of(sent, "summary").fields["words"] == ["Punya saya"]
    assert latest(hall, view).words == "A"


def test_those_who_took_part_confirm_or_say_what_is_missing(hall, view):
    talk.summarise(hall.village, view)
    browser = hall.visitor(hall.village.residents[0], officer=False)
    assert reply_path(view) in browser.get(f"/m/{view.number}").text
    form = form_of(browser.get(reply_path(view)), "reply")
    refused = form.set("agrees", "0").set("words", "").send(browser)
    assert refused.status_code == 422
    assert form.set("words", "Iuran belum ditulis.").send(browser).status_code == 303
    page = hall.visitor().get(f"/m/{view.number}/ringkasan").text
    assert "Iuran belum ditulis." in page
    assert (latest(hall, view).agrees, latest(hall, view).differs) == (0, 1)
    form.set("agrees", "1").send(browser)
    assert (latest(hall, view).agrees, latest(hall, view).differs) == (1, 0)


def test_who_took_no_part_is_not_asked(hall, view):
    talk.summarise(hall.village, view)
    browser = hall.visitor(hall.village.residents[5], officer=False)
    assert reply_path(view) not in browser.get(f"/m/{view.number}").text
    assert 'id="reply"' not in browser.get(reply_path(view)).text
    sent = browser.post(reply_path(view), data={"version": "1", "agrees": "1"})
    assert sent.status_code == 403
    assert latest(hall, view).agrees == 0


def test_a_reply_to_an_older_version_is_refused(hall, view):
    talk.summarise(hall.village, view)
    browser = hall.visitor(hall.village.residents[0], officer=False)
    form = form_of(browser.get(reply_path(view)), "reply").set("agrees", "1")
    talk.summarise(hall.village, view, "Baru.", seen=1)
    sent = form.send(browser)
    assert sent.status_code == 422
    assert "Baru." in sent.text
    assert form.set("version", "x").send(browser).status_code == 422
    assert form.set("agrees", "2").set("version", "2").send(browser).status_code == 422


def test_residents_write_no_summary(hall, view, path):
    browser = hall.visitor(hall.village.residents[0], officer=False)
    assert browser.post(path, data={"words": "A", "not_agreed": "B"}).status_code == 403
    assert latest(hall, view) is None
