"""Writing a solution on the site: step by step, kept on the way, published once."""

import io
import re

import pytest
from PIL import Image

from tests import matters, solutions
from tests.talk import hide
from tests.village import make_village
from tests.web.browser import words_of
from tests.web.visitors import make_hall
from voting.services import gathering, proposing


@pytest.fixture
def hall(tmp_path):
    village = make_village(f"sqlite:///{tmp_path / 'village.db'}", tmp_path / "keys")
    yield make_hall(village, tmp_path / "site")
    village.database.close()


@pytest.fixture
def view(hall):
    return solutions.matter(hall.village)


def resident(hall, who=0):
    return hall.visitor(hall.village.residents[who], officer=False)


def listed(hall, view):
    return hall.village.read(proposing.listed, view)


def photo():
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(out, "JPEG")
    return out.getvalue()


def key_of(page):
    return re.search(r'name="key" value="([^"]*)"', page.text)[1]


WORDS = {"title": "Ganti pipa", "words": "Dari mata air.", "cites_here": "1", "picture": "jalan"}
COSTS = {"what1": "Pipa", "volume1": "1.200", "unit1": "m", "price1": "Rp 28.500", "source1": "dd"}
GAINS = {"place": "Krajan", "gains": "Semua.", "women": "64", "upkeep_yearly": "600.000"}
FIT = {"fit-land": "yes", "why-land": "Tepi jalan.", "signed_by": "RT 02"}


def go(view, browser, upto="check"):
    """Fill in the steps up to one; return the key and the last page."""
    path = f"/m/{view.number}/usulan/baru"
    page = browser.get(path)
    key = key_of(page)
    words = {**WORDS, "cite": view.number}
    for step, fields in (("words", words), ("costs", COSTS), ("gains", GAINS), ("fit", FIT)):
        if page.context["step"] == upto:
            break
        sent = browser.post(path, {"key": key, "step": step, **fields})
        assert sent.status_code == 303, words_of(sent)
        page = browser.get(sent.headers["location"])
    return key, page


def test_a_solution_is_written_in_steps_and_published_once(hall, view):
    browser = resident(hall)
    key, page = go(view, browser)
    assert page.context["step"] == "check"
    assert "Rp34.200.000" in words_of(page)
    for _twice in range(2):
        sent = browser.post(f"/m/{view.number}/usulan/baru", {"key": key, "step": "check"})
        assert sent.headers["location"].startswith(f"/m/{view.number}/usulan/1")
    (made,) = listed(hall, view)
    assert (made.text.money, made.text.signed_by, made.text.women) == (34_200_000, "RT 02", 64)
    assert made.text.cites == (view.number,)
    assert made.text.fit_of("land").answer == "yes"
    assert browser.get(f"/m/{view.number}/usulan/baru?key={key}").status_code == 303
    shown = words_of(hall.visitor().get(f"/m/{view.number}/usulan/1"))
    for words in ("Ganti pipa", "RT 02", "1.200 m", "Rp600.000 setahun", "Tepi jalan."):
        assert words in shown


def test_what_was_written_comes_back_and_is_nobody_elses(hall, view):
    browser = resident(hall)
    key, _page = go(view, browser, "gains")
    path = f"/m/{view.number}/usulan/baru"
    assert 'value="1.200"' in browser.get(f"{path}?key={key}&step=costs").text
    assert "Ganti pipa" in browser.get(path).text  # offered to go on with
    assert resident(hall, 1).get(f"{path}?key={key}").context["fields"] == {}
    other = solutions.matter(hall.village, title="Lampu mati")
    page = browser.get(f"/m/{other.number}/usulan/baru")
    assert (page.context["fields"], page.context["begun"]) == ({}, [])


def test_a_draft_is_thrown_away_and_twenty_are_the_most(hall, view):
    browser, path = resident(hall), f"/m/{view.number}/usulan/baru"
    keys = [f"{number:032}" for number in range(21)]
    sent = [
        browser.post(path, {"key": k, "step": "words", **WORDS, "cite": view.number}) for k in keys
    ]
    assert [one.status_code for one in sent] == [303] * 20 + [422]
    assert browser.post(path, {"key": keys[0], "do": "drop"}).status_code == 303
    data = {"key": keys[20], "step": "words", **WORDS, "cite": view.number}
    assert browser.post(path, data).status_code == 303
    assert browser.get(f"{path}?key={keys[0]}").context["fields"] == {}
    solutions.propose(hall.village, view)  # a change that is sent whole needs no draft
    change = {"key": "c" * 32, "seen": "1", "title": "Pipa 900 meter"}
    assert browser.post(f"/m/{view.number}/usulan/1/ubah", change).status_code == 303


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (
            "Cafe\u0301 desa",
            "Caf\u00e9 desa",
        ),  # letters with their marks apart, as some phones send
        ("a\x00b\u202e", "ab"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a" + "\u0301" * 90, "\u00e1" + "\u0301" * 29),
    ],
)
def test_letters_of_any_kind_are_kept(hall, view, typed, kept):
    browser, path = resident(hall), f"/m/{view.number}/usulan/baru"
    key = key_of(browser.get(path))
    data = {"key": key, "step": "words", **WORDS, "title": typed, "cite": view.number}
    assert browser.post(path, data).status_code == 303
    for step, fields in (("costs", {}), ("gains", GAINS), ("fit", {}), ("check", {})):
        assert browser.post(path, {"key": key, "step": step, **fields}).status_code == 303
    assert listed(hall, view)[0].text.title == kept
    assert "<script>alert" not in browser.get(f"/m/{view.number}/usulan/1").text


@pytest.mark.parametrize("step", ["check", "fit", "x", ""])
def test_no_step_can_be_skipped(hall, view, step):
    browser = resident(hall)
    assert browser.get(f"/m/{view.number}/usulan/baru?step={step}").context["step"] == "words"
    sent = browser.post(f"/m/{view.number}/usulan/baru", {"key": "ab" * 16, "step": "check"})
    assert sent.status_code == 422
    assert listed(hall, view) == ()


@pytest.mark.parametrize(
    ("step", "fields", "wrong"),
    [
        ("words", {"title": " "}, "title"),
        ("words", {"title": "x" * 121}, "title"),
        ("words", {"picture": "../../etc"}, "picture"),
        ("costs", {**COSTS, "volume1": "banyak"}, "volume1"),
        ("costs", {**COSTS, "volume1": "0"}, "volume1"),
        ("costs", {**COSTS, "volume1": "9999999999"}, "volume1"),
        ("costs", {**COSTS, "price1": "-5"}, "price1"),
        ("costs", {**COSTS, "price1": "9007199254740992"}, "price1"),
        ("costs", {**COSTS, "price1": "9007199254740991", "volume1": "2"}, "price1"),
        ("costs", {**COSTS, "price1": ""}, "price1"),
        ("costs", {**COSTS, "what1": ""}, "what1"),
        ("costs", {**COSTS, "source1": "kas"}, "source1"),
        ("gains", {**GAINS, "place": "Atlantis"}, "place"),
        ("gains", {**GAINS, "women": "seribu"}, "women"),
        ("gains", {**GAINS, "upkeep_yearly": "murah"}, "upkeep_yearly"),
        ("fit", {**FIT, "fit-land": "maybe"}, "fit-land"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(hall, view, step, fields, wrong):
    browser = resident(hall)
    key, _page = go(view, browser, step)
    sent = browser.post(f"/m/{view.number}/usulan/baru", {"key": key, "step": step, **fields})
    assert sent.status_code == 422
    assert wrong in sent.context["reader"].errors
    for value in fields.values():
        assert value in sent.context["fields"].values() or value in ("", " ")
    assert browser.get(f"/m/{view.number}/usulan/baru?key={key}&step=check").context["step"] == step


def test_more_lines_are_added_without_losing_any_up_to_thirty(hall, view):
    browser = resident(hall)
    key, _page = go(view, browser, "costs")
    path = f"/m/{view.number}/usulan/baru"
    lines = 3
    for expected in (6, 9, 30):
        if expected == 30:
            lines = 29
        data = {"key": key, "step": "costs", **COSTS, "lines": str(lines), "do": "more"}
        page = browser.post(path, data)
        assert page.status_code == 200
        assert page.context["lines"] == expected
        lines = expected
    data = {
        "key": key,
        "step": "costs",
        **COSTS,
        "what30": "Akhir",
        "volume30": "1",
        "price30": "5",
    }
    data |= {"source30": "own", "what31": "Lewat", "volume31": "1", "price31": "1"}
    browser.post(path, data)
    page = browser.get(f"{path}?key={key}&step=gains")
    assert page.context["told"].text.money == 34_200_005


def test_a_photo_stays_private_until_it_is_published(hall, view):
    browser = resident(hall)
    path = f"/m/{view.number}/usulan/baru"
    key = key_of(browser.get(path))
    data = {"key": key, "step": "words", **WORDS, "cite": view.number}
    bad = browser.post(path, data, files={"photo": ("a.jpg", b"bukan gambar")})
    assert (bad.status_code, "photo" in bad.context["reader"].errors) == (422, True)
    browser.post(path, data, files={"photo": ("a.jpg", photo())})
    shown = re.search(r"/foto/\d+", browser.get(f"{path}?key={key}&step=words").text)[0]
    assert hall.visitor().get(shown).status_code == 404
    for step, fields in (("costs", {}), ("gains", GAINS), ("fit", {}), ("check", {})):
        browser.post(path, {"key": key, "step": step, **fields})
    assert hall.visitor().get(shown).status_code == 200
    (made,) = listed(hall, view)
    assert made.text.photo
    hide(hall.village, made, "solution")
    assert hall.visitor().get(shown).status_code == 404


def test_a_meeting_asks_which_of_the_gathered_problems_it_answers(hall):
    problem = matters.start(hall.village, title="Sumur kering")
    meeting = matters.start(hall.village, "musdes", title="Rapat dusun")
    hall.village.write(
        gathering.gather, hall.village.moderator, meeting.number, problem.number, at=hall.at
    )
    browser = resident(hall)
    path = f"/m/{meeting.number}/usulan/baru"
    page = browser.get(path)
    assert "Sumur kering" in words_of(page)
    assert re.search(r'value="M-2023-001" checked', page.text)  # the only one there is
    data = {"key": key_of(page), "step": "words", **WORDS}
    assert "cites" in browser.post(path, data).context["reader"].errors
    assert browser.post(path, {**data, "cite": problem.number}).status_code == 303
