"""Dates, numbers and money as people write them in both languages."""

from zoneinfo import ZoneInfo

import pytest

from web import cldr

AT = 1_778_756_400
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("language", "zone", "expected"),
    [
        ("id", "Asia/Jakarta", "Kamis, 14 Mei 2026 pukul 18.00 WIB"),
        ("en", "Asia/Jakarta", "Thursday, 14 May 2026 at 18:00 WIB"),
        ("id", "Asia/Makassar", "Kamis, 14 Mei 2026 pukul 19.00 WITA"),
        ("id", "Asia/Jayapura", "Kamis, 14 Mei 2026 pukul 20.00 WIT"),
        ("en", "Europe/Berlin", "Thursday, 14 May 2026 at 13:00 CEST"),
    ],
)
def test_date_and_time(language, zone, expected):
    assert cldr.date_time(AT, language, ZoneInfo(zone)) == expected


def test_short_forms():
    assert cldr.date_time(AT, "id", JAKARTA, short=True) == "14 Mei 2026, 18.00 WIB"
    assert cldr.date(AT, "id", JAKARTA, short=True) == "14 Mei 2026"
    assert cldr.date(AT, "id", JAKARTA) == "Kamis, 14 Mei 2026"
    assert cldr.date(AT, "en", JAKARTA) == "Thursday, 14 May 2026"
    assert cldr.time(AT, "id", JAKARTA) == "18.00 WIB"
    assert cldr.time(AT, "en", JAKARTA) == "18:00 WIB"


def test_the_day_is_the_communitys_own():
    midnight = 1_778_691_600  # 17.00 UTC on 13 May
    assert cldr.date(midnight, "id", JAKARTA) == "Kamis, 14 Mei 2026"


@pytest.mark.parametrize(
    ("language", "minor", "currency", "expected"),
    [
        ("id", 38_500_000, "IDR", "Rp38.500.000"),
        ("en", 38_500_000, "IDR", "Rp38,500,000"),
        ("id", 0, "IDR", "Rp0"),
        ("id", -1500, "IDR", "\N{MINUS SIGN}Rp1.500"),
        ("en", 123_456, "EUR", "EUR1,234.56"),
        ("id", 5, "EUR", "EUR0,05"),
        ("en", 1000, "JPY", "JPY1,000"),
    ],
)
def test_money_is_counted_in_whole_minor_units(language, minor, currency, expected):
    assert cldr.money(minor, language, currency) == expected


def test_numbers_have_groups():
    assert cldr.number(1_234_567, "id") == "1.234.567"
    assert cldr.number(1_234_567, "en") == "1,234,567"


def test_small_numbers_begin_a_sentence_as_words():
    assert cldr.in_words(2, "id") == "Dua"
    assert cldr.in_words(10, "en") == "Ten"
    assert cldr.in_words(11, "id") == "11"
    assert cldr.in_words(0, "en") == "0"


@pytest.mark.parametrize(
    ("language", "value", "currency", "expected"),
    [
        ("id", 38500000, "IDR", "Rp38.500.000"),
        ("en", "38500000", "IDR", "Rp38,500,000"),
        ("id", "100000/19", "IDR", "≈ Rp5.263"),
        ("en", "5263.7", "IDR", "≈ Rp5,264"),
        ("id", "7/2", "IDR", "Rp3,5"),
        ("id", "1/3", "IDR", "Rp1/3"),
        ("en", "12345/678", "IDR", "≈ Rp18.2080"),
        ("en", "1001/2", "EUR", "≈ EUR5.00"),
        ("en", "1/3", "EUR", "≈ EUR0.00"),
    ],
)
def test_sums_of_a_count_are_money(language, value, currency, expected):
    assert cldr.sum_of_money(value, language, currency) == expected
