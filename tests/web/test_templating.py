"""Templates know their language, escape what people wrote, and stop at a name nobody gave."""

import pytest
from jinja2 import UndefinedError

from voting.words import Phrase
from web.addresses import Address, Addresses
from web.static_files import Assets
from web.templating import environment


@pytest.fixture
def template(settings, tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    addresses = Addresses(
        [Address("home/show", "/"), Address("contests/show", "/p/{number}")], "id"
    )

    def make(language, text):
        (folder / "t.html").write_text(text, "utf-8")
        return environment(language, settings(), addresses, Assets(), folder).get_template("t.html")

    return make


def test_sentences_links_and_files(template):
    text = "{{ lang }} {{ _('Sign out') }} {{ url('contests/show', number='P-1') }}"
    assert template("id", text).render() == "id Keluar /p/P-1"
    assert template("en", text).render() == "en Sign out /en/p/P-1"
    assert template("id", "{{ asset('app.css') }}").render().startswith("/static/")


def test_filters_speak_the_language(template):
    text = "{{ 1778756400|datetime }} | {{ 1778756400|date(short=true) }} | {{ 38500000|money }}"
    assert template("id", text).render() == (
        "Kamis, 14 Mei 2026 pukul 18.00 WIB | 14 Mei 2026 | Rp38.500.000"
    )
    assert template("en", "{{ 12345|number }} {{ p|phrase }}").render(p=Phrase("satu", "one")) == (
        "12,345 one"
    )


def test_macros_imported_without_context_speak_it_too(template, tmp_path):
    (tmp_path / "templates/m.html").write_text(
        "{% macro m() %}{{ _('Sign out') }} {{ url('home/show') }} {{ 5000|number }}{% endmacro %}"
    )
    assert template("id", "{% from 'm.html' import m %}{{ m() }}").render() == "Keluar / 5.000"


def test_what_people_wrote_is_escaped(template):
    text = "{{ name }}{{ _('Move %(name)s up', name=name) }}"
    assert "<script>" not in template("id", text).render(name="<script>alert(1)</script>")


def test_an_undefined_name_is_an_error(template):
    with pytest.raises(UndefinedError):
        template("id", "{{ nobody }}").render()
    with pytest.raises(UndefinedError):
        template("id", "{% if visit.person %}{% endif %}").render()
