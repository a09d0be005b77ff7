"""Reports: of what, by whom, and how many a day."""

import pytest

from tests import talk
from tests.village import DURING
from voting.deliberation.conduct import FLAGS_A_DAY

DAY = 86_400


@pytest.fixture
def view(village):
    return talk.talk(village)


@pytest.fixture
def position(village, view):
    return talk.speak(village, view, 0, "against", "Orang bodoh!")


def test_what_cannot_be_reported(village, position):
    talk.refused("moderation.own-words", talk.flag, village, 0, position)
    talk.refused("moderation.no-rule", talk.flag, village, 1, position, rule="ugly")
    talk.refused("moderation.no-subject", talk.flag, village, 1, position, kind="ballot")
    position_id = position.id
    unknown = type(position)(**{**vars(position), "id": position_id + 999})
    talk.refused("moderation.no-subject", talk.flag, village, 1, unknown)
    talk.hide(village, position)
    talk.refused("moderation.hidden-already", talk.flag, village, 1, position)


def test_nobody_floods_the_moderators(sqlite_village):
    village = sqlite_village
    view = talk.talk(village)
    made = [talk.speak(village, view, who) for who in range(FLAGS_A_DAY + 1)]
    for one in made[:-1]:
        talk.flag(village, 11, one)
    talk.refused("moderation.too-many-flags", talk.flag, village, 11, made[-1])
    talk.flag(village, 11, made[-1], at=DURING + DAY + 1)
