"""PINs, login names and passwords: what is taken, and what somebody would guess first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.errors import InvalidError
from voting.services.passwords import admit_login_name, admit_password, admit_pin, common, fits

OWN = ("Desa Tirtasari", "Sari Dewi", "sari.dewi")


def code_of(call, *args):
    with pytest.raises(InvalidError) as refused:
        call(*args)
    return refused.value.code


@pytest.mark.parametrize("pin", ["284917", " 28 49 17 ", "190745", "700310"])
def test_an_ordinary_pin_is_taken(pin):
    assert admit_pin(pin) == pin.replace(" ", "")


@pytest.mark.parametrize(
    "pin",
    [
        "000000",
        "777777",
        "123456",
        "654321",
        "234567",
        "890123",
        "012345",
        "121212",
        "123123",
        "123321",
        "112233",
    ],
)
def test_a_pin_that_people_try_first_is_refused(pin):
    assert code_of(admit_pin, pin) == "signing-in.pin-weak"


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "28491a", "٢٨٤٩١٧", "²84917", "-84917"])
def test_a_pin_is_six_digits(pin):
    assert code_of(admit_pin, pin) == "signing-in.pin-shape"


def test_few_pins_are_refused():
    weak = 0
    for number in range(0, 10**6, 17):
        try:
            admit_pin(f"{number:06}")
        except InvalidError:
            weak += 1
    assert weak < 10**6 / 17 / 500


@pytest.mark.parametrize(
    "password",
    [
        "kuda baterai jembatan langit",
        "dusun lor punya enam sumur tua",
        "Tr0ub4dor&3xQz!pm",
        "hujan turun di sawah pak darto",
        "x9#Kd02mPq!7vLs",
        "ada-lima-kambing-hilang-kemarin",
        "🐐🐓 jalan bersama ke pasar",
    ],
)
def test_a_password_of_unrelated_words_is_taken_as_typed(password):
    assert admit_password(password, OWN) == password


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password12345678",
        "P@ssw0rdP@ssw0rd",
        "desatirtasari2026",
        "Tirtasari-Tirtasari-1",
        "saridewi saridewi",
        "mufakatmufakat2026",
        "akusayangkamu123",
        "indonesiamerdeka",
        "qwertyuiopasdfghjkl",
        "aaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "123456789012345678",
        "0812-3456-7890-123",
        "19900101 19900101",
        "admin admin admin admin",
        "bismillahirrahmanirrahim",
    ],
)
def test_a_password_that_others_expect_is_refused(password):
    assert code_of(admit_password, password, OWN) == "signing-in.password-common"


def test_a_password_has_bounds():
    assert code_of(admit_password, "kuda baterai j") == "signing-in.password-short"
    assert code_of(admit_password, "kuda é jembatan " * 16) == "signing-in.password-long"
    assert admit_password("kuda jembatan lor " * 14)


def test_no_password_is_refused_for_want_of_signs():
    assert admit_password("kambingjembatanlangitsumurtua")


@given(st.text(max_size=80))
def test_judging_never_breaks(password):
    try:
        taken = admit_password(password, OWN)
    except InvalidError:
        return
    assert taken == password


def test_what_is_too_long_or_no_text_is_not_hashed():
    assert fits("a" * 256)
    assert not fits("a" * 257)
    assert not fits("é" * 129)
    assert not fits("\ud800")


@pytest.mark.parametrize("name", ["ab", "", "bu sri", "-sri", "sri@desa", "s" * 33, "šri"])
def test_a_login_name_is_plain(name):
    assert code_of(admit_login_name, name) == "signing-in.login-name"


def test_a_login_name_is_kept_in_small_letters():
    assert admit_login_name(" Bu.Sri_1 ") == "bu.sri_1"


def test_the_list_is_long_enough_and_plain():
    assert len(common()) >= 3000
    assert all(word.isascii() and word.islower() and len(word) >= 4 for word in common())
