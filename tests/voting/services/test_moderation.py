"""What waits for moderators, and the counts that everybody may read."""

from zoneinfo import ZoneInfo

import pytest

from tests import talk
from tests.queries import counted
from tests.village import DURING
from voting.deliberation.conduct import RULES
from voting.services import moderating, moderation

DAY = 86_400
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def view(village):
    return talk.talk(village)


@pytest.fixture
def position(village, view):
    return talk.speak(village, view, 0, "against", "Orang bodoh!")


def hear(village, case, actor, *, upheld):
    return village.write(moderating.hear, actor, case.id, "Sudah dibaca.", upheld=upheld, at=DURING)


def test_a_report_waits_in_the_queue_with_its_rules(village, position):
    talk.flag(village, 1, position, words="Kasar.")
    talk.flag(village, 2, position, rule="threat", at=DURING + 5)
    talk.flag(village, 1, position, rule="flood")  # once is enough
    [item] = village.read(moderation.queue, village.moderator)
    assert (item.subject.words, item.subject.author, item.since) == (
        "Orang bodoh!",
        village.residents[0].name,
        DURING,
    )
    assert [(one.rule, one.words) for one in item.flags] == [("insult", "Kasar."), ("threat", "")]


def test_counts_by_rule_and_by_month(village, view):
    made = [talk.speak(village, view, who) for who in range(4)]
    hidden = [
        talk.hide(village, one, rule=rule, at=DURING + at)
        for one, rule, at in zip(
            made, ("insult", "insult", "threat", "advert"), (0, 0, 0, 40 * DAY), strict=True
        )
    ]
    other = talk.second_moderator(village)
    for number, upheld in ((0, True), (1, False)):
        talk.appeal(village, hidden[number], number)
        hear(village, hidden[number], other, upheld=upheld)
    totals = village.read(moderation.totals, JAKARTA)
    assert set(RULES) <= set(totals.rules)
    insult = totals.rules["insult"]
    assert (insult.hidden, insult.appealed, insult.upheld, insult.restored) == (2, 2, 1, 1)
    assert [(name, one.hidden) for name, one in totals.months.items()] == [
        ("2023-12", 1),
        ("2023-11", 3),
    ]
    assert totals.whole.hidden == 4
    newest = village.read(moderation.cases, limit=2, offset=0)
    assert [one.id for one in newest] == [hidden[3].id, hidden[2].id]
    assert all("Pendapat" not in str(vars(one)) for one in newest)


def test_a_long_queue_takes_as_many_queries_as_a_short_one(sqlite_village):
    village, numbers = sqlite_village, []
    views = [talk.talk(village, title=f"Urusan {n}") for n in range(4)]
    for view in views:
        for who in range(8):
            talk.flag(village, 8 + who % 4, talk.speak(village, view, who), at=DURING + who)
        with counted(village.database) as sent:
            village.read(moderation.queue, village.moderator)
        numbers.append(len(sent))
    assert len(set(numbers)) == 1
    assert len(village.read(moderation.queue, village.moderator)) == 32
