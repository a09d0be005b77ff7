"""What waits for moderators, and the counts that everybody may read."""

from zoneinfo import ZoneInfo

import pytest

from tests import talk
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
    assert village.read(moderation.waiting) == ((DURING,), ())


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
