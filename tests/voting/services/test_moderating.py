"""Reports, hiding, appeals: who may do what to whom, once, on record, and what comes back."""

from zoneinfo import ZoneInfo

import pytest

from tests import talk
from tests.village import DURING, FOUNDED
from voting.roll import Role
from voting.services import (
    appointing,
    moderating,
    moderation,
    notices,
    recording,
    subjects,
    summarising,
    talking,
)
from voting.store import matters as matter_store
from voting.store import people

DAY = 86_400
JAKARTA = ZoneInfo("Asia/Jakarta")
REASON = "Merendahkan tetangga."


@pytest.fixture
def view(village):
    return talk.talk(village)


@pytest.fixture
def position(village, view):
    return talk.speak(village, view, 0, "against", "Orang bodoh!")


def kinds_of(village, person):
    return [one.kind for one in village.read(notices.inbox, person, limit=20)]


def acts(village, view):
    found = village.read(recording.acts_of_matter, view.id)
    return [
        (one.kind, dict(one.detail), one.reason) for one in found if one.kind != "matter-raised"
    ]


def hear(village, case, actor, *, upheld, at=DURING):
    return village.write(moderating.hear, actor, case.id, "Sudah dibaca.", upheld=upheld, at=at)


def test_hiding_is_on_record_and_everybody_concerned_is_told(village, view, position):
    talk.flag(village, 1, position)
    case = talk.hide(village, position, rule="threat")
    assert (case.rule, case.words, case.officer, case.upheld) == ("threat", REASON, "Ibu Sri", None)
    named = {"matter": view.number, "subject": f"position-{position.id}"}
    assert acts(village, view) == [("words-hidden", named, REASON)]
    [told] = village.read(notices.inbox, village.residents[0], limit=9)
    assert (told.kind, told.detail) == ("words-hidden", {"rule": 2, "case": case.id})
    assert kinds_of(village, village.residents[1]) == ["report-hidden"]
    assert village.read(moderation.queue, village.moderator) == ()
    stubs = village.read(moderation.stubs, "position", [position.id])
    assert stubs[position.id].id == case.id


@pytest.mark.parametrize("who", ["auditor", "roll_officer", "resident", "administrator"])
def test_only_moderators_hide_and_let_pass(village, view, position, who):
    actor = village.residents[3] if who == "resident" else getattr(village, who, None)
    actor = actor or village.add("AD", "Pak Adi", Role.ADMINISTRATOR)
    talk.flag(village, 1, position)
    talk.refused("people.not-your-role", talk.hide, village, position, actor=actor)
    talk.refused(
        "people.not-your-role",
        village.write, moderating.dismiss, actor, "position", position.id, REASON, at=DURING,
    )  # fmt: skip
    talk.refused("people.not-your-role", village.read, moderation.queue, actor)
    assert acts(village, view) == []


def test_hiding_needs_a_rule_and_a_reason(village, position):
    for rule, reason, code in (
        ("", REASON, "moderation.no-rule"),
        ("insult", " \u200b ", "people.no-reason"),
        ("insult", "x" * 501, "people.reason-too-long"),
    ):
        talk.refused(
            code,
            village.write, moderating.hide, village.moderator, "position", position.id, rule,
            reason=reason, at=DURING,
        )  # fmt: skip
    assert not village.read(subjects.find, "position", position.id).hidden


def test_two_moderators_at_once_hide_it_once(village, position):
    talk.hide(village, position)
    other = talk.second_moderator(village)
    talk.refused("moderation.hidden-already", talk.hide, village, position, actor=other)
    assert village.read(moderation.count) == 1


def test_nobody_judges_their_own_words(village, view):
    both = village.add("B1", "Bu Ratna", Role.MODERATOR, Role.RESIDENT)
    position = talk.speak(village, view, both)
    talk.flag(village, 1, position)
    talk.refused("moderation.own-words", talk.hide, village, position, actor=both)
    talk.refused(
        "moderation.own-words",
        village.write, moderating.dismiss, both, "position", position.id, REASON, at=DURING,
    )  # fmt: skip


def test_reports_let_pass_are_on_record_too(village, view, position):
    talk.flag(village, 1, position)
    for _ in range(2):  # sent twice, done once
        village.write(
            moderating.dismiss,
            village.moderator,
            "position",
            position.id,
            "Hanya keras.",
            at=DURING,
        )
    assert [act[0] for act in acts(village, view)] == ["flags-dismissed"]
    assert kinds_of(village, village.residents[1]) == ["report-kept"]
    assert kinds_of(village, village.residents[0]) == []
    assert village.read(moderation.totals, JAKARTA).let_pass == 1


def test_an_appeal_brings_words_back_for_good(village, view, position):
    case = talk.hide(village, position)
    other = talk.second_moderator(village)
    talk.appeal(village, case, 0)
    assert kinds_of(village, other) == ["appeal-waits"]
    assert kinds_of(village, village.moderator) == []
    assert [one.id for one in village.read(moderation.appeals, other)] == [case.id]
    heard = hear(village, case, other, upheld=False)
    assert (heard.upheld, heard.hearer, heard.heard_words) == (False, "Pak Darmo", "Sudah dibaca.")
    seen = village.read(talking.show, view, position.id, None)
    assert (seen.hidden, seen.words) == (False, "Orang bodoh!")
    assert acts(village, view)[-1][:2] == (
        "appeal-heard",
        {"matter": view.number, "subject": f"position-{position.id}", "upheld": 0},
    )
    assert "appeal-restored" in kinds_of(village, village.residents[0])
    assert kinds_of(village, village.moderator) == ["appeal-restored"]
    talk.refused("moderation.was-restored", talk.flag, village, 1, position)
    talk.refused("moderation.was-restored", talk.hide, village, position)


def test_an_appeal_that_is_turned_down(village, view, position):
    case = talk.hide(village, position)
    talk.appeal(village, case, 0)
    hear(village, case, talk.second_moderator(village), upheld=True)
    assert village.read(talking.show, view, position.id, None).words == ""
    assert "appeal-upheld" in kinds_of(village, village.residents[0])
    talk.refused(
        "moderation.heard-already",
        hear,
        village,
        case,
        village.add("M3", "Bu Yati", Role.MODERATOR),
        upheld=False,
    )


def test_who_may_appeal(village, position):
    case = talk.hide(village, position)
    talk.refused("moderation.not-the-author", talk.appeal, village, case, 1)
    talk.refused("moderation.not-the-author", talk.appeal, village, case, village.moderator)
    talk.refused(
        "moderation.no-appeal",
        village.write, moderating.appeal, village.residents[0], case.id, " \n ", at=DURING,
    )  # fmt: skip
    first = talk.appeal(village, case, 0)
    assert talk.appeal(village, case, 0, at=DURING + 5) == first
    talk.refused(
        "moderation.appealed-already",
        village.write, moderating.appeal, village.residents[0], case.id, "Lain.", at=DURING,
    )  # fmt: skip


def test_who_may_hear_an_appeal(village, view):
    reporter = village.add("M4", "Bu Nur", Role.MODERATOR)
    author = village.add("B1", "Bu Ratna", Role.MODERATOR, Role.RESIDENT)
    position = talk.speak(village, view, author)
    talk.flag(village, reporter, position)
    case = talk.hide(village, position)
    second = talk.second_moderator(village)
    talk.refused("moderation.nothing-to-hear", hear, village, case, second, upheld=True)
    talk.appeal(village, case, author)
    for actor, code in (
        (village.moderator, "moderation.hid-it-yourself"),
        (author, "moderation.party-to-it"),
        (reporter, "moderation.party-to-it"),
        (village.auditor, "people.not-your-role"),
        (village.residents[2], "people.not-your-role"),
        (village.roll_officer, "people.not-your-role"),
    ):
        talk.refused(code, hear, village, case, actor, upheld=False)
    hear(village, case, village.add("AD", "Pak Adi", Role.ADMINISTRATOR), upheld=True)


def test_an_office_that_has_ended_hides_nothing(village, position):
    def grant_for_a_day(connection):
        person_id = village.residents[5].id
        people.grant(connection, [person_id], Role.MODERATOR, FOUNDED, DURING + DAY)
        return person_id

    person_id = village.database.write(grant_for_a_day)
    before = village.read(people.find, person_id, DURING)
    after = village.read(people.find, person_id, DURING + DAY)
    talk.refused("people.not-your-role", talk.hide, village, position, actor=after)
    talk.hide(village, position, actor=before)


def test_no_auditor_becomes_moderator(village):
    administrator = village.add("AD", "Pak Adi", Role.ADMINISTRATOR)
    talk.refused(
        "roll.conflicting-roles",
        village.write, appointing.grant, administrator, village.auditor.id, Role.MODERATOR, None,
        at=DURING,
    )  # fmt: skip


def test_a_whole_matter_can_be_hidden_and_come_back(village, view):
    raised = type("Subject", (), {"id": view.id})
    other = talk.second_moderator(village)
    author = village.add("B2", "Bu Rini", Role.MODERATOR)
    village.database.write(lambda c: matter_store.change(c, view.id, raised_by=author.id))
    case = talk.hide(village, raised, kind="matter", actor=other)
    assert village.read(matter_store.read, view.number).hidden
    talk.appeal(village, case, author)
    hear(village, case, village.moderator, upheld=False)
    assert not village.read(matter_store.read, view.number).hidden
    talk.flag(village, 1, raised, kind="matter")  # its words may have changed since


def test_a_reply_to_a_summary_can_be_hidden(village, view):
    talk.speak(village, view, 0)
    summary = talk.summarise(village, view)
    village.write(
        summarising.reply, village.residents[0], view.number, 1, "Bohong!", agrees=False, at=DURING
    )
    [reply] = village.read(summarising.differing, view, None)
    talk.hide(village, reply, kind="reply")
    [hidden] = village.read(summarising.differing, view, None)
    assert (hidden.hidden, hidden.words, hidden.author) == (True, "", "")
    assert village.read(summarising.reply_of, summary, village.residents[0]).words == "Bohong!"
