"""A summary says what was agreed and what was not; those who took part say whether it is right."""

import pytest

from tests import solutions, talk
from tests.village import DURING
from voting.deliberation.matters import Phase
from voting.services import notices, recording, summarising
from voting.store import matter_facts
from voting.store.rows import coauthor


@pytest.fixture
def view(village):
    made = talk.talk(village)
    position = talk.speak(village, made, 0)
    talk.share(village, made, position, 1)
    return made


def reply(village, view, who, *, agrees=True, words="", version=1, at=DURING):
    person = talk.person(village, who)
    village.write(summarising.reply, person, view.number, version, words, agrees=agrees, at=at)


def test_a_summary_is_on_record_and_those_who_took_part_are_asked(village, view):
    made = talk.summarise(village, view, "Pipa diganti.")
    assert (made.version, made.words, made.not_agreed) == (1, "Pipa diganti.", talk.NOT_AGREED)
    act = village.read(recording.acts_of_matter, view.id)[-1]
    assert (act.kind, dict(act.detail)) == ("summary-published", {"matter": view.number, "n": 1})
    for who, told in ((0, 1), (1, 1), (2, 0)):
        kinds = [n.kind for n in village.read(notices.inbox, village.residents[who], limit=9)]
        assert kinds.count("summary-published") == told
    assert village.read(matter_facts.read, view.id).summaries == 1


def test_a_better_one_is_a_new_version(village, view):
    talk.summarise(village, view, "Satu.")
    reply(village, view, 0)
    second = talk.summarise(village, view, "Dua.", seen=1)
    assert (second.version, second.agrees) == (2, 0)
    found = village.read(summarising.listed, view)
    assert [(one.version, one.words, one.agrees) for one in found] == [
        (2, "Dua.", 0),
        (1, "Satu.", 1),
    ]


def test_the_same_twice_is_one_and_of_two_at_once_one_wins(village, view):
    first = talk.summarise(village, view, "Satu.")
    assert talk.summarise(village, view, "Satu.", at=DURING + 1) == first
    other = talk.second_moderator(village)
    talk.refused("talk.summary-changed", talk.summarise, village, view, "Lain.", actor=other)


def test_who_summarises_and_when(village, view):
    talk.refused("matter.not-your-act", talk.summarise, village, view, actor=village.residents[0])
    talk.refused("matter.not-your-act", talk.summarise, village, view, actor=village.auditor)
    early = talk.talk(village, Phase.SOLUTIONS, title="Lain")
    talk.refused("matter.not-in-this-phase", talk.summarise, village, early)
    talk.refused("talk.no-summary", talk.summarise, village, view, " \n ")
    talk.refused(
        "talk.nothing-not-agreed",
        village.write, summarising.publish, village.moderator, view.number, "Ada.", " ", seen=0,
        at=DURING,
    )  # fmt: skip


def test_those_who_took_part_confirm_or_correct(village, view):
    talk.summarise(village, view)
    reply(village, view, 0)
    reply(village, view, 1, agrees=False, words="Iuran belum disepakati.")
    found = village.read(summarising.latest, view)
    assert (found.agrees, found.differs) == (1, 1)
    [said] = village.read(summarising.differing, view, None)
    assert (said.words, said.author) == ("Iuran belum disepakati.", village.residents[1].name)
    reply(village, view, 1, agrees=True, words="tidak dipakai", at=DURING + 1)
    found = village.read(summarising.latest, view)
    assert (found.agrees, found.differs) == (2, 0)
    assert village.read(summarising.reply_of, found, village.residents[1]).words == ""


def test_what_is_no_reply(village, view):
    talk.refused("talk.summary-changed", reply, village, view, 0)
    talk.summarise(village, view)
    talk.refused("talk.took-no-part", reply, village, view, 5)
    talk.refused("matter.not-your-act", reply, village, view, village.moderator)
    talk.refused("talk.say-what", reply, village, view, 0, agrees=False, words=" \t")
    talk.refused("matter.text-too-long", reply, village, view, 0, agrees=False, words="x" * 601)
    talk.summarise(village, view, "Dua.", seen=1)
    talk.refused("talk.summary-changed", reply, village, view, 0, version=1)
    assert village.read(summarising.latest, view).agrees == 0


def test_authors_take_part_and_officers_who_answer_do_not(village, view):
    talk.solve(village, view, 7)
    asked = talk.speak(village, view, 3, "question", "Kapan?")
    talk.answer(village, view, asked, village.moderator)
    expected = {village.residents[n].id for n in (0, 1, 3, 7)}
    assert village.read(summarising.participants_of, view) == expected


def test_whoever_joins_or_amends_a_solution_takes_part(village):
    view = solutions.matter(village, Phase.TALK)
    solution = solutions.propose(village, view, 4, key="b")
    solutions.amend(village, solution, 5, words="Bak dulu.")
    values = {"solution_id": solution.id, "invited_at": DURING}
    asked = [
        {**values, "person_id": village.residents[6].id, "accepted": True},
        {**values, "person_id": village.residents[7].id, "accepted": False},
    ]
    village.database.write(lambda c: c.execute(coauthor.insert(), asked))
    expected = {village.residents[n].id for n in (0, 4, 5, 6)}
    assert village.read(summarising.participants_of, view) == expected
