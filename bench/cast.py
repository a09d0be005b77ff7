"""How many secret ballots can be cast in a second, through the services, onto the disk.

    python bench/cast.py [BALLOTS] [THREADS]

Each ballot is prepared (committed to, sealed, signed) and then cast in a transaction of its own on
SQLite with full synchronisation, as the site does it; threads stand for requests that come at the
same time. Beside it stands what the disk can do: writes of one page, each followed by fdatasync.
Goal: 300 casts a second, the slowest of a hundred within 250 ms.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from voting.ballots import Ranking
from voting.roll import Elector, Person, Role
from voting.services import balloting, community, contests, opening
from voting.services.keys import Keys, fresh
from voting.store import migrate, people
from voting.store.database import Database

BALLOTS, THREADS = 3000, 8
RATE, MILLISECONDS = 300, 250
OPTIONS = tuple("ABCDEFGH")
NOW = 1_800_000_000


def village(
    folder: Path, residents: int
) -> tuple[Database, Keys, contests.ContestView, list[Person]]:
    """Return a database with one open secret contest, and its electors."""
    database = Database(f"sqlite:///{folder / 'mufakat.db'}")
    migrate.upgrade(database)
    keys = Keys.load_or_create(folder / "keys")
    electors = [Elector(reference=f"{n:06}", name=f"Warga {n}") for n in range(residents)]
    named = {"name": "Desa Bangku", "origin": "bench.example/log", "language": "id"}
    draft = contests.ContestDraft(
        title="Bench",
        method="irv",
        opens=NOW,
        closes=NOW + 86_400,
        options=tuple(contests.DraftOption(label=label) for label in OPTIONS),
    )

    def prepare(connection):  # noqa: ANN001, ANN202 - a body of a transaction
        community.found(connection, timezone="Asia/Jakarta", at=NOW, **named)
        ids = [people.add(connection, elector) for elector in electors]
        people.grant(connection, ids, Role.RESIDENT, NOW, None)
        officer = people.add(connection, Elector(reference="m", name="Moderator"))
        people.grant(connection, [officer], Role.MODERATOR, NOW, None)
        actor = people.find(connection, officer, NOW)
        view = contests.draft(connection, actor, draft, NOW)
        opening.open_contest(connection, actor, keys, view.number, NOW)
        return contests.show(connection, view.number), people.residents(connection)

    view, voters = database.write(prepare)
    return database, keys, view, voters


def in_threads(work: Callable[[Person], float], voters: list[Person], threads: int) -> list[float]:
    """Run something for every voter and return how long each took, in seconds, sorted."""
    with ThreadPoolExecutor(threads) as pool:
        return sorted(pool.map(work, voters))


def disk_rate(folder: Path, times: int = 300) -> float:
    """Return how many small synced writes a second the disk does."""
    handle = os.open(folder / "disk", os.O_WRONLY | os.O_CREAT)
    start = time.perf_counter()
    for _ in range(times):
        os.pwrite(handle, bytes(4096), 0)
        os.fdatasync(handle)
    os.close(handle)
    return times / (time.perf_counter() - start)


def main() -> None:
    """Print the figures."""
    given = [int(argument) for argument in sys.argv[1:]]
    ballots, threads = (given + [BALLOTS, THREADS][len(given) :])[:2]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        disk = disk_rate(folder)
        database, keys, view, voters = village(folder, ballots)

        def cast(voter: Person) -> float:
            start = time.perf_counter()
            ballot = Ranking.of(*"123456"[voter.id % 5 :])
            prepared = balloting.prepare_cast(
                keys, view, ballot, fresh(32), "device", retry_key=fresh(32)
            )
            database.write(lambda c: balloting.cast(c, voter, prepared, "phone", NOW + 1))
            return time.perf_counter() - start

        start, used = time.perf_counter(), time.process_time()
        took = in_threads(cast, voters, threads)
        wall, cpu = time.perf_counter() - start, time.process_time() - used
        database.close()
    rate, worst = ballots / wall, took[len(took) * 99 // 100] * 1000
    print(f"disk            {disk:8.0f} synced writes/s")
    print(f"casts           {rate:8.0f} /s with {threads} threads (goal {RATE})")
    print(f"p50             {took[len(took) // 2] * 1000:8.1f} ms")
    print(f"p99             {worst:8.1f} ms (goal {MILLISECONDS})")
    print(f"CPU             {cpu / ballots * 1000:8.2f} ms a cast, preparing included")


if __name__ == "__main__":
    main()
