"""The log never forks (T7): a fault at every step, an old backup come back, two that sign at once."""

import shutil
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from tests.village import AFTER, DURING, ORIGIN
from voting.audit.checkpoints import read_signed_checkpoint
from voting.audit.merkle import Tree, extends
from voting.errors import ConflictError
from voting.services import changing, checkpointing, keys, recording
from voting.store import log
from voting.store.database import Database
from voting.store.rows import act as acts
from voting.store.rows import checkpoint, log_entry

ROOT = Path(__file__).parents[3]


class PowerCut(Exception):  # noqa: N818 - it is not an error of ours
    """The machine stops here."""


def sign(village, at=AFTER):
    return recording.checkpoint(village.database, village.keys, at)


def act(village, times=1):
    for _ in range(times):
        village.write(recording.record, "lan-http", at=DURING, actor=None)


def agree(village, notes):
    """Assert that all checkpoints are signed by the log and that each extends the one before."""
    key = village.keys.log.public(ORIGIN)
    seen = [read_signed_checkpoint(note) for note in notes]
    assert all(note.is_signed_by(key) for note, _ in seen)
    leaves = village.read(log.leaves, village.read(log.size))
    for (_, old), (_, new) in pairwise(seen):
        proof = Tree.of(leaves[: new.size]).consistency(old.size)
        assert extends(old.root, old.size, new.root, new.size, proof)


def test_checkpoints_extend_each_other(village):
    notes = []
    for round_ in range(6):
        act(village, round_)
        notes.append(sign(village))
        assert sign(village) == notes[-1]  # nothing new, nothing signed anew
    agree(village, notes)
    assert checkpointing.last_signed(village.keys.folder) == notes[-1]
    assert village.read(log.last_checkpoint) == notes[-1]


STEPS = [  # where the machine may stop while it signs
    (keys.SigningKey, "sign"),
    (keys, "write_synced"),
    (keys, "sync_folder"),
    (Path, "replace"),
    (checkpointing, "replace_file"),
    (log, "add_checkpoint"),
]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step[1])
def test_a_fault_at_any_step_leaves_one_log(village, monkeypatch, step, after):
    act(village, 2)
    published = [sign(village)]
    act(village, 3)
    owner, name = step
    whole = getattr(owner, name)

    def broken(*args, **values):
        if after:
            whole(*args, **values)
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, broken)
        with pytest.raises(PowerCut):
            sign(village)
    if (last := checkpointing.last_signed(village.keys.folder)) is not None:
        published.append(last)  # whoever reads the file may have published it
    assert checkpointing.guard(village.database, village.keys) is None
    published.append(sign(village))
    act(village)
    published.append(sign(village))
    agree(village, published)


def test_an_old_backup_comes_up_read_only(sqlite_village, tmp_path):
    village = sqlite_village
    act(village, 2)
    sign(village)
    village.database.close()
    shutil.copyfile(tmp_path / "mufakat.db", tmp_path / "old.db")
    act(village, 2)
    newest = sign(village)

    old = Database(f"sqlite:///{tmp_path / 'old.db'}")
    refusal = checkpointing.guard(old, village.keys)
    assert refusal.code == "log.not-extended"
    with pytest.raises(ConflictError, match="read-only"):
        old.write(lambda c: recording.record(c, "lan-http", at=AFTER, actor=None))
    with pytest.raises(ConflictError, match="not-extended"):
        recording.checkpoint(old, village.keys, AFTER)
    with old.read() as c:  # reading goes on
        assert log.size(c) > 0
    old.close()
    assert checkpointing.last_signed(village.keys.folder) == newest


def test_an_old_backup_that_grew_on_is_refused_when_it_signs(sqlite_village, tmp_path):
    """Without the check at the start (a program that forgot it), signing still refuses."""
    village = sqlite_village
    act(village, 2)
    sign(village)
    village.database.close()
    shutil.copyfile(tmp_path / "mufakat.db", tmp_path / "old.db")
    act(village, 2)
    newest = sign(village)
    old = Database(f"sqlite:///{tmp_path / 'old.db'}")
    old.write(lambda c: [recording.record(c, "lan-http", at=at, actor=None) for at in range(5)])
    with pytest.raises(ConflictError, match="not-extended"):
        recording.checkpoint(old, village.keys, AFTER)
    with pytest.raises(ConflictError, match="read-only"):
        old.write(lambda c: recording.record(c, "lan-http", at=AFTER, actor=None))
    old.close()
    assert checkpointing.last_signed(village.keys.folder) == newest


def test_acts_of_a_read_only_log_do_not_happen(village):
    number = village.open()
    checkpointing.make_read_only(village.database)
    with pytest.raises(ConflictError, match="read-only"):
        village.write(changing.extend, village.moderator, number, AFTER + 999, "Banjir", at=DURING)
    assert village.view(number).closes < AFTER
    checkpointing.make_writable(village.database)
    village.write(changing.extend, village.moderator, number, AFTER + 999, "Banjir", at=DURING)


def test_a_changed_entry_is_never_signed(village):
    act(village, 3)
    sign(village)
    act(village, 3)
    damage = update(log_entry).where(log_entry.c.index == 4)
    village.write(lambda c: c.execute(damage.values(entry=b'{"t":"event/1"}')))
    with pytest.raises(ConflictError, match="damaged"):
        sign(village)
    assert checkpointing.guard(village.database, village.keys).code == "log.damaged"


def test_a_cut_log_is_never_signed(village):
    act(village, 3)
    sign(village)
    size = village.read(log.size)
    village.write(lambda c: c.execute(delete(acts).where(acts.c.entry == size - 1)))
    village.write(lambda c: c.execute(delete(log_entry).where(log_entry.c.index == size - 1)))
    with pytest.raises(ConflictError, match="not-extended"):
        sign(village)


def test_another_key_does_not_take_over_the_log(village, tmp_path):
    act(village)
    sign(village)
    stranger = keys.Keys.load_or_create(tmp_path / "other-keys")
    with pytest.raises(ConflictError, match="other-key"):
        recording.checkpoint(village.database, stranger, AFTER)


def test_a_lost_file_is_made_good_from_the_database(village):
    act(village, 3)
    note = sign(village)
    (village.keys.folder / checkpointing.LAST).unlink()
    assert sign(village) == note
    village.write(lambda c: c.execute(delete(checkpoint)))
    assert sign(village) == note
    assert village.read(log.last_checkpoint) == note


def test_threads_that_act_and_sign_at_once_make_one_log(village):
    notes, failures = [], []

    def work():
        try:
            for _ in range(5):
                act(village)
                notes.append(sign(village))
        except Exception as error:  # noqa: BLE001 - reported below
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert village.read(log.size) == 21
    by_size = {read_signed_checkpoint(note)[1].size: note for note in notes}
    assert all(by_size[read_signed_checkpoint(n)[1].size] == n for n in notes)
    agree(village, [by_size[size] for size in sorted(by_size)])


SIGNER = """
import sys
from pathlib import Path
from tests.village import SEEDS
from voting.services import recording
from voting.services.keys import Keys
from voting.store.database import Database
database, keys = Database(sys.argv[1]), Keys.of(Path(sys.argv[2]), SEEDS)
for at in range(10):
    database.write(lambda c: recording.record(c, "lan-http", at=at, actor=None))
    note = recording.checkpoint(database, keys, at)
    print(note.hex(), flush=True)
"""


def test_two_processes_sign_one_log(village, database_url):
    arguments = [sys.executable, "-c", SIGNER, database_url, str(village.keys.folder)]
    running = [
        subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    printed = [process.communicate(timeout=60)[0].split() for process in running]
    assert [process.returncode for process in running] == [0, 0]
    notes = [bytes.fromhex(line) for lines in printed for line in lines]
    by_size = {}
    for note in notes:
        assert by_size.setdefault(read_signed_checkpoint(note)[1].size, note) == note
    agree(village, [by_size[size] for size in sorted(by_size)])
    assert village.read(log.size) == 21


def test_a_signer_that_does_not_finish_is_not_waited_for_ever(village, monkeypatch):
    monkeypatch.setattr(checkpointing, "_WAIT_SECONDS", 0.1)
    with (
        checkpointing.holding_the_log(village.database, village.keys.folder),
        pytest.raises(ConflictError, match=r"log\.held"),
    ):
        sign(village)
    sign(village)
