"""Contests as moderators draft them and everybody reads them."""

from dataclasses import replace

import pytest

from tests.village import AFTER, CLOSES, DRAFTED, DURING, FOUNDED, OPENS
from voting.deliberation import ContestState
from voting.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    InvalidRuleError,
    MissingError,
)
from voting.roll import Elector, Role
from voting.services import changing, community, contests, enrolment, recording
from voting.services.contests import ContestDraft, DraftOption
from voting.store.database import Database
from voting.store.rows import metadata

LABELS = ("Sumur", "Jalan", "Balai")
DRAFT = ContestDraft(
    title="  Apa yang\nkita bangun? ",
    question="Pilih menurut urutan.\r\n\r\nSatu dusun, satu suara.  ",
    method="irv",
    rules={"max_rankings": "2"},
    opens=OPENS,
    closes=CLOSES,
    options=tuple(DraftOption(label=label, picture="sumur") for label in LABELS),
)


def draft(village, wanted=DRAFT, at=DRAFTED, **values):
    return village.write(contests.draft, village.moderator, replace(wanted, **values), at)


def holes(village, at=DRAFTED, **values):
    view = draft(village, **values)
    return [hole.code for hole in contests.holes(view, at)]


def test_a_draft_is_read_as_it_was_written(village):
    view = draft(village)
    assert view.number == "P-2023-001"
    assert (view.title, view.question) == (
        "Apa yang kita bangun?",
        "Pilih menurut urutan.\n\nSatu dusun, satu suara.",
    )
    assert (view.state, view.level, view.eligible) == (ContestState.DRAFT, "B", 12)
    assert (view.voted, view.manifest_hash, view.opened_at) == (None, "", None)
    assert [(o.id, o.label, o.picture) for o in view.options] == [
        (str(number), label, "sumur") for number, label in enumerate(LABELS, 1)
    ]
    assert view.rules["max_rankings"] == 2
    assert view.contest().rules.max_rankings == 2
    assert view.contest().ids == ("1", "2", "3")
    assert view.voting().opens == OPENS
    assert len(view.poll) == 32
    assert contests.holes(view, DRAFTED) == ()


def test_a_draft_is_not_on_record(village):
    before = village.read(recording.log.size)
    view = draft(village)
    village.write(contests.revise, village.moderator, view.number, DRAFT, DRAFTED)
    assert village.read(recording.log.size) == before


def test_numbers_follow_each_other_within_the_years_of_the_community(village):
    new_year = 1_704_042_000  # 2024-01-01 00.00 in Jakarta, still 2023 in UTC
    times = [new_year - 1, new_year - 1, new_year, new_year]
    late = {"opens": new_year + 10, "closes": new_year + 20}
    numbers = [draft(village, at=at, **late).number for at in times]
    assert numbers == ["P-2023-001", "P-2023-002", "P-2024-001", "P-2024-002"]


def test_numbers_go_on_after_999(sqlite_village, monkeypatch):
    monkeypatch.setattr(contests.store, "last_number", lambda *_: "P-2023-998")
    assert draft(sqlite_village).number == "P-2023-999"
    monkeypatch.undo()
    assert draft(sqlite_village).number == "P-2023-1000"
    assert draft(sqlite_village).number == "P-2023-1001"


def test_a_revision_replaces_everything_but_number_and_poll(village):
    first = draft(village)
    other = replace(
        DRAFT, title="Lain", level="A", rules={}, options=(DraftOption(label="Satu", cost=5),)
    )
    second = village.write(contests.revise, village.moderator, first.number, other, DRAFTED + 5)
    assert (second.id, second.number, second.poll) == (first.id, first.number, first.poll)
    assert (second.title, second.level) == ("Lain", "A")
    assert [(o.label, o.cost) for o in second.options] == [("Satu", 5)]
    assert second.rules["max_rankings"] == "max"


def test_what_is_open_is_not_revised(village):
    number = village.open()
    before = village.view(number)
    with pytest.raises(ConflictError):
        village.write(contests.revise, village.moderator, number, DRAFT, DRAFTED)
    assert village.view(number) == before


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title": " "}, "contest.no-title"),
        ({"title": "a" * 201}, "contest.text-too-long"),
        ({"question": "a" * 4001}, "contest.text-too-long"),
        ({"level": "C1"}, "contest.level"),
        ({"closes": OPENS}, "contest.closes-before-opening"),
        ({"opens": FOUNDED, "closes": DRAFTED}, "contest.closes-in-the-past"),
        ({"grace": 3601}, "contest.grace"),
        ({"grace": -1}, "contest.grace"),
        ({"method": "dice"}, "method.unknown"),
        ({"rules": {"overvote": "luck"}}, "rules.not-a-choice"),
        ({"rules": {"luck": "1"}}, "rules.unknown-key"),
        ({"options": (DraftOption(label=" "),)}, "contest.no-label"),
        ({"options": (DraftOption(label="x", cost=-1),)}, "contest.negative-cost"),
        ({"options": (DraftOption(label="x", cost=2**53),)}, "contest.cost-too-large"),
        ({"options": (DraftOption(label="x", picture="../x"),)}, "contest.picture"),
        ({"closes": 10**30}, "contest.closes-before-opening"),
    ],
)
def test_what_no_draft_can_say_is_refused(sqlite_village, wrong, code):
    with pytest.raises((InvalidError, InvalidRuleError, MissingError)) as refused:
        draft(sqlite_village, **wrong)
    assert refused.value.code == code
    assert sqlite_village.read(contests.index, DRAFTED, sqlite_village.moderator) == ()


def test_holes_are_named_all_at_once(sqlite_village):
    village = sqlite_village
    assert holes(village, options=()) == ["contest.too-few-options"]
    one = (DraftOption(label="Sumur"),)
    assert holes(village, options=one) == ["contest.too-few-options"]
    twice = (*one, DraftOption(label="SUMUR"))
    assert "contest.label-twice" in holes(village, options=twice)
    assert holes(village, at=CLOSES) == ["contest.closes-in-the-past"]
    assert holes(village, place="Sumber", options=()) == [
        "contest.too-few-options",
        "contest.no-electors",
    ]
    funding = {"method": "quadratic-funding"}
    assert holes(village, **funding, rules={}) == ["quadratic-funding.pool-missing"]
    assert holes(village, **funding, rules={"pool": "1"}) == []


def test_a_secret_vote_needs_enough_people_to_hide_among(village):
    four = [Elector(reference=f"S{n}", name="Orang", place="Sumber") for n in range(4)]
    village.write(enrolment.import_roll, village.roll_officer, four, DRAFTED)
    assert village.read(contests.places) == ("Krajan", "Sumber")
    part = Elector(reference="T1", name="Orang", place="Timur, RT 02")
    village.write(enrolment.add_person, village.roll_officer, part, DRAFTED)
    assert village.read(contests.places) == ("Krajan", "Sumber", "Timur", "Timur, RT 02")
    assert holes(village, place="Sumber") == ["contest.too-few-for-secrecy"]
    assert holes(village, place="Sumber", level="A") == []
    village.write(
        enrolment.add_person,
        village.roll_officer,
        Elector(reference="S9", name="Kelima", place="Sumber"),
        DRAFTED,
    )
    assert holes(village, place="Sumber") == []


def test_only_moderators_draft_and_see_drafts(sqlite_village):
    village = sqlite_village
    number = draft(village).number
    for who in (village.auditor, village.roll_officer, village.residents[0]):
        with pytest.raises(ForbiddenError):
            village.write(contests.draft, who, DRAFT, DRAFTED)
        with pytest.raises(ForbiddenError):
            village.write(contests.revise, who, number, DRAFT, DRAFTED)
    for reader in (None, village.auditor, village.residents[0]):
        assert village.read(contests.index, DURING, reader) == ()
        with pytest.raises(MissingError) as refused:
            village.read(contests.read, reader, number)
        assert refused.value.code == "contest.unknown"
    assert village.read(contests.read, village.moderator, number).number == number
    assert len(village.read(contests.index, DURING, village.moderator)) == 1


def test_a_draft_thrown_away_stays_hidden(sqlite_village):
    village = sqlite_village
    number = draft(village).number
    village.write(changing.cancel, village.moderator, number, "", at=DRAFTED)
    for reader in (None, village.residents[0]):
        assert village.read(contests.index, DURING, reader) == ()
        with pytest.raises(MissingError):
            village.read(contests.read, reader, number)
    assert village.read(contests.read, village.moderator, number).state is ContestState.CANCELLED


def test_a_draft_whose_time_has_passed_can_still_be_worked_on(sqlite_village):
    village = sqlite_village
    number = draft(village).number
    other = replace(DRAFT, title="Lain")
    view = village.write(contests.revise, village.moderator, number, other, AFTER)
    assert view.title == "Lain"
    assert [hole.code for hole in contests.holes(view, AFTER)] == ["contest.closes-in-the-past"]
    moved = replace(other, closes=CLOSES - 1)
    with pytest.raises(InvalidError) as refused:
        village.write(contests.revise, village.moderator, number, moved, AFTER)
    assert refused.value.code == "contest.closes-in-the-past"


def test_a_dusun_votes_with_all_its_neighbourhoods(village):
    people = [
        Elector(reference=f"S{n}", name="Orang", place=place)
        for n, place in enumerate(
            ("Asem, RT 01", "Asem, RT 02", "Asem", "asem, RT 01", "Asemrowo", "Kali Asem, RT 01")
        )
    ]
    village.write(enrolment.import_roll, village.roll_officer, people, DRAFTED)
    assert draft(village, place="Asem").eligible == 3
    assert draft(village, place="Asem, RT 01").eligible == 1
    number = village.open("A", place="Asem")
    assert village.view(number).eligible == 3


def test_an_unknown_number_is_missing(sqlite_village):
    for call in (contests.show, lambda c, n: contests.read(c, None, n)):
        with pytest.raises(MissingError):
            sqlite_village.read(call, "P-2023-099")


def test_the_index_puts_first_what_matters_now(sqlite_village):
    village = sqlite_village
    later = village.open(opens=OPENS, closes=CLOSES + 50)
    sooner = village.open(opens=OPENS, closes=CLOSES)
    coming = village.open(opens=AFTER + 500, closes=AFTER + 900)
    done = village.open(opens=OPENS, closes=CLOSES - 5)
    waiting = draft(village, opens=OPENS).number
    village.write(changing.cancel, village.moderator, done, "Salah judul", at=DURING)

    def order(at, reader=None):
        return [view.number for view in village.read(contests.index, at, reader)]

    assert order(DURING) == [sooner, later, coming, done]
    assert order(DURING, village.moderator) == [sooner, later, coming, waiting, done]
    assert order(AFTER) == [later, coming, sooner, done]


def test_without_a_roll_nothing_can_be_opened(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    metadata.create_all(database.engine)
    words = {"name": "Desa", "origin": "desa/log", "language": "id", "timezone": "Asia/Jayapura"}
    database.write(lambda c: community.found(c, **words, at=FOUNDED))
    who = contests.Person(
        id=1, reference="M", name="M", place="", roles=frozenset({Role.MODERATOR})
    )
    view = database.write(lambda c: contests.draft(c, who, DRAFT, DRAFTED))
    assert [hole.code for hole in contests.holes(view, DRAFTED)] == ["contest.no-electors"]
    database.close()
