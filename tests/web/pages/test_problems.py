"""Problems on the site: reported step by step, had too, answered, merged; nothing typed is lost."""

import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from tests.matters import start
from tests.village import chance, make_village
from tests.web.browser import words_of
from tests.web.visitors import make_hall
from voting.services import matters, merging, raising
from voting.services.raising import ProblemDraft


@pytest.fixture
def hall(tmp_path):
    village = make_village(f"sqlite:///{tmp_path / 'village.db'}", tmp_path / "keys")
    yield make_hall(village, tmp_path / "site")
    village.database.close()


def resident(hall, who=0):
    return hall.visitor(hall.village.residents[who], officer=False)


def raised(hall, who=0, title="Air sering mati"):
    draft = ProblemDraft(title=title, theme="water", place="Krajan")
    key = chance(title, who).hex()
    return hall.village.write(
        raising.raise_problem, hall.village.residents[who], draft, key=key, at=hall.at
    )


def photo(colour="teal"):
    out = io.BytesIO()
    Image.new("RGB", (900, 700), colour).save(out, "JPEG")
    return out.getvalue()


def step(browser, data, files=None):
    """Send one step as a browser does, and follow to the next page."""
    sent = browser.post("/lapor", data, files=files)
    assert sent.status_code == 303, words_of(sent)
    return browser.get(sent.headers["location"])


def key_of(page):
    return re.search(r'name="key" value="([^"]*)"', page.text)[1]


def test_a_problem_is_reported_in_six_taps_and_words(hall):
    browser = resident(hall)
    page = browser.get("/lapor")
    key = key_of(page)
    page = step(browser, {"key": key, "step": "theme", "theme": "water"})
    assert page.context["step"] == "place"
    page = step(browser, {"key": key, "step": "place", "place": "Krajan"})
    words = {"title": "Air mati", "words": "Sejak Februari.", "households": "38", "cause1": "Bocor"}
    page = step(
        browser, {"key": key, "step": "words", **words}, files={"photo": ("a.jpg", photo())}
    )
    assert page.context["step"] == "check"
    shown = re.search(r"/foto/\d+", page.text)[0]
    assert browser.get(shown).headers["content-type"] == "image/jpeg"
    assert hall.visitor().get(shown).status_code == 404  # a draft's photo is nobody else's
    page = step(browser, {"key": key, "step": "check"})
    assert "M-2023-001" in words_of(page)
    assert hall.visitor().get(shown).status_code == 200
    again = browser.post("/lapor", {"key": key, "step": "check"})
    assert "M-2023-001" in again.headers["location"]
    assert hall.village.read(matters.count, matters.Wanted()) == 1


def test_what_was_written_comes_back_after_a_lost_connection(hall):
    browser = resident(hall)
    key = key_of(browser.get("/lapor"))
    step(browser, {"key": key, "step": "theme", "theme": "water"})
    step(browser, {"key": key, "step": "place", "place": "-"})
    step(browser, {"key": key, "step": "words", "title": "Air mati", "words": "Dua baris."})
    page = browser.get(f"/lapor?key={key}&step=words")
    assert 'value="Air mati"' in page.text
    assert "Dua baris." in page.text
    assert "Air mati" in browser.get("/lapor").text  # offered to go on with
    assert "Air mati" not in resident(hall, 1).get(f"/lapor?key={key}").text


def test_wrong_words_are_refused_with_everything_kept(hall):
    browser = resident(hall)
    key = key_of(browser.get("/lapor"))
    step(browser, {"key": key, "step": "theme", "theme": "water"})
    step(browser, {"key": key, "step": "place", "place": "-"})
    sent = browser.post(
        "/lapor",
        {"key": key, "step": "words", "title": "", "words": "Tetap ada.", "households": "banyak"},
        files={"photo": ("a.jpg", b"bukan gambar")},
    )
    assert sent.status_code == 422
    assert {problem.field for problem in sent.context["reader"].problems} == {
        "title", "households", "photo",
    }  # fmt: skip
    assert "Tetap ada." in sent.text


@pytest.mark.parametrize("wanted", ["check", "words", "lima", ""])
def test_no_step_can_be_skipped(hall, wanted):
    page = resident(hall).get(f"/lapor?key={'ab' * 16}&step={wanted}")
    assert page.context["step"] == "theme"


@pytest.mark.parametrize("key", ["x", "../etc", "a" * 65, "é" * 20])
def test_a_damaged_key_is_refused(hall, key):
    assert resident(hall).get("/lapor", params={"key": key}).status_code == 422


def test_similar_problems_are_shown_before_sending_and_can_be_joined(hall):
    view = raised(hall, 1, "Air mati di Krajan")
    browser = resident(hall)
    key = key_of(browser.get("/lapor"))
    step(browser, {"key": key, "step": "theme", "theme": "water"})
    step(browser, {"key": key, "step": "place", "place": "Krajan"})
    page = step(browser, {"key": key, "step": "words", "title": "Air sering mati"})
    assert view.title in words_of(page)
    browser.post(f"/m/{view.number}/saya-juga")
    assert hall.village.read(matters.show, view.number).supports == 2


def test_the_board_shows_the_longest_waiting_first_and_what_is_late(hall):
    raised(hall, title="Lampu mati")
    hall.at += 86_400
    raised(hall, title="Jalan rusak")
    hall.at += 14 * 86_400
    page = hall.visitor().get("/masalah")
    assert [one.view.title for one in page.context["cards"]] == ["Lampu mati", "Jalan rusak"]
    assert [one.overdue for one in page.context["cards"]] == [True, False]
    assert hall.visitor().get("/masalah?theme=health").context["cards"] == []
    assert hall.visitor().get("/masalah?theme=<b>").status_code == 200


def test_support_is_taken_back_with_the_same_button(hall):
    view = raised(hall)
    browser = resident(hall, 1)
    for wanted, supports in (("1", 2), ("1", 2), ("0", 1)):
        sent = browser.post(f"/m/{view.number}/saya-juga", {"wanted": wanted})
        assert sent.headers["location"] == f"/m/{view.number}"
        assert hall.village.read(matters.show, view.number).supports == supports
    assert hall.visitor().post(f"/m/{view.number}/saya-juga").status_code == 303  # to sign in
    moderator = hall.visitor(hall.village.moderator)
    assert moderator.post(f"/m/{view.number}/saya-juga").status_code == 403


def test_a_moderator_answers_and_everybody_reads_it(hall):
    view = raised(hall)
    moderator = hall.visitor(hall.village.moderator)
    path = f"/petugas/m/{view.number}/jawab"
    bad = moderator.post(path, {"decision": "later", "due": "besok", "words": "", "seen": "0"})
    assert bad.status_code == 422
    assert {problem.field for problem in bad.context["reader"].problems} == {"due", "words"}
    good = moderator.post(path, {"decision": "take-up", "words": "Ya, kita bahas.", "seen": "0"})
    assert good.status_code == 303
    page = hall.visitor().get(f"/m/{view.number}")
    assert "Ya, kita bahas." in words_of(page)
    assert page.context["rail"].now == 2
    again = moderator.post(path, {"decision": "decline", "words": "Tidak.", "seen": "0"})
    assert again.status_code == 422


def test_a_merger_is_proposed_decided_and_asked_about(hall):
    target, view = raised(hall, 1, "Lampu balai mati"), raised(hall, 0, "Lampu jalan mati")
    resident(hall, 2).post(f"/m/{view.number}/saya-juga")
    moderator = hall.visitor(hall.village.moderator)
    path = f"/petugas/m/{view.number}/gabung"
    assert target.number in moderator.get(path).text
    start(hall.village, title="Lampu lapangan", template="quick")
    offered = moderator.get(path).context["alike"]
    assert [one.number for one in offered] == [target.number]  # a talk takes no merger
    bad = moderator.post(path, {"into": "M-1999-001", "reason": "Sama."})
    assert [problem.field for problem in bad.context["reader"].problems] == ["into"]
    assert moderator.post(path, {"into": target.number, "reason": "Sama."}).status_code == 303
    (proposed,) = hall.village.read(merging.mergers_of, view.id)
    author = resident(hall, 0)
    assert "Lampu balai mati" in author.get(f"/m/{view.number}/gabung").text
    stranger = resident(hall, 3)
    data = {"merger": str(proposed.id), "agreed": "1", "as": "author"}
    assert stranger.post(f"/m/{view.number}/gabung", data).status_code == 403
    author.post(f"/m/{view.number}/gabung", data)
    supporter = resident(hall, 2)
    assert supporter.get(f"/m/{view.number}").context["problem"].asked
    supporter.post(f"/m/{view.number}/gabung", {**data, "as": "supporter"})
    assert hall.village.read(matters.show, target.number).supports == 3
    assert target.number in words_of(hall.visitor().get(f"/m/{view.number}"))


def test_a_photo_that_is_none_is_missing(hall):
    for name in ("0", "99", "x", "1e3", "9" * 12):
        assert hall.visitor().get(f"/foto/{name}").status_code == 404


def test_the_key_of_a_form_stands_in_the_address_after_a_step(hall):
    browser = resident(hall)
    key = key_of(browser.get("/lapor"))
    sent = browser.post("/lapor", {"key": key, "step": "theme", "theme": "water"})
    assert parse_qs(urlsplit(sent.headers["location"]).query) == {"key": [key], "step": ["place"]}


def test_a_long_board_has_pages_and_asks_no_more_for_them(hall):
    for number in range(21):
        hall.at += 86_400
        raised(hall, number % 6, title=f"Masalah ke-{number}")
    first, second = (hall.visitor().get(f"/masalah?page={n}") for n in (1, 2))
    assert len(first.context["cards"]) == 20
    assert [one.view.title for one in second.context["cards"]] == ["Masalah ke-20"]
    assert "page=2" in first.text
    assert hall.visitor().get("/masalah?page=99").status_code == 200
