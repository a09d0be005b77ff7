"""The history of a contest: what may follow what, and what its numbers give away."""

from dataclasses import replace

import pytest

from tests.voting.audit.elections import POLL, election
from voting.audit import history
from voting.audit.entries import Event, Opened, Voted, commitment_text, read_entry
from voting.audit.history import replay
from voting.audit.manifest import OPEN_BALLOT
from voting.errors import InvalidError

HASH = "ab" * 32
SECRET = election(count=3)
OPEN = election(count=3, level=OPEN_BALLOT, again=1)
OPENED = Opened(poll=POLL, number=0, manifest=HASH, actor="x", at=0)


def own(built):
    return [read_entry(built.log[index]) for index in built.own]


def numbered(*entries):
    return [replace(entry, number=number) for number, entry in enumerate(entries)]


def act(name, **details):
    return Event(act=name, actor="x", at=1, poll=POLL, details=details)


def vote(handle, turn):
    return Voted(
        poll=POLL, number=0, handle=handle * 64, turn=turn, commitment=commitment_text(bytes(32))
    )


def test_honest_histories():
    found = replay(SECRET.manifest, own(SECRET))
    assert found.state == history.PUBLISHED
    assert found.seal == SECRET.seal
    assert found.result == found.counted.result
    assert found.closes == SECRET.manifest.closes
    again = replay(OPEN.manifest, own(OPEN))
    assert len(again.votes) == 4
    assert [vote.turn for vote in again.turns.values()] == [2, 1, 1]


def test_corrections_and_extensions_count_from_then_on():
    entries = [
        OPENED,
        act("extended", closes=SECRET.manifest.closes + 9),
        act("roll-corrected", eligible=4, roll_root="cd" * 32),
        act("option-withdrawn", option="b"),
        act("roll-corrected", eligible=6, roll_root=HASH),
        act("cancelled"),
    ]
    found = replay(SECRET.manifest, numbered(*entries))
    assert (found.eligible, found.roll_root, found.corrections) == (6, HASH, 2)
    assert found.withdrawn == ["b"]
    assert found.closes == SECRET.manifest.closes + 9


@pytest.mark.parametrize(
    "acts",
    [
        [],
        [OPENED],
        [OPENED, OPENED],
        [act("closed")],
        [OPENED, act("published")],
        [OPENED, act("closed"), act("extended", closes=2**40), act("cancelled")],
        [OPENED, act("extended", closes=5), act("cancelled")],
        [OPENED, act("option-withdrawn", option="z"), act("cancelled")],
        [
            OPENED,
            act("option-withdrawn", option="a"),
            act("option-withdrawn", option="a"),
            act("cancelled"),
        ],
        [OPENED, act("cancelled"), act("closed")],
        [OPENED, act("cancelled"), act("slip-reset", n=1)],
        [OPENED, vote("1", 1), act("cancelled")],
    ],
    ids=range(12),
)
def test_what_cannot_happen_is_refused(acts):
    with pytest.raises(InvalidError):
        replay(SECRET.manifest, numbered(*acts))


@pytest.mark.parametrize("turns", [[2], [1, 1], [1, 3], [0], [2, 1]])
def test_turns_of_an_open_vote_count_up(turns):
    votes = [vote("1", turn) for turn in turns]
    with pytest.raises(InvalidError):
        replay(OPEN.manifest, numbered(OPENED, *votes, act("cancelled")))
    once = replace(OPEN.manifest, revote="none")
    with pytest.raises(InvalidError):
        replay(once, numbered(OPENED, vote("1", 1), vote("1", 2), act("cancelled")))


@pytest.mark.parametrize("place", range(5))
def test_an_entry_left_out_or_of_another_contest_shows(place):
    entries = own(SECRET)
    with pytest.raises(InvalidError):
        replay(SECRET.manifest, entries[:place] + entries[place + 1 :])
    entries[place] = replace(entries[place], poll="f" * 32)
    with pytest.raises(InvalidError):
        replay(SECRET.manifest, entries)
