"""The forms of a draft: money, names, pictures, and where a refusal belongs."""

from zoneinfo import ZoneInfo

import pytest
from starlette.datastructures import FormData

from voting.errors import InvalidError
from web import pictures
from web.forms import Reader
from web.forms.drafts import (
    EVERYBODY,
    check_times,
    read_counting,
    read_option,
    read_question,
    refuse,
)

ZONE = ZoneInfo("Asia/Jakarta")
QUESTION = {
    "title": " Apa yang kita bangun? ",
    "question": "Dana cukup untuk satu.\r\nPilih satu.",
    "place": "Krajan",
    "opens": "2026-05-14T08:00",
    "closes": "2026-05-20T20:00",
}
OPTION = {"label": "Sumur", "description": "", "cost": "", "picture": "air-bersih"}
COUNTING = {
    "method": "approval",
    "level": "A",
    "rules-of": "approval",
    "rule-seats": "2",
    "rule-ties": "lot",
}


def reader(fields):
    return Reader(FormData(fields), "id")


def test_a_question_is_read_whole():
    form = reader(QUESTION)
    found = read_question(form, ZONE, ["Krajan"])
    assert form.problems == []
    assert (found.title, found.place) == ("Apa yang kita bangun?", "Krajan")
    assert found.question == "Dana cukup untuk satu.\nPilih satu."
    assert found.closes - found.opens == 6 * 86_400 + 12 * 3_600


def test_a_question_names_all_that_is_wrong():
    form = reader({"title": "a" * 201, "place": "Atlantis", "opens": "besok", "closes": ""})
    read_question(form, ZONE, ["Krajan"])
    assert set(form.errors) == {"title", "place", "opens", "closes"}


def test_the_whole_community_has_no_place():
    assert read_question(reader({**QUESTION, "place": EVERYBODY}), ZONE, []).place == ""


@pytest.mark.parametrize(
    ("opens", "closes", "wrong"),
    [
        ("2026-05-14T08:00", "2026-05-14T08:01", False),
        ("2026-05-14T08:00", "2026-05-14T08:00", True),
        ("2026-05-14T08:01", "2026-05-14T08:00", True),
        ("2026-01-01T08:00", "2026-01-02T08:00", True),
    ],
)
def test_times_that_cannot_be_stand_beside_the_close(opens, closes, wrong):
    form = reader({**QUESTION, "opens": opens, "closes": closes})
    found = read_question(form, ZONE, ["Krajan"])
    check_times(form, found, found.opens - 60 if "05" in opens else found.closes)
    assert set(form.errors) == ({"closes"} if wrong else set())


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("", None),
        ("   ", None),
        ("0", 0),
        ("38500000", 38_500_000),
        ("38.500.000", 38_500_000),
        ("Rp38.500.000", 38_500_000),
        ("rp 38.500.000,-", 38_500_000),
        ("Rp. 38.500.000,00", 38_500_000),
        ("38,500,000", 38_500_000),
    ],
)
def test_money_is_read_as_people_write_it(typed, amount):
    form = reader({**OPTION, "cost": typed})
    assert read_option(form, pictures.hashes(), []).cost == amount
    assert form.problems == []


@pytest.mark.parametrize(
    "typed", ["-5", "38.5", "1.2345", "sejuta", "٣٨", "9" * 17, "9007199254740992", "1e6"]
)
def test_what_is_no_money_is_refused(typed):
    form = reader({**OPTION, "cost": typed})
    read_option(form, pictures.hashes(), [])
    assert set(form.errors) == {"cost"}


def test_a_name_is_not_taken_twice_and_a_picture_is_one_of_ours():
    form = reader({**OPTION, "label": " sumur ", "picture": "../../etc/passwd"})
    read_option(form, pictures.hashes(), ["Sumur", "Jalan"])
    assert set(form.errors) == {"label", "picture"}


def test_a_way_of_counting_is_a_method_with_all_its_rules():
    form = reader(COUNTING)
    found = read_counting(form)
    assert (found.method, found.level, found.rules) == (
        "approval",
        "A",
        {"seats": 2, "ties": "lot"},
    )


def test_rules_of_another_method_are_not_taken_for_this_one():
    form = reader({**COUNTING, "method": "irv"})
    assert read_counting(form) is None
    assert form.problems == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rule-seats": "0"}, "rule-seats"),
        ({"rule-seats": "dua"}, "rule-seats"),
        ({"rule-ties": "luck"}, "rule-ties"),
        ({"method": "dice"}, "method"),
        ({"level": "C"}, "level"),
    ],
)
def test_what_cannot_be_counted_is_refused_beside_its_field(change, field):
    form = reader({**COUNTING, **change})
    assert read_counting(form) is None
    assert set(form.errors) == {field}


def test_a_refusal_finds_its_field():
    form = reader({})
    refuse(form, InvalidError("contest.no-title"))
    refuse(form, InvalidError("contest.text-too-long", most=200))
    assert set(form.errors) == {"title", ""}
