"""How long counts take as whole processes, from the file to the result: one table.

    python bench/tally.py [quick] [WORD ...]

Every count runs on a bare Python (`python -S -m voting`): start, read, count, print. Ballots come
from `generate.py` with one seed, but for Wieliczka's, a published case. A row is measured three
times and the least is told, as processor time and clock, beside the goal and the largest memory;
pyrankvote (`pip install -e '.[oracle]'`) is measured in the same run, in turns with ours. WORDs
choose the rows whose name holds one; `quick` leaves out the million.
"""

import importlib.util
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from generate import blt, pb, quadratic

ROOT = Path(__file__).parent.parent
WIELICZKA = ROOT / "tests/vectors/budget/Poland_Wieliczka_2023_Green_Budget.pb"
SEED, TIMES = 1, 3
MILLION = "1,000,000"
# Modules are compiled by the first run and kept, as they are wherever Mufakat is installed.
WARM = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
# How many times faster than pyrankvote, and how many times an instant runoff exact STV may take.
PEER, STV = 5, 2

PYRANKVOTE = """
import sys
from pyrankvote import Ballot, Candidate, instant_runoff_voting
lines = open(sys.argv[1]).read().split("\\n")
options = [Candidate(str(n)) for n in range(1, int(lines[0].split()[0]) + 1)]
body = lines[1 : lines.index("0")]
ballots = [Ballot([options[int(n) - 1] for n in line.split()[1:-1]]) for line in body]
print(instant_runoff_voting(options, ballots).get_winners())
"""


class Count(NamedTuple):
    """A row: its name, the ballots, the rest of the command, and the most seconds it may take.

    ``ballots`` are a function of the generator with its numbers, or a file; None is no file.
    """

    name: str
    ballots: tuple[object, int, int] | Path | None
    words: str
    goal: float | None = None


RANKED = (blt, 100_000, 10)
BUDGET = (pb, 10_000, 100)
COMMITTEE = (pb, 5_000, 20)
COUNTS = (
    Count("methods, list of all", None, "methods", 0.15),
    Count("5,000 x 10, chosen by itself", (blt, 5_000, 10), "", 0.25),
    Count("100,000 x 10 irv", RANKED, "--method irv", 2),
    Count("100,000 x 10 stv-scottish", RANKED, "--method stv-scottish --seats 3"),
    Count(
        "100,000 x 10 stv-wigm exact", RANKED, "--method stv-wigm --seats 3 --rule arithmetic=exact"
    ),
    Count("100,000 x 10 stv-meek", RANKED, "--method stv-meek --seats 3"),
    Count("100,000 x 10 ranked-pairs", RANKED, "--method ranked-pairs"),
    Count("100,000 x 9 kemeny", (blt, 100_000, 9), "--method kemeny"),
    Count("100,000 x 30 schulze", (blt, 100_000, 30), "--method schulze", 5),
    Count("10,000 x 100 equal-shares", BUDGET, "--method equal-shares", 1),
    Count("10,000 x 100 phragmen", BUDGET, "--method phragmen"),
    Count("10,000 x 100 budget-greedy", BUDGET, "--method budget-greedy"),
    Count("1,000 x 30 maximin-support", (pb, 1_000, 30), "--method maximin-support"),
    Count(
        "Wieliczka, add1 run-on",
        WIELICZKA,
        "--method equal-shares --rule completion=add1 --rule stop=run-on",
        3,
    ),
    Count("5,000 x 20 pav, 5 seats", COMMITTEE, "--method pav --seats 5"),
    Count("5,000 x 20 sequential-pav, 5 seats", COMMITTEE, "--method sequential-pav --seats 5"),
    Count(
        "5,000 x 20 approval-phragmen, 5 seats", COMMITTEE, "--method approval-phragmen --seats 5"
    ),
    Count(
        "5,000 x 20 approval-equal-shares", COMMITTEE, "--method approval-equal-shares --seats 5"
    ),
    Count(
        "100,000 x 10 quadratic", (quadratic, 100_000, 10), "--method quadratic --format score-csv"
    ),
    Count(f"{MILLION} x 10 irv", (blt, 1_000_000, 10), "--method irv"),
    Count(
        f"{MILLION} x 10 stv-wigm exact",
        (blt, 1_000_000, 10),
        "--method stv-wigm --seats 3 --rule arithmetic=exact",
    ),
)


class Cost(NamedTuple):
    """What a process took: seconds of processor and of clock, and megabytes."""

    processor: float
    clock: float
    memory: float


def measure(command: Sequence[str]) -> Cost:
    """Run a command to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT, env=WARM)
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed")
    return Cost(used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024)


def least(runs: Sequence[Cost]) -> Cost:
    """Return the least of each column."""
    return Cost(*map(min, zip(*runs, strict=True)))


def conditions() -> Iterator[str]:
    """Yield on what machine, with what Python and under what load this is measured."""
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        if line.startswith("model name")
    ]
    yield f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores"
    yield f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
    yield "load {:.1f} {:.1f} {:.1f}".format(*os.getloadavg())


class Table:
    """Measures rows and prints each as soon as it is known."""

    def __init__(self, folder: Path) -> None:
        """Keep where ballot files go."""
        self.folder, self.missed = folder, False
        self.found: dict[str, Cost] = {}

    def file(self, ballots: tuple[object, int, int] | Path) -> Path:
        """Return the file of some ballots, made once."""
        if isinstance(ballots, Path):
            return ballots
        make, number, options = ballots
        ending = "csv" if make is quadratic else make.__name__
        path = self.folder / f"{number}x{options}.{ending}"
        if not path.exists():
            path.write_text(make(number, options, SEED), "utf-8")
        return path

    def command(self, count: Count) -> list[str]:
        """Return the command of a row."""
        bare = [sys.executable, "-S", "-m", "voting"]
        if count.ballots is None:
            return [*bare, *count.words.split()]
        return [*bare, "tally", str(self.file(count.ballots)), "--json", *count.words.split()]

    def row(self, count: Count) -> None:
        """Measure one row, with pyrankvote where it counts the same."""
        command, ours, theirs = self.command(count), [], []
        for _ in range(TIMES):
            ours.append(measure(command))
            if count.name.endswith(" irv") and importlib.util.find_spec("pyrankvote"):
                path = str(self.file(count.ballots))
                theirs.append(measure([sys.executable, "-c", PYRANKVOTE, path]))
        cost = self.found[count.name] = least(ours)
        self.say(
            count.name, cost, "", count.goal is None or cost.processor <= count.goal, count.goal
        )
        if theirs:
            self.compare(count.name, cost, least(theirs))

    def compare(self, name: str, ours: Cost, theirs: Cost) -> None:
        """Say how pyrankvote fared; the goal is set for the million."""
        times = theirs.processor / ours.processor
        goal = f"{PEER}x" if name.startswith(MILLION) else None
        note = f"{times:.1f}x ours"
        self.say("    pyrankvote", theirs, note, goal is None or times >= PEER, goal)

    def ratios(self) -> None:
        """Say how exact STV compares with an instant runoff of the same ballots."""
        for name, cost in self.found.items():
            if name.endswith("stv-wigm exact"):
                runoff = self.found.get(name.replace("stv-wigm exact", "irv"))
                if runoff:
                    times = cost.processor / runoff.processor
                    self.told(f"{name}: {times:.2f} times irv", times <= STV, f"{STV}x")

    def say(self, name: str, cost: Cost, note: str, held: bool, goal: object) -> None:
        """Print a row of the table."""
        columns = f"{cost.processor:7.2f} {cost.clock:7.2f} {cost.memory:5.0f}"
        self.told(f"{name:38} {columns}  {note:10}", held, goal)

    def told(self, text: str, held: bool, goal: object) -> None:
        """Print a line with its goal, and remember a missed one."""
        self.missed |= not held
        verdict = "" if goal is None else f" goal {goal}: {'met' if held else 'MISSED'}"
        print(f"{text}{verdict}", flush=True)


def main(words: Sequence[str]) -> int:
    """Print the table; return 1 if a goal is missed."""
    print(*conditions(), sep="\n")
    print(f"{'ballots x options':38} {'CPU s':>7} {'clock s':>7} {'MB':>5}")
    asked = [word for word in words if word != "quick"]
    with tempfile.TemporaryDirectory() as folder:
        table = Table(Path(folder))
        for count in COUNTS:
            if "quick" in words and count.name.startswith(MILLION):
                continue
            if not asked or any(word in count.name for word in asked):
                table.row(count)
        table.ratios()
    print(*list(conditions())[-1:])
    return int(table.missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
