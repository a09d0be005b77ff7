"""How long a count takes: 100,000 ballots, 10 options, from the file to the result.

    python bench/tally.py [BALLOTS] [OPTIONS]

Goal: an instant runoff as a whole process (start, read, count, print) in at most 2 s and 200 MB.
Where pyrankvote is installed (`pip install -e '.[oracle]'`), its own whole process stands beside.
"""

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import blt

SEED = 1
SECONDS, MEGABYTES = 2, 200

PYRANKVOTE = """
import sys
from pyrankvote import Ballot, Candidate, instant_runoff_voting
lines = open(sys.argv[1]).read().split("\\n")
options = [Candidate(str(n)) for n in range(1, int(lines[0].split()[0]) + 1)]
body = lines[1 : lines.index("0")]
ballots = [Ballot([options[int(n) - 1] for n in line.split()[1:-1]]) for line in body]
print(instant_runoff_voting(options, ballots).get_winners())
"""


def measure(name: str, command: list[str]) -> tuple[float, float]:
    """Run a command; print and return its seconds of clock and its megabytes."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=Path(__file__).parent.parent)
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    processor, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(f"{name:34} {clock:6.2f} s  {processor:6.2f} s CPU  {memory:6.0f} MB")
    if process.returncode:
        sys.exit(f"{name} failed")
    return clock, memory


def main(ballots: int = 100_000, options: int = 10) -> None:
    """Make the ballots, count them in processes of their own, and compare with the goal."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ballots.blt"
        file.write_text(blt(ballots, options, SEED))
        print(f"{ballots:,} ballots x {options} options, {file.stat().st_size:,} bytes")
        count = [sys.executable, "-S", "-m", "voting", "tally", str(file), "--json"]
        clock, memory = measure("irv", [*count, "--method", "irv"])
        measure("stv-scottish, 3 seats", [*count, "--method", "stv-scottish", "--seats", "3"])
        if importlib.util.find_spec("pyrankvote"):
            theirs, _ = measure(
                "pyrankvote, instant runoff", [sys.executable, "-c", PYRANKVOTE, str(file)]
            )
            print(f"{theirs / clock:.1f} times faster than pyrankvote, whole process")
        if ballots <= 100_000:
            held = clock <= SECONDS and memory <= MEGABYTES
            print(f"goal: at most {SECONDS} s and {MEGABYTES} MB: {'met' if held else 'MISSED'}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
