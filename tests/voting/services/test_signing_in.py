"""Signing in: by slip and PIN, by password; refused alike, slowed down, never locked out."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.village import FOUNDED
from voting.errors import (
    BusyError,
    ConflictError,
    ForbiddenError,
    InvalidError,
    RefusalError,
    TooManyTriesError,
)
from voting.roll import Role
from voting.services import office_codes, recording, sessions, signing_in, slips
from voting.services.hashing import Hasher

AT = FOUNDED + 100
CHEAP = Hasher(passes=1, memory_kib=8, queue=100)
PIN = "284917"
PASSWORD = "kuda baterai jembatan langit"


def code_for(village, person):
    village.write(slips.issue, village.roll_officer, village.keys, [person.id], AT)
    (printed,) = village.read(slips.printable, village.roll_officer, village.keys, ids=[person.id])
    return printed.code


def choose(village, code, pin=PIN):
    prepared = signing_in.prepare_pin(CHEAP, pin)
    return village.write(signing_in.choose_pin, village.keys, code, prepared, AT)


def by_pin(village, code, pin, at=AT, hasher=CHEAP):
    return signing_in.check_pin(village.database, village.keys, hasher, code, pin, at=at)


def by_password(village, name, password, at=AT, hasher=CHEAP):
    return signing_in.check_password(village.database, hasher, name, password, at)


def set_password(village, person, name="sri", password=PASSWORD, **values):
    prepared = signing_in.prepare_password(CHEAP, password, ("Desa Tirtasari", person.name))
    given = {"keys": village.keys, "code": office_code(village, person), **values}
    village.write(signing_in.set_password, person, name, prepared, AT, **given)


def office_code(village, person):
    return village.read(office_codes.code_of, village.keys, person.id)


def refusal(call, *args, **values):
    with pytest.raises(RefusalError) as refused:
        call(*args, **values)
    return refused.value.code


def test_from_paper_to_signed_in(village):
    person = village.residents[0]
    code = code_for(village, person)
    assert choose(village, code.lower().replace(" ", "-")) == person
    assert by_pin(village, code, "284 917") == person
    assert village.read(signing_in.find_slip, village.keys, code, AT).pin_chosen


def test_of_sixteen_who_choose_a_pin_at_once_one_succeeds(village):
    code = code_for(village, village.residents[0])
    hashes = [signing_in.prepare_pin(CHEAP, f"{284917 + 13 * number}") for number in range(16)]

    def attempt(prepared):
        try:
            return village.write(signing_in.choose_pin, village.keys, code, prepared, AT)
        except ConflictError as error:
            return error.code

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(attempt, hashes))
    assert answers.count(village.residents[0]) == 1
    assert answers.count("signing-in.pin-chosen-already") == 15
    kept = village.write(signing_in.look_up_pin, village.keys, code, AT).known
    assert kept == hashes[answers.index(village.residents[0])]


def test_of_many_tries_at_once_no_more_are_looked_at_than_one_after_the_other(village):
    code = code_for(village, village.residents[0])
    choose(village, code)

    def attempt(_):
        return refusal(by_pin, village, code, "999999")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(8)))
    assert answers.count("signing-in.wrong-pin") == 3
    assert answers.count("signing-in.wait") == 5


@pytest.mark.parametrize("code", ["", "K7P4", "0000 0000", "'; DROP TABLE", "é" * 8])
def test_an_unknown_slip_is_refused_everywhere_alike(sqlite_village, code):
    village = sqlite_village
    keys = village.keys
    assert refusal(village.read, signing_in.find_slip, keys, code, AT) == "signing-in.unknown-slip"
    assert refusal(by_pin, village, code, PIN) == "signing-in.unknown-slip"
    assert refusal(choose, village, code) == "signing-in.unknown-slip"


def test_a_pin_has_to_be_chosen_first(sqlite_village):
    code = code_for(sqlite_village, sqlite_village.residents[0])
    assert refusal(by_pin, sqlite_village, code, PIN) == "signing-in.pin-not-chosen"
    assert refusal(choose, sqlite_village, code, "123456") == "signing-in.pin-weak"
    choose(sqlite_village, code)
    assert refusal(choose, sqlite_village, code) == "signing-in.pin-chosen-already"


def test_wrong_pins_wait_and_a_right_one_starts_afresh(village):
    person = village.residents[0]
    code = code_for(village, person)
    choose(village, code)
    for _ in range(3):
        assert refusal(by_pin, village, code, "999999") == "signing-in.wrong-pin"
    assert refusal(by_pin, village, code, PIN) == "signing-in.wait"
    assert by_pin(village, code, PIN, AT + 2) == person
    for _ in range(3):
        assert refusal(by_pin, village, code, "999999", AT + 3) == "signing-in.wrong-pin"


def test_somebody_who_left_is_a_stranger(sqlite_village):
    village = sqlite_village
    person = village.residents[0]
    code = code_for(village, person)
    choose(village, code)
    village.database.write(lambda c: signing_in.people.leave(c, person.id, AT))
    assert refusal(by_pin, village, code, PIN) == "signing-in.unknown-slip"


def test_an_officer_chooses_a_password_and_signs_in(village):
    set_password(village, village.moderator)
    assert by_password(village, " SRI ", PASSWORD) == village.moderator
    assert refusal(by_password, village, "sri", PASSWORD + " ") == "signing-in.wrong-password"


def test_names_that_do_not_exist_are_refused_and_slowed_like_those_that_do(village):
    set_password(village, village.moderator)
    for name in ("sri", "nobody"):
        codes = [refusal(by_password, village, name, "x" * 20) for _ in range(4)]
        assert codes == ["signing-in.wrong-password"] * 3 + ["signing-in.wait"]


def test_what_does_not_exist_costs_the_same_work(sqlite_village, monkeypatch):
    set_password(sqlite_village, sqlite_village.moderator)
    verified = []
    hasher = Hasher(1, 8)
    plain = hasher._argon2.verify
    monkeypatch.setattr(
        type(hasher._argon2), "verify", lambda _self, *args: verified.append(args) or plain(*args)
    )
    refusal(by_password, sqlite_village, "sri", "x" * 20, hasher=hasher)
    refusal(by_password, sqlite_village, "nobody", "x" * 20, hasher=hasher)
    assert len(verified) == 2


def test_a_secret_of_no_length_or_too_much_is_simply_wrong(sqlite_village):
    set_password(sqlite_village, sqlite_village.moderator)
    for password in ("", "x" * 100_000, "\ud800"):
        sqlite_village.write(signing_in.note_success, b"unused")
        code = refusal(by_password, sqlite_village, "sri", password)
        assert code == "signing-in.wrong-password"


def test_residents_have_no_password(sqlite_village):
    code = refusal(set_password, sqlite_village, sqlite_village.residents[0])
    assert code == "signing-in.officers-only"


def test_a_second_password_needs_the_first_one_proven(sqlite_village):
    village, me = sqlite_village, sqlite_village.moderator
    set_password(village, me)
    other = "gula aren lima kilo kemarin"
    assert refusal(set_password, village, me, "sri", other) == "signing-in.prove-password"
    somebody = village.auditor
    assert refusal(set_password, village, me, "sri", other, proven=somebody)
    village.write(sessions.start, me.id, True, b"token", AT)
    proven = by_password(village, "sri", PASSWORD)
    set_password(village, me, "ibu.sri", other, proven=proven)
    assert village.read(sessions.find, b"token", AT) is None
    assert refusal(by_password, village, "sri", PASSWORD) == "signing-in.wrong-password"
    assert by_password(village, "ibu.sri", other) == me


def test_a_login_name_belongs_to_one_person(sqlite_village):
    set_password(sqlite_village, sqlite_village.moderator)
    code = refusal(set_password, sqlite_village, sqlite_village.auditor, "Sri")
    assert code == "signing-in.name-taken"


def test_a_password_is_reset_on_record_and_chosen_anew(village):
    admin = village.add("K1", "Bu Kades", Role.ADMINISTRATOR)
    me = village.moderator
    set_password(village, me)
    village.write(sessions.start, me.id, True, b"token", AT)
    village.write(signing_in.reset_password, admin, me.id, "Lupa", AT)
    assert village.read(sessions.find, b"token", AT) is None
    assert refusal(by_password, village, "sri", PASSWORD) == "signing-in.wrong-password"
    act = village.read(recording.public_log).acts[0]
    assert (act.kind, act.reason, act.officer) == ("password-reset", "Lupa", "Bu Kades")
    set_password(village, me, password="gula aren lima kilo kemarin")
    assert by_password(village, "sri", "gula aren lima kilo kemarin") == me


def test_only_an_administrator_or_the_machine_resets(sqlite_village):
    village, me = sqlite_village, sqlite_village.moderator
    set_password(village, me)
    for stranger in (me, village.roll_officer, village.residents[0]):
        with pytest.raises(ForbiddenError):
            village.write(signing_in.reset_password, stranger, me.id, "Lupa", AT)
    assert refusal(village.write, signing_in.reset_password, None, me.id, "", AT)
    village.write(signing_in.reset_password, None, me.id, "Lupa", AT)
    code = refusal(village.write, signing_in.reset_password, None, me.id, "Lupa", AT)
    assert code == "signing-in.no-password"


def test_a_busy_moment_costs_no_try(sqlite_village, monkeypatch):
    set_password(sqlite_village, sqlite_village.moderator)

    def busy(*_):
        raise BusyError("signing-in.busy", seconds=3)

    hasher = Hasher(1, 8)
    with monkeypatch.context() as patch:
        patch.setattr(hasher, "matches", busy)
        for _ in range(20):
            code = refusal(by_password, sqlite_village, "sri", PASSWORD, hasher=hasher)
            assert code == "signing-in.busy"
    assert by_password(sqlite_village, "sri", PASSWORD, hasher=hasher) == sqlite_village.moderator


def test_a_cheap_hash_is_made_anew_at_the_next_sign_in(village):
    person = village.residents[0]
    code = code_for(village, person)
    choose(village, code)
    set_password(village, village.moderator)
    dearer = Hasher(passes=2, memory_kib=16)
    assert by_pin(village, code, PIN, hasher=dearer) == person
    assert by_password(village, "sri", PASSWORD, hasher=dearer) == village.moderator
    pin = village.write(signing_in.look_up_pin, village.keys, code, AT).known
    password = village.write(signing_in.look_up_password, "sri", AT).known
    assert not dearer.is_outdated(pin)
    assert not dearer.is_outdated(password)
    assert by_pin(village, code, PIN) == person


def test_too_many_tries_is_a_conflict_with_seconds(sqlite_village):
    for _ in range(3):
        refusal(by_password, sqlite_village, "nobody", "x")
    with pytest.raises(TooManyTriesError) as refused:
        by_password(sqlite_village, "nobody", "x")
    assert isinstance(refused.value, ConflictError)
    assert not isinstance(refused.value, InvalidError)
    assert refused.value.params["seconds"] == 2


def test_a_first_password_needs_the_code_of_the_newest_appointment(village):
    me, admin = village.moderator, village.add("K1", "Bu Kades", Role.ADMINISTRATOR)
    for wrong in ("", "0" * 24, office_code(village, village.auditor)):
        code = refusal(set_password, village, me, code=wrong)
        assert code == "signing-in.wrong-office-code"
    old = office_code(village, me)
    shown = village.read(office_codes.show, admin, village.keys, me.id)
    assert shown.replace("-", "") == old
    set_password(village, me, code=shown.lower().replace("-", " "))
    assert refusal(village.read, office_codes.show, admin, village.keys, me.id) == (
        "signing-in.has-password"
    )
    village.write(signing_in.reset_password, admin, me.id, "Lupa", AT)
    assert refusal(set_password, village, me, code=old) == "signing-in.wrong-office-code"
    set_password(village, me)


def test_only_an_administrator_is_shown_a_code(sqlite_village):
    village = sqlite_village
    for other in (village.roll_officer, village.moderator, village.residents[0]):
        with pytest.raises(ForbiddenError):
            village.read(office_codes.show, other, village.keys, village.moderator.id)
