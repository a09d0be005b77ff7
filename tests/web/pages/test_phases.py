"""A moderator starts matters from templates, moves them on by a check list, and ends them."""

import re

import pytest

from tests import matters as made
from tests.village import make_village
from tests.web.browser import words_of
from tests.web.visitors import make_hall
from voting.deliberation.matters import Phase
from voting.deliberation.templates import PROBLEM, TEMPLATES
from voting.services import answering, matters


@pytest.fixture
def hall(tmp_path):
    village = make_village(f"sqlite:///{tmp_path / 'village.db'}", tmp_path / "keys")
    yield make_hall(village, tmp_path / "site")
    village.database.close()


def field(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


def started(moderator, template="musdes", **values):
    key = field(moderator.get("/petugas/m/baru"), "key")
    data = {
        "key": key,
        "template": template,
        "title": "Ronda malam",
        "theme": "safety",
        "place": "-",
    }
    return moderator.post("/petugas/m/baru", {**data, **values})


@pytest.mark.parametrize("template", [name for name in TEMPLATES if name != PROBLEM])
def test_every_template_starts_a_matter_in_its_first_phase(hall, template):
    sent = started(hall.visitor(hall.village.moderator), template)
    assert sent.status_code == 303
    view = hall.village.read(matters.show, sent.headers["location"].rpartition("/")[2])
    assert view.phase is TEMPLATES[template].way[0]
    assert view.plan == TEMPLATES[template].plan(hall.at)
    assert hall.visitor().get(f"/m/{view.number}").status_code == 200


def test_a_form_sent_twice_starts_one_matter(hall):
    moderator = hall.visitor(hall.village.moderator)
    key = "ab" * 16
    first, second = started(moderator, key=key), started(moderator, key=key)
    assert first.headers["location"] == second.headers["location"]


def test_what_is_missing_is_said_with_the_words_kept(hall):
    moderator = hall.visitor(hall.village.moderator)
    bad = started(
        moderator, title="", words="Tetap ada.", template="rapat", theme="x", place="Jauh"
    )
    assert bad.status_code == 422
    assert {problem.field for problem in bad.context["reader"].problems} == {
        "title", "template", "theme", "place",
    }  # fmt: skip
    assert "Tetap ada." in bad.text
    assert started(moderator, key="zz").status_code == 422


def test_the_check_list_names_what_is_missing_and_moving_needs_it(hall):
    view = made.start(hall.village)
    moderator = hall.visitor(hall.village.moderator)
    path = f"/petugas/m/{view.number}/tahap"
    page = moderator.get(path)
    assert [hole.code for hole in page.context["steps"][0].holes] == ["matter.needs-answer"]
    sent = moderator.post(path, {"to": "solutions", "seen": "problem"})
    assert sent.status_code == 422
    hall.village.write(
        answering.answer, hall.village.moderator, view.number, "take-up", "Ya.", seen=0, at=hall.at
    )
    assert hall.village.read(matters.show, view.number).phase is Phase.SOLUTIONS


def test_of_two_moderators_one_moves_and_the_other_is_told(hall):
    view = made.start(hall.village, template="quick")
    hall.village.write(matters.store.change, view.id, phase="decision")
    moderator = hall.visitor(hall.village.moderator)
    path = f"/petugas/m/{view.number}/tahap"
    data = {"to": "talk", "seen": "decision", "reason": "Ada data baru."}
    assert moderator.post(path, data).status_code == 303
    late = moderator.post(path, data)
    assert late.status_code == 422
    assert [problem.field for problem in late.context["reader"].problems] == [""]


def test_going_back_asks_why_and_everybody_reads_it(hall):
    view = made.start(hall.village, template="quick")
    hall.village.write(matters.store.change, view.id, phase="decision")
    moderator = hall.visitor(hall.village.moderator)
    path = f"/petugas/m/{view.number}/tahap"
    bad = moderator.post(path, {"to": "talk", "seen": "decision", "reason": " "})
    assert [problem.field for problem in bad.context["reader"].problems] == ["reason"]
    moderator.post(path, {"to": "talk", "seen": "decision", "reason": "Ada data baru."})
    assert "Ada data baru." in words_of(hall.visitor().get(f"/m/{view.number}"))


def test_the_end_of_a_phase_is_changed_with_a_reason(hall):
    view = made.start(hall.village)
    moderator = hall.visitor(hall.village.moderator)
    path = f"/petugas/m/{view.number}/tahap"
    data = {"to": "problem", "seen": "problem", "until": "2020-01-01 08:00", "reason": "Panen."}
    assert moderator.post(path, data).status_code == 422
    assert moderator.post(path, {**data, "until": "2033-01-01 08:00"}).status_code == 303
    moved = hall.village.read(matters.show, view.number)
    assert moved.phase_until == moved.plan["problem"] > view.phase_until
    assert moved.plan["solutions"] == moved.plan["problem"] + 21 * 86_400


def test_ending_needs_a_reason_and_leaves_the_page(hall):
    view = made.start(hall.village)
    moderator = hall.visitor(hall.village.moderator)
    path = f"/petugas/m/{view.number}/akhiri"
    assert moderator.post(path, {"ended": "declined", "reason": ""}).status_code == 422
    assert (
        moderator.post(path, {"ended": "lapsed", "reason": "Tak ada yang mau."}).status_code == 303
    )
    page = hall.visitor().get(f"/m/{view.number}")
    assert "Tak ada yang mau." in words_of(page)
    assert moderator.get(f"/petugas/m/{view.number}/tahap").context["steps"] == ()
    assert moderator.post(path, {"ended": "lapsed", "reason": "Lagi."}).status_code == 422
