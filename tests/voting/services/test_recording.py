"""The log that people read, and what of an act stands in the log that machines check."""

import pytest

from tests.village import DURING, FOUNDED
from voting.audit.commitments import detail_hash
from voting.audit.entries import Event, read_entry
from voting.errors import InvalidError
from voting.services import recording
from voting.store import log
from voting.store.rows import act


def last_entry(village):
    entries = village.read(log.entries)
    return read_entry(entries[-1][0])


def test_an_act_stands_in_both_logs(village):
    index = village.write(
        recording.record,
        "slips-issued",
        at=DURING,
        actor=village.roll_officer,
        reason="  Slip\nuntuk Krajan ",
        detail={"n": 12, "place": "Krajan"},
    )
    entry = last_entry(village)
    assert isinstance(entry, Event)
    assert entry.details == {"n": 12}
    assert entry.actor == f"person-{village.roll_officer.id}"
    assert b"Krajan" not in entry.encode()
    assert b"Joko" not in entry.encode()
    shown = village.read(recording.public_log).acts[0]
    assert (shown.index, shown.kind, shown.at) == (index, "slips-issued", DURING)
    assert (shown.officer, shown.reason) == ("Pak Joko", "Slip untuk Krajan")
    assert shown.detail == {"n": 12}


def test_the_private_part_can_be_shown_to_belong_to_the_entry(village):
    detail = {"n": 1, "person": village.residents[0].id}
    village.write(
        recording.record, "slip-reset", at=DURING, actor=village.roll_officer, reason="Hilang",
        detail=detail,
    )  # fmt: skip
    with village.database.read() as c:
        row = c.execute(act.select().order_by(act.c.entry.desc())).first()
    private = {"person": detail["person"], "reason": "Hilang"}
    assert last_entry(village).private == detail_hash(row.salt, private)


def test_an_act_without_its_values_or_of_no_known_kind_is_refused(village):
    before = village.read(log.size)
    for kind, detail in (("slips-issued", {}), ("painted", {}), ("role-granted", {"role": 3})):
        with pytest.raises(InvalidError):
            village.write(recording.record, kind, at=DURING, actor=None, detail=detail)
    assert village.read(log.size) == before


def test_the_public_log_has_pages_the_newest_act_first(village):
    for at in range(120):
        village.write(recording.record, "lan-http", at=FOUNDED + at, actor=None)
    first = village.read(recording.public_log)
    assert (first.page, first.pages, len(first.acts)) == (1, 3, 50)
    assert [a.index for a in first.acts] == list(range(120, 70, -1))
    last = village.read(recording.public_log, 99)
    assert (last.page, len(last.acts)) == (3, 21)
    assert last.acts[-1].kind == "founded"
    assert village.read(recording.public_log, -5).page == 1


def test_acts_of_a_contest_come_in_order(village):
    number, other = village.open(), village.open()
    view = village.view(number)
    village.cast(number, 0, "1")
    village.finish(number)
    kinds = [a.kind for a in village.read(recording.acts_of_contest, view.id)]
    assert kinds == ["opened", "closed", "sealed", "counted", "published"]
    assert [a.kind for a in village.read(recording.acts_of_contest, village.view(other).id)] == [
        "opened"
    ]
