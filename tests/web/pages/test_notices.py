"""The inbox, and following matters."""

import pytest

from tests import matters as made
from tests import talk as talked
from tests.village import DURING, make_village
from tests.web.visitors import make_hall
from voting.deliberation.matters import Phase
from voting.services import matters, notices
from voting.store import matters as store
from voting.store.rows import solution
from voting.words import sentences


@pytest.fixture
def hall(tmp_path):
    village = make_village(f"sqlite:///{tmp_path / 'village.db'}", tmp_path / "keys")
    yield make_hall(village, tmp_path / "site")
    village.database.close()


def change(hall, view, **values):
    hall.village.write(store.change, view.id, **values)
    return hall.village.read(matters.show, view.number)


def resident(hall, who=0):
    return hall.visitor(hall.village.residents[who], officer=False)


def test_following_and_letting_go(hall):
    view = made.start(hall.village)
    one = resident(hall)
    path = f"/m/{view.number}/ikuti"
    for _ in range(2):
        assert one.post(path, {"wanted": "1"}).status_code == 303
    assert hall.village.read(notices.followed, hall.village.residents[0].id) == (view.id,)
    assert view.number in one.get("/kabar/ikuti").text
    sent = one.post(path, {"wanted": "0", "from": "list"})
    assert sent.headers["location"].endswith("/kabar/ikuti")
    assert hall.village.read(notices.followed, hall.village.residents[0].id) == ()
    assert one.post("/m/M-1999-001/ikuti", {"wanted": "1"}).status_code == 404
    assert hall.visitor().post(path, {"wanted": "1"}).status_code == 303  # to the sign-in


def test_the_inbox_tells_in_words_and_is_read_by_a_button(hall):
    view = talked.talk(hall.village, Phase.SOLUTIONS)
    who = hall.village.residents[0]
    hall.village.write(notices.follow, who.id, view.id, DURING)
    made.move(hall.village, change(hall, view, phase="talk"), Phase.SOLUTIONS, reason="Kurang.")
    one = resident(hall)
    assert one.get("/").context["unread"] == 1
    page = one.get("/kabar")
    assert (page.context["unread"], len(page.context["notices"])) == (1, 1)
    assert "Solusi" in page.context["notices"][0].sentence
    assert one.get("/kabar").context["unread"] == 1
    assert one.post("/kabar").status_code == 303
    assert one.get("/kabar").context["unread"] == 0
    assert resident(hall, 1).get("/kabar").context["notices"] == []


def test_the_inbox_has_pages(hall):
    who = hall.village.residents[0]
    for n in range(25):
        hall.village.write(notices.tell, [who.id], "decided", at=DURING + n)
    one = resident(hall)
    assert len(one.get("/kabar").context["notices"]) == 20
    assert len(one.get("/kabar?page=2").context["notices"]) == 5
    assert one.get("/kabar?page=%00").status_code == 200


def test_the_title_of_a_solution_hidden_since_is_told_no_more(hall):
    view = talked.talk(hall.village, Phase.SOLUTIONS)
    talked.solve(hall.village, view, 1)
    who = hall.village.residents[0]
    hall.village.write(
        notices.tell,
        [who.id],
        "solution-proposed",
        at=DURING,
        matter_id=view.id,
        n=1,
        name="Judul kasar",
    )
    assert "Judul kasar" in resident(hall).get("/kabar").text
    hall.village.database.write(lambda c: c.execute(solution.update().values(hidden=True)))
    page = resident(hall).get("/kabar")
    assert "Judul kasar" not in page.text
    assert len(page.context["notices"]) == 1


def test_every_kind_of_notice_is_a_sentence_that_leads_somewhere(hall):
    view = talked.talk(hall.village)
    who = hall.village.residents[0]
    detail = {
        "name": "<b>Nama</b>", "n": 1, "sitting": "K-2023-001", "into": view.number, "by": "Bu Sari",
        "round": 1, "objection": 1, "reason": "Sebab.", "count": 9, "rule": 2,
        "phase": "talk", "until": DURING, "ending": "done",
    }  # fmt: skip
    kinds = [code.removeprefix("notice.") for code in sentences("en") if code.startswith("notice.")]
    assert len(kinds) > 30
    for kind in kinds:
        hall.village.write(notices.tell, [who.id], kind, at=DURING, matter_id=view.id, **detail)
    told = []
    for page in range(1, 4):
        shown = resident(hall).get(f"/kabar?page={page}")
        assert shown.status_code == 200
        assert "<b>Nama" not in shown.text
        told += shown.context["notices"]
    assert {one.notice.kind for one in told} == set(kinds)
    assert all(one.url and "{" not in one.sentence for one in told)
