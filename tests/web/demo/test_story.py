"""The story as data: complete in both languages, in order, and short enough to be read."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from voting.words import LANGUAGES
from web.demo import facts, story, teller

ZONE = ZoneInfo(facts.TIMEZONE)
NOW = 1_795_500_000
FILES = sorted(story.FOLDER.glob("*.json"))
VOTES = story.FOLDER.parent / "votes.json"
LONGEST = 400
PLAIN = {"set", "m", "m²", "PKK"}  # the same in both languages, with names and numbers


def texts(value):
    """Yield every leaf of the data that is a text in two languages."""
    if isinstance(value, dict) and set(value) & set(LANGUAGES):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


@pytest.mark.parametrize("path", [*FILES, VOTES], ids=lambda path: path.stem)
def test_every_text_has_its_twin(path):
    for text in texts(json.loads(path.read_text("utf-8"))):
        assert set(text) == set(LANGUAGES), text
        for words in text.values():
            assert words.strip() == words != "", text
            assert len(words) <= LONGEST, text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_words_that_stand_alone_are_the_same_in_both_languages(path):
    for step in json.loads(path.read_text("utf-8")):
        for name in ("title", "words", "reason", "not_agreed", "element"):
            assert isinstance(step.get(name, {}), dict), step
        for what, _volume, unit, _price, _source in step.get("solution", {}).get("costs", ()):
            assert isinstance(what, dict)
            assert isinstance(unit, dict) or unit in PLAIN


def test_it_happens_in_order_in_daylight_and_by_acts_that_exist():
    found = story.steps(NOW, "id", ZONE)
    assert [step.at for step in found] == sorted(step.at for step in found)
    assert all(step.at < NOW for step in found)
    for step in found:
        assert step.act in teller.ACTS
        assert 5 <= datetime.fromtimestamp(step.at, ZONE).hour <= 21, step


def test_nothing_is_left_in_two_languages_and_no_moment_as_text():
    for language in LANGUAGES:
        for step in story.steps(NOW, language, ZONE):
            assert not list(texts(step.values))
            assert not any(story._MOMENT.fullmatch(word) for word in words_in(step.values))


def words_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from words_in(each)


def test_a_moment_is_so_many_days_from_today_on_the_village_clock():
    today = datetime.fromtimestamp(NOW, ZONE)
    at = story.moment(today, "-2 19:30")
    then = datetime.fromtimestamp(at, ZONE)
    assert ((today.date() - then.date()).days, f"{then:%H:%M}") == (2, "19:30")
    assert story.moment(today, "no moment") == "no moment"
