import ast
from pathlib import Path

import pytest

from voting.errors import InvalidError
from voting.words import LANGUAGES, Phrase, explain, listing, number, say, sentences

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        (1234567, "id", "1.234.567"),
        (1234567, "en", "1,234,567"),
        (-1000, "id", "-1.000"),
        ("1430.53520", "id", "1.430,53520"),
        ("1430.53520", "en", "1,430.53520"),
        ("-0.5", "id", "-0,5"),
        ("61/3", "id", "61/3"),
        ("85/2", "id", "42,5"),
        ("-9/8", "en", "-1.125"),
        ("1/2", "id", "1/2"),
        ("1234567/1000", "id", "1.234,567"),
        ("1234567/1001", "id", "≈ 1.233,3337"),
        ("-20000/30001", "en", "≈ -0.6666"),
        ("99999999/100000000", "en", "≈ 1.0000"),
        ("desa", "en", "desa"),
    ],
)
def test_numbers_are_written_as_the_language_does(value, language, expected):
    assert number(value, language) == expected


@pytest.mark.parametrize(
    ("names", "indonesian", "english"),
    [
        ((), "", ""),
        (("Balai",), "Balai", "Balai"),
        (("Balai", "Jalan"), "Balai dan Jalan", "Balai and Jalan"),
        (("Balai", "Jalan", "Sumur"), "Balai, Jalan dan Sumur", "Balai, Jalan and Sumur"),
    ],
)
def test_lists_read_as_people_say_them(names, indonesian, english):
    assert (listing(names, "id"), listing(names, "en")) == (indonesian, english)


@pytest.mark.parametrize(
    "text", ["1/0", "7/00", "\u0663/\u0660", "\u0663.\u0665", "9" * 5000 + ".5", f"1/{'9' * 5000}"]
)
def test_what_only_looks_like_a_number_is_shown_as_it_stands(text):
    assert number(text, "en") == text
    assert text in say("file.not-a-count", {"found": text, "expected": "1"}, "en")


def test_a_word_can_follow_the_number_of_a_value_or_of_names():
    values = {"votes": 1, "excluded": ("Balai",)}
    one = say("irv.papers-rest", values, "en")
    many = say("irv.papers-rest", {**values, "votes": 2}, "en")
    assert "1 of the ballots that counted for Balai names nobody" in one
    assert "2 of the ballots that counted for Balai name nobody" in many
    alone = say("count.unopposed", {"elected": ("Balai",)}, "en")
    both = say("count.unopposed", {"elected": ("Balai", "Jalan")}, "en")
    assert alone.startswith("Balai is elected")
    assert both.startswith("Balai and Jalan are elected")


def test_one_vote_is_no_votes():
    one = {
        "elected": ("A",),
        "source": ("A",),
        "votes": 1,
        "quota": 1,
        "surplus": 1,
        "value": "0.5",
    }
    assert "with 1 vote and" in say("stv.elected-quota", one, "en")
    assert "has 1 vote more" in say("stv.surplus", one, "en")
    assert "There is 1 valid ballot for 1 seat," in say(
        "stv.quota", {**one, "valid": 1, "seats": 1}
    )


def test_a_refusal_explains_itself_in_both_languages():
    error = InvalidError("contest.too-many-options", most=254)
    assert explain(error) == "A contest can hold at most 254 options."
    assert explain(error, "id") == "Paling banyak 254 pilihan dalam satu pemungutan suara."
    assert str(error) == "contest.too-many-options (most=254)"
    assert str(InvalidError("contest.no-options")) == "contest.no-options"


def test_a_code_without_a_sentence_names_itself():
    assert say("no.such-code", {}, "id") == "no.such-code"


def test_only_two_languages_exist():
    with pytest.raises(KeyError):
        sentences("fr")


def test_a_phrase_speaks_both_languages():
    phrase = Phrase("desa", "village")
    assert [phrase.in_language(language) for language in LANGUAGES] == ["desa", "village"]


def reasons_written_out():
    """Return the code of every reason in the program that stands there as a plain text."""
    found = set()
    for path in ROOT.glob("voting/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reason":
                codes = [k.value for k in node.keywords if k.arg == "code"]
                found |= {c.value for c in codes if isinstance(c, ast.Constant)}
    return found


def test_every_reason_has_its_sentence():
    assert len(reasons_written_out()) > 10
    assert reasons_written_out() <= set(sentences("id"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tie_has_its_sentence(language):
    known = sentences(language)
    for purpose in ("elect", "exclude", "order"):
        assert f"tie.open.{purpose}" in known
        assert all(f"tie.{purpose}.{by}" in known for by in ("previous", "lot", "order"))


def test_money_is_written_by_whoever_knows_the_currency():
    values = {"budget": 5000, "cost": "7/2", "left": 1500}
    plain = say("budget.sum", values, "en")
    assert plain == "Of the budget of 5,000, 3.5 is spent and 1,500 is left."
    told = say("budget.sum", values, "id", lambda value: f"<{value}>")
    assert told == "Terpakai <7/2> dari pagu <5000>; sisanya <1500>."
    error = InvalidError("budget.over", over=10, budget=20)
    assert explain(error, "en", lambda value: f"${value}").startswith("Your choices cost $10 more")


def test_only_money_is_written_as_money():
    params = {"budget": 9, "voters": 8, "blank": 7}
    told = say("budget.opening", params, "en", lambda value: f"Rp{value}")
    assert told == "The budget is Rp9. There are 8 voters, 7 of them with a blank ballot."
