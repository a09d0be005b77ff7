"""Lists of matters: filters, search, pages; what is hidden; queries that do not grow."""

import pytest

from tests import matters as made
from tests.queries import counted
from tests.village import DURING, make_village
from tests.web.visitors import make_hall
from voting.deliberation.matters import Phase
from voting.deliberation.themes import THEMES
from voting.services import matters, notices, searching
from voting.services.searching import LONGEST_ASKED
from voting.store import matters as store
from voting.store.matters import Wanted
from voting.store.rows import matter as matter_rows
from web.forms import filters

ODD = ("'", '"><script>', "\x00", "🦆" * 300, "%", "M-2023-001", "-1", "a" * 100_000, "\u202e", " ")


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


def numbers(page):
    return [one.view.number for one in page.context["cards"]]


def many(hall, count):
    """Write matters as bare rows, quickly: in every phase, of every theme, in three places."""
    themes, phases = list(THEMES), list(Phase)
    rows = [
        {
            "number": f"M-2022-{n:04}",
            "template": "problem",
            "title": f"Urusan ke-{n}",
            "words": "Kata.",
            "theme": themes[n % len(themes)],
            "place": ("Krajan", "Krajan, RT 02", "Sumber")[n % 3],
            "picture": "balai",
            "phase": phases[n % 7].value,
            "phase_since": DURING - n,
            "phase_until": DURING + n,
            "raised_by": hall.village.residents[n % 5].id,
            "raised_at": DURING - n,
            "key_hash": n.to_bytes(8, "big"),
        }
        for n in range(count)
    ]
    hall.village.database.write(lambda c: c.execute(matter_rows.insert(), rows))


def test_the_list_is_filtered_by_phase_theme_place_and_state(hall):
    water = made.start(hall.village, title="Air", place="Krajan, RT 02")
    roads = change(hall, made.start(hall.village, title="Jalan", theme="roads"), phase="talk")
    ended = made.start(hall.village, title="Sampah", theme="environment", place="Sumber")
    hall.village.write(
        matters.end, hall.village.moderator, ended.number, "done", "Sudah.", at=DURING
    )
    guest = hall.visitor()
    assert numbers(guest.get("/urusan")) == [roads.number, water.number]
    assert numbers(guest.get("/urusan?phase=talk")) == [roads.number]
    assert numbers(guest.get("/urusan?theme=roads")) == [roads.number]
    assert numbers(guest.get("/urusan?place=Krajan")) == [water.number]
    assert numbers(guest.get("/urusan?state=ended")) == [ended.number]
    assert len(numbers(guest.get("/urusan?state=all"))) == 3
    assert numbers(guest.get("/urusan?theme=roads&place=Krajan")) == []


def test_words_find_matters_that_run_and_that_ended(hall):
    first = made.start(hall.village, title="Pompa air rusak", words="Sejak Mei.")
    second = made.start(hall.village, title="Jalan rusak", words="Air menggenang.", theme="roads")
    hall.village.write(
        matters.end, hall.village.moderator, second.number, "done", "Sudah.", at=DURING
    )
    guest = hall.visitor()
    assert numbers(guest.get("/urusan?q=air+rusak")) == [first.number, second.number]
    assert numbers(guest.get("/urusan?q=air&state=running")) == [first.number]
    assert numbers(guest.get("/urusan?q=air&theme=roads")) == [second.number]
    page = guest.get("/urusan?q=kerbau")
    assert page.context["cards"] == ()
    assert "kerbau" in page.text


def test_hidden_matters_are_in_no_list_search_home_or_inbox(hall):
    view = made.start(hall.village, title="Tetangga jahat", words="Kata kasar sekali.")
    reader = hall.village.residents[0]
    hall.village.write(notices.follow, reader.id, view.id, DURING)
    hall.village.write(notices.tell, [reader.id], "decided", at=DURING, matter_id=view.id)
    change(hall, view, hidden=True, phase="talk")
    for visitor in (hall.visitor(), resident(hall), hall.visitor(hall.village.moderator)):
        for path in ("/urusan", "/urusan?state=all", "/urusan?q=kasar", "/", "/masalah"):
            page = visitor.get(path)
            assert page.status_code == 200
            assert "Tetangga jahat" not in page.text, path
    for path in ("/kabar", "/kabar/ikuti"):
        page = resident(hall).get(path)
        assert view.number in page.text
        assert "Tetangga jahat" not in page.text, path
    gone = hall.visitor().get(f"/m/{view.number}")
    assert gone.status_code == 410
    assert "Tetangga jahat" not in gone.text
    assert "kasar" not in gone.text


@pytest.mark.parametrize("name", ["q", "phase", "theme", "place", "state", "order", "page"])
def test_odd_values_of_the_address_are_as_if_not_given(hall, name):
    made.start(hall.village)
    guest = hall.visitor()
    for value in ODD:
        page = guest.get("/urusan", params={name: value[:50_000]})
        assert page.status_code == 200, (name, value[:20])
        assert "><script>" not in page.text
        if name != "q":
            assert len(numbers(page)) == 1


def test_a_megabyte_of_words_is_cut(hall):
    view = made.start(hall.village)
    asked = filters.read({"q": "air " * 250_000, "theme": "x" * 1_000_000}, ())
    assert (len(asked.q), asked.theme) == (LONGEST_ASKED - 1, "")
    assert numbers(hall.visitor().get("/urusan", params={"q": "air " * 12_000})) == [view.number]


def test_pages_of_twenty_keep_what_was_asked_for(hall):
    many(hall, 45)
    guest = hall.visitor()
    first = guest.get("/urusan?order=due")
    assert len(numbers(first)) == 20
    assert numbers(first)[0] == "M-2022-0000"
    last = guest.get("/urusan?order=due&page=3")
    assert len(numbers(last)) == 5
    assert numbers(guest.get("/urusan?order=due&page=99")) == numbers(last)
    assert "order=due&amp;page=2" in first.text or "page=2&amp;order=due" in first.text
    for view in hall.village.read(store.listed, Wanted()):
        hall.village.write(searching.note, view.id, view.title, view.words)
    assert len(numbers(guest.get("/urusan?q=urusan&page=2"))) == 20
    assert len(numbers(guest.get("/urusan?q=urusan&page=3"))) == 5


def test_the_number_of_queries_does_not_grow(hall):
    guest = hall.visitor()

    def asked(path):
        guest.get(path)
        with counted(hall.village.database) as sent:
            assert guest.get(path).status_code == 200
        return len(sent)

    many(hall, 3)
    paths = ("/urusan", "/urusan?order=due&phase=talk", "/")
    few = [asked(path) for path in paths]
    hall.village.database.write(lambda c: c.execute(matter_rows.delete()))
    many(hall, 200)
    assert [asked(path) for path in paths] == few
    assert max(few) <= 16


def test_the_home_asks_as_often_for_many_contests_as_for_one(hall):
    visitor = resident(hall)

    def asked():
        with counted(hall.village.database) as sent:
            page = visitor.get("/")
        return len(sent), len(page.context["waiting"])

    hall.village.open()
    visitor.get("/")
    first, one = asked()
    for _ in range(4):
        hall.village.open()
    many_queries, five = asked()
    assert (one, five) == (1, 5)
    assert many_queries == first


def test_an_empty_village_says_what_comes_next(hall):
    guest = hall.visitor()
    assert guest.get("/urusan").context["nothing"]
    assert guest.get("/").context["nothing"]
    assert 'class="count' in guest.get("/urusan").text
