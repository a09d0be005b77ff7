"""Log entries: one canonical form for each, and nothing else is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.audit import entries
from voting.audit.acts import EVENTS
from voting.audit.entries import Counted, Drawn, Event, Opened, Sealed, Voted, read_entry
from voting.canonical import encode
from voting.errors import InvalidError

POLL = "00112233445566778899aabbccddeeff"
HASH = "ab" * 32
C = entries.commitment_text(bytes(32))

EXAMPLES = [
    Opened(poll=POLL, number=0, manifest=HASH, actor="ketua-7f", at=1),
    Voted(poll=POLL, number=1, handle=HASH, turn=1, commitment=C),
    Sealed(poll=POLL, number=2, ballots=3, root=HASH, voted=3, voted_root=HASH, actor="x", at=2),
    Counted(poll=POLL, number=3, result=HASH, actor="x", at=3),
    Drawn(poll=POLL, number=4, public="0" * 20, secret=HASH, result=HASH, actor="x", at=4),
    Event(act="extended", actor="x", at=5, poll=POLL, number=5, details={"closes": 9}),
    Event(act="published", actor="system", at=6, poll=POLL, number=6, private=HASH),
    Event(act="role-granted", actor="x", at=7, private=HASH, details={"role": "auditor"}),
    Event(act="lan-http", actor="system", at=8),
]
TEXTS = [
    b'{"a":"ketua-7f","at":1,"m":"%s","p":"%s","q":0,"t":"open/1"}',
    b'{"c":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","h":"%s","n":1,"p":"%s","q":1,"t":"vote/1"}',
]


@pytest.mark.parametrize("entry", EXAMPLES)
def test_every_kind_survives(entry):
    data = entry.encode()
    assert read_entry(data) == entry
    assert encode(entry.json()) == data
    assert len(data) <= entries.LARGEST_ENTRY


def test_the_bytes_of_two_kinds():
    for entry, text in zip(EXAMPLES, TEXTS, strict=False):
        assert entry.encode() == text % (HASH.encode(), POLL.encode())


@pytest.mark.parametrize("act", sorted(EVENTS))
def test_every_act_needs_just_its_own_details(act):
    values = {
        "closes": 1,
        "eligible": 2,
        "n": 3,
        "option": "a",
        "role": "auditor",
        "roll_root": HASH,
        "matter": "M-2026-014",
        "into": "M-2026-001",
        "phase": "talk",
        "until": 0,
        "light": "green",
        "subject": "position-12",
        "upheld": 1,
        "sitting": "K-2026-003",
        "step": "open-round",
        "text": HASH,
        "person": "person-7",
    }
    details = {key: values[key] for key in EVENTS[act]}
    event = Event(act=act, actor="x", at=0, details=details)
    assert read_entry(event.encode()) == event
    with pytest.raises(InvalidError):
        Event(act=act, actor="x", at=0, details={**details, "more": 1})
    for missing in details:
        with pytest.raises(InvalidError):
            Event(
                act=act, actor="x", at=0, details={k: v for k, v in details.items() if k != missing}
            )


@given(st.sampled_from(EXAMPLES), st.data())
def test_no_other_value_and_no_other_key_is_read(entry, data):
    value = dict(entry.json())
    key = data.draw(st.sampled_from(sorted(value)))
    other = data.draw(st.sampled_from([-1, 2**53, True, "", "X" * 64, [], {}, "abc\n", 1.5]))
    changed = {**value, key: other}
    with pytest.raises(InvalidError):
        read_entry(encode(changed) if other != 1.5 else str(changed).replace("'", '"').encode())
    with pytest.raises(InvalidError):
        read_entry(encode({**value, "more": 1}))
    if key not in {"h", "p", "q"} or entry.kind != "event/1":
        del value[key]
        with pytest.raises(InvalidError):
            read_entry(encode(value))


def test_a_contest_entry_has_name_and_number_or_neither():
    value = EXAMPLES[5].json()
    for key in ("p", "q"):
        with pytest.raises(InvalidError):
            read_entry(encode({k: v for k, v in value.items() if k != key}))


def test_what_is_not_an_entry_is_refused():
    for data in (b"", b"[]", b"5", b'{"t":5}', b'{"t":"more/1"}', b'{ "t":"vote/1"}', b'"t"'):
        with pytest.raises(InvalidError):
            read_entry(data)
    with pytest.raises(InvalidError):
        read_entry(b" " * (entries.LARGEST_ENTRY + 1))


@given(st.binary(min_size=32, max_size=32))
def test_commitments_in_entries_have_one_spelling(commitment):
    text = entries.commitment_text(commitment)
    Voted(poll=POLL, number=1, handle=HASH, turn=1, commitment=text)
    other = text[:-1] + "B"
    with pytest.raises(InvalidError):
        Voted(poll=POLL, number=1, handle=HASH, turn=1, commitment=other)
