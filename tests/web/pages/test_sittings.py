"""A sitting in the browser: called, opened, stood in, closed, answered, put on the wall."""

import re

import pytest

from tests import sittings
from tests.queries import counted
from tests.sittings import HOUR
from tests.village import DURING
from voting.deliberation.standing import State

MOST_STATEMENTS = 20
HIDDEN = re.compile(r'name="(rule-[a-z_-]+|key|rules-of|hours)"[^>]*value="([^"]*)"')
SELECTS = re.compile(r'<select[^>]*name="(rule-[a-z_-]+)"[^>]*>(.*?)</select>')


@pytest.fixture
def number(hall):
    return sittings.call(hall.village, edits={"place": "hall", "wait_hall": 0})


def office(number, page=""):
    return f"/petugas/musyawarah/{number}{page}"


def mark(hall, number):
    return sittings.now(hall.village, number).mark


def field(page, name):
    """Return the value of a hidden field."""
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


def stand(hall, number, who, stance, **words):
    """Take a stance by the pages: the ballot, its check, sending it."""
    contest = sittings.now(hall.village, number).rounds[-1].contest
    browser = hall.visitor(hall.village.residents[who], officer=False)
    page = browser.get(f"/p/{contest}/suara")
    given = {"stance": stance, "key": field(page, "key"), **words}
    checked = browser.post(f"/p/{contest}/suara/periksa", given)
    if checked.status_code != 200:
        return checked
    return browser.post(f"/p/{contest}/suara/kirim", given)


def test_a_moderator_calls_a_sitting(hall):
    about = sittings.matter_in_talk(hall.village)
    officer = hall.visitor(hall.village.moderator)
    path = f"/petugas/m/{about.number}/musyawarah"
    page = officer.get(path)
    assert page.status_code == 200
    form = dict(HIDDEN.findall(page.text))
    for name, inner in SELECTS.findall(page.text):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        form[name] = (chosen or re.search(r'value="([^"]*)"', inner))[1]
    form |= {"title": "Jadwal ronda", "preset": form["rules-of"], "level": "A", "method": "irv"}
    empty = officer.post(path, form)
    assert empty.status_code == 422
    sent = officer.post(path, {**form, "words": "Tujuh orang tiap malam."})
    assert sent.status_code == 303, sent.text
    again = officer.post(path, {**form, "words": "Tujuh orang tiap malam."})
    assert again.headers["location"] == sent.headers["location"]
    page = officer.get(sent.headers["location"])
    assert page.status_code == 200
    invited = officer.post(sent.headers["location"], {"place": ""})
    assert invited.status_code == 303
    assert "12" in officer.get(sent.headers["location"]).text


def test_another_preset_shows_its_numbers_first(hall):
    about = sittings.matter_in_talk(hall.village)
    officer = hall.visitor(hall.village.moderator)
    path = f"/petugas/m/{about.number}/musyawarah"
    given = {"title": "A", "words": "B", "preset": "musdes", "rules-of": "mufakat", "hours": "72"}
    given["level"] = "A"
    page = officer.post(path, given)
    assert page.status_code == 200
    assert dict(HIDDEN.findall(page.text))["rule-quorum"] == "2/3"
    assert "Musyawarah" in page.text


def test_a_round_from_opening_to_result(hall, number):
    officer = hall.visitor(hall.village.moderator)
    opened = officer.post(office(number, "/buka"), {"seen": mark(hall, number), "minutes": "10"})
    assert opened.status_code == 303
    for who in range(7):
        assert stand(hall, number, who, "agree").status_code == 200
    said = stand(hall, number, 7, "block", note="Rugi <b>warga</b>.", ground="harm")
    assert said.status_code == 200
    public = hall.visitor().get(f"/musyawarah/{number}")
    assert "Rugi" not in public.text  # hidden until the close, everywhere
    assert "Rugi" not in officer.get(office(number)).text
    closed = officer.post(office(number, "/tutup"), {"seen": mark(hall, number)})
    assert closed.status_code == 303
    public = hall.visitor().get(f"/musyawarah/{number}")
    assert "Rugi &lt;b&gt;warga&lt;/b&gt;." in public.text
    assert (
        officer.post(office(number, "/simpulkan"), {"seen": mark(hall, number)}).status_code == 303
    )
    assert sittings.now(hall.village, number).deliberation.state is State.AMENDING
    text = officer.post(
        office(number, "/naskah"), {"seen": mark(hall, number), "words": sittings.BETTER}
    )
    assert text.status_code == 303
    answered = officer.post(
        office(number, "/jawab"),
        {"objection": "1", "answer": "accepted", "version": "2", "reason": "Benar."},
    )
    assert answered.status_code == 303
    author = hall.visitor(hall.village.residents[7], officer=False)
    settled = author.post(f"/musyawarah/{number}/selesai", {"objection": "1"})
    assert settled.status_code == 303
    opened = officer.post(office(number, "/buka"), {"seen": mark(hall, number), "minutes": "10"})
    assert opened.status_code == 303
    contest = sittings.now(hall.village, number).rounds[-1].contest
    ballot = author.get(f"/p/{contest}/suara")
    assert "<ins>tujuh" in ballot.text
    assert "<ins>" in hall.visitor().get(f"/musyawarah/{number}/layar").text


def test_a_stance_against_needs_its_words_and_keeps_what_was_typed(hall, number):
    sittings.open_round(hall.village, number)
    for stance, words, name in [
        ("disagree", {}, "note"),
        ("block", {"note": "Mahal sekali"}, "ground"),
        ("agree", {"note": "Mahal sekali"}, "note"),
    ]:
        page = stand(hall, number, 0, stance, **words)
        assert page.status_code == 422
        assert f'href="#f-{name}"' in page.text
        assert words.get("note", "") in page.text
        assert re.search(rf'value="{stance}" checked', page.text)


def test_a_changed_stance_shows_what_was_said_before(hall, number):
    contest = sittings.open_round(hall.village, number)
    stand(hall, number, 0, "aside", note="Saya di luar kota.")
    page = hall.visitor(hall.village.residents[0], officer=False).get(f"/p/{contest}/suara")
    assert "Saya di luar kota." in page.text
    assert 'value="aside" checked' in page.text


def test_a_stance_after_the_close_is_told_plainly(hall, number):
    contest = sittings.open_round(hall.village, number)
    sittings.take(hall.village, contest, 0, "agree")
    browser = hall.visitor(hall.village.residents[1], officer=False)
    page = browser.get(f"/p/{contest}/suara")
    sittings.close(hall.village, number)
    late = browser.post(f"/p/{contest}/suara/kirim", {"stance": "agree", "key": field(page, "key")})
    assert late.status_code == 409


def test_of_two_moderators_one_wins(hall, number):
    officer = hall.visitor(hall.village.moderator)
    seen = mark(hall, number)
    assert officer.post(office(number, "/buka"), {"seen": seen, "minutes": "5"}).status_code == 303
    second = officer.post(office(number, "/buka"), {"seen": seen, "minutes": "5"})
    assert second.status_code == 409
    assert second.template.name == "rounds/desk.html"
    assert len(sittings.now(hall.village, number).rounds) == 1


def test_presence_by_phone_and_by_an_officer(hall, number):
    resident, other = hall.village.residents[:2]
    browser = hall.visitor(resident, officer=False)
    for _ in range(2):
        assert browser.post(f"/musyawarah/{number}/hadir").status_code == 303
    officer = hall.visitor(hall.village.moderator)
    twice = officer.post(office(number, "/hadir"), {"person": str(resident.id)})
    assert twice.status_code == 409
    assert officer.post(office(number, "/hadir"), {"person": str(other.id)}).status_code == 303
    stranger = hall.visitor(hall.village.add_residents([88])[0], officer=False)
    assert stranger.post(f"/musyawarah/{number}/hadir").status_code == 403
    assert browser.post(f"/musyawarah/{number}/bicara").status_code == 303
    page = officer.get(office(number, "/bicara"))
    assert resident.name in page.text
    called = officer.post(office(number, "/bicara"), {"speaker": field(page, "speaker")})
    assert called.status_code == 303
    assert resident.name in hall.visitor().get(f"/musyawarah/{number}/layar/kini").text


def test_an_officer_writes_a_stance_down(hall, number):
    sittings.open_round(hall.village, number)
    officer = hall.visitor(hall.village.moderator)
    who = str(hall.village.residents[3].id)
    page = officer.get(office(number, f"/sikap?person={who}"))
    key = field(page, "key")
    missing = officer.post(office(number, "/sikap"), {"person": who, "key": key, "stance": "block"})
    assert missing.status_code == 422
    given = {"person": who, "key": key, "stance": "disagree", "note": "Terlalu malam."}
    assert officer.post(office(number, "/sikap"), given).status_code == 303
    assert officer.post(office(number, "/sikap"), given).status_code == 303
    closed = sittings.close(hall.village, number)
    assert closed.deliberation.objections[0].reason == "Terlalu malam."


@pytest.mark.parametrize("typed", ["\x00", "\u202e", "<b>", "x" * 5000, "%"])
def test_any_text_may_be_looked_for(hall, number, typed):
    officer = hall.visitor(hall.village.moderator)
    for page in ("/hadir", "/sikap", "/undangan"):
        found = officer.get(office(number, page), params={"cari": typed})
        assert found.status_code in (200, 409)


def test_the_screen_names_nobody_and_shows_no_stance_before_the_close(hall, number):
    contest = sittings.open_round(hall.village, number)
    sittings.take(hall.village, contest, 0, "block", "Rugi.", "harm")
    before = hall.visitor().get(f"/musyawarah/{number}/layar/kini")
    assert 'class="chairs"' in before.text
    assert hall.village.residents[0].name not in before.text
    assert "Rugi" not in before.text
    again = hall.visitor().get(
        f"/musyawarah/{number}/layar/kini", headers={"if-none-match": before.headers["etag"]}
    )
    assert again.status_code == 304
    sittings.close(hall.village, number)
    after = hall.visitor().get(f"/musyawarah/{number}/layar")
    assert 'class="marks"' in after.text
    assert 'http-equiv="refresh"' in after.text


def test_queries_do_not_grow_with_the_hall(hall, number):
    """What a hall asks for costs as many statements with three stances as with eleven."""
    contest = sittings.open_round(hall.village, number)
    person = hall.village.residents[0]
    asked = [f"/musyawarah/{number}/kini", f"/musyawarah/{number}/layar/kini"]
    asked += [f"/musyawarah/{number}", f"/p/{contest}/suara"]
    browser = hall.visitor(person, officer=False)

    def statements():
        found = []
        for path in asked:
            with counted(hall.village.database) as sent:
                assert browser.get(path).status_code == 200
            found.append(len(sent))
        return found

    for who in range(3):
        sittings.take(hall.village, contest, who, "aside", "Saya di luar kota.")
    few = statements()
    for who in range(3, 11):
        sittings.take(hall.village, contest, who, "aside", "Saya di luar kota.")
    assert statements() == few
    assert max(few) <= MOST_STATEMENTS


def test_minutes_tell_it_all(hall, number):
    sittings.hold(hall.village, number, ["agree"] * 11 + [("aside", "Saya sakit.")])
    page = hall.visitor().get(f"/musyawarah/{number}/berita-acara")
    assert page.status_code == 200
    for words in ("Ibu Sri", "Saya sakit.", "Warga Tirtasari 0011", sittings.TEXT):
        assert words in page.text


def test_the_short_address_leads_to_the_sitting(hall, number):
    for typed in ("1", number):
        page = hall.visitor().get(f"/s/{typed}")
        assert page.headers["location"].endswith(f"/musyawarah/{number}")
    assert hall.visitor().get("/musyawarah/K-2099-001").status_code == 404
    assert hall.visitor().get("/musyawarah/%00").status_code == 404


def test_a_decision_to_be_reviewed_needs_its_date(hall):
    number = sittings.call(hall.village, preset="consent", edits={"place": "hall"})
    contest = sittings.open_round(hall.village, number)
    for who in range(8):
        sittings.take(hall.village, contest, who, "agree")
    sittings.close(hall.village, number)
    hall.at = DURING + HOUR
    officer = hall.visitor(hall.village.moderator)
    given = {"seen": mark(hall, number)}
    assert officer.post(office(number, "/simpulkan"), given).status_code == 422
    past = officer.post(office(number, "/simpulkan"), {**given, "review": "2001-01-01T08:00"})
    assert past.status_code == 422
    assert 'value="2001-01-01T08:00"' in past.text
    sent = officer.post(office(number, "/simpulkan"), {**given, "review": "2099-01-01T08:00"})
    assert sent.status_code == 303
    assert sittings.now(hall.village, number).deliberation.state is State.ADOPTED
