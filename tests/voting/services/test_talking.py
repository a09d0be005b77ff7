"""One position for each person, "me too", answers: who may, how often, and what stays."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import talk
from tests.village import DURING, chance
from voting.deliberation.matters import Phase
from voting.deliberation.talk import CHANGES_A_DAY, LONGEST_POSITION, POSITIONS_A_DAY, Side
from voting.services import notices, talking
from voting.store import matters as matter_store

DAY = 86_400


@pytest.fixture
def view(village):
    return talk.talk(village)


def counted(village, view):
    return village.read(talking.counts, view)


def test_each_person_stands_in_one_place(village, view):
    first = talk.speak(village, view, 0, "for", "Setuju.")
    second = talk.speak(village, view, 0, "against", "Tidak jadi.", at=DURING + 9)
    assert counted(village, view) == {"against": (1, 0)}
    own = village.read(talking.own, view, village.residents[0])
    assert (own.id, own.side, own.words, own.changed) == (second.id, "against", "Tidak jadi.", True)
    past = village.read(talking.history, own, None)
    assert [(one.words, one.until_at) for one in past] == [
        ("Tidak jadi.", None),
        ("Setuju.", DURING + 9),
    ]
    assert past[1].id == first.id


def test_the_same_form_twice_makes_one_position(village, view):
    key = chance("one form")
    first = talk.speak(village, view, 0, "for", "Satu.", key=key)
    again = talk.speak(village, view, 0, "against", "Lain.", key=key)
    same = talk.speak(village, view, 0, "for", "Satu.", at=DURING + 5)
    assert first == again == same
    assert len(village.read(talking.history, first, None)) == 1


def test_somebody_elses_form_is_not_mine(village, view):
    key = chance("one form")
    assert talk.speak(village, view, 0, key=key).id != talk.speak(village, view, 1, key=key).id


def test_a_position_can_be_taken_back_and_stays_in_the_history(village, view):
    talk.speak(village, view, 0)
    for _ in range(2):
        village.write(talking.withdraw, village.residents[0], view.number, at=DURING + 1)
    assert counted(village, view) == {}
    assert village.read(talking.own, view, village.residents[0]) is None
    talk.speak(village, view, 0, "question", "Berapa biayanya?", at=DURING + 2)
    assert counted(village, view) == {"question": (1, 0)}


@pytest.mark.parametrize(
    ("side", "words", "code"),
    [
        ("", "Ada.", "talk.no-side"),
        ("answer", "Ada.", "talk.no-side"),
        ("FOR", "Ada.", "talk.no-side"),
        ("for", " \n\t\u200b\x00 ", "talk.no-words"),
        ("for", "x" * (LONGEST_POSITION + 1), "matter.text-too-long"),
    ],
)
def test_what_is_no_position(village, view, side, words, code):
    talk.refused(code, talk.speak, village, view, 0, side, words)


def test_who_may_speak_and_when(village, view):
    talk.refused("matter.not-your-act", talk.speak, village, view, village.auditor)
    talk.refused("matter.not-your-act", talk.speak, village, view, village.moderator)
    early = talk.talk(village, Phase.PROBLEM, title="Lain")
    talk.refused("matter.not-in-this-phase", talk.speak, village, early, 0)
    village.database.write(lambda c: matter_store.change(c, view.id, hidden=True))
    talk.refused("matter.is-hidden", talk.speak, village, view, 0)
    village.database.write(lambda c: matter_store.end(c, view.id, "done", DURING))
    talk.refused("matter.has-ended", talk.speak, village, view, 0)


def test_nobody_floods_a_talk(village, view):
    for number in range(CHANGES_A_DAY):
        talk.speak(village, view, 0, "for", f"Ubah {number}.", at=DURING + number)
    talk.refused(
        "talk.changed-too-often", talk.speak, village, view, 0, words="Lagi.", at=DURING + 9
    )
    talk.speak(village, view, 0, "for", "Besoknya.", at=DURING + DAY + 1)


def test_nobody_floods_every_talk(sqlite_village):
    village = sqlite_village
    views = [talk.talk(village, title=f"Urusan {n}") for n in range(POSITIONS_A_DAY + 1)]
    for view in views[:-1]:
        talk.speak(village, view, 0)
    talk.refused("talk.too-many-today", talk.speak, village, views[-1], 0)
    talk.speak(village, views[-1], 1)


def test_me_too_is_said_once_and_taken_back(village, view):
    position = talk.speak(village, view, 0)
    for who in (1, 2, 1):
        talk.share(village, view, position, who)
    seen = village.read(talking.show, view, position.id, village.residents[1])
    assert (seen.shared, seen.mine) == (2, True)
    assert not village.read(talking.show, view, position.id, village.residents[3]).mine
    for _ in range(2):
        talk.share(village, view, position, 1, wanted=False)
    assert village.read(talking.show, view, position.id, None).shared == 1


def test_what_cannot_be_shared(village, view):
    position = talk.speak(village, view, 0, "question", "Kapan?")
    talk.refused("talk.own-position", talk.share, village, view, position, 0)
    talk.refused("matter.not-your-act", talk.share, village, view, position, village.moderator)
    given = talk.answer(village, view, position, village.moderator)
    talk.refused("talk.no-third-level", talk.share, village, view, given, 1)
    other = talk.talk(village, title="Lain")
    talk.refused("talk.no-position", talk.share, village, other, position, 1)
    talk.speak(village, view, 0, "for", "Sudah jelas.", at=DURING + 1)
    talk.refused("talk.was-changed", talk.share, village, view, position, 1)


def test_those_who_shared_are_told_and_not_taken_along(village, view):
    position = talk.speak(village, view, 0)
    talk.share(village, view, position, 1)
    changed = talk.speak(village, view, 0, "against", "Berubah.", at=DURING + 1)
    assert changed.shared == 0
    told = village.read(notices.inbox, village.residents[1], limit=9)
    assert [one.kind for one in told] == ["position-changed"]


def test_whoever_speaks_or_shares_follows(village, view):
    position = talk.speak(village, view, 0)
    talk.share(village, view, position, 1)
    for who, expected in ((0, True), (1, True), (2, False)):
        assert village.read(notices.is_followed, village.residents[who].id, view.id) is expected


def test_a_question_is_answered_by_authors_and_moderators_only(village, view):
    asked = talk.speak(village, view, 0, "question", "Siapa yang merawat?")
    talk.refused("talk.only-authors-answer", talk.answer, village, view, asked, 2)
    talk.solve(village, view, 2)
    talk.answer(village, view, asked, 2, "Kelompok air.")
    talk.answer(village, view, asked, village.moderator, "Dibahas Sabtu.")
    found = village.read(talking.answers, [asked], None)[asked.id]
    assert [one.words for one in found] == ["Kelompok air.", "Dibahas Sabtu."]
    told = village.read(notices.inbox, village.residents[0], limit=9)
    assert [one.kind for one in told] == ["position-answered", "position-answered"]


def test_an_answer_gives_way_to_a_better_one(village, view):
    asked = talk.speak(village, view, 0, "condition", "Asal iurannya jelas.")
    key = chance("answer")
    for words in ("Dua ribu.", "Tiga ribu."):  # the same form twice
        talk.answer(village, view, asked, village.moderator, words, key=key)
    talk.answer(village, view, asked, village.moderator, "Lima ribu.", at=DURING + 1)
    found = village.read(talking.answers, [asked], None)[asked.id]
    assert [(one.words, one.changed) for one in found] == [("Lima ribu.", True)]
    assert counted(village, view) == {"condition": (1, 0)}


@pytest.mark.parametrize("side", [Side.FOR, Side.AGAINST])
def test_quarrels_find_no_reply_button(village, view, side):
    position = talk.speak(village, view, 0, side)
    talk.refused("talk.not-for-answers", talk.answer, village, view, position, village.moderator)


def test_answers_get_no_answers(village, view):
    asked = talk.speak(village, view, 0, "question", "Kapan?")
    given = talk.answer(village, view, asked, village.moderator)
    talk.refused("talk.no-third-level", talk.answer, village, view, given, village.moderator)


def test_hidden_words_are_for_their_author_only(village, view):
    position = talk.speak(village, view, 0, "for", "Kasar sekali.")
    talk.hide(village, position)
    for reader, words in (
        (None, ""),
        (village.residents[1], ""),
        (village.residents[0], "Kasar sekali."),
    ):
        seen = village.read(talking.show, view, position.id, reader)
        assert (seen.hidden, seen.words) == (True, words)
        listed = village.read(talking.listed, view, "for", reader, limit=9, offset=0)
        assert [one.words for one in listed] == [words]
        assert [one.words for one in village.read(talking.history, seen, reader)] == [words]
    assert village.read(talking.leading, view, None) == ()
    assert counted(village, view) == {"for": (1, 1)}
    talk.refused("talk.is-hidden", talk.share, village, view, position, 1)


def test_a_side_is_listed_by_shares_or_by_age(village, view):
    made = [talk.speak(village, view, who, at=DURING + who) for who in range(5)]
    for who in (5, 6):
        talk.share(village, view, made[3], who)
    talk.share(village, view, made[1], 5)
    order = {"newest": False, "limit": 4, "offset": 0}
    shared = [one.id for one in village.read(talking.listed, view, "for", None, **order)]
    assert shared == [made[n].id for n in (3, 1, 0, 2)]
    order = {"newest": True, "limit": 4, "offset": 1}
    newest = [one.id for one in village.read(talking.listed, view, "for", None, **order)]
    assert newest == [made[n].id for n in (3, 2, 1, 0)]


def at_once(services):
    """Run services at the same moment, each in a thread of its own; return what they returned."""
    with ThreadPoolExecutor(len(services)) as pool:
        return [one.result() for one in [pool.submit(service) for service in services]]


def test_whoever_sends_twice_at_once_still_stands_in_one_place(village, view):
    key = chance("one form")
    same = at_once([lambda: talk.speak(village, view, 0, "for", "Satu.", key=key)] * 4)
    assert len({one.id for one in same}) == 1
    at_once([lambda n=n: talk.speak(village, view, 0, "for", f"Ubah {n}.") for n in range(4)])
    assert counted(village, view) == {"for": (1, 0)}
    at_once(
        [
            lambda: talk.share(
                village, view, village.read(talking.own, view, village.residents[0]), 1
            )
        ]
        * 4
    )
    assert village.read(talking.own, view, village.residents[0]).shared == 1
