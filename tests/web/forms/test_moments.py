"""Days and times are read however people write them, and nothing else is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData

from voting.errors import InvalidError
from web.forms import Reader, local_moment
from web.forms.moments import FIRST_YEAR, LAST_YEAR, moment_field, read_moment

JAKARTA = ZoneInfo("Asia/Jakarta")
JAYAPURA = ZoneInfo("Asia/Jayapura")
MORNING = int(datetime(2026, 5, 14, 1, 0, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    "typed",
    [
        "2026-05-14T08:00",
        "2026-05-14T08:00:59",
        " 2026-05-14  8.00 ",
        "14-05-2026 08.00",
        "14/5/2026 8:00",
        "14.5.2026, 08.00",
        "14 Mei 2026 pukul 08.00",
        "14 mei 2026, jam 8.00",
        "14 May 2026 at 08:00",
    ],
)
def test_a_morning_in_jakarta(typed):
    assert read_moment(typed, JAKARTA) == MORNING
    assert read_moment(typed, JAYAPURA) == MORNING - 2 * 3600


@pytest.mark.parametrize(
    "typed",
    [
        *("", "besok", "2026-05-14", "14-05-2026", "08:00", "2026-05-14T25:00", "31-02-2026 08.00"),
        *("14 Foo 2026 08.00", "0001-01-01T00:00", "1999-12-31T23:59", "2200-01-01T00:00"),
        *("9999-12-31T23:59", "2026-05-14T08:00+07:00", "\uff12026-05-14T08:00", "-1-1-2026 08.00"),
        "2026-05-14T08:00\x00",
    ],
)
def test_what_is_no_moment_is_refused(typed):
    with pytest.raises(InvalidError, match=r"form\.not-a-moment"):
        read_moment(typed, JAKARTA)


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_refused(text):
    try:
        at = read_moment(text, JAKARTA)
    except InvalidError:
        return
    assert FIRST_YEAR <= datetime.fromtimestamp(at, JAKARTA).year <= LAST_YEAR


@given(st.integers(946_684_800, 7_000_000_000))
def test_what_a_calendar_field_shows_is_read_back(at):
    at -= at % 60
    assert read_moment(local_moment(at, JAKARTA), JAKARTA) == at


def shown(**fields):
    reader = Reader(FormData(fields), "id")
    if "at" in fields:
        reader.value("at", lambda: read_moment(reader.raw("at"), JAKARTA), 0)
    return moment_field(reader, "at", JAKARTA, MORNING)


def test_a_field_comes_back_with_what_was_typed():
    assert shown() == ("2026-05-14T08:00", "datetime-local")
    assert shown(at="15 Mei 2026 08.00") == ("2026-05-15T08:00", "datetime-local")
    assert shown(at="besok pagi") == ("besok pagi", "text")
    assert shown(at="") == ("", "datetime-local")
