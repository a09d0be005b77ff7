"""The roll: imported whole or not at all, corrected one by one, on record by number only."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.village import FOUNDED
from voting.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    InvalidFileError,
    MissingError,
)
from voting.formats.roll_csv import write_roll
from voting.roll import Elector, Role
from voting.services import enrolment, recording, sessions, signing_in, slips
from voting.store import people
from voting.store.rows import metadata, person, role_grant

AT = FOUNDED + 100
SARI = Elector(reference="W0000", name="Sari Dewi", place="Sumber")
NEW = Elector(reference="N1", name="Pendatang", place="Sumber")


def everything(village):
    with village.database.read() as c:
        return [c.execute(select(table)).all() for table in metadata.sorted_tables]


def load(village, data, at=AT):
    return village.write(enrolment.import_file, village.roll_officer, data, at)


def preview(village, data):
    return village.read(enrolment.preview, village.roll_officer, data, AT)


def newest(village):
    return village.read(recording.public_log).acts[0]


def test_a_preview_says_what_an_import_then_does(village):
    same = Elector(reference="W0001", name="Warga Tirtasari 0001", place="Krajan")
    data = write_roll([SARI, NEW, same])
    before = everything(village)
    seen = preview(village, data)
    assert everything(village) == before
    old = Elector(reference="W0000", name="Warga Tirtasari 0000", place="Krajan")
    assert seen.new == (NEW,)
    assert seen.changed == (enrolment.Change(before=old, after=SARI),)
    assert (seen.unchanged, seen.absent, seen.errors, seen.ignored) == (1, 10, (), ())
    done = load(village, data)
    assert (done.new, done.changed, done.unchanged) == (1, 1, 1)
    found = village.read(enrolment.people, village.roll_officer, "sumber", at=AT)
    assert [one.person.name for one in found.people] == ["Pendatang", "Sari Dewi"]
    assert all(one.person.roles == {Role.RESIDENT} for one in found.people)
    act = newest(village)
    assert (act.kind, act.detail["n"]) == ("roll-imported", 3)
    assert "Sari" not in repr(act)


def test_importing_twice_changes_nothing(village):
    data = write_roll([SARI, NEW])
    load(village, data)
    before = everything(village)
    assert load(village, data, AT + 5).unchanged == 2
    assert everything(village) == before


def test_one_bad_row_imports_nothing_and_all_bad_rows_are_listed(village):
    data = b"nomor;nama\nN1;Baik\n;Tanpa nomor\nN2;\nN1;Lagi\n"
    before = everything(village)
    seen = preview(village, data)
    assert [error.line for error in seen.errors] == [3, 4, 5]
    with pytest.raises(InvalidFileError) as refused:
        load(village, data)
    assert refused.value.params == {"count": 3}
    assert everything(village) == before


def test_a_partner_cannot_become_an_elector_by_file(village):
    village.add("P1", "Dinas", Role.PARTNER)
    partner = Elector(reference="P1", name="Dinas")
    data = write_roll([NEW, partner])
    seen = preview(village, data)
    assert [(error.line, error.code) for error in seen.errors] == [(3, "roll.conflicting-roles")]
    before = everything(village)
    with pytest.raises(ConflictError):
        load(village, data)
    assert everything(village) == before


def test_an_officer_from_outside_can_become_a_resident(village):
    data = write_roll([Elector(reference="R1", name="Pak Joko", place="Krajan")])
    assert load(village, data).changed == 1
    roles = village.read(people.roles, village.roll_officer.id, AT)
    assert roles == {Role.RESIDENT, Role.ROLL_OFFICER}


def test_somebody_who_leaves_loses_everything_but_the_record(village):
    who = village.residents[0]
    village.write(slips.issue, village.roll_officer, village.keys, [who.id], AT)
    (printed,) = village.read(slips.printable, village.roll_officer, village.keys)
    village.write(signing_in.choose_pin, village.keys, printed.code, "hash", AT)
    village.write(sessions.start, who.id, False, b"token", AT)
    village.write(enrolment.leave, village.roll_officer, who.id, "Pindah", at=AT + 1)
    assert village.read(sessions.find, b"token", AT + 1) is None
    assert village.read(people.roles, who.id, AT + 1) == frozenset()
    assert who.id not in [p.id for p in village.read(people.residents)]
    with pytest.raises(InvalidError):
        village.read(signing_in.find_slip, village.keys, printed.code, AT)
    assert (newest(village).kind, newest(village).detail["n"]) == ("elector-removed", 1)
    with pytest.raises(MissingError):
        village.write(enrolment.leave, village.roll_officer, who.id, "Pindah", at=AT + 2)


def test_an_import_brings_somebody_back_as_a_resident_only(village):
    who = village.add("B1", "Bu Lurah", Role.RESIDENT, Role.MODERATOR)
    village.write(enrolment.leave, village.roll_officer, who.id, "Pindah", at=AT)
    data = write_roll([Elector(reference="B1", name="Bu Lurah", place="Krajan")])
    assert len(preview(village, data).changed) == 1
    assert load(village, data, AT + 9).changed == 1
    assert village.read(people.roles, who.id, AT + 9) == {Role.RESIDENT}
    assert load(village, data, AT + 9).unchanged == 1


def test_one_person_is_added_and_only_once(village):
    admin = village.add("K1", "Bu Kades", Role.ADMINISTRATOR)
    added = village.write(enrolment.add_person, village.roll_officer, NEW, AT)
    assert added.roles == {Role.RESIDENT}
    assert newest(village).kind == "elector-added"
    guest = Elector(reference=" G1 ", name="Auditor  Luar")
    outside = village.write(enrolment.add_person, admin, guest, AT, resident=False)
    assert (outside.reference, outside.name, outside.roles) == ("G1", "Auditor Luar", frozenset())
    for officer, elector, resident in (
        (village.roll_officer, NEW, True),
        (admin, guest, False),
    ):
        with pytest.raises(ConflictError) as refused:
            village.write(enrolment.add_person, officer, elector, AT, resident=resident)
        assert refused.value.code == "people.reference-taken"


def test_only_a_roll_officer_works_on_the_roll(sqlite_village):
    village = sqlite_village
    for who in (village.moderator, village.auditor, village.residents[0]):
        for call in (
            lambda c, who=who: enrolment.preview(c, who, b"", AT),
            lambda c, who=who: enrolment.import_roll(c, who, [NEW], AT),
            lambda c, who=who: enrolment.add_person(c, who, NEW, AT),
            lambda c, who=who: enrolment.leave(c, who, 1, "Pindah", at=AT),
        ):
            with pytest.raises(ForbiddenError):
                village.database.write(call)
    with pytest.raises(ForbiddenError):
        village.read(enrolment.people, village.residents[0], at=AT)
    with pytest.raises(ForbiddenError):
        village.read(enrolment.summary, village.residents[0])


def test_the_list_pages_and_searches(village):
    crowd = [Elector(reference=f"X{n:03}", name=f"Orang {n:03}", place="50%_x") for n in range(120)]
    village.write(enrolment.import_roll, village.roll_officer, crowd, AT)

    def page(search, number=1):
        return village.read(enrolment.people, village.roll_officer, search, number, at=AT)

    assert (page("ORANG").found, page("ORANG").pages) == (120, 3)
    assert len(page("orang", 3).people) == 20
    for number, nearest in ((4, 3), (10**30, 3), (0, 1), (-7, 1)):
        assert page("orang", number).page == nearest
        assert page("orang", number) == page("orang", nearest)
    assert page("50%_").found == 120
    assert page("5%").found == 0
    assert page("x007").people[0].person.name == "Orang 007"
    assert page("").found == 120 + 15


def test_the_roll_in_figures(village):
    village.write(enrolment.import_roll, village.roll_officer, [SARI, NEW], AT)
    some = [one.id for one in village.residents[:3]]
    village.write(slips.issue, village.roll_officer, village.keys, some, AT)
    (first, *_) = village.read(slips.printable, village.roll_officer, village.keys)
    village.write(signing_in.choose_pin, village.keys, first.code, "hash", AT)
    found = village.read(enrolment.summary, village.roll_officer)
    assert found.residents == 13
    assert found.places == (("Krajan", 11), ("Sumber", 2))
    assert (found.without_slip, found.slips_waiting, found.slips_used) == (13, 2, 1)
    states = [one.slip for one in village.read(enrolment.people, village.auditor, at=AT).people]
    assert sorted(states) == ["issued"] * 2 + ["none"] * 13 + ["used"]


ROLLS = st.lists(
    st.builds(
        Elector,
        reference=st.sampled_from("abcdef"),
        name=st.sampled_from(["Sari", "Budi"]),
        place=st.sampled_from(["Krajan", ""]),
    ),
    max_size=6,
    unique_by=lambda elector: elector.reference,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROLLS.filter(len), min_size=1, max_size=4))
def test_after_imports_everybody_stands_as_last_written(sqlite_village, rolls):
    village = sqlite_village
    known = {}
    with village.database.read() as c:
        for row in c.execute(select(person.c.reference, person.c.name, person.c.place)):
            known[row.reference] = (row.name, row.place)
    for roll in rolls:
        done = village.write(enrolment.import_roll, village.roll_officer, roll, AT)
        values = {one.reference: (one.name, one.place) for one in roll}
        assert done.new == len(values.keys() - known.keys())
        assert done.unchanged == sum(known.get(key) == value for key, value in values.items())
        assert done.new + done.changed + done.unchanged == len(roll)
        known |= values
    with village.database.read() as c:
        rows = c.execute(select(person.c.reference, person.c.name, person.c.place))
        assert {row.reference: (row.name, row.place) for row in rows} == known
        granted = c.execute(select(role_grant.c.person_id).where(role_grant.c.role == "resident"))
        numbers = granted.scalars().all()
        assert len(numbers) == len(set(numbers))


def test_one_person_with_the_state_of_their_slip(village):
    who = village.residents[0]

    def look(person_id=who.id, actor=village.roll_officer):
        return village.read(enrolment.resident, actor, person_id, at=AT)

    assert (look().person, look().slip) == (who, "none")
    village.write(slips.issue, village.roll_officer, village.keys, [who.id], AT)
    assert look().slip == "issued"
    (printed,) = village.read(slips.printable, village.roll_officer, village.keys)
    village.write(signing_in.choose_pin, village.keys, printed.code, "hash", AT)
    assert look().slip == "used"
    with pytest.raises(ForbiddenError):
        look(actor=who)
    village.write(enrolment.leave, village.roll_officer, who.id, "pindah", at=AT)
    for gone in (who.id, 0, 10**12):
        with pytest.raises(MissingError):
            look(gone)
