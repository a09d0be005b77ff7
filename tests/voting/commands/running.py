"""The command line in another process, on a bare Python, as somebody uses it."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent.parent
RANKED = ROOT / "tests/vectors/ranked"
DUNDEE = RANKED / "dundee-2022-coldside/ballots.blt"
TIED = RANKED / "degenerate/perfect-tie.csv"


def mufakat(*words, given=b"", **more):
    """Run `python -S -m voting` in the checkout: no package but the standard library is there."""
    return subprocess.run(
        [sys.executable, "-S", "-m", "voting", *map(str, words)],
        input=given,
        capture_output=True,
        cwd=ROOT,
        check=False,
        timeout=60,
        **more,
    )


def tally(*words, **more):
    done = mufakat("tally", *words, "--json", **more)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    return json.loads(done.stdout)


def refused(*words, code, **more):
    """Return the message of a command that ends with a code and prints nothing else."""
    done = mufakat(*words, **more)
    assert done.returncode == code, (done.returncode, done.stderr.decode())
    assert done.stdout == b""
    message = done.stderr.decode()
    assert "Traceback" not in message
    return message
