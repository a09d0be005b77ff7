"""Addresses are written from names, in each language, and nothing in them can break out."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.addresses import Address, Addresses

ADDRESSES = Addresses(
    [Address("home/show", "/"), Address("results/find", "/p/{number}/hasil")], default="id"
)


def test_paths_in_both_languages():
    assert ADDRESSES.url("id", "home/show") == "/"
    assert ADDRESSES.url("en", "home/show") == "/en"
    assert ADDRESSES.url("en", "results/find", number="P-2026-001") == "/en/p/P-2026-001/hasil"


def test_what_is_no_part_of_the_path_is_the_query():
    url = ADDRESSES.url("id", "results/find", number="1", kode="A B&c")
    assert url == "/p/1/hasil?kode=A+B%26c"


def test_an_unknown_name_or_a_missing_part_is_an_error():
    with pytest.raises(KeyError):
        ADDRESSES.url("id", "results/nowhere")
    with pytest.raises(KeyError):
        ADDRESSES.url("id", "results/find")


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_value_stays_one_part_of_the_path(value):
    path = ADDRESSES.url("id", "results/find", number=value)
    assert path.count("/") == 3
    assert "?" not in path
    assert unquote(path.split("/")[2]) == value
