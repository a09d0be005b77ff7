"""What signing in leaves behind is deleted when it is over, and not before."""

from sqlalchemy import func, select

from tests.village import FOUNDED
from voting.services import care, sessions, sweeping, tries
from voting.store.rows import sign_in_failure, web_session

IDLE = 8 * 3600


def counts(village):
    with village.database.read() as c:
        return tuple(
            c.execute(select(func.count()).select_from(table)).scalar()
            for table in (web_session, sign_in_failure)
        )


def test_only_what_is_over_is_deleted(village):
    who = village.residents[0].id
    village.write(sessions.start, who, False, b"old", FOUNDED)
    village.write(sessions.start, who, False, b"new", FOUNDED + 5)
    village.write(tries.count, b"nobody", FOUNDED)
    assert not sweeping.sweep(village.database, FOUNDED + tries.WINDOW - 1)
    assert counts(village) == (2, 1)
    assert sweeping.sweep(village.database, FOUNDED + tries.WINDOW)
    assert counts(village) == (2, 0)
    assert sweeping.sweep(village.database, FOUNDED + IDLE + 1)
    assert counts(village) == (1, 0)
    assert village.read(sessions.find, b"new", FOUNDED + IDLE + 1).id == who


def test_the_worker_sweeps(sqlite_village):
    sqlite_village.write(tries.count, b"nobody", FOUNDED)
    care.work(sqlite_village.database, sqlite_village.keys, FOUNDED + tries.WINDOW)
    assert counts(sqlite_village) == (0, 0)
