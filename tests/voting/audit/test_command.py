"""The auditor's command: exit codes, both languages, JSON, a bare Python, the same bytes always."""

import json
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

import pytest

from tests.voting.audit.elections import POLICY, election, tied_election
from voting.audit import command
from voting.audit.policies import Policy
from voting.words import LANGUAGES

ROOT = Path(__file__).parents[3]
BUILT = election()


def run(*arguments):
    parser = ArgumentParser()
    command.add_parser(parser.add_subparsers())
    return command.run(parser.parse_args(["verify", *map(str, arguments)]))


@pytest.fixture
def place(tmp_path):
    def keep(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return keep


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_honest_bundle_exits_0(place, capsys, language):
    bundle = place("b.tar", BUILT.bundle())
    assert run(bundle, "--lang", language) == 0
    out, err = capsys.readouterr()
    assert not err
    assert out.count("\n+ V") + out.startswith("+ V") == 10
    assert {"id": "Semua 10 pemeriksaan cocok", "en": "All 10 checks hold"}[language] in out


def test_everything_an_auditor_may_bring(place, capsys):
    bundle = place("b.tar", BUILT.bundle())
    old = place("old.tar", BUILT.bundle())
    receipt = place("receipt", BUILT.receipt(3).encode())
    policy = place("policy", POLICY.encode())
    assert run(bundle, "--policy", policy, "--receipt", receipt, "--since", old, "--json") == 0
    value = json.loads(capsys.readouterr().out)
    assert value["holds"] is True
    assert [check["holds"] for check in value["checks"]] == [True] * 12
    assert value["skipped"] == []


def test_a_policy_that_does_not_know_the_log_fails(place, capsys):
    bundle = place("b.tar", BUILT.bundle())
    policy = place("policy", Policy().encode())
    assert run(bundle, "--policy", policy) == 1
    assert "V3" in capsys.readouterr().out


def test_a_cancelled_contest_exits_5(place, capsys):
    assert run(place("b.tar", election(cancelled=True).bundle())) == 5
    assert "Skipped: V5, V6, V7, V8, V9 and V12" in capsys.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_read_exits_3_with_one_message(place, capsys, tmp_path, language):
    bundle = place("b.tar", BUILT.bundle())
    for arguments in (
        (tmp_path / "nothing.tar",),
        (place("text", b"hello"),),
        (bundle, "--policy", place("bad", b"what\n")),
        (bundle, "--since", place("bad", b"")),
    ):
        assert run(*arguments, "--lang", language) == 3
        out, err = capsys.readouterr()
        assert not out
        assert err.count("\n") == 1
        assert err.startswith("mufakat: ")


def test_a_receipt_that_is_none_fails_v10_only(place, capsys):
    bundle = place("b.tar", BUILT.bundle())
    assert run(bundle, "--receipt", place("receipt", b"hello"), "--json") == 1
    checks = json.loads(capsys.readouterr().out)["checks"]
    assert [check["id"] for check in checks if check.get("holds") is False] == ["V10"]


@pytest.mark.parametrize("hash_seed", ["0", "1", "20261124"])
def test_a_bare_python_says_the_same_bytes(place, hash_seed):
    built = tied_election()
    bundle = place("b.tar", built.bundle(with_roll=True))
    program = [
        sys.executable,
        "-S",
        "-m",
        "voting",
        "verify",
        str(bundle),
        "--json",
        "--lang",
        "id",
    ]
    outputs = []
    for seed in (hash_seed, "7"):
        environment = {"PYTHONHASHSEED": seed}
        done = subprocess.run(program, capture_output=True, env=environment, cwd=ROOT, check=False)
        assert done.stderr == b""
        assert done.returncode == 0
        outputs.append(done.stdout)
    assert json.loads(outputs[0])["holds"] is True
    assert outputs[0] == outputs[1]
