"""The officers' desk for words and sittings, and who has not spoken yet."""

import pytest

from tests import matters as made
from tests import sittings, solutions, talk
from tests.desk import DAY, DESK, HOUR, desk, has_too, lines, problem, told
from tests.queries import counted
from tests.village import DURING, make_village
from tests.web.browser import words_of
from tests.web.visitors import make_hall
from voting.deliberation.matters import Phase
from voting.services import deciding, matters, recording
from voting.store.rows import person
from web.desk.task import When

EVIL = "<b onmouseover=alert(1)>"


@pytest.fixture
def hall(tmp_path):
    """A village of 60 residents whose log is signed."""
    village = make_village(f"sqlite:///{tmp_path / 'village.db'}", tmp_path / "keys", 60)
    yield make_hall(village, tmp_path / "site")
    village.database.close()


def test_reports_wait_by_age_but_not_for_whoever_wrote_the_words(hall):
    village = hall.village
    view = talk.talk(village)
    village.database.write(lambda c: matters.store.change(c, view.id, phase_until=None))
    said = talk.speak(village, view, 0, words=f"Bodoh {EVIL}")
    talk.flag(village, 1, said)
    page = desk(hall, at=DURING + HOUR)
    url = f"/petugas/moderasi/position/{said.id}"
    assert [(when, where) for when, _, where in told(page)] == [(When.TODAY, url)]
    assert "tata tertib no. 1 · 1 laporan · 1 jam yang lalu" in lines(page)[-1]
    assert EVIL not in page.text
    assert told(desk(hall, at=DURING + 2 * DAY))[0][0] is When.LATE
    answer = talk.answer(village, view, talk.speak(village, view, 2, "question"), village.moderator)
    talk.flag(village, 3, answer, "position")
    assert len(told(desk(hall))) == 1
    assert len(told(desk(hall, talk.second_moderator(village)))) == 2


def test_an_appeal_waits_for_those_who_may_hear_it(hall):
    village = hall.village
    view = talk.talk(village)
    village.database.write(lambda c: matters.store.change(c, view.id, phase_until=None))
    case = talk.hide(village, talk.speak(village, view, 0))
    talk.appeal(village, case, 0)
    assert told(desk(hall)) == []  # this moderator hid the words
    url = f"/petugas/moderasi/banding/{case.id}"
    title = "Dengar banding atas kata-kata di “Air sering mati”"
    second, head = talk.second_moderator(village), village.add("K1", "Bu Lurah", "administrator")
    for who in (second, head):
        assert (When.TODAY, title, url) in told(desk(hall, who, at=DURING + HOUR))
    assert (When.LATE, title, url) in told(desk(hall, second, at=DURING + 8 * DAY))
    auditor = desk(hall, village.auditor)
    assert not [one for one in told(auditor) if one[2] == url]


def test_a_sitting_tells_its_next_step_at_each_of_its_states(hall):
    village = hall.village
    view = sittings.matter_in_talk(village)
    village.database.write(lambda c: matters.store.change(c, view.id, phase_until=None))
    edits = {"place": "hall", "wait_hall": 0}
    number = sittings.call(village, view, edits=edits)
    url = f"/petugas/musyawarah/{number}"

    def step(at=DURING):
        return [one for one in told(desk(hall, at=at)) if one[2] == url]

    assert step() == [(When.ANY_TIME, "Buka putaran pertama “Jadwal ronda”", url)]
    contest = sittings.open_round(village, number)
    when, title, _ = step()[0]
    assert when is When.TODAY
    assert title.startswith("Putaran 1 “Jadwal ronda” ditutup pukul")
    for who in range(60):
        words = ("Keberatan.",) if who == 7 else ()
        sittings.take(village, contest, who, "disagree" if words else "agree", *words)
    assert step(DURING + 2 * HOUR)[0][1] == "Tutup putaran 1 “Jadwal ronda”"
    assert step(DURING + 2 * DAY)[0][0] is When.LATE
    sittings.close(village, number)
    assert step(DURING + 2 * HOUR) == [(When.TODAY, "Simpulkan putaran 1 “Jadwal ronda”", url)]
    assert not [one for one in told(desk(hall)) if contest in one[2]]


def test_objections_without_an_answer_are_counted(hall):
    village = hall.village
    view = sittings.matter_in_talk(village)
    number = sittings.call(village, view, edits={"place": "hall", "wait_hall": 0})
    taken = ["agree"] * 40 + [("disagree", "Terlalu berat.")] * 19 + [("block", "Bahaya.", "harm")]
    sittings.hold(village, number, taken)
    found = [one for one in told(desk(hall, at=DURING + HOUR)) if number in one[2]]
    assert [title for _, title, _ in found] == ["20 keberatan pada “Jadwal ronda” belum dijawab"]
    assert found[0][0] is When.TODAY


def test_an_auditor_checks_a_consensus_that_was_reached(hall):
    village = hall.village
    number = sittings.call(village, edits={"place": "hall", "wait_hall": 0})
    sittings.hold(village, number, ["agree"] * 60)
    assert sittings.now(village, number).deliberation.is_over
    found = told(desk(hall, village.auditor, at=DURING + HOUR))
    assert (When.ANY_TIME, "Periksa mufakat “Jadwal ronda”", f"/musyawarah/{number}/berita-acara") in found  # fmt: skip
    later = told(desk(hall, village.auditor, at=DURING + 15 * DAY))
    assert not [one for one in later if number in one[2]]


def test_the_draft_of_a_vote_says_which_matter_it_belongs_to(hall):
    village = hall.village
    view = made.start(village, template="quick")
    number = village.draft()
    contest = village.view(number)
    village.write(deciding.store.tie_contest, contest.id, view.id)
    assert any(line.startswith(f"{view.number} · {number}") for line in lines(desk(hall)))


def test_what_is_hidden_or_over_waits_for_nobody(hall):
    for name, values in (("Satu", {"hidden": True}), ("Dua", {"ended_at": 1, "ended_as": "done"})):
        view = problem(hall, name)
        hall.village.database.write(
            lambda c, view=view, values=values: matters.store.change(c, view.id, **values)
        )
    assert told(desk(hall, at=DURING + 30 * DAY)) == []


def scatter(hall, places):
    """Give the residents places, in this order."""

    def body(connection):
        for one, place in zip(hall.village.residents, places, strict=True):
            connection.execute(person.update().where(person.c.id == one.id).values(place=place))

    hall.village.database.write(body)


def test_who_has_not_spoken_is_a_number_by_dusun_and_never_below_five(hall):
    village = hall.village
    scatter(hall, ["Krajan, RT 01"] * 20 + ["Kaliasem"] * 20 + ["Ngemplak"] * 17 + ["Sawah"] * 3)
    later, first = talk.talk(village, title="Nanti"), talk.talk(village, title="Dulu")
    for view, days in ((later, 9), (first, 5)):
        village.database.write(
            lambda c, view=view, days=days: matters.store.change(
                c, view.id, phase_until=DURING + days * DAY
            )
        )
    for who in (*range(6), 20, 21, 57, 58):
        talk.speak(village, first, who)
    page = desk(hall)
    voices = page.context["voices"]
    assert (voices.number, voices.places) == (first.number, [("Krajan", 6, 20)])
    assert (voices.few, voices.silent, voices.hidden) == (["Kaliasem"], ["Ngemplak"], ["Sawah"])
    assert "2/20" not in page.text
    names = [one.name for one in village.residents]
    assert not [name for name in names if name in words_of(page)]
    for who in (village.auditor, village.roll_officer):
        assert desk(hall, who).context["voices"] is None


def test_in_a_talk_of_one_dusun_its_neighbourhoods_are_counted(hall):
    scatter(hall, ["Krajan, RT 01"] * 20 + ["Krajan, RT 02"] * 20 + ["Kaliasem"] * 20)
    view = talk.talk(hall.village, place="Krajan")
    for who in range(7):
        talk.speak(hall.village, view, who)
    voices = desk(hall).context["voices"]
    assert voices.places == [("Krajan, RT 01", 7, 20)]
    assert voices.silent == ["Krajan, RT 02"]


def queries(hall):
    browser = hall.visitor(hall.village.moderator)
    with counted(hall.village.database) as sent:
        assert browser.get(DESK).status_code == 200
    return len(sent)


def fill(hall, many):
    """Let everything wait, as often as asked."""
    village = hall.village
    for each in range(many):
        title = f"Urusan {many} {each}"
        problem(hall, title, each)
        view = solutions.matter(village, Phase.TALK, title=f"Bahas {title}")
        solution = solutions.propose(village, view, 1)
        solutions.amend(village, solution, 6, title="Lain")
        said = talk.speak(village, view, 3)
        talk.flag(village, 4, said)
        hidden = talk.hide(village, talk.speak(village, view, 5), actor=village.second)
        talk.appeal(village, hidden, 5)
        number = sittings.call(village, view, key=f"{many} {each}", edits={"place": "hall", "wait_hall": 0})  # fmt: skip
        sittings.hold(village, number, ["agree"] * 40 + [("block", "Bahaya.", "harm")] * 2)
        village.write(deciding.expect, view.id, sitting_id=None, at=DURING)


def test_the_number_of_queries_is_the_same_for_one_matter_and_for_many(hall):
    hall.village.second = talk.second_moderator(hall.village)
    fill(hall, 1)
    hall.at = DURING + 20 * DAY
    few = queries(hall)
    fill(hall, 4)
    assert queries(hall) == few


def test_a_usual_day_takes_under_ten_minutes(hall):
    view = talk.talk(hall.village)
    hall.village.database.write(
        lambda c: matters.store.change(c, view.id, phase_until=DURING + HOUR)
    )
    talk.flag(hall.village, 1, talk.speak(hall.village, view, 0))
    problem(hall)
    has_too(hall, problem(hall, "Lampu mati"), range(1, 6))
    recording.checkpoint(hall.village.database, hall.village.keys, DURING)
    page = desk(hall)
    assert page.context["tasks"] == 3
    assert page.context["minutes"] < 10


def test_the_moderator_finds_the_rooms_of_matters_and_english_says_the_same(hall):
    problem(hall)
    page = desk(hall, prefix="/en", at=DURING + 15 * DAY)
    assert "Answer the problem “Selokan meluap”" in page.text
    for path in ("/en/petugas/m/baru", "/en/masalah", "/en/petugas/moderasi"):
        assert f'href="{path}"' in page.text
    assert 'href="/petugas/m/baru"' not in desk(hall, hall.village.roll_officer).text
