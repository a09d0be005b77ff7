"""Everything that can be reported is found by kind and number, hidden and shown again."""

import pytest

from tests import matters, solutions, talk
from tests.village import DURING
from voting.deliberation.matters import Phase
from voting.services import photos, subjects, summarising
from voting.store import matters as store


@pytest.fixture
def known(village):
    """One thing of each kind, with a word that it holds, all in one matter."""
    view = solutions.matter(village, Phase.TALK, title="Air mati")
    solution = solutions.propose(village, view, 1, key="b")
    amendment = solutions.amend(village, solution, 2, words="Bak dulu.")
    position = talk.speak(village, view, 0, words="Setuju sekali.")
    talk.summarise(village, view)
    village.write(
        summarising.reply, village.residents[0], view.number, 1, "Kurang.", agrees=False, at=DURING
    )
    [reply] = village.read(summarising.differing, view, None)
    photo = photos.PreparedPhoto(data=b"jpeg", size=(1, 1))
    photo_id = village.write(photos.keep, village.residents[3], photo, DURING)
    village.write(store.change, view.id, photo_id=photo_id)
    return view, {
        "matter": (view.id, "Air mati", village.moderator),
        "solution": (solution.id, "Ganti pipa 1.200 meter", village.residents[1]),
        "amendment": (amendment.id, "Bak dulu.", village.residents[2]),
        "position": (position.id, "Setuju sekali.", village.residents[0]),
        "reply": (reply.id, "Kurang.", village.residents[0]),
        "photo": (photo_id, "", village.residents[3]),
    }


def test_every_kind_is_found_with_its_author_and_its_words(village, known):
    view, things = known
    assert set(things) == set(subjects.KINDS)
    for kind, (number, words, author) in things.items():
        found = village.read(subjects.find, kind, number)
        assert (found.kind, found.id, found.number) == (kind, number, view.number)
        assert (found.author_id, found.author) == (author.id, author.name), kind
        assert words in found.words
        assert not found.hidden


@pytest.mark.parametrize("kind", subjects.KINDS)
def test_every_kind_is_hidden_once_and_comes_back(village, known, kind):
    number = known[1][kind][0]
    thing = type("Thing", (), {"id": number})
    second = talk.second_moderator(village)
    third = village.add("M3", "Bu Yati", *second.roles)
    case = talk.hide(village, thing, kind=kind, actor=second)
    assert village.read(subjects.find, kind, number).hidden
    talk.refused("moderation.hidden-already", talk.hide, village, thing, kind=kind, actor=third)
    talk.appeal(village, case, known[1][kind][2])
    talk.hear(village, case, third, upheld=False)
    assert not village.read(subjects.find, kind, number).hidden


def test_what_is_unknown_is_not_found(village):
    for kind, number in (("ballot", 1), ("", 1), ("position", 99), ("photo", 99)):
        talk.refused("moderation.no-subject", village.read, subjects.find, kind, number)
    assert village.read(subjects.find_many, "position", []) == {}


def test_a_photo_that_no_matter_shows_is_nobodys_business(village):
    photo = photos.PreparedPhoto(data=b"jpeg", size=(1, 1))
    photo_id = village.write(photos.keep, village.residents[3], photo, DURING)
    assert matters.start(village)
    talk.refused("moderation.no-subject", village.read, subjects.find, "photo", photo_id)
