"""Solutions for readers: the card on the matter's page, the page, side by side, the verdict."""

import pytest

from tests import matters, solutions
from tests.queries import counted
from tests.talk import hide
from tests.village import make_village
from tests.web.browser import words_of
from tests.web.visitors import make_hall
from voting.deliberation.solutions import Fit
from voting.services import proposing


@pytest.fixture
def hall(tmp_path):
    village = make_village(f"sqlite:///{tmp_path / 'village.db'}", tmp_path / "keys")
    yield make_hall(village, tmp_path / "site")
    village.database.close()


@pytest.fixture
def view(hall):
    return solutions.matter(hall.village)


def path(view, *rest):
    return "/".join([f"/m/{view.number}/usulan", *map(str, rest)])


def queries(hall, address):
    """Return how many queries a page asks."""
    with counted(hall.village.database) as sent:
        assert hall.visitor().get(address).status_code == 200
    return len(sent)


def test_everybody_reads_a_solution_with_its_sums_and_its_fingerprint(hall, view):
    solution = solutions.propose(hall.village, view)
    page = hall.visitor().get(path(view, 1))
    shown = words_of(page)
    for words in ("Ganti pipa 1.200 meter", "Rp34.200.000", "Rp4.200.000", "Galian", "60 HOK"):
        assert words in shown
    for word in page.context["fingerprint"]:
        assert word in shown
    assert solution.hash.hex() in hall.visitor().get(path(view, 1, "versi")).text


def test_the_matter_shows_its_solutions(hall, view):
    solutions.propose(hall.village, view)
    solutions.propose(hall.village, view, 1, title="Sumur bor", costs=())
    shown = words_of(hall.visitor().get(f"/m/{view.number}"))
    assert "Ganti pipa 1.200 meter" in shown
    assert "Sumur bor" in shown
    other = solutions.matter(hall.village, title="Sumur kering")
    solutions.propose(hall.village, other, 2, title="Bak tampung", cites=(view.number,))
    assert "Bak tampung" in words_of(hall.visitor().get(f"/m/{view.number}"))


@pytest.mark.parametrize("rest", [("",), (1,), (1, "versi")])
def test_the_number_of_queries_does_not_grow(hall, view, rest):
    solution = solutions.propose(hall.village, view)
    solutions.amend(hall.village, solution, title="x", key="0")
    before = queries(hall, path(view, *rest).rstrip("/"))
    for number in range(1, 9):
        solutions.propose(hall.village, view, number)
        solutions.amend(hall.village, solution, number, title=f"x{number}")
    assert queries(hall, path(view, *rest).rstrip("/")) == before


def test_the_number_of_queries_of_the_matter_does_not_grow(hall, view):
    solutions.propose(hall.village, view)
    before = queries(hall, f"/m/{view.number}")
    for number in range(1, 9):
        solutions.propose(hall.village, view, number)
    assert queries(hall, f"/m/{view.number}") == before


def test_two_or_three_stand_side_by_side(hall, view):
    village = hall.village
    solutions.propose(village, view, fit={"land": Fit(answer="no", words="Tanah kas desa.")})
    solutions.propose(village, view, 1, title="Sumur bor", costs=())
    solutions.verify(village, village.read(proposing.show, view, 2), "red", "Airnya asin.")
    page = hall.visitor().get(path(view, "bandingkan?s=2&s=1&s=2"))
    shown = words_of(page)
    for words in ("Sumur bor", "Rp34.200.000", "Tanah kas desa.", "Airnya asin.", "Rp600.000"):
        assert words in shown
    assert [one.number for one, *_rest in page.context["cards"]] == [2, 1]


@pytest.mark.parametrize("asked", ["", "?s=1", "?s=1&s=1", "?s=1&s=9", "?s=1&s=<b>", "?s=1&s=²"])
def test_what_cannot_be_compared_is_a_clear_page(hall, view, asked):
    solutions.propose(hall.village, view)
    solutions.propose(hall.village, view, 1)
    page = hall.visitor().get(path(view, f"bandingkan{asked}"))
    assert page.status_code == 422
    assert [one.view.number for one in page.context["cards"]] == [1, 2]  # ready to be ticked


def test_more_than_three_or_hidden_ones_are_not_compared(hall, view):
    made = [solutions.propose(hall.village, view, who) for who in range(4)]
    assert hall.visitor().get(path(view, "bandingkan?s=1&s=2&s=3&s=4")).status_code == 422
    hide(hall.village, made[0], "solution")
    assert hall.visitor().get(path(view, "bandingkan?s=1&s=2")).status_code == 422


def test_hidden_it_leaves_a_stub_and_its_words_nowhere(hall, view):
    solution = solutions.propose(hall.village, view, title="Kata kasar", words="Sangat kasar.")
    solutions.amend(hall.village, solution, title="Kata kasar sekali")
    amendment = path(view, 1, "perubahan", 1)
    assert hall.visitor().get(amendment).status_code == 200
    hide(hall.village, solution, "solution")
    for address, status in (
        (path(view, 1), 410),
        (path(view, 1, "versi"), 409),
        (amendment, 409),
        (path(view), 200),
        (f"/m/{view.number}", 200),
        ("/urusan?q=kasar", 200),
    ):
        page = hall.visitor().get(address)
        assert page.status_code == status, address
        assert "Kata kasar" not in page.text, address
        assert "Sangat kasar" not in page.text, address
    author = hall.visitor(hall.village.residents[0], officer=False)
    assert author.get(path(view, 1, "ubah")).status_code == 409
    assert "Merendahkan tetangga." in words_of(hall.visitor().get(path(view, 1)))


def test_what_is_not_there_is_a_clear_page(hall, view):
    solutions.propose(hall.village, view)
    other = solutions.matter(hall.village, title="Lampu mati")
    for n in (2, 0, "x", "1e3", "٣", "9" * 30, "%00"):
        assert hall.visitor().get(path(view, n)).status_code == 404
    assert hall.visitor().get(path(other, 1)).status_code == 404
    assert hall.visitor().get(path(view, 1, "versi?v=9")).status_code in (200, 404)


def test_versions_show_what_changed_word_by_word(hall, view):
    solution = solutions.propose(hall.village, view)
    solutions.revise(hall.village, solution, title="Ganti pipa 900 meter")
    page = hall.visitor().get(path(view, 1, "versi"))
    assert "<del>1.200</del>" in page.text
    assert "<ins>900</ins>" in page.text
    first = hall.visitor().get(path(view, 1, "versi?v=1"))
    assert "Ganti pipa 1.200 meter" in words_of(first)


def test_a_moderator_verifies_in_public(hall, view):
    solution = solutions.propose(hall.village, view)
    moderator, address = hall.visitor(hall.village.moderator), f"/petugas{path(view, 1)}"
    assert moderator.get(address).status_code == 200
    kept = moderator.post(address, {"light": "", "words": "Sudah dicek.", "seen": "1"})
    assert kept.status_code == 422
    assert "Sudah dicek." in kept.text
    assert moderator.post(address, {"light": "green", "words": " ", "seen": "1"}).status_code == 422
    for _twice in range(2):
        sent = moderator.post(address, {"light": "green", "words": "Sudah dicek.", "seen": "1"})
        assert sent.status_code == 303
    shown = words_of(hall.visitor().get(path(view, 1)))
    assert "Sudah dicek." in shown
    assert "Ibu Sri" in shown
    assert words_of(hall.visitor().get(f"/m/{view.number}")).count("Memeriksa usulan 1") == 1
    solutions.revise(hall.village, solution, title="Ganti pipa 900 meter")
    assert hall.visitor().get(path(view, 1)).context["light"].stale
    late = moderator.post(address, {"light": "red", "words": "Tidak jadi.", "seen": "1"})
    assert late.status_code == 409
    assert "Tidak jadi." in late.text
    resident = hall.visitor(hall.village.residents[1], officer=False)
    assert resident.get(address).status_code == 403


def test_an_overdue_verification_shows(hall, view):
    solutions.propose(hall.village, view)
    hall.at += 15 * 86_400
    assert hall.visitor().get(path(view, 1)).context["light"].tone == "bad"


def test_in_a_matter_that_is_hidden_nothing_is_shown(hall, view):
    solutions.propose(hall.village, view)
    matters_store = proposing.matters.store
    hall.village.database.write(lambda c: matters_store.change(c, view.id, hidden=True))
    for address in (path(view), path(view, 1), path(view, 1, "versi")):
        assert hall.visitor().get(address).status_code == 409
    assert matters.start(hall.village, title="Lain").hidden is False


def test_many_solutions_come_page_by_page(hall, view):
    for number in range(23):
        solutions.propose(hall.village, view, number % 12, key=str(number), title=f"Cara {number}")
    first, second = (hall.visitor().get(path(view) + f"?page={n}") for n in (1, 2))
    assert [len(page.context["cards"]) for page in (first, second)] == [20, 3]
    part = hall.visitor().get(f"/m/{view.number}").context["record"].parts["solutions"]
    assert (len(part.cards), part.more) == (12, 11)
    assert hall.visitor().get(path(view, "bandingkan?s=1&s=23")).status_code == 200
