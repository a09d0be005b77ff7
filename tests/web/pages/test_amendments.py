"""Amendments on the site: side by side, answered with a reason, never lost to a newer version."""

import re

import pytest

from tests import solutions
from tests.talk import hide
from tests.village import make_village
from tests.web.browser import words_of
from tests.web.visitors import make_hall
from voting.services import amending

DAY = 86_400


@pytest.fixture
def hall(tmp_path):
    village = make_village(f"sqlite:///{tmp_path / 'village.db'}", tmp_path / "keys")
    yield make_hall(village, tmp_path / "site")
    village.database.close()


@pytest.fixture
def solution(hall):
    return solutions.propose(hall.village, solutions.matter(hall.village))


def resident(hall, who=0):
    return hall.visitor(hall.village.residents[who], officer=False)


def at(solution, *rest):
    return "/".join([f"/m/{solution.matter}/usulan/{solution.number}", *map(str, rest)])


def key_of(page):
    return re.search(r'name="key" value="([^"]*)"', page.text)[1]


def test_a_change_is_proposed_and_seen_side_by_side(hall, solution):
    browser = resident(hall, 1)
    page = browser.get(at(solution, "perubahan"))
    data = {"key": key_of(page), "seen": "1", "title": "Ganti pipa 900 meter", "reason": "Cukup."}
    for _twice in range(2):
        sent = browser.post(at(solution, "perubahan"), data)
        assert sent.headers["location"] == at(solution, "perubahan", 1)
    (made,) = hall.village.read(amending.listed, solution)
    assert made.text.costs == solution.text.costs
    page = hall.visitor().get(at(solution, "perubahan", 1))
    assert "<del>1.200</del>" in page.text
    assert "<ins>900</ins>" in page.text
    assert "Cukup." in words_of(hall.visitor().get(at(solution)))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": "Lain", "reason": " "}, "reason"),
        ({"title": "Lain", "reason": "x" * 501}, "reason"),
        ({"title": "", "reason": "y"}, "title"),
        ({"reason": "Sama saja."}, ""),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(hall, solution, fields, wrong):
    browser = resident(hall, 1)
    page = browser.get(at(solution, "perubahan"))
    data = {"key": key_of(page), "seen": "1", "words": "Tetap ada.", **fields}
    if not wrong:
        data["words"] = solution.text.words
    sent = browser.post(at(solution, "perubahan"), data)
    assert sent.status_code == 422
    assert wrong in sent.context["reader"].errors
    assert sent.context["fields"]["words"] == data["words"]


def test_against_an_old_version_nothing_typed_is_lost(hall, solution):
    browser = resident(hall, 1)
    page = browser.get(at(solution, "perubahan"))
    solutions.revise(hall.village, solution, gains="Juga Ngasem.")
    data = {"key": key_of(page), "seen": "1", "title": "Ganti pipa 900 meter", "reason": "Cukup."}
    sent = browser.post(at(solution, "perubahan"), data)
    assert sent.status_code == 409
    assert 'value="Ganti pipa 900 meter"' in sent.text
    assert "Cukup." in sent.text
    assert "<ins>Juga Ngasem.</ins>" in sent.text
    assert 'value="Ganti pipa 900 meter"' in browser.get(at(solution, "perubahan")).text
    assert browser.post(at(solution, "perubahan"), {**data, "seen": "2"}).status_code == 303


def test_the_author_accepts_and_it_is_the_next_version(hall, solution):
    solutions.amend(hall.village, solution, title="Sumur bor")
    author, address = resident(hall), at(solution, "perubahan", 1, "jawab")
    assert author.get(address).status_code == 200
    assert (
        author.post(address, {"answer": "accepted", "reason": "", "seen": "1"}).status_code == 422
    )
    for _twice in range(2):
        data = {"answer": "accepted", "reason": "Lebih baik.", "seen": "1"}
        assert author.post(address, data).status_code == 303
    now = solutions.now(hall.village, solution)
    assert (now.version, now.text.title) == (2, "Sumur bor")
    assert "Lebih baik." in words_of(hall.visitor().get(at(solution, "perubahan", 1)))
    late = author.post(address, {"answer": "declined", "reason": "Batal.", "seen": "2"})
    assert late.status_code == 409


def test_for_a_part_the_author_writes_the_text(hall, solution):
    solutions.amend(hall.village, solution, title="Sumur bor", gains="Juga Ngasem.")
    author, address = resident(hall), at(solution, "perubahan", 1, "jawab")
    page = author.post(address, {"answer": "partly", "reason": "Ngasem ya.", "seen": "1"})
    assert page.status_code == 200
    assert 'value="Sumur bor"' in page.text  # begins as proposed
    assert solutions.now(hall.village, solution).version == 1
    data = {"answer": "partly", "reason": "Ngasem ya.", "seen": "1", "step": "text"}
    wrong = author.post(address, {**data, "title": ""})
    assert (wrong.status_code, "Ngasem ya." in wrong.text) == (422, True)
    assert author.post(address, {**data, "do": "more"}).status_code == 200
    assert author.post(address, {**data, "title": solution.text.title}).status_code == 303
    now = solutions.now(hall.village, solution)
    assert (now.text.title, now.text.gains) == (solution.text.title, "Juga Ngasem.")


def test_one_made_for_an_old_version_is_not_accepted_whole(hall, solution):
    solutions.amend(hall.village, solution, title="Sumur bor")
    solutions.revise(hall.village, solution, gains="Juga Ngasem.")
    author, address = resident(hall), at(solution, "perubahan", 1, "jawab")
    sent = author.post(address, {"answer": "accepted", "reason": "Baik.", "seen": "2"})
    assert (sent.status_code, "Baik." in sent.text) == (409, True)
    page = author.post(address, {"answer": "partly", "reason": "Baik.", "seen": "2"})
    assert "Juga Ngasem." in page.text  # begins as the text is now


def test_who_may_not_is_refused(hall, solution):
    solutions.amend(hall.village, solution, title="Sumur bor")
    answer, write = at(solution, "perubahan", 1, "jawab"), at(solution, "perubahan")
    assert resident(hall).get(write).status_code == 409  # one's own solution is changed directly
    for browser in (resident(hall, 1), resident(hall, 2), hall.visitor(hall.village.moderator)):
        data = {"answer": "accepted", "reason": "x", "seen": "1"}
        assert browser.post(answer, data).status_code == 403
    assert hall.visitor(hall.village.auditor).get(write).status_code == 403
    other = solutions.propose(hall.village, solutions.matter(hall.village, title="Lampu"))
    assert resident(hall).get(at(other, "perubahan", 1)).status_code == 404
    assert resident(hall).get(at(other, "perubahan", 1, "jawab")).status_code == 404


def test_a_moderator_closes_what_authors_left_for_a_week(hall, solution):
    solutions.amend(hall.village, solution, title="Sumur bor")
    hall.at += 8 * DAY
    moderator, address = hall.visitor(hall.village.moderator), at(solution, "perubahan", 1, "jawab")
    page = moderator.get(address)
    assert 'value="accepted"' not in page.text
    sent = moderator.post(address, {"answer": "accepted", "reason": "x", "seen": "1"})
    assert sent.status_code == 403
    sent = moderator.post(address, {"answer": "declined", "reason": "Seminggu.", "seen": "1"})
    assert sent.status_code == 303


def test_taken_back_or_hidden(hall, solution):
    made = solutions.amend(hall.village, solution, title="Kata kasar")
    second = solutions.amend(hall.village, solution, 2, title="Sumur bor")
    hide(hall.village, made, "amendment")
    page = hall.visitor().get(at(solution, "perubahan", made.id))
    assert (page.status_code, "Kata kasar" in page.text) == (410, False)
    assert "Kata kasar" not in hall.visitor().get(at(solution)).text
    assert "Kata kasar" not in resident(hall).get(at(solution, "perubahan", made.id, "jawab")).text
    back = at(solution, "perubahan", second.id, "tarik")
    assert resident(hall, 1).post(back).status_code == 403
    assert resident(hall, 2).post(back).status_code == 303
    assert "Ditarik kembali" in words_of(hall.visitor().get(at(solution)))
