"""How long counts take as whole processes: from the file to the result.

    python bench/tally.py [BALLOTS] [OPTIONS]

The default is 100,000 ballots and 10 options; goal: an instant runoff (start, read, count, print)
in at most 2 s and 200 MB, and exact STV in at most twice the processor time of an instant runoff.
Then Schulze on ballots with 30 options; goal: 100,000 in at most 5 s.
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
STV_TIMES, SCHULZE_SECONDS, SCHULZE_OPTIONS = 2, 5, 30
ROOM = 100_000

PYRANKVOTE = """
import sys
from pyrankvote import Ballot, Candidate, instant_runoff_voting
lines = open(sys.argv[1]).read().split("\\n")
options = [Candidate(str(n)) for n in range(1, int(lines[0].split()[0]) + 1)]
body = lines[1 : lines.index("0")]
ballots = [Ballot([options[int(n) - 1] for n in line.split()[1:-1]]) for line in body]
print(instant_runoff_voting(options, ballots).get_winners())
"""


def measure(name: str, command: list[str]) -> tuple[float, float, float]:
    """Run a command; print and return its seconds of clock and of processor, and its megabytes."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=Path(__file__).parent.parent)
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    processor, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(f"{name:34} {clock:6.2f} s  {processor:6.2f} s CPU  {memory:6.0f} MB")
    if process.returncode:
        sys.exit(f"{name} failed")
    return clock, processor, memory


def main(ballots: int = ROOM, options: int = 10) -> None:
    """Make the ballots, count them in processes of their own, and compare with the goals."""
    with tempfile.TemporaryDirectory() as folder:
        file = made(Path(folder), ballots, options)
        clock, runoff, memory = measure("irv", tally(file, "irv"))
        if ballots <= ROOM:
            say(f"at most {SECONDS} s and {MEGABYTES} MB", clock <= SECONDS and memory <= MEGABYTES)
        measure("stv-scottish, 3 seats", tally(file, "stv-scottish", "--seats", "3"))
        exact = ("--seats", "3", "--rule", "arithmetic=exact")
        _, stv, _ = measure("stv-wigm, exact, 3 seats", tally(file, "stv-wigm", *exact))
        say(f"exact STV in {STV_TIMES} times an instant runoff", stv <= STV_TIMES * runoff)
        if importlib.util.find_spec("pyrankvote"):
            command = [sys.executable, "-c", PYRANKVOTE, str(file)]
            _, theirs, _ = measure("pyrankvote, instant runoff", command)
            print(f"{theirs / runoff:.1f} times faster than pyrankvote, processor, whole process")
        if ballots <= ROOM:
            wide = made(Path(folder), ballots, SCHULZE_OPTIONS)
            _, schulze, _ = measure("schulze", tally(wide, "schulze"))
            say(f"Schulze in at most {SCHULZE_SECONDS} s", schulze <= SCHULZE_SECONDS)


def made(folder: Path, ballots: int, options: int) -> Path:
    """Make a ballot file and tell its size."""
    file = folder / f"{ballots}x{options}.blt"
    file.write_text(blt(ballots, options, SEED))
    print(f"{ballots:,} ballots x {options} options, {file.stat().st_size:,} bytes")
    return file


def tally(file: Path, method: str, *more: str) -> list[str]:
    """Return the command that counts a file on a bare Python."""
    bare = [sys.executable, "-S", "-m", "voting", "tally", str(file), "--json"]
    return [*bare, "--method", method, *more]


def say(goal: str, held: bool) -> None:
    """Print whether a goal is met."""
    print(f"goal: {goal}: {'met' if held else 'MISSED'}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
