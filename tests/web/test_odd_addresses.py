"""Numbers in addresses and words in searches that no database could hold: refused, never a fault."""

import pytest

from tests import sittings
from voting.errors import MissingError
from web.forms.keys import path_number
from web.forms.problems import draft

LARGEST = 2**31 - 1  # what the other database takes as a number of a row


@pytest.mark.parametrize("text", ["2147483648", "999999999999999", "-1", "٣", "²", "1\x00", ""])
def test_a_number_that_no_row_can_have_leads_nowhere(text):
    with pytest.raises(MissingError):
        path_number(text, "solution.unknown")
    assert path_number("999999999", "solution.unknown") <= LARGEST


def test_a_number_of_households_may_be_as_long_as_it_likes():
    assert draft({"households": "9" * 10_000}, None).households is None


@pytest.mark.parametrize("tail", ["hadir", "sikap", "undangan"])
def test_a_search_with_a_zero_byte_finds_nobody_and_breaks_nothing(hall, tail):
    number = sittings.call(hall.village)
    sittings.open_round(hall.village, number)
    path = f"/petugas/musyawarah/{number}/{tail}?cari=Warga%00"
    page = hall.visitor(hall.village.moderator).get(path)
    assert page.status_code in (200, 409)  # 409: no round is open


@pytest.mark.parametrize("charset", ["unicode_escape", "punycode", "utf-16", "\x00", "utf-8"])
def test_a_form_in_another_charset_is_refused(hall, charset):
    browser = hall.visitor(hall.village.residents[0], officer=False)
    part = b'--B\r\nContent-Disposition: form-data; name="title"\r\n\r\n\\ud800\r\n--B--\r\n'
    headers = {
        "content-type": f"multipart/form-data; boundary=B; charset={charset}",
        "sec-fetch-site": "same-origin",
    }
    page = browser.request("POST", "/lapor", content=part, headers=headers)
    assert page.status_code == (403 if charset == "utf-8" else 415)  # 403: it has no token
