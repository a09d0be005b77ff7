"""The command loads what it needs and nothing else."""

import subprocess
import sys

import pytest

from voting.__main__ import parser
from voting.errors import ConflictError, ForbiddenError, InvalidFileError, MissingError
from web.cli import COMMANDS, COUNTING, exit_code
from web.settings import SettingsError

HEAVY = ("sqlalchemy", "starlette", "uvicorn", "jinja2", "babel", "cryptography")


def test_counting_does_not_wait_for_the_server_to_load():
    code = (
        "import sys; sys.argv = ['mufakat', 'methods']\n"
        "from web.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "irv" in done.stdout


def test_counting_commands_keep_their_own_help_and_exit_codes():
    def run(*arguments):
        command = [sys.executable, "-m", "web.cli", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert "--seats" in run("tally", "--help").stdout
    assert run("tally", "--nonsense").returncode == 2
    assert run("tally", "/nowhere/at/all.blt").returncode == 3


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SettingsError("settings.port", value="x"), 4),
        (ConflictError("database.not-migrated"), 4),
        (MissingError("community.not-founded"), 4),
        (InvalidFileError("roll.bad-rows", count=1), 3),
        (ConflictError("contest.is-closed"), 3),
        (ForbiddenError("people.not-your-role", roles=()), 1),
    ],
)
def test_exit_codes(error, code):
    assert exit_code(error) == code


def test_every_counting_command_is_offered():
    counting = parser()._subparsers._group_actions[0].choices
    offered = {name for name, entry in COMMANDS.items() if entry.place == COUNTING}
    assert offered == set(counting)
