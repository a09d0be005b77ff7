"""The disk forgets who voted how: no order of casting (T11), no link (T12), once sealed."""

import shutil
from hashlib import sha256
from random import Random

import pytest
from sqlalchemy import text

from tests.village import AFTER, DURING, chance, make_village
from voting.audit.archive import read_archive
from voting.errors import ConflictError
from voting.services import balloting, care, changing, closing, evidence, recording, sealing
from voting.store import database as database_module
from voting.store import scrubbing
from voting.store.database import Database
from voting.store.rows import box, opened_ballot, retry

VOTERS = 40
RANKS = [("1", "2", "3"), ("1",), ("1", "3"), ("2",), ()]
# SQLite counts changes to the file at these places of its header; they say how often, not what.
QUICK = ("PRAGMA journal_mode=WAL", "PRAGMA busy_timeout=50", "PRAGMA foreign_keys=ON")
CHANGE_COUNTERS = ((24, 28), (92, 96))


@pytest.fixture
def opened(tmp_path):
    """Make villages large enough for several pages of ballots, and close their databases."""
    made = []

    def make(url):
        made.append(make_village(url, tmp_path / "keys", residents=VOTERS))
        return made[-1]

    yield make
    for village in made:
        village.database.close()


def masked(path):
    """Return a database file without its change counters."""
    data = bytearray(path.read_bytes())
    for start, end in CHANGE_COUNTERS:
        data[start:end] = bytes(end - start)
    return sha256(data).hexdigest()


def settled(database):
    """Empty the write-ahead log into the file, without rewriting the file."""
    with database.engine.connect() as c:
        c.exec_driver_sql("ROLLBACK")
        c.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        c.exec_driver_sql("BEGIN")


def test_the_same_ballots_in_twenty_orders_leave_the_same_file(opened, tmp_path, monkeypatch):
    monkeypatch.setattr(recording, "fresh", lambda size: chance("salt", size=size))
    village = opened(f"sqlite:///{tmp_path / 'start.db'}")
    number = village.open()
    casts = [village.prepare(number, who, *RANKS[who % len(RANKS)]) for who in range(VOTERS)]
    village.database.close()

    before, after = set(), set()
    for order in range(20):
        path = tmp_path / f"order-{order}.db"
        shutil.copyfile(tmp_path / "start.db", path)
        keys = tmp_path / f"keys-{order}"
        keys.mkdir()
        village.database, village.keys = (
            Database(f"sqlite:///{path}"),
            village.keys.of(keys, village.keys.seeds()),
        )
        for who in Random(order).sample(range(VOTERS), VOTERS):
            village.write(balloting.cast, village.residents[who], casts[who], "phone", DURING)
        village.write(closing.close, village.moderator, number, "", at=AFTER)
        prepared = village.read(sealing.prepare_seal, village.keys, number)
        village.write(sealing.seal, village.moderator, prepared, AFTER)
        settled(village.database)
        before.add(masked(path))
        sealing.scrub(village.database, number)
        after.add(masked(path))
        assert not (tmp_path / f"order-{order}.db-wal").stat().st_size
        village.finish(number)
        village.database.close()
    assert len(before) > 1  # the order could be read before: the test can fail
    assert len(after) == 1


def test_box_and_retry_have_no_place_for_time_or_order(sqlite_village):
    for table in (box, retry, opened_ballot):
        columns = [column.name for column in table.columns]
        assert table.dialect_options["sqlite"]["with_rowid"] is False
        assert not {name for name in columns if "at" in name.split("_")}
    with sqlite_village.database.read() as c:
        for table in ("box", "retry", "opened_ballot"):
            sql = c.execute(text("SELECT sql FROM sqlite_master WHERE name=:n"), {"n": table})
            assert "WITHOUT ROWID" in sql.scalar()
    names = {table.name: {column.name for column in table.columns} for table in (box, retry)}
    assert names["box"] == {"contest_id", "commitment", "sealed", "channel"}
    assert names["retry"] == {"contest_id", "key_hash", "receipt"}


def held(village):
    """Hold a secret contest and return its number, the casts and the receipts."""
    number = village.open()
    casts = {who: village.prepare(number, who, *RANKS[who % 5]) for who in range(30)}
    receipts = {
        who: village.write(balloting.cast, village.residents[who], cast, "phone", DURING)
        for who, cast in sorted(casts.items(), key=lambda item: chance(item[0]))
    }
    return number, casts, receipts


def forms(data):
    """Yield the ways in which bytes may be written down."""
    yield data
    yield data.hex().encode()
    yield data.hex().upper().encode()


def test_files_and_bundle_hold_no_link_after_the_close(opened, tmp_path):
    village = opened(f"sqlite:///{tmp_path / 'm.db'}")
    number, casts, receipts = held(village)
    poll = village.view(number).poll
    secrets = [cast.retry_key for cast in casts.values()]
    secrets += [
        sha256(f"mufakat/retry/1\n{village.residents[who].id}\n".encode() + cast.retry_key).digest()
        for who, cast in casts.items()
    ]
    files = [tmp_path / "m.db", tmp_path / "m.db-wal"]
    kept = b"".join(path.read_bytes() for path in files)
    assert sum(kept.count(secret) for secret in secrets) >= 30  # before, they can be found
    assert kept.count(b"mufakat-receipt/1") >= 30

    village.finish(number)
    kept = b"".join(path.read_bytes() for path in files if path.exists())
    bundle = village.read(evidence.bundle, number)
    full = village.read(evidence.bundle, number, evidence.AUDITOR, village.auditor)
    for secret in secrets:
        for form in forms(secret):
            assert form not in kept
            assert form not in full
    assert b"mufakat-receipt/1" not in kept

    names = [p.name.encode() for p in village.residents]
    references = [p.reference.encode() for p in village.residents]
    for told in (*names, *references, b"Ibu Sri", b"Warga"):
        assert told not in bundle
        assert told not in full
    for receipt in receipts.values():
        start = -1
        while (start := kept.find(receipt.commitment, start + 1)) >= 0:
            near = kept[max(0, start - 300) : start + 700]
            assert not any(told in near for told in (*names, *references))
    handles = {f"person-{p.id}".encode() for p in village.residents}
    entries = read_archive(full).files["log/entries.jsonl"]
    assert not any(handle + b'"' in entries for handle in handles)
    assert poll.encode() in entries


def close_early(village, number):
    village.write(closing.close, village.moderator, number, "Semua sudah", at=DURING)


def cancel(village, number):
    village.write(changing.cancel, village.moderator, number, "Keliru", at=DURING)


@pytest.mark.parametrize("end", [close_early, cancel])
def test_whoever_ends_a_contest_the_order_goes_even_after_a_busy_moment(
    opened, tmp_path, monkeypatch, end
):
    village = opened(f"sqlite:///{tmp_path / 'm.db'}")
    number, casts, _ = held(village)
    end(village, number)
    with monkeypatch.context() as patch:
        patch.setattr(scrubbing, "_scrub_sqlite", lambda _database: False)
        with pytest.raises(ConflictError, match=r"seal\.busy"):
            care.work(village.database, village.keys, DURING)
    care.work(village.database, village.keys, DURING)
    kept = b"".join((tmp_path / name).read_bytes() for name in ("m.db", "m.db-wal"))
    assert b"mufakat-receipt/1" not in kept
    film = (tmp_path / "m.db-wal").read_bytes()
    assert not any(cast.commitment in film for cast in casts.values())
    assert all(kept.count(cast.commitment) == 1 for cast in casts.values())


@pytest.mark.postgres
def test_postgresql_keeps_no_join_by_transaction_or_place(postgres_database, opened):
    village = opened(postgres_database)
    other = village.open()  # another contest that is still open must not be disturbed
    number, _, _ = held(village)
    village.cast(other, 5, "1")

    def joined(first, second):
        query = (
            f"SELECT count(*) FROM {first} a JOIN {second} b ON a.xmin = b.xmin"
            " WHERE a.contest_id = :c AND b.contest_id = :c"
        )
        values = {"c": village.view(number).id}
        return village.read(lambda c: c.execute(text(query), values).scalar())

    def by_place(table, key):
        query = f"SELECT {key} FROM {table} WHERE contest_id = :c ORDER BY ctid"
        values = {"c": village.view(number).id}
        return village.read(lambda c: list(c.execute(text(query), values).scalars()))

    assert joined("elector", "box") == 30  # before, the transaction ties the two
    assert by_place("box", "commitment") != sorted(by_place("box", "commitment"))
    village.finish(number)
    for second in ("box", "opened_ballot", "retry"):
        assert joined("elector", second) == 0
    assert joined("box", "opened_ballot") == 0
    for table, key in (
        ("box", "commitment"),
        ("elector", "person_id"),
        ("opened_ballot", "commitment"),
    ):
        assert by_place(table, key) == sorted(by_place(table, key))
    query = text("SELECT count(DISTINCT xmin::text) FROM elector WHERE contest_id = :c")
    values = {"c": village.view(number).id}
    assert village.read(lambda c: c.execute(query, values).scalar()) == 1
    village.cast(other, 6, "1")
    village.finish(other)
    assert village.read(evidence.report, other).holds
    assert village.read(evidence.report, number).holds


def test_what_closed_by_the_clock_is_scrubbed_by_the_worker(opened, tmp_path):
    village = opened(f"sqlite:///{tmp_path / 'm.db'}")
    _, casts, _ = held(village)
    assert (tmp_path / "m.db-wal").stat().st_size
    care.work(village.database, village.keys, AFTER)
    kept = (tmp_path / "m.db").read_bytes()
    assert b"mufakat-receipt/1" not in kept
    assert all(cast.commitment in kept for cast in casts.values())
    wal = (tmp_path / "m.db-wal").read_bytes()  # what the worker wrote after: a checkpoint
    assert not any(cast.commitment in wal for cast in casts.values())


def closed_and_sealed(village):
    number = village.open()
    village.cast(number, 0, "1")
    village.write(closing.close, village.moderator, number, "", at=AFTER)
    prepared = village.read(sealing.prepare_seal, village.keys, number)
    village.write(sealing.seal, village.moderator, prepared, AFTER)
    return number


def test_scrubbing_twice_changes_nothing(village):
    number = closed_and_sealed(village)
    sealing.scrub(village.database, number)
    sealing.scrub(village.database, number)
    assert village.finish(number).published_at


def test_a_long_reader_makes_scrubbing_say_that_it_is_busy(sqlite_village, monkeypatch):
    """A reader holds the write-ahead log; the button says so and can be pressed again."""
    monkeypatch.setattr(scrubbing, "_TRIES", 1)
    monkeypatch.setattr(database_module, "_PRAGMAS", QUICK)
    village = sqlite_village
    village.database.close()
    village.database = Database(str(village.database.engine.url))
    number = closed_and_sealed(village)
    with village.database.read() as reader:
        reader.execute(text("SELECT count(*) FROM person"))
        village.write(recording.record, "lan-http", at=AFTER, actor=None)
        with pytest.raises(ConflictError, match=r"seal\.busy"):
            sealing.scrub(village.database, number)
        with pytest.raises(ConflictError, match=r"seal\.busy"):
            village.finish(number)
    with pytest.raises(ConflictError):
        village.read(evidence.outcome, number, village.moderator)
    assert village.finish(number).published_at
    village.database.close()
