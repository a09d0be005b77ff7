"""What a newcomer waits for: both README commands in a fresh clone with an empty HOME.

    python bench/fresh.py

Goals, packages fetched: the demo serves its first page within 90 s, the tests end within 300 s.
What is measured is the last commit, not the files as they are.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
DEMO_SECONDS, TEST_SECONDS = 90, 300


def readme_command(word: str) -> str:
    """Return the one command of the README's shell blocks that holds a word."""
    blocks = re.findall(
        r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    (found,) = [line for block in blocks for line in block.splitlines() if word in line]
    return found


def fresh(folder: Path) -> tuple[Path, dict[str, str]]:
    """Clone the last commit; return the clone and an environment whose HOME is empty."""
    clone, home = folder / "clone", folder / "home"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return clone, {**kept, "HOME": str(home)}


def demo(folder: Path) -> float:
    """Return the seconds from typing the demo command to having read its first page."""
    clone, environment = fresh(folder)
    command = f"{readme_command('.venv/bin/mufakat demo')} --port 0 --json"
    start = time.perf_counter()
    with subprocess.Popen(
        ["bash", "-c", command],
        cwd=clone,
        env=environment,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else b""
            with urllib.request.urlopen(json.loads(line)["url"]) as page:
                page.read()
            return time.perf_counter() - start
        finally:
            os.killpg(process.pid, signal.SIGTERM)


def tests(folder: Path) -> float:
    """Return the seconds that the test command takes; a failing test stops the bench."""
    clone, environment = fresh(folder)
    start = time.perf_counter()
    command = readme_command(".venv/bin/pytest")
    subprocess.run(["bash", "-c", command], cwd=clone, env=environment, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print both figures beside their goals; exit 1 where one is missed."""
    missed = False
    for name, run, goal in (("demo", demo, DEMO_SECONDS), ("tests", tests, TEST_SECONDS)):
        with tempfile.TemporaryDirectory(prefix="mufakat-fresh-") as folder:
            seconds = run(Path(folder))
        print(f"{name:6} {seconds:6.1f} s   goal {goal} s", flush=True)
        missed |= seconds > goal
    sys.exit(missed)


if __name__ == "__main__":
    main()
