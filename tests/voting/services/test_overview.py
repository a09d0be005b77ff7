"""The home: what runs and where one stands in it, what was decided, in few queries."""

import pytest

from tests import matters as made
from tests.queries import counted
from tests.village import AFTER, DURING
from voting.services import changing, closing, matters, overview
from voting.store import outcomes
from voting.store.rows import elector, matter_contest, sitting

REASON = "Alasan yang jelas."


def finished(village, first="1"):
    number = village.open()
    for who in range(3):
        village.cast(number, who, first)
    village.write(closing.close, village.moderator, number, REASON, at=DURING)
    village.finish(number)
    return number


def held(village, view, at, state="adopted", number="K-2023-001"):
    """Write a sitting that is over, as a bare row, with its awaited outcome."""

    def body(connection):
        values = {
            "number": number, "matter_id": view.id, "title": "Ronda", "preset": "mufakat",
            "rules": "{}", "state": state, "created_by": village.moderator.id, "created_at": at,
            "key_hash": number.encode(),
        }  # fmt: skip
        made_ = connection.execute(sitting.insert().values(values)).inserted_primary_key[0]
        outcomes.expect(connection, view.id, sitting_id=made_, decided_at=at, due=at)

    village.database.write(body)


def test_each_reader_sees_where_they_stand(village):
    number = village.open()
    village.cast(number, 0, "1")
    one, two, guest = (
        village.read(overview.current, reader, DURING)
        for reader in (village.residents[0], village.residents[1], None)
    )
    assert [(each[0].eligible, each[0].voted) for each in (one, two, guest)] == [
        (True, True),
        (True, False),
        (True, False),
    ]
    assert not one[0].may_change  # a secret ballot stays as it is


def test_whoever_is_not_on_the_roll_or_was_struck_off_is_not_asked(village):
    village.open()
    (stranger,) = village.read(overview.current, village.moderator, DURING)
    assert not stranger.eligible
    village.database.write(lambda c: c.execute(elector.update().values(struck_at=DURING)))
    (struck,) = village.read(overview.current, village.residents[0], DURING)
    assert not struck.eligible


def test_drafts_cancelled_and_published_votes_do_not_run(village):
    village.draft()
    cancelled = village.open()
    village.write(changing.cancel, village.moderator, cancelled, REASON, at=DURING)
    finished(village)
    assert village.read(overview.current, None, DURING) == ()


def test_only_the_contests_of_a_matter_where_one_is_asked_for(village):
    view = made.start(village)
    number, _other = village.open(), village.open()
    tied = village.view(number)
    values = {"contest_id": tied.id, "matter_id": view.id, "part": "choice"}
    village.database.write(lambda c: c.execute(matter_contest.insert().values(values)))
    (found,) = village.read(overview.current, None, DURING, view.id)
    assert (found.view.number, found.tie.matter, found.tie.part) == (number, view.number, "choice")
    assert len(village.read(overview.current, None, DURING)) == 2
    assert [one.number for one, _part in village.read(overview.of_matter, view, DURING)] == [number]


def test_rounds_of_sittings_are_no_decisions(village):
    view, number = made.start(village), finished(village)
    assert [one.view.number for one in village.read(overview.decided, 4)] == [number]
    assert village.read(overview.decided, 4)[0].winners == ("Sumur",)
    values = {"contest_id": village.view(number).id, "matter_id": view.id, "part": "round"}
    village.database.write(lambda c: c.execute(matter_contest.insert().values(values)))
    assert village.read(overview.decided, 4) == ()
    assert village.read(overview.of_matter, view, DURING) == ()


def test_sittings_that_ended_are_told_the_latest_first_but_not_of_hidden_matters(village):
    view, hidden = made.start(village), made.start(village, title="Lain")
    held(village, view, AFTER)
    held(village, view, AFTER + 9, "rejected", "K-2023-002")
    held(village, hidden, AFTER + 20, number="K-2023-003")
    village.write(matters.store.change, hidden.id, hidden=True)
    ended = village.read(overview.ended, 4)
    assert [(one.number, one.state) for one in ended] == [
        ("K-2023-002", "rejected"),
        ("K-2023-001", "adopted"),
    ]


@pytest.mark.parametrize("many", [1, 4])
def test_the_number_of_queries_stays_the_same(village, many):
    for _ in range(many):
        village.open()
    with counted(village.database) as sent:
        village.read(overview.current, village.residents[0], DURING)
    assert sum(statement.startswith("SELECT") for statement in sent) == 6
