"""The command line as somebody uses it: another process, a bare Python, files, pipes, exit codes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.voting.commands.running import DUNDEE, ROOT, TIED, mufakat, refused, tally


def test_people_read_a_table_and_sentences():
    done = mufakat("tally", DUNDEE)
    text = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    for piece in (
        "Ward 4 - Coldside",
        "5,589 ballots cast",
        "Quota: 1,118",
        "  1. Heather ANDERSON",
        "1,275.20556 +",
        "Heather ANDERSON reaches the quota",
    ):
        assert piece in text
    assert "\x1b" not in text
    assert max(map(len, text.partition("Step by step")[0].splitlines())) <= 100


def test_indonesian():
    done = mufakat("tally", DUNDEE, "--lang", "id")
    text = done.stdout.decode()
    assert "Kuota: 1.118" in text
    assert "1.275,20556 +" in text
    assert "Tahap" in text
    message = refused("tally", "tidak-ada.blt", "--lang", "id", code=3)
    assert message == "tidak-ada.blt: Berkasnya tidak ada.\n"


BROKEN = {
    "number.blt": (b'2 1\n1 1 0\n1 3 0\n0\n"A"\n"B"\n"T"\n', 3, "“3”"),
    "weight.blt": (b'2 1\n0 1 0\n0\n"A"\n"B"\n"T"\n', 2, "“0”"),
    "end.blt": (b"2 1\n1 1 0\n1 2 0\n", 3, "end of the file"),
    "names.blt": (b'2 1\n1 1 0\n0\n"A"\n', 4, "expected 3"),
    "latin1.blt": ('1 1\n1 1 0\n0\n"José"\n"T"\n'.encode("latin-1"), 4, "0xE9"),
    "nul.blt": (b'1 1\n1 1 0\n0\n"A\0"\n"T"\n', 4, "U+0000"),
    "cells.csv": (b"count,rank1\n1,A\n1,A,B\n", 3, "“B”"),
    "header.csv": (b"A,B\n1,2\n", 1, "count,rank1,rank2"),
    "line.txt": (b"1: A\nA > B\n", 2, "A > B"),
    "object.jsonl": (b'{"t":"ballots/1"}\n', 1, "ballots/1"),
    "sum.soi": (
        b"# NUMBER ALTERNATIVES: 1\n# NUMBER VOTERS: 2\n# ALTERNATIVE NAME 1: A\n1: 1",
        2,
        "2",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("command", [("tally",), ("convert",)])
def test_a_broken_file_is_one_message_with_its_line(tmp_path, name, command):
    data, line, piece = BROKEN[name]
    path = tmp_path / name
    path.write_bytes(data)
    out = tmp_path / "out.jsonl"
    message = refused(*command, path, *([out] if command == ("convert",) else []), code=3)
    assert message.startswith(f"{path}:{line}: ")
    assert message.count("\n") == 1
    assert piece in message
    assert "found" in message
    assert "expected" in message
    assert not out.exists()


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("count",),
        ("tally",),
        ("tally", DUNDEE, "--colour"),
        ("tally", DUNDEE, "--seats", "two"),
        ("tally", DUNDEE, "--lang", "fr"),
        ("tally", DUNDEE, "--method", "dice"),
        ("tally", DUNDEE, "--format", "xlsx"),
        ("tally", DUNDEE, "--rule", "colour=red"),
        ("tally", DUNDEE, "--rule", "seats"),
        ("tally", DUNDEE, "--method", "irv", "--rule", "overvote=red"),
        ("tally", "ballots.xlsx"),
        ("tally", "-"),
        ("convert", DUNDEE),
        ("convert", DUNDEE, "out.xlsx"),
        ("methods", "dice"),
        ("verify",),
    ],
)
def test_wrong_usage(words):
    refused(*words, code=2)


def test_what_is_wrong_names_what_is_right():
    assert "Known rules: seats" in refused("tally", DUNDEE, "--rule", "colour=red", code=2)
    assert "irv" in refused("tally", DUNDEE, "--method", "dice", code=2)
    assert "blt" in refused("tally", "ballots.xlsx", code=2)


def test_a_folder_and_a_closed_door(tmp_path):
    assert "folder" in refused("tally", tmp_path, "--format", "blt", code=3)
    assert "no such file" in refused("convert", DUNDEE, tmp_path / "no/such.csv", code=3)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["csv", "txt", "jsonl", "blt"])
def test_the_same_ballots_in_another_format_have_the_same_result(tmp_path, ending):
    path = tmp_path / f"dundee.{ending}"
    done = mufakat("convert", DUNDEE, path)
    assert (done.returncode, done.stdout) == (0, b"")
    assert (b"cannot hold" in done.stderr) == (ending in {"csv", "txt"})
    assert tally(path, "--seats", 4) == tally(DUNDEE)


def test_converting_replaces_a_file_whole(tmp_path):
    path = tmp_path / "ballots.jsonl"
    path.write_bytes(b"old")
    assert mufakat("convert", DUNDEE, path).returncode == 0
    assert path.read_bytes().startswith(b'{"form":"ranking"')
    assert [inside.name for inside in tmp_path.iterdir()] == ["ballots.jsonl"]
    message = refused("convert", TIED, path, "--from", "blt", code=3)
    assert message.startswith(f"{TIED}:1: ")
    assert path.read_bytes().startswith(b'{"form":"ranking"')


def test_standard_input_and_output():
    given = DUNDEE.read_bytes()
    assert tally("-", "--format", "blt", given=given) == tally(DUNDEE)
    done = mufakat("convert", "-", "-", "--from", "blt", "--to", "pref-lines", given=given)
    assert done.returncode == 0
    assert tally("-", "--format", "pref-lines", "--seats", 4, given=done.stdout) == tally(DUNDEE)


def test_names_are_utf8_wherever_the_machine_stands(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("count,rank1\n2,José 张伟\n", "utf-8")
    plain = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = mufakat("tally", path, env=plain)
    assert done.returncode == 0
    assert "José 张伟" in done.stdout.decode()


def test_methods():
    lines = mufakat("methods").stdout.decode().splitlines()
    assert {"irv", "stv-scottish", "plurality", "approval"} <= {
        line.partition(" ")[0] for line in lines
    }
    data = json.loads(mufakat("methods", "irv", "--json").stdout)
    assert data["schema"] == "mufakat/methods/1"
    (irv,) = data["methods"]
    rules = {rule["key"]: rule for rule in irv["rules"]}
    assert rules["max_skipped_ranks"]["default"] == "unlimited"
    assert "exhaustImmediately" in rules["overvote"]["choices"]
    text = mufakat("methods", "irv", "--lang", "id").stdout.decode()
    assert "overvote=exhaustImmediately" in text
    assert len(json.loads(mufakat("methods", "--json").stdout)["methods"]) >= 4


@pytest.mark.parametrize("words", [("--help",), ("tally", "--help"), ("--version",)])
def test_help(words):
    done = mufakat(*words)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


def test_verify_is_handed_to_the_auditor(tmp_path):
    path = tmp_path / "bundle.tar"
    path.write_bytes(b"nothing")
    refused("verify", path, code=3)


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="pipes of Unix")
@pytest.mark.parametrize(
    "start", [["-m", "voting"], ["-c", "import sys, voting.__main__ as v; sys.exit(v.main())"]]
)
def test_a_reader_that_goes_away_is_no_disaster(start):
    words = [sys.executable, "-S", *start, "tally", str(DUNDEE), "--json"]
    with subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode in {0, -signal.SIGPIPE}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk of Linux")
def test_a_full_disk_is_told():
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-S", "-m", "voting", "methods"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr.startswith(b"The file cannot be written")


def test_results_are_the_same_bytes_in_every_process():
    seeds = ({**os.environ, "PYTHONHASHSEED": str(seed)} for seed in range(3))
    results = {mufakat("tally", DUNDEE, "--json", env=seed).stdout for seed in seeds}
    assert len(results) == 1
