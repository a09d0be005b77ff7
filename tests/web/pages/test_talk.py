"""The talk on the site: columns, one's own position in three taps, "me too", answers, no leaks."""

from time import process_time

import html5lib
import pytest

from tests import talk
from tests.queries import counted
from tests.village import DURING
from tests.web.browser import XHTML, form_of, words_of
from tests.web.test_markdown import ALLOWED, PAYLOADS
from voting.deliberation.matters import Phase
from voting.services import saving, talking
from voting.store.rows import position, position_also

DAY = 86_400
SECRET = "KATA-RAHASIA"


@pytest.fixture
def view(hall):
    return talk.talk(hall.village)


def resident(hall, who=0):
    return hall.visitor(hall.village.residents[who], officer=False)


def page_of(view, tail=""):
    return f"/m/{view.number}{tail}"


def standing(hall, view, who=0):
    return hall.village.read(talking.own, view, hall.village.residents[who])


def test_a_position_in_three_taps(hall, view):
    browser = resident(hall)
    first = browser.get(page_of(view))
    assert f'href="{page_of(view, "/pendapat/tulis")}"' in first.text  # tap 1
    form = form_of(browser.get(page_of(view, "/pendapat/tulis")), "write")
    sent = form.set("side", "condition").set("words", "Asal **jelas**.").send(browser)  # 2 and 3
    assert sent.status_code == 303
    seen = browser.get(sent.headers["location"])
    assert "<strong>jelas</strong>" in seen.text
    assert (standing(hall, view).side, standing(hall, view).words) == (
        "condition",
        "Asal **jelas**.",
    )
    again = form.send(browser)  # the same form, sent twice
    assert again.status_code == 303
    assert hall.village.read(talking.counts, view) == {"condition": (1, 0)}


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"side": "for", "words": "  "}, "words"), ({"words": "Tanpa sisi"}, "side"),
     ({"side": "for", "words": "x" * 1201}, "words"), ({"side": "nobody", "words": "Ada"}, "side")],
)  # fmt: skip
def test_a_form_that_is_refused_keeps_the_words(hall, view, fields, field):
    browser = resident(hall)
    form = form_of(browser.get(page_of(view, "/pendapat/tulis")), "write")
    sent = browser.post(form.action, data={**form.fields, **fields})
    assert sent.status_code == 422
    assert [problem.field for problem in sent.context["reader"].problems] == [field]
    assert form_of(sent, "write").fields["words"] == [fields["words"]]
    assert standing(hall, view) is None


def test_a_form_with_a_broken_key_can_be_sent_again(hall, view):
    browser = resident(hall)
    path = page_of(view, "/pendapat/tulis")
    sent = browser.post(path, data={"side": "for", "words": "Setuju.", "key": "x"})
    assert sent.status_code == 422
    assert form_of(sent, "write").set("side", "for").send(browser).status_code == 303


def test_what_was_kept_for_later_comes_back_and_goes_when_it_is_sent(hall, view):
    browser, path = resident(hall), page_of(view, "/pendapat/tulis")
    form = form_of(browser.get(path), "write").set("side", "against").set("words", "Belum selesai")
    assert form.send(browser, do="save").status_code == 303
    assert standing(hall, view) is None
    form = form_of(browser.get(path), "write")
    assert (form.fields["side"], form.fields["words"]) == (["against"], ["Belum selesai"])
    assert form_of(resident(hall, 1).get(path), "write").fields["words"] == [""]
    form.send(browser)
    assert standing(hall, view).words == "Belum selesai"
    assert hall.village.read(saving.begun, hall.village.residents[0], "position") == ()


def test_floods_are_refused_and_the_words_kept(hall, view):
    for number in range(5):
        talk.speak(hall.village, view, 0, "for", f"Nomor {number}", at=hall.at - 9 + number)
    browser, path = resident(hall), page_of(view, "/pendapat/tulis")
    form = form_of(browser.get(path), "write").set("words", "Sekali lagi")
    sent = form.send(browser)
    assert sent.status_code == 422
    assert form_of(sent, "write").fields["words"] == ["Sekali lagi"]
    hall.at += DAY
    assert form_of(resident(hall).get(path), "write").fields["words"] == ["Sekali lagi"]


def test_changing_says_who_will_be_told(hall, view):
    talk.share(hall.village, view, talk.speak(hall.village, view, 0), 1)
    page = resident(hall).get(page_of(view, "/pendapat/tulis"))
    assert form_of(page, "write").fields["words"] == ["Pendapat warga 0."]
    assert "Saya juga" in page.text


def test_taking_a_position_back(hall, view):
    talk.speak(hall.village, view, 0)
    browser = resident(hall)
    page = browser.get(page_of(view, "/pendapat/tulis"))
    assert form_of(page, "/pendapat/tarik").send(browser).status_code == 303
    assert standing(hall, view) is None


def test_me_too_wants_one_thing_however_often_it_is_sent(hall, view):
    said = talk.speak(hall.village, view, 0)
    browser = resident(hall, 1)
    form = form_of(browser.get(page_of(view)), f"/pendapat/{said.id}/saya-juga")
    for _ in range(2):
        sent = form.send(browser)
        assert sent.headers["location"] == page_of(view, f"#p-{said.id}")
    assert hall.village.read(talking.show, view, said.id, None).shared == 1
    page = browser.get(page_of(view, "/pendapat?side=for"))
    back = form_of(page, f"/pendapat/{said.id}/saya-juga").send(browser)
    assert back.headers["location"].startswith(page_of(view, "/pendapat?side=for"))
    assert hall.village.read(talking.show, view, said.id, None).shared == 0


def test_me_too_leads_to_no_other_site(hall, view):
    said = talk.speak(hall.village, view, 0)
    path = page_of(view, f"/pendapat/{said.id}/saya-juga")
    for target in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"):
        sent = resident(hall, 1).post(path, data={"wanted": "1", "next": target})
        assert sent.headers["location"] == f"/#p-{said.id}"


def test_no_me_too_for_oneself_and_no_reply_to_for_and_against(hall, view):
    mine = talk.speak(hall.village, view, 0)
    page = resident(hall).get(page_of(view))
    assert f"/pendapat/{mine.id}/saya-juga" not in page.text
    moderator = hall.visitor(hall.village.moderator)
    assert f"/pendapat/{mine.id}/jawab" not in moderator.get(page_of(view)).text
    path = page_of(view, f"/pendapat/{mine.id}/jawab")
    assert moderator.post(path, data={"words": "Salah!", "key": "k" * 32}).status_code == 422


def test_questions_are_answered_by_moderators_and_authors(hall, view):
    asked = talk.speak(hall.village, view, 0, "question", "Kapan?")
    path = page_of(view, f"/pendapat/{asked.id}/jawab")
    assert resident(hall, 2).get(path).status_code == 403
    assert resident(hall, 2).post(path, data={"words": "Besok."}).status_code == 403
    talk.solve(hall.village, view, 2)
    for browser in (resident(hall, 2), hall.visitor(hall.village.moderator)):
        form = form_of(browser.get(path), "answer").set("words", "Hari Sabtu.")
        assert form.send(browser).status_code == 303
    assert hall.visitor().get(page_of(view)).text.count("Hari Sabtu.") == 2


def test_an_answer_without_words_is_refused(hall, view):
    asked = talk.speak(hall.village, view, 0, "condition", "Asal murah.")
    browser = hall.visitor(hall.village.moderator)
    form = form_of(browser.get(page_of(view, f"/pendapat/{asked.id}/jawab")), "answer")
    assert form.set("words", " ").send(browser).status_code == 422


def test_a_position_of_another_matter_is_not_found_here(hall, view):
    other = talk.talk(hall.village, title="Lain")
    said = talk.speak(hall.village, other, 0, "question")
    browser, moderator = resident(hall, 1), hall.visitor(hall.village.moderator)
    assert browser.get(page_of(view, f"/pendapat/{said.id}")).status_code == 404
    assert browser.post(page_of(view, f"/pendapat/{said.id}/saya-juga")).status_code == 404
    assert moderator.get(page_of(view, f"/pendapat/{said.id}/jawab")).status_code == 404
    for wrong in ("0", "x", "-1", "9" * 30, "1%00", "%D9%A1"):
        assert browser.get(page_of(view, f"/pendapat/{wrong}")).status_code == 404


@pytest.mark.parametrize("phase", [Phase.PROBLEM, Phase.DECISION, Phase.REVIEW])
def test_outside_its_phases_nobody_speaks(hall, phase):
    view = talk.talk(hall.village, phase)
    browser = resident(hall)
    path = page_of(view, "/pendapat/tulis")
    assert path not in browser.get(page_of(view)).text
    sent = browser.post(path, data={"side": "for", "words": "Masih ada", "key": "k" * 32})
    assert sent.status_code == 422
    assert form_of(sent, "write").fields["words"] == ["Masih ada"]


def test_the_history_of_a_position_is_there_for_all(hall, view):
    first = talk.speak(hall.village, view, 0, "for", "Dulu setuju.")
    talk.speak(hall.village, view, 0, "against", "Sekarang tidak.", at=DURING + 5)
    page = hall.visitor().get(page_of(view, f"/pendapat/{first.id}"))
    assert "Dulu setuju." in page.text
    assert "Sekarang tidak." in page.text


def test_hidden_words_are_nowhere(hall, view):
    said = talk.speak(hall.village, view, 0, "question", f"{SECRET} kasar")
    answered = talk.answer(hall.village, view, said, hall.village.moderator, f"{SECRET} juga")
    talk.hide(hall.village, answered, actor=talk.second_moderator(hall.village))
    talk.hide(hall.village, said)
    talk.speak(hall.village, view, 0, "question", "Lebih sopan.", at=DURING + 5)
    for browser in (hall.visitor(), resident(hall, 1), hall.visitor(hall.village.auditor)):
        for tail in ("", "/pendapat?side=question", "/pendapat?side=question&order=new",
                     f"/pendapat/{said.id}", f"/pendapat/{answered.id}", "/ringkasan"):  # fmt: skip
            assert SECRET not in browser.get(page_of(view, tail)).text, tail
        for path in ("/", "/urusan", "/urusan?q=kata", "/moderasi", "/catatan", "/moderasi/1"):
            assert SECRET not in browser.get(path).text, path
    assert SECRET not in resident(hall, 1).get(f"/laporkan/position/{said.id}").text


@pytest.mark.parametrize("words", PAYLOADS)
def test_nothing_of_what_residents_write_runs(hall, view, words):
    said = talk.speak(hall.village, view, 0, "question", f"{words}\n\nx")
    for tail in ("", f"/pendapat/{said.id}", "/pendapat?side=question"):
        tree = html5lib.parse(resident(hall, 1).get(page_of(view, tail)).text)
        shown = [node for node in tree.iter() if "md" in node.get("class", "").split()]
        assert shown
        for node in (inner for one in shown for inner in one.iter() if inner is not one):
            assert node.tag.removeprefix(XHTML) in ALLOWED, tail
            assert set(node.attrib) <= {"href", "rel", "start"}, tail


def a_great_talk(hall, view, number):
    """Fill a talk by rows: positions of as many residents, each shared by a few."""
    people = hall.village.residents
    sides = ("for", "against", "condition", "question")
    rows = [
        {"matter_id": view.id, "person_id": people[n % len(people)].id, "side": sides[n % 4],
         "words": f"Pendapat **nomor** {n}.\n\n- satu\n- dua", "at": DURING + n,
         "key_hash": n.to_bytes(32, "big")}
        for n in range(number)
    ]  # fmt: skip

    def fill(connection):
        connection.execute(position.insert(), rows)
        ids = connection.exec_driver_sql("SELECT id FROM position").scalars().all()
        also = [
            {"position_id": one, "person_id": people[(one + k) % len(people)].id, "at": DURING}
            for one in ids for k in range(1, 1 + one % 6)
        ]  # fmt: skip
        connection.execute(position_also.insert(), also)

    hall.village.database.write(fill)


TAILS = (
    "",
    "/pendapat?side=for",
    "/pendapat?side=for&page=25",
    "/pendapat?side=question&order=new",
)


@pytest.mark.parametrize("tail", TAILS)
def test_a_talk_of_2000_takes_as_many_queries_as_a_small_one(hall, tail):
    small, great = talk.talk(hall.village), talk.talk(hall.village, title="Ramai")
    for who in range(8):
        talk.speak(hall.village, small, who, ("for", "question")[who % 2])
    a_great_talk(hall, great, 2_000)
    browser, numbers = resident(hall), []
    for view in (small, great):
        browser.get(page_of(view, tail))
        with counted(hall.village.database) as sent:
            assert browser.get(page_of(view, tail)).status_code == 200
        numbers.append(len([one for one in sent if one.startswith(("SELECT", "WITH"))]))
    assert numbers[0] == numbers[1]
    assert len(words_of(browser.get(page_of(great, tail)))) < 60_000


def test_a_page_of_a_great_talk_costs_little(hall, view):
    """30 ms is the goal on the machine that measures; here three times as much is a fault."""
    a_great_talk(hall, view, 2_000)
    browser = resident(hall)
    for tail in TAILS:
        browser.get(page_of(view, tail))
        times = []
        for _ in range(5):
            began = process_time()
            browser.get(page_of(view, tail))
            times.append(process_time() - began)
        assert min(times) < 0.09, (tail, times)


def test_whoever_asked_finds_the_answer_from_the_inbox(hall, view):
    asked = talk.speak(hall.village, view, 0, "question", "Kapan?")
    talk.answer(hall.village, view, asked, hall.village.moderator)
    talk.summarise(hall.village, view)
    inbox = resident(hall).get("/kabar").text
    assert f'href="{page_of(view, f"/pendapat/{asked.id}")}"' in inbox
    assert f'href="{page_of(view, "/ringkasan")}"' in inbox
