"""The officers' desk for matters: what waits for whom, how long, each with one button."""

import pytest

from tests import matters as made
from tests import solutions, talk
from tests.desk import DAY, desk, has_too, lines, problem, told
from tests.village import DURING, make_village
from tests.web.visitors import make_hall
from voting.services import answering, deciding, matters, merging
from voting.store.rows import merger
from web.desk.task import When

EVIL = "<b onmouseover=alert(1)>"


@pytest.fixture
def hall(tmp_path):
    """A village of 60 residents whose log is signed."""
    village = make_village(f"sqlite:///{tmp_path / 'village.db'}", tmp_path / "keys", 60)
    yield make_hall(village, tmp_path / "site")
    village.database.close()


def test_a_problem_waits_when_its_answer_is_near_and_is_late_after_its_day(hall):
    view = problem(hall, f"Selokan {EVIL}")
    assert told(desk(hall)) == []
    near = desk(hall, at=DURING + 11 * DAY)
    wanted = f"Jawab masalah “Selokan {EVIL}”"
    assert told(near) == [(When.ANY_TIME, wanted, f"/petugas/m/{view.number}/jawab")]
    assert EVIL not in near.text
    assert told(desk(hall, at=DURING + 14 * DAY - 1))[0][0] is When.TODAY
    late = desk(hall, at=DURING + 16 * DAY)
    assert told(late)[0][0] is When.LATE
    assert f"{view.number} · terlambat 2 hari" in lines(late)
    hall.village.write(
        answering.answer, hall.village.moderator, view.number, "decline", "Bukan milik desa.", seen=0, at=hall.at
    )  # fmt: skip
    assert told(desk(hall)) == []


def test_what_many_have_stands_first_with_how_many_they_are(hall):
    first, many = problem(hall, "Satu"), problem(hall, "Banyak", at=DURING + 1)
    has_too(hall, many, range(1, 4))
    assert told(desk(hall)) == []
    has_too(hall, many, (4,))  # five of sixty
    page = desk(hall)
    assert [title for _, title, _ in told(page)] == ["Jawab masalah “Banyak”"]
    assert "5 orang mengalaminya" in lines(page)[-1]
    late = desk(hall, at=DURING + 20 * DAY)
    assert [title for _, title, _ in told(late)] == [
        "Jawab masalah “Banyak”",
        "Jawab masalah “Satu”",
    ]
    assert first.number != many.number


def test_many_late_problems_are_few_lines_and_a_number(hall):
    for who in range(9):
        problem(hall, f"Masalah {who}", who)
    page = desk(hall, at=DURING + 20 * DAY)
    assert len(told(page)) == 6
    assert told(page)[-1][1:] == ("4 masalah lain menunggu jawaban", "/masalah")


def test_a_talk_that_ends_wants_its_summary_and_then_the_next_phase(hall):
    view = talk.talk(hall.village)
    hall.village.database.write(
        lambda c: matters.store.change(c, view.id, phase_until=DURING + 4 * DAY)
    )
    talk.speak(hall.village, view, 0)
    talk.speak(hall.village, view, 1)
    assert told(desk(hall, at=DURING)) == []
    near = desk(hall, at=DURING + DAY)
    summary = f"/petugas/m/{view.number}/ringkasan"
    assert told(near) == [(When.ANY_TIME, "Pembahasan “Air sering mati” sebentar lagi ditutup", summary)]  # fmt: skip
    assert "2 pendapat · belum ada ringkasan" in lines(near)[-1]
    today = desk(hall, at=DURING + 4 * DAY - 60)
    assert told(today)[0][0] is When.TODAY
    assert "ditutup pukul" in told(today)[0][1]
    talk.summarise(hall.village, view, at=hall.at)
    over = desk(hall, at=DURING + 6 * DAY)
    assert told(over) == [
        (
            When.LATE,
            "Pembahasan “Air sering mati” sudah lewat waktunya",
            f"/petugas/m/{view.number}/tahap",
        )
    ]
    assert "terlambat 2 hari" in lines(over)[-1]


def test_solutions_wait_for_a_verdict_and_again_once_they_change(hall):
    village = hall.village
    view = solutions.matter(village)
    one, two = solutions.propose(village, view), solutions.propose(village, view, 1)
    page = desk(hall)
    verify = f"/petugas/m/{view.number}/usulan/1"
    assert told(page) == [(When.ANY_TIME, "Periksa usulan untuk “Air sering mati”", verify)]
    assert f"{view.number} · 2 usulan" in lines(page)[-1]
    assert told(desk(hall, at=one.verify_due + DAY))[-1][0] is When.LATE
    for solution in (one, two):
        solutions.verify(village, solution)
    assert told(desk(hall, at=DURING)) == []
    solutions.revise(village, two, 1, title="Pipa baja", at=DURING + 5)
    changed = desk(hall)
    assert told(changed)[0][2] == f"/petugas/m/{view.number}/usulan/2"
    assert "berubah sejak terakhir diperiksa" in lines(changed)[-1]


def test_nobody_is_asked_to_verify_what_they_proposed(hall):
    village = hall.village
    view = solutions.matter(village)
    solutions.propose(village, view, village.moderator)
    assert told(desk(hall)) == []
    assert len(told(desk(hall, talk.second_moderator(village)))) == 1


def test_an_amendment_waits_a_week_before_anybody_is_reminded(hall):
    village = hall.village
    view = solutions.matter(village)
    solution = solutions.verify(village, solutions.propose(village, view))
    amendment = solutions.amend(village, solution, title="Pipa baja")
    assert told(desk(hall, at=DURING + 6 * DAY)) == []
    url = f"/m/{view.number}/usulan/1/perubahan/{amendment.id}"
    title = "Usul perubahan untuk “Ganti pipa 1.200 meter” menunggu pengusulnya"
    page = desk(hall, at=DURING + 8 * DAY)
    assert told(page) == [(When.ANY_TIME, title, url)]
    assert hall.visitor(village.moderator).get(url).status_code == 200


def test_a_merger_that_its_author_leaves_open_is_told_after_a_week(hall):
    village = hall.village
    one, other = problem(hall, "Lampu mati"), problem(hall, "Jalan gelap", 1)
    village.write(merging.propose, village.moderator, one.number, other.number, "Sama.", at=DURING)
    assert told(desk(hall, at=DURING + 6 * DAY)) == []
    page = desk(hall, at=DURING + 8 * DAY)
    assert told(page) == [
        (
            When.ANY_TIME,
            "“Lampu mati” masih menunggu digabung",
            f"/petugas/m/{one.number}/gabung",
        )
    ]
    village.database.write(lambda c: c.execute(merger.update().values(agreed=False)))
    assert told(desk(hall)) == []


def test_an_outcome_is_awaited_and_then_late(hall):
    village = hall.village
    view = made.start(village, template="quick")
    village.write(deciding.expect, view.id, at=DURING)
    village.database.write(lambda c: matters.store.change(c, view.id, phase_until=None))
    url = f"/petugas/m/{view.number}/keputusan"
    assert (When.ANY_TIME, "Catat keputusan “Air sering mati”", url) in told(desk(hall))
    late = desk(hall, at=DURING + 6 * DAY)
    assert told(late)[0] == (When.LATE, "Catat keputusan “Air sering mati”", url)
    assert "diputuskan 6 hari yang lalu · terlambat 1 hari" in lines(late)[-1]
