"""The language of a page stands in its address."""

import pytest

from web.language import catalogue, language_of, other, prefix


@pytest.mark.parametrize(
    ("path", "default", "language"),
    [
        ("/", "id", "id"),
        ("/hasil", "id", "id"),
        ("/en", "id", "en"),
        ("/en/hasil", "id", "en"),
        ("/english", "id", "id"),
        ("/id/hasil", "id", "id"),
        ("/id/hasil", "en", "id"),
        ("/hasil", "en", "en"),
        ("*", "id", "id"),
        ("", "id", "id"),
    ],
)
def test_language_of_a_path(path, default, language):
    assert language_of(path, default) == language


def test_only_the_other_language_has_a_prefix():
    assert (prefix("id", "id"), prefix("en", "id"), prefix("id", "en")) == ("", "/en", "/id")
    assert (other("id"), other("en")) == ("en", "id")


def test_catalogues_translate():
    assert catalogue("id").gettext("Sign out") == "Keluar"
    assert catalogue("en").gettext("Sign out") == "Sign out"
    assert catalogue("id").gettext("nobody wrote this") == "nobody wrote this"


def test_indonesian_has_one_form_and_english_two():
    one, many = "There is one thing to correct", "There are %(num)d things to correct"
    assert len({catalogue("id").ngettext(one, many, n) for n in (0, 1, 2, 5)}) == 1
    assert catalogue("en").ngettext(one, many, 1) == one
    assert catalogue("en").ngettext(one, many, 2) == many
