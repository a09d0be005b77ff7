"""Dates, times, numbers and money as each language writes them, after Unicode CLDR.

Where CLDR's general pattern is not what people here write, the pattern stands below: hours and
minutes with a full stop and the zone's short name in Indonesian, Rupiah without cents and with a
short sign in both languages. Times come in as Unix seconds and are shown in the community's zone.
"""

from datetime import UTC, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, get_currency_precision

from voting import words

LOCALES = {"id": "id_ID", "en": "en_GB"}

_DATES = {"id": "EEEE, d MMMM y", "en": "EEEE, d MMMM y"}
_SHORT_DATES = {"id": "d MMM y", "en": "d MMM y"}
_DATETIMES = {
    "id": "EEEE, d MMMM y 'pukul' HH.mm",
    "en": "EEEE, d MMMM y 'at' HH:mm",
}
_SHORT_DATETIMES = {"id": "d MMM y, HH.mm", "en": "d MMM y, HH:mm"}
_TIMES = {"id": "HH.mm", "en": "HH:mm"}
_SIGNS = {"IDR": "Rp"}
_ROUNDED_FROM = 100
_ABOUT = "\N{ALMOST EQUAL TO} "
_MINUS = "\N{MINUS SIGN}"
_POINTS = {"id": ",", "en": "."}
# The short names Indonesians use; CLDR knows them in Indonesian only.
_ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA"}
_ZONES["Asia/Jayapura"] = "WIT"


_WORDS = {
    "id": (
        *("Satu", "Dua", "Tiga", "Empat", "Lima"),
        *("Enam", "Tujuh", "Delapan", "Sembilan", "Sepuluh"),
    ),
    "en": ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"),
}


def moment(at: int, zone: ZoneInfo) -> datetime:
    """Return Unix seconds as a date and time in a zone."""
    return datetime.fromtimestamp(at, UTC).astimezone(zone)


def date(at: int, language: str, zone: ZoneInfo, *, short: bool = False) -> str:
    """Return the day of a moment: ``Kamis, 14 Mei 2026``; short: ``14 Mei 2026``."""
    pattern = (_SHORT_DATES if short else _DATES)[language]
    return format_date(moment(at, zone).date(), pattern, locale=LOCALES[language])


def date_time(at: int, language: str, zone: ZoneInfo, *, short: bool = False) -> str:
    """Return day and time with the zone's name: ``Kamis, 14 Mei 2026 pukul 18.00 WIB``."""
    pattern = (_SHORT_DATETIMES if short else _DATETIMES)[language]
    text = format_datetime(moment(at, zone), pattern, tzinfo=zone, locale=LOCALES[language])
    return f"{text} {zone_name(at, zone)}"


def time(at: int, language: str, zone: ZoneInfo) -> str:
    """Return the time of day with the zone's name: ``18.00 WIB``."""
    text = format_datetime(moment(at, zone), _TIMES[language], tzinfo=zone)
    return f"{text} {zone_name(at, zone)}"


def zone_name(at: int, zone: ZoneInfo) -> str:
    """Return the short name of a zone at a moment."""
    return _ZONES.get(zone.key) or moment(at, zone).strftime("%Z")


def number(value: int, language: str) -> str:
    """Return a whole number with its groups: ``1.234`` or ``1,234``."""
    return format_decimal(value, locale=LOCALES[language])


def in_words(value: int, language: str) -> str:
    """Return a small number as a word that begins a sentence: ``Dua``, ``Two``; larger in figures.

    Babel does not read CLDR's rules for spelling out, and beyond ten figures read better.
    """
    known = _WORDS[language]
    return known[value - 1] if 1 <= value <= len(known) else number(value, language)


def money(minor: int, language: str, currency: str = "IDR") -> str:
    """Return whole minor units of a currency: ``Rp38.500.000`` for 38500000 Rupiah.

    CLDR gives the Rupiah no minor unit in use, so its minor unit is the Rupiah itself.
    """
    digits = 0 if currency == "IDR" else get_currency_precision(currency)
    whole, rest = divmod(abs(minor), 10**digits)
    cents = f"{_POINTS[language]}{rest:0{digits}}" if digits else ""
    minus = _MINUS if minor < 0 else ""
    return f"{minus}{_SIGNS.get(currency, currency)}{number(whole, language)}{cents}"


def sum_of_money(value: int | str, language: str, currency: str = "IDR") -> str:
    """Return an exact sum as a count gives it: ``Rp250.000``, ``≈ Rp5.263``, ``Rp1/3``.

    A sum that is not whole is rounded to whole minor units, with a sign that it is; small ones,
    where that would say nothing, are written out.
    """
    exact = Fraction(value)
    if exact.denominator == 1:
        return money(exact.numerator, language, currency)
    if abs(exact) >= _ROUNDED_FROM or currency not in _SIGNS:
        return _ABOUT + money(round(exact), language, currency)
    written = words.number(str(value), language)
    about = _ABOUT if written.startswith(_ABOUT) else ""
    return f"{about}{_SIGNS[currency]}{written.removeprefix(_ABOUT)}"
