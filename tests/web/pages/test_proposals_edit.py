"""Solutions that are there: changed by their authors, signed together, withdrawn."""

import re

import pytest

from tests import solutions
from tests.village import make_village
from tests.web.browser import words_of
from tests.web.visitors import make_hall
from voting.roll import Role
from voting.services import coauthoring, proposing


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


def key_of(page):
    return re.search(r'name="key" value="([^"]*)"', page.text)[1]


def test_an_author_changes_it_and_of_two_at_once_one_wins(hall, view):
    made = solutions.propose(hall.village, view)
    path = f"/m/{view.number}/usulan/1/ubah"
    browser = resident(hall)
    page = browser.get(path)
    assert 'value="1200"' in page.text
    first = {"key": key_of(page), "seen": "1", "title": "Pipa 900 meter"}
    solutions.revise(hall.village, made, title="Pipa 800 meter")
    sent = browser.post(path, first)
    assert sent.status_code == 409
    assert 'value="Pipa 900 meter"' in sent.text
    assert "800" in words_of(sent)  # what changed meanwhile
    assert (sent.context["seen"], listed(hall, view)[0].version) == (2, 2)
    again = browser.post(path, {**first, "seen": "2"})
    assert again.status_code == 303
    assert browser.post(path, {**first, "seen": "2"}).status_code == 303  # sent twice
    (after,) = listed(hall, view)
    assert (after.version, after.text.title) == (3, "Pipa 900 meter")
    assert after.text.costs == made.text.costs  # what the form did not say stays
    assert "Pipa 900" not in browser.get(path).text or browser.get(path).context["begun"] is False


def test_a_change_is_kept_as_a_draft(hall, view):
    solutions.propose(hall.village, view)
    path = f"/m/{view.number}/usulan/1/ubah"
    browser = resident(hall)
    key = key_of(browser.get(path))
    sent = browser.post(path, {"key": key, "seen": "1", "title": "Belum jadi", "do": "save"})
    assert sent.status_code == 303
    assert 'value="Belum jadi"' in browser.get(path).text
    assert listed(hall, view)[0].version == 1
    assert "Belum jadi" not in browser.get(f"/m/{view.number}/usulan/baru").text


def test_co_authors_are_invited_by_name_and_answer_with_a_button(hall, view):
    village = hall.village
    village.add("S1", "Bu Siti Aminah", Role.RESIDENT)
    village.add("S2", "Siti Aminah", Role.RESIDENT)
    solutions.propose(village, view)
    author, path = resident(hall), f"/m/{view.number}/usulan/1/ajak"
    assert author.post(path, {"name": "Siti"}).status_code == 422
    page = author.post(path, {"name": "siti aminah"})
    first, second = page.context["found"]
    assert author.post(path, {"name": "siti aminah", "person": "999"}).status_code == 200
    assert author.post(path, {"name": "siti aminah", "person": str(second.id)}).status_code == 303
    assert author.post(path, {"name": village.residents[1].name}).status_code == 303
    assert [o.accepted for o in listed(hall, view)[0].others] == [None, None]
    invited = resident(hall, 1)
    assert invited.get(f"/m/{view.number}/usulan/1").context["invited"]
    invited.post(f"/m/{view.number}/usulan/1/ikut", {"accepted": "1"})
    assert [o.name for o in listed(hall, view)[0].signers] == [village.residents[1].name]
    assert invited.get(f"/m/{view.number}/usulan/1/ubah").status_code == 200
    assert resident(hall, 2).post(f"/m/{view.number}/usulan/1/ikut").status_code == 403
    assert len(village.read(coauthoring.named, "Siti Aminah")) == 2
    assert first.id != second.id


def test_what_is_not_ones_own_is_refused(hall, view):
    solutions.propose(hall.village, view)
    other = resident(hall, 1)
    for action in ("ubah", "tarik", "ajak"):
        path = f"/m/{view.number}/usulan/1/{action}"
        assert other.get(path).status_code == 403
        assert other.post(path, {"title": "Milik saya"}).status_code == 403
    (after,) = listed(hall, view)
    assert (after.version, after.withdrawn_at) == (1, None)


def test_withdrawn_after_a_question(hall, view):
    solutions.propose(hall.village, view)
    author, path = resident(hall), f"/m/{view.number}/usulan/1/tarik"
    assert "Ganti pipa" in words_of(author.get(path))
    for _twice in range(2):
        assert author.post(path).status_code == 303
    assert "Ditarik" in words_of(hall.visitor().get(f"/m/{view.number}/usulan/1"))
    assert author.get(f"/m/{view.number}/usulan/1/ubah").status_code == 409
