"""The keys: made once, readable by their owner only, each for one purpose."""

import os
import stat
import threading

import pytest

from tests.village import ORIGIN, SEEDS, chance
from voting.audit.commitments import Opening, seal_info
from voting.audit.notes import read_key, read_note
from voting.errors import ConflictError, InvalidError
from voting.services.keys import (
    NAMES,
    Keys,
    fresh,
    log_name,
    receipt_name,
    replace_file,
    write_new,
)

POLL = "00112233445566778899aabbccddeeff"
OTHER = "ff" * 16


@pytest.fixture
def keys(tmp_path):
    return Keys.of(tmp_path, SEEDS)


def test_keys_are_made_once_and_then_found(tmp_path):
    folder = tmp_path / "new" / "keys"
    first, second = Keys.load_or_create(folder), Keys.load_or_create(folder)
    assert first == second
    assert len(set(first.seeds().values())) == len(NAMES)
    assert {p.name for p in folder.iterdir()} == {f"{name}.key" for name in NAMES}
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_processes_that_start_at_once_agree_on_the_keys(tmp_path):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(Keys.load_or_create(tmp_path / "keys")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(one == found[0] for one in found)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_keys_that_others_can_read_stop_the_start(tmp_path, mode):
    Keys.load_or_create(tmp_path)
    (tmp_path / "seal.key").chmod(mode)
    with pytest.raises(ConflictError, match="readable-by-others"):
        Keys.load_or_create(tmp_path)


@pytest.mark.parametrize("content", [b"", b"AAAA\n", b"not base64!", b"\xff" * 44])
def test_a_file_that_is_no_key_stops_the_start(tmp_path, content):
    write_new(tmp_path / "tie.key", content)
    with pytest.raises(InvalidError, match="not-a-key"):
        Keys.load_or_create(tmp_path)


def test_no_secret_is_ever_printed(keys):
    shown = repr(keys)
    for seed in keys.seeds().values():
        assert seed.hex() not in shown
        assert repr(seed) not in shown


def test_notes_are_signed_under_the_name_of_the_log(keys):
    for key, name in ((keys.log, log_name(ORIGIN)), (keys.receipt, receipt_name(ORIGIN))):
        public = key.public(name)
        assert read_key(str(public)) == public
        note = read_note(key.sign(name, "satu\ndua\n").encode())
        assert note.is_signed_by(public)
    assert not note.is_signed_by(keys.log.public(log_name(ORIGIN)))


def test_a_sealed_ballot_opens_with_its_own_contest_only(keys, tmp_path):
    opening = Opening(b'{"ranking":["1"],"v":1}', bytes(32), bytes(32)).padded()
    sealed = keys.seal_ballot(POLL, opening)
    assert sealed != keys.seal_ballot(POLL, opening)
    assert b"ranking" not in sealed
    assert keys.open_ballot(POLL, sealed) == opening
    stranger = Keys.load_or_create(tmp_path / "other")
    for opener, poll in ((keys, OTHER), (stranger, POLL)):
        with pytest.raises(InvalidError, match="seal-broken"):
            opener.open_ballot(poll, sealed)
    for broken in (b"", sealed[:-1], bytes([sealed[0] ^ 1]) + sealed[1:]):
        with pytest.raises(InvalidError, match="seal-broken"):
            keys.open_ballot(POLL, broken)
    assert seal_info(POLL) != seal_info(OTHER)


def test_what_belongs_to_a_contest_differs_from_contest_to_contest(keys):
    retry = chance("retry")
    for of in (keys.seal_key, keys.tie_secret, lambda poll: keys.server_share(poll, retry)):
        assert of(POLL) == of(POLL)
        assert of(POLL) != of(OTHER)
    assert keys.server_share(POLL, retry) != keys.server_share(POLL, chance("other"))
    assert len(keys.server_share(POLL, retry)) == len(keys.tie_secret(POLL)) == 32


def test_files_are_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "last"
    replace_file(path, b"one")
    replace_file(path, b"two")
    assert path.read_bytes() == b"two"
    write_new(path, b"three")
    assert path.read_bytes() == b"two"

    def broken(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="full"):
        replace_file(path, b"half")
    assert path.read_bytes() == b"two"


def test_chance_is_fresh():
    assert len({fresh(16) for _ in range(100)}) == 100
    assert len(fresh(5)) == 5
