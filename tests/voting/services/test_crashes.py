"""Acknowledged ballots survive `kill -9` at any moment: none lost, none twice (T1)."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.village import make_village
from voting.deliberation import ContestState
from voting.services import evidence
from voting.store import ballot_box, rolls

ROOT = Path(__file__).parents[3]
VOTERS = 4000
LONGEST_LIFE = 0.6

# One line for each ballot, printed only after its transaction: "voter code".
CASTER = """
import sys
from tests.village import DURING, Village
from voting.roll import Role
from voting.services import balloting
from voting.services.keys import Keys
from voting.store import people
from voting.store.database import Database
from tests.village import SEEDS
from pathlib import Path
database, keys = Database(sys.argv[1]), Keys.of(Path(sys.argv[2]), SEEDS)
village = Village(database, keys)
village.residents = village.read(people.residents)
print("ready", flush=True)
for who in range(int(sys.argv[4]), len(village.residents)):
    receipt = village.cast(sys.argv[3], who, "1" if who % 3 else "2", at=DURING)
    print(who, receipt.code, flush=True)
"""


def kill_while_casting(village, url, number, first, chance):
    """Start a process that casts for one voter after another, kill it, return what it said."""
    arguments = [sys.executable, "-c", CASTER, url, str(village.keys.folder), number, str(first)]
    process = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    time.sleep(chance.uniform(0, LONGEST_LIFE))
    process.send_signal(signal.SIGKILL)
    with process.stdout:  # not `communicate`: it would miss what `readline` has read ahead
        lines = process.stdout.readlines()
    process.wait(timeout=30)
    whole = [line.split() for line in lines if line.endswith("\n")]
    return {int(who): code for who, code in whole}


def ballots_and_marks(connection, contest_id):
    marks = sum(elector.voted for elector in rolls.standing(connection, contest_id))
    return ballot_box.count(connection, contest_id), marks


@pytest.mark.slow
def test_fifty_kills_lose_nothing_and_double_nothing(database_url, tmp_path, size, record_property):
    village = make_village(database_url, tmp_path / "keys", residents=VOTERS)
    number, chance = village.open(), Random()
    view = village.view(number)
    acknowledged = {}
    for _ in range(size(ci=50, nightly=3000)):
        # The voter whose answer did not come sends the same form again: the next process begins
        # with them, under the same retry key.
        first = max(acknowledged, default=-1) + 1
        said = kill_while_casting(village, database_url, number, first, chance)
        assert not said.keys() & acknowledged.keys()
        acknowledged |= said
        stored, marks = village.read(ballots_and_marks, view.id)
        assert stored == marks
        assert 0 <= stored - len(acknowledged) <= 1  # stored, but killed before it could say so
        if len(acknowledged) > VOTERS - 500:
            break  # a fast machine, and the nightly size, run out of voters
    assert len(acknowledged) > 50
    record_property("acknowledged", len(acknowledged))
    assert village.finish(number).state is ContestState.PUBLISHED
    for code in acknowledged.values():
        assert not village.read(evidence.find_receipt, number, code).waits
    assert village.read(evidence.report, number).holds
    village.database.close()
