"""Hashing at the cost the design asks for, no more at once than cores, never an endless queue."""

import threading
from types import SimpleNamespace

import pytest
from argon2 import extract_parameters

from voting.errors import BusyError
from voting.services.hashing import Hasher


def test_the_cost_is_that_of_the_design():
    found = extract_parameters(Hasher().hash("kuda baterai jembatan"))
    assert (found.time_cost, found.memory_cost, found.parallelism) == (2, 19_456, 1)
    assert found.type.name == "ID"


def test_a_hash_knows_its_secret_and_no_other():
    hasher = Hasher(1, 8)
    known = hasher.hash("rahasia")
    assert hasher.matches(known, "rahasia")
    assert not hasher.matches(known, "rahasia ")
    assert not hasher.matches("no hash at all", "rahasia")
    assert hasher.hash("rahasia") != known


def test_nobodys_password_is_never_right():
    assert not Hasher(1, 8).matches(None, "nobody's password")


def test_a_cheaper_hash_is_outdated():
    assert Hasher(2, 16).is_outdated(Hasher(1, 8).hash("x"))
    assert not Hasher(1, 8).is_outdated(Hasher(1, 8).hash("x"))


def test_a_full_queue_is_refused_at_once_and_recovers(monkeypatch):
    hasher = Hasher(1, 8, at_once=2, queue=3)
    working, most, lock = 0, 0, threading.Lock()
    go = threading.Event()

    def slow(_secret):
        nonlocal working, most
        with lock:
            working += 1
            most = max(most, working)
        assert go.wait(30)
        with lock:
            working -= 1
        return "hash"

    monkeypatch.setattr(hasher, "_argon2", SimpleNamespace(hash=slow))
    threads = [threading.Thread(target=hasher.hash, args=("x",)) for _ in range(5)]
    for thread in threads:
        thread.start()
    while hasher._admitted._value:
        pass
    with pytest.raises(BusyError) as refused:
        hasher.hash("x")
    assert refused.value.params == {"seconds": 3}
    go.set()
    for thread in threads:
        thread.join()
    assert most == 2
    assert hasher.hash("x") == "hash"


def test_a_hash_that_fails_gives_its_place_back():
    hasher = Hasher(1, 8, at_once=1, queue=0)
    for _ in range(3):
        with pytest.raises(UnicodeEncodeError):
            hasher.hash("\ud800")
    assert hasher.matches(hasher.hash("x"), "x")
