"""A site from the command line: founded, served, looked after; and what it says when it cannot."""

import json
import re
import socket
import subprocess
import sys
import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

from voting import __version__
from voting.errors import RefusalError
from web import cli
from web.cli import COMMANDS, exit_code, mufakat

PASSWORD = "sepuluh bebek di sawah"


@pytest.fixture
def run(tmp_path):
    """Run a command on a site of the test's own and return the result."""

    def make(*arguments, typed=None):
        name, *rest = arguments
        where = ["--data-dir", str(tmp_path / "site")] if name != "roll" else []
        return CliRunner().invoke(mufakat, [name, *where, *rest], input=typed)

    return make


@pytest.fixture
def founded(run, tmp_path):
    """A founded site with an administrator, as `run`."""
    password = tmp_path / "password"
    password.write_text(PASSWORD + "\n")
    assert run("init", "--name", "Desa Uji", "--origin", "desa-uji.example/log").exit_code == 0
    made = run(
        "create-admin", "--name", "Pak Budi", "--reference", "A1", "--login", "budi",
        "--password-file", str(password),
    )  # fmt: skip
    assert made.exit_code == 0, made.exception
    return run


def test_every_command_explains_itself():
    for name, entry in COMMANDS.items():
        if entry.place != cli.COUNTING:
            shown = CliRunner().invoke(mufakat, [name, "--help"])
            assert shown.exit_code == 0
            assert "--data-dir" in shown.output or name == "roll"
    assert "Commands" in CliRunner().invoke(mufakat, ["--help"]).output
    assert __version__ in CliRunner().invoke(mufakat, ["--version"]).output


def test_wrong_usage_ends_with_2(run):
    assert CliRunner().invoke(mufakat, ["nothing"]).exit_code == 2
    assert run("serve", "--port", "many").exit_code == 2


def test_a_founded_site_is_well(founded):
    told = founded("doctor", "--json")
    assert json.loads(told.output)["holds"] is True
    assert told.exit_code == 0
    assert founded("contests", "--json").output.startswith('{"schema": "mufakat/contests/1"')


def test_nothing_is_founded_twice(founded):
    again = founded("init", "--name", "Desa Lain", "--origin", "x.example/log")
    assert isinstance(again.exception, RefusalError)
    assert again.exception.code == "community.founded-already"


@pytest.mark.parametrize("command", ["serve", "doctor", "contests", "worker"])
def test_a_site_that_is_not_set_up_is_not_opened(run, command):
    result = run(command)
    assert isinstance(result.exception, RefusalError)
    assert exit_code(result.exception) == 4


def test_a_refusal_is_a_sentence_and_an_exit_code(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(
        sys, "argv", ["mufakat", "--lang", "id", "doctor", "--data-dir", str(tmp_path)]
    )
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 4
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("mufakat: Basis data")


def test_backup_and_restore(founded, tmp_path):
    secret = tmp_path / "passphrase"
    secret.write_text("dua belas huruf lebih")
    backed = founded("backup", "--passphrase-file", str(secret), str(tmp_path / "copy"))
    assert backed.exit_code == 0, backed.exception
    new = str(tmp_path / "new")
    restored = CliRunner().invoke(
        mufakat,
        ["restore", "--data-dir", new, "--passphrase-file", str(secret), str(tmp_path / "copy")],
    )
    assert restored.exit_code == 0, restored.exception
    doctor = CliRunner().invoke(mufakat, ["doctor", "--data-dir", new])
    assert doctor.exit_code == 1  # its log waits for the newest checkpoint
    assert "BAD" in doctor.output


@pytest.mark.usefixtures("founded")
def test_a_roll_is_imported_by_its_officer_only(tmp_path):
    roll, password = tmp_path / "roll.csv", tmp_path / "password"
    roll.write_text("nomor;nama;dusun\n1;Sari;Krajan\n", "utf-8")
    result = CliRunner().invoke(
        mufakat,
        ["roll", "import", "--data-dir", str(tmp_path / "site"), str(roll), "--login", "budi",
         "--password-file", str(password)],
    )  # fmt: skip
    assert isinstance(result.exception, RefusalError)
    assert result.exception.code == "people.not-your-role"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def served(request, tmp_path):
    """The address of a real server of that site, stopped when the test ends."""
    request.getfixturevalue("founded")
    port = free_port()
    command = [sys.executable, "-m", "web.cli", "serve", "--data-dir", str(tmp_path / "site")]
    server = subprocess.Popen([*command, "--port", str(port)], stderr=subprocess.PIPE, text=True)
    url = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urlopen(url + "/readyz").close()
            break
        except OSError:
            assert server.poll() is None, server.stderr.read()
            time.sleep(0.05)
    yield url, server
    server.terminate()
    server.wait(20)
    server.stderr.close()


def test_a_real_server_answers_and_stops(served):
    url, server = served
    with urlopen(url + "/healthz") as answer:
        assert answer.read() == b"ok\n"
        assert "server" not in answer.headers
        assert answer.headers["x-content-type-options"] == "nosniff"
    with pytest.raises(HTTPError) as missing:
        urlopen(url + "/tidak-ada")
    with missing.value as page:
        assert page.status == 404
        assert "Desa Uji" in page.read().decode()
    forged = Request(url + "/", data=b"a=1", headers={"Origin": "http://evil.example"})
    with pytest.raises(HTTPError) as refused:
        urlopen(forged)
    with refused.value as page:
        assert page.status == 403
    server.terminate()
    assert server.wait(20) in (0, -15)
    assert "127.0.0.1:" not in server.stderr.read().replace(url, "")  # no address of a visitor


def test_the_only_administrator_gets_a_new_start_on_record(founded):
    assert founded("reset-password", "nobody", "--reason", "Lupa.").exit_code != 0
    done = founded("reset-password", "Budi", "--reason", "Lupa.")
    assert done.exit_code == 0
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}", done.output.strip())
    again = founded("reset-password", "budi", "--reason", "Lupa.")
    assert again.exit_code != 0
