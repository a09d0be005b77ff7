"""Looking after a site: the worker, backup, restore without a fork, and the doctor."""

import shutil

import pytest

from tests.village import AFTER, DURING, SEEDS, Village, make_village
from voting.audit.checkpoints import read_signed_checkpoint
from voting.deliberation import ContestState
from voting.errors import ConflictError, InvalidError, MissingError
from voting.services import care, checkpointing, evidence, recording
from voting.services.keys import Keys
from voting.store import log
from voting.store.database import Database
from voting.words import say

PHRASE = "sumur di ujung jalan"


@pytest.fixture
def kept(village, tmp_path):
    """Return a village with a published contest, its backup, and the contest's number."""
    number = village.open()
    village.cast(number, 0, "1")
    village.finish(number)
    care.backup(village.database, village.keys, tmp_path / "backup", PHRASE)
    return village, tmp_path / "backup", number


def restored(tmp_path, backup, phrase=PHRASE):
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    return database, care.restore(backup, database, tmp_path / "new-keys", phrase)


def test_the_worker_does_what_is_due(village):
    number = village.open()
    village.cast(number, 0, "1")
    assert care.work(village.database, village.keys, DURING).closed == ()
    done = care.work(village.database, village.keys, AFTER)
    assert done.closed == (number,)
    assert done.entries == village.read(log.size)
    assert village.view(number).state is ContestState.CLOSED
    note = village.read(log.last_checkpoint)
    assert read_signed_checkpoint(note)[1].size == done.entries
    assert care.work(village.database, village.keys, AFTER + 1).closed == ()
    village.finish(number)


def test_a_backup_brings_everything_back(kept, tmp_path):
    village, backup, number = kept
    newest = village.read(log.last_checkpoint)
    database, keys = restored(tmp_path, backup)
    assert keys.seeds() == village.keys.seeds()
    again = Village(database, keys)
    assert again.read(evidence.bundle, number) == village.read(evidence.bundle, number)
    assert again.read(evidence.report, number).holds
    assert checkpointing.guard(database, keys).code == "log.restored"
    with pytest.raises(ConflictError, match="read-only"):
        again.write(recording.record, "lan-http", at=AFTER, actor=None)
    care.resume(database, keys, newest, AFTER)
    assert checkpointing.guard(database, keys) is None
    assert again.read(recording.public_log).acts[0].kind == "restored"
    again.moderator = village.moderator
    again.residents = village.residents
    other = again.open()
    again.cast(other, 0, "2")
    again.finish(other)
    assert again.read(evidence.report, other).holds
    database.close()


def test_a_backup_older_than_the_last_published_checkpoint_stays_read_only(kept, tmp_path):
    village, backup, _ = kept
    village.write(recording.record, "lan-http", at=AFTER, actor=None)
    newest = recording.checkpoint(village.database, village.keys, AFTER)
    database, keys = restored(tmp_path, backup)
    with pytest.raises(ConflictError, match="not-extended"):
        care.resume(database, keys, newest, AFTER)
    assert checkpointing.guard(database, keys) is not None
    with pytest.raises(ConflictError, match=r"log\.restored"):
        recording.checkpoint(database, keys, AFTER)
    stranger = Keys.load_or_create(tmp_path / "stranger")
    foreign = stranger.log.sign(
        "desa-tirtasari.example/log", newest.decode().split("\n\n")[0] + "\n"
    )
    with pytest.raises(ConflictError, match="other-key"):
        care.resume(database, keys, foreign.encode(), AFTER)
    database.close()


def test_keys_are_never_beside_the_data_and_need_the_passphrase(kept, tmp_path):
    _, backup, _ = kept
    kept_files = b"".join(path.read_bytes() for path in backup.iterdir())
    assert {path.name for path in backup.iterdir()} == {"mufakat.db", "keys.encrypted"}
    for seed in SEEDS.values():
        assert seed not in kept_files
    assert all(path.stat().st_mode & 0o077 == 0 for path in backup.iterdir())
    with pytest.raises(InvalidError, match="wrong-passphrase"):
        restored(tmp_path, backup, "bukan yang itu tadi")
    assert not (tmp_path / "new-keys").exists()
    sealed = backup / "keys.encrypted"
    sealed.write_bytes(sealed.read_bytes()[:-1] + b"x")
    with pytest.raises(InvalidError, match="wrong-passphrase"):
        restored(tmp_path, backup)
    sealed.write_bytes(b"something else")
    with pytest.raises(InvalidError, match="not-a-backup"):
        restored(tmp_path, backup)
    sealed.unlink()
    with pytest.raises(MissingError, match="backup-incomplete"):
        restored(tmp_path, backup)


def test_a_database_changed_or_cut_off_since_the_backup_is_not_restored(kept, tmp_path):
    _, backup, _ = kept
    whole = (backup / care.DATABASE_FILE).read_bytes()
    for other in (whole[:-4096], b"", whole.replace(b"moderator", b"auditor  ")):
        assert other != whole
        (backup / care.DATABASE_FILE).write_bytes(other)
        with pytest.raises(InvalidError, match=r"care\.backup-changed"):
            restored(tmp_path, backup)
        assert not (tmp_path / "new-keys").exists()
    (backup / care.DATABASE_FILE).write_bytes(whole)
    restored(tmp_path, backup)[0].close()


def test_nothing_that_exists_is_overwritten(kept, tmp_path):
    village, backup, _ = kept
    with pytest.raises(ConflictError, match="file-exists"):
        care.backup(village.database, village.keys, backup, PHRASE)
    with pytest.raises(ConflictError, match="database-not-empty"):
        care.restore(backup, village.database, tmp_path / "new-keys", PHRASE)
    Keys.load_or_create(tmp_path / "new-keys")
    with pytest.raises(ConflictError, match="keys-exist"):
        restored(tmp_path, backup)
    with pytest.raises(InvalidError, match="passphrase-short"):
        care.backup(village.database, village.keys, tmp_path / "b2", "pendek")


def test_no_backup_while_a_secret_contest_runs(village, tmp_path):
    number = village.open()
    village.open("A")
    with pytest.raises(ConflictError, match="secret-contest-runs"):
        care.backup(village.database, village.keys, tmp_path / "backup", PHRASE)
    village.cast(number, 0, "1")
    village.finish(number)
    care.backup(village.database, village.keys, tmp_path / "backup", PHRASE)


@pytest.mark.postgres
def test_a_backup_of_postgresql_is_restored_to_postgresql(postgres_database, tmp_path):
    village = make_village(f"sqlite:///{tmp_path / 'm.db'}", tmp_path / "keys", migrated=True)
    number = village.open("A")
    village.cast(number, 0, "1")
    village.finish(number)
    care.backup(village.database, village.keys, tmp_path / "backup", PHRASE)
    database = Database(postgres_database)
    keys = care.restore(tmp_path / "backup", database, tmp_path / "new-keys", PHRASE)
    newest = village.read(log.last_checkpoint)
    care.resume(database, keys, newest, AFTER)
    again = Village(database, keys, village.moderator, residents=village.residents)
    assert again.read(evidence.bundle, number) == village.read(evidence.bundle, number)
    again.cast(again.open(), 1, "1")  # numbers go on behind those restored
    with pytest.raises(ConflictError, match="database-not-empty"):
        care.restore(tmp_path / "backup", database, tmp_path / "more-keys", PHRASE)
    database.close()
    village.database.close()


def answers(village, at=DURING):
    return {a.code: a for a in care.doctor(village.database, village.keys, at)}


def test_the_doctor_finds_what_is_wrong(village):
    number = village.open()
    recording.checkpoint(village.database, village.keys, DURING)
    assert all(answer.well for answer in answers(village).values())
    for answer in answers(village).values():
        for language in ("id", "en"):
            assert say(answer.code, answer.params, language) != answer.code
    assert not answers(village, AFTER)["care.closing"].well
    shutil.copyfile(village.keys.folder / "last-checkpoint", village.keys.folder / "kept")
    village.finish(number)
    with village.database.engine.begin() as c:
        c.exec_driver_sql("UPDATE log_entry SET leaf = entry WHERE contest_id IS NULL")
    assert not answers(village)["log.damaged"].well
