"""The rules of the talk: a list with words in both languages, numbered by its order."""

import pytest

from voting.deliberation.conduct import RULES, number, rule
from voting.errors import InvalidError


def test_every_rule_is_told_in_both_languages():
    for name, known in RULES.items():
        assert known.id == name
        assert all(text.strip() for phrase in (known.title, known.line) for text in phrase)


def test_a_rule_has_its_number():
    assert [number(name) for name in RULES] == list(range(1, len(RULES) + 1))
    assert number("gone") == 0


@pytest.mark.parametrize("name", ["", "gone", "INSULT"])
def test_nothing_is_hidden_for_a_reason_that_is_not_in_the_list(name):
    with pytest.raises(InvalidError) as refused:
        rule(name)
    assert refused.value.code == "moderation.no-rule"
