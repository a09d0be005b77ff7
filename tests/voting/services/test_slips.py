"""Slips: issued once, printed until used, replaced on record; a code is nowhere in the database."""

import pytest
from sqlalchemy import select

from tests.village import FOUNDED, ORIGIN
from voting.errors import ConflictError, ForbiddenError, InvalidError
from voting.roll import Elector
from voting.services import enrolment, recording, sessions, signing_in, slip_codes, slips
from voting.store.rows import metadata, slip

AT = FOUNDED + 100


def issue(village, ids=None, at=AT):
    return village.write(slips.issue, village.roll_officer, village.keys, ids, at)


def printable(village, *args, **values):
    return village.read(slips.printable, village.roll_officer, village.keys, *args, **values)


def events(village):
    acts = village.read(recording.public_log).acts
    return [(act.kind, act.detail) for act in acts if act.kind.startswith("slip")]


def use(village, printed, pin_hash="hash"):
    return village.write(signing_in.choose_pin, village.keys, printed.code, pin_hash, AT)


def test_everybody_without_a_slip_gets_one_and_only_one(village):
    assert issue(village) == 15
    assert issue(village) == 0
    printed = printable(village)
    assert len({one.code for one in printed}) == 15
    assert [one.name for one in printed] == sorted(one.name for one in printed)
    assert events(village) == [("slips-issued", {"n": 15})]


def test_slips_for_some_people(village):
    some = [person.id for person in village.residents[:3]]
    assert issue(village, some) == 3
    assert issue(village, some) == 0
    assert {one.person_id for one in printable(village)} == set(some)
    assert [one.person_id for one in printable(village, ids=some[:1])] == some[:1]
    assert printable(village, "Sumber") == []
    assert len(printable(village, "Krajan")) == 3
    part = village.write(
        enrolment.add_person,
        village.roll_officer,
        Elector(reference="T1", name="Orang", place="Krajan, RT 02"),
        AT,
    )
    issue(village, [part.id])
    assert len(printable(village, "Krajan")) == 4
    assert len(printable(village, "Krajan, RT 02")) == 1


def test_a_slip_says_what_its_holder_needs(village):
    issue(village, [village.residents[0].id])
    (printed,) = printable(village)
    assert (printed.name, printed.place) == ("Warga Tirtasari 0000", "Krajan")
    found = village.read(signing_in.find_slip, village.keys, printed.code, AT)
    assert (found.person, found.pin_chosen) == (village.residents[0], False)


def test_a_used_slip_is_not_printed_again(village):
    issue(village)
    before = printable(village)
    use(village, before[0])
    assert printable(village) == before[1:]


def test_a_replaced_slip_is_void_with_its_pin_and_sessions(village):
    issue(village, [village.residents[0].id])
    (old,) = printable(village)
    person = use(village, old)
    village.write(sessions.start, person.id, False, b"token", AT)
    new = village.write(
        slips.replace, village.roll_officer, village.keys, person.id, "Kertas  hilang ", at=AT
    )
    assert new.code != old.code
    assert village.read(sessions.find, b"token", AT) is None
    with pytest.raises(InvalidError) as refused:
        village.read(signing_in.find_slip, village.keys, old.code, AT)
    assert refused.value.code == "signing-in.unknown-slip"
    assert not village.read(signing_in.find_slip, village.keys, new.code, AT).pin_chosen
    assert printable(village, ids=[person.id]) == [new]
    with village.database.read() as c:
        kept = c.execute(select(slip.c.serial, slip.c.pin_hash, slip.c.pin_at)).first()
    assert kept == (2, None, None)
    act = village.read(recording.public_log).acts[0]
    assert (act.kind, act.reason, act.detail["n"]) == ("slip-reset", "Kertas hilang", 1)
    assert person.name not in repr(act)


def test_replacing_needs_a_reason_a_slip_and_the_right_officer(sqlite_village):
    village = sqlite_village
    who = village.residents[0].id
    with pytest.raises(ConflictError) as none:
        village.write(slips.replace, village.roll_officer, village.keys, who, "hilang", at=AT)
    assert none.value.code == "slips.none-yet"
    issue(village)
    with pytest.raises(InvalidError) as silent:
        village.write(slips.replace, village.roll_officer, village.keys, who, " \n", at=AT)
    assert silent.value.code == "people.no-reason"
    for stranger in (village.moderator, village.auditor, village.residents[0]):
        for call in (
            lambda c, who=stranger: slips.replace(c, who, village.keys, 1, "hilang", at=AT),
            lambda c, who=stranger: slips.issue(c, who, village.keys, None, AT),
            lambda c, who=stranger: slips.printable(c, who, village.keys),
        ):
            with pytest.raises(ForbiddenError):
                village.database.write(call)


def test_a_code_that_meets_another_gives_way(sqlite_village, monkeypatch):
    def narrow(_key, person_id, serial):
        return f"{'SAME' if serial < 3 else person_id:0>8}"

    monkeypatch.setattr(slip_codes, "code_of", narrow)
    ids = [person.id for person in sqlite_village.residents[:2]]
    assert issue(sqlite_village, ids) == 2
    assert len({one.code for one in printable(sqlite_village)}) == 2


def test_no_code_is_in_the_database(village):
    issue(village)
    codes = [one.code.replace(" ", "") for one in printable(village)]
    use(village, printable(village)[0])
    with village.database.read() as c:
        kept = "".join(repr(c.execute(select(t)).all()) for t in metadata.sorted_tables)
    assert ORIGIN in kept
    assert not [code for code in codes if code in kept]


def test_without_the_slip_key_the_hashes_say_nothing(sqlite_village):
    issue(sqlite_village)
    (printed, *_) = printable(sqlite_village)
    code = printed.code.replace(" ", "")
    with sqlite_village.database.read() as c:
        hashes = set(c.execute(select(slip.c.code_hash)).scalars())
    assert slip_codes.hash_of(sqlite_village.keys.slip, code) in hashes
    assert slip_codes.hash_of(b"another key" * 3, code) not in hashes
