"""The log on the officers' desk: whether it can be written, since when it waits to be signed."""

from tests.village import AFTER, DURING
from voting.services import checkpointing, log_health, recording


def act(village, at):
    village.write(recording.record, "lan-http", at=at, actor=None)


def test_a_log_that_is_written_and_signed_is_well(village):
    recording.checkpoint(village.database, village.keys, DURING)
    assert village.read(log_health.look) == log_health.LogHealth(
        read_only=False, unsigned_since=None
    )


def test_the_oldest_entry_without_a_signature_tells_since_when(village):
    founded = village.read(log_health.look).unsigned_since
    assert founded is not None
    assert founded < DURING
    recording.checkpoint(village.database, village.keys, DURING)
    act(village, DURING + 1)
    act(village, AFTER)
    assert village.read(log_health.look).unsigned_since == DURING + 1


def test_a_read_only_log_says_so(village):
    checkpointing.make_read_only(village.database)
    assert village.read(log_health.look).read_only
    checkpointing.make_writable(village.database)
    assert not village.read(log_health.look).read_only
