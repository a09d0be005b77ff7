"""The worker does its work again and again, and survives what it cannot do."""

import threading

import pytest
from sqlalchemy.exc import OperationalError

from voting.errors import ConflictError
from web import worker


@pytest.fixture
def working(monkeypatch):
    """Let the work be a function of the test's own: `working(lambda: ...)`."""
    started = []

    def make(work):
        monkeypatch.setattr(worker.care, "work", lambda *_args: work())
        started.append(worker.Worker(database=None, keys=None, every=0))
        return started[-1]

    yield make
    for one in started:
        one.stop()


def test_it_works_until_it_is_stopped(working):
    done = threading.Semaphore(0)
    one = working(done.release)
    one.start()
    assert all(done.acquire(timeout=10) for _ in range(3))
    one.stop()
    assert not one._thread.is_alive()


@pytest.mark.parametrize(
    "error", [ConflictError("log.held"), OperationalError("x", {}, Exception("locked")), OSError()]
)
def test_it_goes_on_after_what_it_cannot_do(working, error, caplog):
    calls = []

    def work():
        calls.append(1)
        raise error

    one = working(work)
    one.once()
    one.once()
    assert len(calls) == 2
    assert type(error).__name__ in caplog.text


def test_a_worker_that_never_started_can_be_stopped(working):
    working(lambda: None).stop()
