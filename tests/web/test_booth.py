"""The booth: the ballot sheet as shown, what a form carries on, and the voter's share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData

from voting.audit.commitments import voter_share
from voting.contest import Option
from voting.errors import InvalidError
from web import booth


def form(**fields):
    return FormData(list(fields.items()))


@pytest.mark.parametrize(
    ("description", "note"),
    [
        ("", ""),
        ("Atap baru dan ruang periksa. Biaya Rp18.750.000.", "Atap baru dan ruang periksa"),
        ("1.200 meter pipa ke 82 rumah. Biaya besar.", "1.200 meter pipa ke 82 rumah"),
        ("Jl. Raya sampai pasar.", "Jl. Raya sampai pasar"),
        ("Dua\n  baris", "Dua baris"),
        ("kata " * 40, ("kata " * 16).strip() + " …"),
    ],
)
def test_a_row_has_one_line(description, note):
    assert booth.note_of(Option(id="1", label="x", description=description)) == note


@given(st.text(max_size=300))
def test_a_line_is_never_long(description):
    assert len(booth.note_of(Option(id="1", label="x", description=description))) <= 82


def test_the_order_is_the_voters_own_and_stays(village):
    view = village.view(village.open(options=("Sumur", "Jalan", "Balai", "Pasar")))
    people = village.add_residents(range(100, 140))
    orders = [tuple(row.id for row in booth.rows(view, person)) for person in people]
    assert orders == [tuple(row.id for row in booth.rows(view, person)) for person in people]
    assert {order[0] for order in orders} == {option.id for option in view.options}
    assert len(set(orders)) > 10
    assert [row.id for row in booth.rows(view)] == [option.id for option in view.options]


def test_every_form_carries_key_and_share_and_a_first_one_gets_a_key():
    key, share = "ab" * 32, "cd" * 32
    assert booth.kept(form(key=key, nv=share)) == {"key": key, "nv": share}
    fresh = [booth.kept(form(key=bad))["key"] for bad in ("", "ab", "zz" * 32, "ab" * 33)]
    assert len(set(fresh)) == 4
    assert all(len(booth.retry_key(form(key=made))) == 32 for made in fresh)


def test_a_typed_word_comes_before_the_device_and_the_device_before_the_server():
    share = "cd" * 32
    assert booth.share(form(phrase=" kopi tubruk ", nv=share)) == (
        voter_share("kopi tubruk"),
        "phrase",
    )
    with pytest.raises(InvalidError):
        booth.share(form(phrase="x" * 201))
    assert booth.share(form(phrase=" ", nv=share)) == (bytes.fromhex(share), "device")
    assert booth.share(form()) == (b"", "server")


@pytest.mark.parametrize("share", ["cd", "cd" * 33, "zz" * 32, "cd " * 32, " "])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(InvalidError):
        booth.share(form(nv=share))
