import pytest

from tests.voting.deliberation.stories import DAY, HOUR, WHY, Village
from voting.deliberation.events import (
    RecordVote,
)
from voting.deliberation.minutes import minutes, sentences_of
from voting.deliberation.presets import PRESETS
from voting.words import LANGUAGES, sentences


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PRESETS)
def test_minutes_tell_the_whole_story_in_both_languages(name, language):
    village = Village(name).round("agree", "agree-note", "aside", "block", wait=HOUR)
    lines = minutes(village.events, {"dewi": "Bu Dewi"})
    told = sentences_of(lines, language)
    assert all(line.reason.code in sentences(language) for line in lines)
    assert not any("{" in said for said in told)
    whole = "\n".join(told)
    for part in ("hash-1", "Ronda", "moderator", "citra", "Bu Dewi", WHY["block"]):
        assert part in whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_minutes_of_a_long_road(language):
    village = Village().round("agree").conclude().failed_round().amend().failed_round().amend()
    village.failed_round().do(RecordVote, yes=2, no=2, abstain=0, eligible=4)
    village.do(RecordVote, yes=3, no=1, abstain=0, eligible=4, wait=DAY)
    lines = minutes(village.events)
    codes = [line.reason.code for line in lines]
    assert codes.count("minutes.counts") == 4
    assert codes[-2:] == ["minutes.end.adopted_by_vote", "minutes.blocks-on-record"]
    assert set(codes) <= set(sentences(language))
    assert not any("{" in said for said in sentences_of(lines, language))
