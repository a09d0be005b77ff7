"""The form of a method's rules says what its fields say, and reads back what it shows."""

from dataclasses import dataclass

import pytest
from starlette.datastructures import FormData

from voting.errors import InvalidRuleError
from voting.methods import METHODS
from voting.rules import check_bounds, choice, limit, switch, text, whole
from voting.words import Phrase
from web.forms import Reader
from web.forms.rules_form import posted_rules, read_rules, rule_form

SEATS, HINT = Phrase("Kursi", "Seats"), Phrase("Berapa", "How many")


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Rules of every kind."""

    seats: int = whole(1, SEATS, HINT, least=1, most=9)
    ranks: int | None = limit(None, SEATS, HINT, unlimited="all")
    quota: str = choice("droop", SEATS, HINT, {"droop": SEATS, "hare": HINT})
    blank: bool = switch(True, SEATS, HINT)
    ties: str = text("lot", SEATS, HINT)
    scale: str = choice("one", SEATS, HINT, {"one": SEATS})

    def __post_init__(self):
        check_bounds(self)
        if self.ties != "lot":
            raise InvalidRuleError("ties.unknown", key="ties", value=self.ties)
        if self.seats == 9 and self.quota == "hare":
            raise InvalidRuleError("rules.wrong-method", method="x")


def posted(fields):
    """Return a form as a browser would send it, from the fields as they are shown."""
    sent = {}
    for field in fields:
        if field.kind == "switch":
            if field.value == "true":
                sent[field.name] = "1"
            continue
        sent[field.name] = field.value
        if field.unlimited:
            sent[field.name + "-unlimited"] = "1"
    return sent


def test_fields_speak_the_language_and_hide_what_has_one_value():
    fields = {field.name: field for field in rule_form(Rules, "id")}
    assert list(fields) == ["rule-seats", "rule-ranks", "rule-quota", "rule-blank", "rule-ties"]
    assert fields["rule-seats"].label == "Kursi"
    assert fields["rule-seats"].hint == "Berapa"
    assert (fields["rule-seats"].least, fields["rule-seats"].most) == (1, 9)
    assert fields["rule-quota"].choices == (("droop", "Kursi"), ("hare", "Berapa"))
    assert (fields["rule-ranks"].value, fields["rule-ranks"].unlimited) == ("", True)
    assert fields["rule-blank"].value == "true"
    assert rule_form(Rules, "en")[0].label == "Seats"


def test_what_was_typed_is_shown_again():
    fields = {field.name: field for field in rule_form(Rules, "id", {"seats": "many"})}
    assert fields["rule-seats"].value == "many"


def test_rules_are_read():
    sent = {"rule-seats": "3", "rule-ranks": "2", "rule-quota": "hare", "rule-ties": "lot"}
    form = Reader(FormData(sent), "id")
    assert read_rules(Rules, form) == Rules(seats=3, ranks=2, quota="hare", blank=False)
    assert form.problems == []


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"rule-seats": "0"}, ["rule-seats"]),
        ({"rule-seats": "three", "rule-quota": "x"}, ["rule-seats", "rule-quota"]),
        ({"rule-ranks": ""}, ["rule-ranks"]),
        ({"rule-ties": "coin"}, ["rule-ties"]),
        ({"rule-seats": "9", "rule-quota": "hare"}, [""]),
    ],
)
def test_every_wrong_rule_has_its_sentence(change, wrong):
    sent = {**posted(rule_form(Rules, "id")), "rule-ranks": "1", **change}
    sent.pop("rule-ranks-unlimited", None)
    form = Reader(FormData(sent), "id")
    assert read_rules(Rules, form) is None
    assert [problem.field for problem in form.problems] == wrong


def test_a_file_in_a_rule_is_no_rule():
    assert posted_rules(Rules, FormData({"rule-seats": object()}))["seats"] == ""


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_form_of_every_method_reads_back_its_defaults(method, language):
    form = Reader(FormData(posted(rule_form(method.rules, language))), language)
    assert read_rules(method.rules, form) == method.rules(), form.problems


@pytest.mark.parametrize("typed", ["30000000", "30.000.000", "Rp30.000.000", "Rp 30,000,000"])
def test_long_numbers_are_typed_and_shown_in_groups(typed):
    rules = METHODS["budget-greedy"].rules
    reader = Reader(FormData({"rule-budget": typed, "rule-ballot": "approval"}), "id")
    assert posted_rules(rules, reader.fields)["budget"] == "30000000"
    for language, shown in (("id", "30.000.000"), ("en", "30,000,000")):
        fields = {field.name: field for field in rule_form(rules, language, {"budget": 30_000_000})}
        assert fields["rule-budget"].value == shown


@pytest.mark.parametrize("typed", ["30.00", "1.5", "30.000.00", "-30.000", "tiga"])
def test_what_is_no_number_in_groups_stays_as_typed(typed):
    sent = posted_rules(Rules, FormData({"rule-seats": typed}))
    assert sent["seats"] == typed


def test_only_a_text_that_is_empty_by_default_may_be_left_empty():
    optional = {
        field.name
        for method in METHODS.values()
        for field in rule_form(method.rules, "en")
        if field.optional
    }
    assert optional == {"rule-exclusive", "rule-groups", "rule-requirements"}


def test_a_refusal_calls_the_rule_what_the_form_calls_it():
    reader = Reader(FormData({"rule-budget": "seratus juta"}), "id")
    assert read_rules(METHODS["budget-greedy"].rules, reader) is None
    assert reader.errors["rule-budget"].startswith("Aturan “Pagu” ")
