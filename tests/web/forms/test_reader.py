"""Fields are read into values; every field that is wrong has its sentence, and nothing is lost."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData, UploadFile

from voting.errors import InvalidError
from web.forms import Reader, local_moment

JAKARTA = ZoneInfo("Asia/Jakarta")


def reader(language="id", **fields):
    return Reader(FormData(fields), language)


def test_text_loses_spaces_at_its_ends_only():
    form = reader(title="  Jalan  desa \r\n baru ")
    assert form.text("title") == "Jalan  desa \n baru"
    assert form.problems == []


@pytest.mark.parametrize(
    ("value", "sentence"),
    [("", "Mohon diisi dulu."), ("x" * 11, "Ini terlalu panjang: paling banyak 10 huruf.")],
)
def test_text_that_will_not_do(value, sentence):
    form = reader(title=value)
    form.text("title", most=10)
    assert form.problems == [("title", sentence)]
    assert form.errors == {"title": sentence}


def test_text_that_may_be_empty():
    form = reader()
    assert form.text("note", required=False) == ""
    assert not form.problems


@pytest.mark.parametrize(("value", "whole"), [("7", 7), (" 1.250.000 ", 1_250_000), ("0", 0)])
def test_whole_numbers(value, whole):
    form = reader(n=value)
    assert form.whole("n") == whole
    assert not form.problems


@pytest.mark.parametrize("value", ["", "-1", "1e3", "seribu", "٣", "²", "9" * 20, "1 000"])
def test_what_is_no_whole_number(value):
    form = reader(n=value)
    assert form.whole("n", default=5) == 5
    assert [problem.field for problem in form.problems] == ["n"]


def test_bounds_are_named_in_the_visitors_language():
    form = reader("en", n="12")
    form.whole("n", least=1, most=10)
    assert form.errors["n"] == "Please write a number from 1 to 10."


def test_choices():
    form = reader(level="B", way="x")
    assert form.choice("level", ("A", "B")) == "B"
    assert form.choice("way", ("a", "b"), "a") == "a"
    assert list(form.errors) == ["way"]


def test_moments_are_in_the_communitys_zone():
    form = reader(closes="2026-05-14T18:00", opens="yesterday")
    assert form.moment("closes", JAKARTA) == 1_778_756_400
    assert form.moment("opens", JAKARTA) == 0
    assert list(form.errors) == ["opens"]


@given(st.integers(0, 4_000_000_000))
def test_moments_come_back_as_they_were_shown(at):
    minute = at - at % 60
    assert reader(m=local_moment(minute, JAKARTA)).moment("m", JAKARTA) == minute


def test_a_refusal_belongs_to_its_field():
    def refuse():
        raise InvalidError("form.not-chosen")

    form = reader()
    assert form.value("pin", refuse, "") == ""
    assert form.value("name", lambda: "Sari", "") == "Sari"
    assert list(form.errors) == ["pin"]


def test_one_sentence_per_field():
    form = reader()
    form.refuse("a", InvalidError("form.empty"))
    form.refuse("a", InvalidError("form.not-chosen"))
    assert len(form.problems) == 1


def test_a_file_is_no_text():
    form = Reader(FormData({"title": UploadFile(file=None)}), "id")
    assert form.raw("title") == ""
    assert not form.checked("title")


def test_boxes():
    assert reader(yes="1").checked("yes")
    assert not reader().checked("yes")


@given(st.dictionaries(st.sampled_from("abcde"), st.text()), st.sampled_from(["id", "en"]))
def test_nothing_that_is_sent_breaks_a_reader(fields, language):
    form = Reader(FormData(fields), language)
    form.text("a")
    form.whole("b")
    form.choice("c", ("x",))
    form.moment("d", JAKARTA)
    form.checked("e")
    assert all(problem.sentence for problem in form.problems)
