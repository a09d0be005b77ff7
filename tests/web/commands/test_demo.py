"""`mufakat demo` as a person starts it: build, serve, log-ins, and its own check."""

import json
import os
import signal
import subprocess
import sys
import urllib.request

import pytest

from web.demo import coldside, facts

COMMAND = [sys.executable, "-m", "web.cli", "demo"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Build the demonstration once and keep it for every test here."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    done = subprocess.run(
        [*COMMAND, "--check", "--json", "--port", "0", "--data-dir", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder, json.loads(done.stdout)


def test_the_check_looks_at_pages_stages_and_evidence(folder):
    _, said = folder
    assert said["holds"] is True
    seen = {check["what"] for check in said["checks"]}
    assert {"/", "/en", "official stages of Coldside 2022"} <= seen
    assert sum(what.startswith("evidence of P-") for what in seen) == 2


def test_json_prints_one_line_with_thirty_unused_slips_and_serves(folder):
    data_dir, _ = folder
    with subprocess.Popen(
        [*COMMAND, "--json", "--port", "0", "--data-dir", data_dir],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as served:
        said = json.loads(served.stdout.readline())
        slips = [account for account in said["accounts"] if account["how"] == "slip"]
        code = slips[0]["login"].replace(" ", "")
        try:
            with urllib.request.urlopen(f"{said['url']}/k/{code}", timeout=60) as page:
                shown = page.read().decode()
        finally:
            served.send_signal(signal.SIGTERM)
        assert served.wait(60) in (0, -signal.SIGTERM)
    assert slips[0]["name"] in shown
    assert len(slips) >= 30
    offices = {"moderator", "roll-officer", "auditor", "administrator"}
    assert offices | {"resident"} == {account["role"] for account in said["accounts"]}


def test_a_folder_with_another_site_is_left_alone(tmp_path):
    made = subprocess.run(
        [sys.executable, "-m", "web.cli", "migrate", "--data-dir", tmp_path], check=False
    )
    assert made.returncode == 0
    done = subprocess.run(
        [*COMMAND, "--check", "--data-dir", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode not in (0, 1)
    assert "another site" in done.stderr


def test_names_in_the_village_are_all_different():
    names = [elector.name for elector in facts.residents()]
    assert len(set(names)) == len(names) == 296


def test_the_first_vote_comes_out_as_drawn_in_the_design():
    assert sum(count for count, _ in facts.FIRST_BALLOTS) == 214
    assert len(coldside.WINNERS) == 4
