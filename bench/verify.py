"""Check a whole secret contest on a bare Python: `python bench/verify.py [BALLOTS ...]`.

Builds signed evidence for so many ballots (ten options, rankings that look like real ones), then
times `python -S -m voting verify` as a whole process, start included: the best of five, wall clock
and CPU, with the memory it took. Goals: 10,000 ballots in 0.6 s, 100,000 in 6 s.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.generate import rankings  # noqa: E402 - the path comes first
from tests.voting.audit.elections import Election  # noqa: E402
from voting.ballots import Ranking  # noqa: E402

GOALS = {10_000: 0.6, 100_000: 6.0}
OPTIONS = 10
TRIES = 5


def evidence(ballots: int) -> bytes:
    """Return the bundle of a contest of so many ballots."""
    names = [f"pilihan-{number}" for number in range(1, OPTIONS + 1)]
    cast = [Ranking.of(*(names[n - 1] for n in r)) for r in rankings(ballots, OPTIONS, 1)]
    return Election(options=names, ballots=cast).bundle()


def measure(path: Path) -> tuple[float, float, int]:
    """Run the verifier once; return wall seconds, CPU seconds and peak memory in megabytes."""
    began = time.perf_counter()
    arguments = [sys.executable, "-S", "-m", "voting", "verify", str(path), "--json"]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, cwd=ROOT)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"the evidence does not hold (exit {process.returncode})")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss >> 10


def main(sizes: list[int]) -> int:
    """Measure each size and print a line for it; return 1 if a goal is missed."""
    missed = False
    for ballots in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bundle.tar"
            path.write_bytes(evidence(ballots))
            runs = [measure(path) for _ in range(TRIES)]
            size = path.stat().st_size / 1e6
        wall, cpu, memory = (min(column) for column in zip(*runs, strict=True))
        goal = GOALS.get(ballots)
        missed |= goal is not None and wall > goal
        wanted = "" if goal is None else f" (goal {goal} s)"
        print(
            f"verify, {ballots} ballots, {size:.1f} MB: "
            f"{wall:.2f} s wall{wanted}, {cpu:.2f} s CPU, {memory} MB"
        )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or list(GOALS)))
