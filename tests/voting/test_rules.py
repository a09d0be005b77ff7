from dataclasses import FrozenInstanceError, dataclass

import pytest

from voting.canonical import encode, fingerprint
from voting.errors import InvalidRuleError
from voting.rules import (
    card,
    check_bounds,
    choice,
    limit,
    read,
    rule_fields,
    rules_hash,
    switch,
    text,
    whole,
)
from voting.words import Phrase, explain

WORD = Phrase("kata", "word")


@dataclass(frozen=True, kw_only=True)
class Rules:
    seats: int = whole(1, WORD, WORD, least=1, most=3)
    ranks: int | None = limit(None, WORD, WORD, unlimited="max", least=1)
    how: str = choice("fast", WORD, WORD, {"fast": WORD, "slow": WORD})
    batch: bool = switch(False, WORD, WORD)
    ties: str = text("lot", WORD, WORD)
    only: str = choice("end", WORD, WORD, {"end": WORD})
    quiet: int = whole(4, WORD, WORD, quiet=True)
    places: int = whole(5, WORD, WORD, least=5, most=5)

    def __post_init__(self):
        check_bounds(self)


def test_rules_are_read_from_text_as_the_command_line_gives_it():
    given = {"seats": "2", "ranks": "3", "how": "slow", "batch": "TRUE", "ties": "order:a"}
    assert read(Rules, given) == Rules(seats=2, ranks=3, how="slow", batch=True, ties="order:a")
    assert read(Rules, {"ranks": "max", "batch": "false"}) == Rules()
    assert read(Rules, {}) == Rules()


def test_a_card_reads_back_as_the_same_rules():
    for rules in (Rules(), Rules(seats=3, ranks=7, batch=True)):
        assert read(Rules, card(rules)) == rules
        assert encode(card(rules))
    assert card(Rules())["ranks"] == "max"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"seat": "1"}, "rules.unknown-key"),
        ({"seats": "0"}, "rules.out-of-bounds"),
        ({"seats": "4"}, "rules.out-of-bounds"),
        ({"seats": "1.0"}, "rules.out-of-bounds"),
        ({"seats": "-1"}, "rules.out-of-bounds"),
        ({"seats": "٣"}, "rules.out-of-bounds"),
        ({"seats": True}, "rules.out-of-bounds"),
        ({"quiet": -1}, "rules.too-small"),
        ({"places": "4"}, "rules.always"),
        ({"ranks": "unlimited"}, "rules.not-a-limit"),
        ({"ranks": "0"}, "rules.not-a-limit"),
        ({"ranks": "1" * 17}, "rules.not-a-limit"),
        ({"how": "medium"}, "rules.not-a-choice"),
        ({"batch": "yes"}, "rules.not-a-switch"),
        ({"batch": 1}, "rules.not-a-switch"),
        ({"ties": 1}, "rules.not-a-text"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(given, code):
    with pytest.raises(InvalidRuleError) as refusal:
        read(Rules, given)
    assert refusal.value.code == code
    for language in ("id", "en"):
        assert "{" not in explain(refusal.value, language)


def test_bounds_hold_also_without_reading():
    with pytest.raises(InvalidRuleError):
        Rules(seats=9)
    with pytest.raises(InvalidRuleError):
        Rules(how="medium")


def test_fields_that_leave_nothing_to_choose_are_internal():
    internal = {name for name, (rule, _) in rule_fields(Rules).items() if rule.internal}
    assert internal == {"only", "quiet", "places"}
    assert list(rule_fields(Rules)) == list(rule_fields(Rules()))
    assert rule_fields(Rules)["seats"][1] == 1


def test_the_hash_names_method_and_every_rule():
    assert rules_hash("irv", Rules()) == fingerprint({"method": "irv", "rules": card(Rules())})
    hashes = {
        rules_hash("irv", Rules()),
        rules_hash("stv", Rules()),
        rules_hash("irv", Rules(seats=2)),
    }
    assert len(hashes) == 3


def test_rules_are_frozen():
    with pytest.raises(FrozenInstanceError):
        Rules().seats = 2
