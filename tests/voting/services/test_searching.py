"""Matters are found by their words, whatever the case and marks, on both databases."""

import pytest

from tests import matters
from tests.village import make_village
from voting.services import searching
from voting.store import matters as store


@pytest.fixture
def village(database_url, tmp_path):
    made = make_village(database_url, tmp_path / "keys", migrated=True)
    yield made
    made.database.close()


def raise_about(village, title, words=""):
    view = matters.start(village, title=title, words=words)
    village.write(searching.note, view.id, view.title, view.words)
    return view


def titles(village, asked, by=searching.found):
    return [view.title for view in village.read(by, asked, limit=5)]


def test_every_word_must_be_there_and_the_title_weighs_more(village):
    raise_about(village, "Air bersih mati", "Sejak Februari.")
    raise_about(village, "Jalan berlubang", "Kalau hujan penuh air, motor jatuh.")
    assert titles(village, "AIR") == ["Air bersih mati", "Jalan berlubang"]
    assert titles(village, "air hujan") == ["Jalan berlubang"]
    assert sorted(titles(village, "ber")) == ["Air bersih mati", "Jalan berlubang"]
    assert titles(village, "café") == []


def test_marks_do_not_matter(village):
    raise_about(village, "Café désa")
    assert titles(village, "cafe DESA") == ["Café désa"]


@pytest.mark.parametrize(
    "asked", ["", "   ", "'\"*()&|!:-", 'a" OR title:x', "\x00", "NOT", "NEAR(", "x" * 5000]
)
def test_nothing_that_is_asked_breaks_the_search(village, asked):
    raise_about(village, "Air bersih mati")
    assert isinstance(titles(village, asked), list)
    assert isinstance(titles(village, asked, searching.similar), list)


def test_words_that_change_are_found_anew(village):
    view = raise_about(village, "Air mati")
    village.write(searching.note, view.id, "Listrik padam", "")
    assert titles(village, "air") == []
    assert titles(village, "listrik") == ["Air mati"]


def test_similar_matters_share_telling_words_and_go_on(village):
    raise_about(village, "Lampu jalan mati di RT 02", "Gelap sekali setelah magrib.")
    ended = raise_about(village, "Lampu balai pecah")
    raise_about(village, "Tidak ada yang mau ronda", "Untuk warga yang sudah tua.")
    village.write(store.end, ended.id, "done", 2_000_000_000)
    alike = titles(village, "Jalan ke pasar gelap, lampu tidak ada untuk warga", searching.similar)
    assert alike == ["Lampu jalan mati di RT 02"]


def test_hidden_matters_are_not_found(village):
    view = raise_about(village, "Air mati")
    village.write(store.change, view.id, hidden=True)
    assert titles(village, "air") == []
