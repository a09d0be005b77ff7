"""The specification says what the program does: acts, keys, files and vectors are all in it."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from tests.voting.audit.elections import election, tied_election
from voting.audit import bundle, entries
from voting.audit.acts import EVENTS
from voting.audit.archive import read_archive
from voting.audit.checks import CHECKS
from voting.audit.commitments import commitment
from voting.audit.fingerprints import LETTERS, receipt_code
from voting.canonical import decode

SPEC = (Path(__file__).parents[3] / "docs/spec.md").read_text("utf-8")


def row(first):
    """Return the row of a table that begins with this cell."""
    found = re.search(rf"^\| {re.escape(first)} \|.*$", SPEC, re.MULTILINE)
    assert found, f"docs/spec.md has no row for {first}"
    return found[0]


@pytest.mark.parametrize("kind", [k for k in entries._KINDS if k != "event/1"])
def test_the_keys_of_every_kind_of_entry(kind):
    keys = sorted(item.metadata["key"] for item in fields(entries._KINDS[kind]))
    assert f"`{' '.join(keys)}`" in row(f"`{kind}`")


def test_every_act_with_its_values():
    text = SPEC[SPEC.index("Acts `k`") : SPEC.index("No other kind")].replace("\n", " ")
    found = {
        name: tuple(values.split(", ")) if values else ()
        for name, values in re.findall(r"`([a-z-]{3,})`(?: \{([a-z_, ]+)\})?", text)
    }
    assert found == EVENTS


def test_every_file_of_a_bundle():
    for name in bundle.COUNTED | {bundle.ROLL_LINES}:
        row(f"`{name}`")
    files = read_archive(election().bundle(with_roll=True)).files
    assert set(files) == bundle.COUNTED | {bundle.ROLL_LINES}


@pytest.mark.parametrize("name", [bundle.ROLL, bundle.TIE])
def test_the_keys_of_the_small_files(name):
    value = decode(read_archive(tied_election().bundle()).files[name])
    assert all(f'"{key}"' in row(f"`{name}`") for key in value)


def test_every_key_of_the_manifest():
    table = SPEC[SPEC.index("## 5.") : SPEC.index("## 6.")]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert set(re.findall(r"`(\w+)`", " ".join(cells))) == set(election().manifest.json())


def test_every_check():
    for check in CHECKS:
        row(check)


def test_the_vectors():
    c = commitment(
        "00112233445566778899aabbccddeeff",
        b"\x01" * 32,
        b"\x02" * 32,
        b'{"ranking":["b","a"],"v":1}',
    )
    for text in (c.hex(), receipt_code(c), entries.commitment_text(c), LETTERS):
        assert text in SPEC
