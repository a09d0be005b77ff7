"""The guide to a new method is true word for word: its files are taken out of it and run."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILE = re.compile(r"^`([\w./]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROOMS = ("voting", "web", "templates", "tests", "docs")


def guide():
    """Return the files of the section on adding a method, by path."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = text.partition("\n## Add a method\n")[2].partition("\n## ")[0]
    return dict(FILE.findall(section))


def add(root, path, text):
    """Add a file, or what is in it to the sentences that are there."""
    place = root / path
    if path.startswith("voting/words/"):
        words = {**json.loads(place.read_text("utf-8")), **json.loads(text)}
        text = json.dumps(words, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    elif path.startswith("docs/"):
        text = place.read_text("utf-8") + text
    else:
        assert not place.exists(), (
            f"The guide's example is a real method now: choose another ({path})."
        )
    place.write_text(text, "utf-8")


def untranslated(root, *translations):
    """Bring the catalogues up to date; return what Indonesian lacks, and the complaints."""
    command = [sys.executable, "-m", "web.catalogues", *translations]
    run = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    return json.loads(run.stdout).keys(), run.stderr


def test_the_guide_shows_every_file_of_a_method():
    folders = sorted(str(Path(path).parent) for path in guide())
    words = "voting/words"
    rooms = ["templates/methods", "tests/voting/methods", "voting/methods", words, words]
    assert folders == [".", "docs", *rooms]


@pytest.mark.slow
def test_the_guide_adds_a_method(tmp_path):
    leave = shutil.ignore_patterns("__pycache__", "vectors")
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=leave)
    for path in ROOT.glob("[!.]*.*"):
        shutil.copy(path, tmp_path)
    (tmp_path / "tests/vectors").symlink_to(ROOT / "tests/vectors")
    before, _ = untranslated(tmp_path)
    for path, text in guide().items():
        add(tmp_path, path, text)
    after, complaints = untranslated(tmp_path, "block.json")
    assert after <= before, "The guide must translate every sentence it adds."
    assert not complaints, "The guide translates a sentence that nobody asks for."
    asked = [
        "tests/voting/methods/test_block.py",
        "tests/voting/methods/test_every_method.py",
        "tests/voting/methods/test_every_rule_card.py",
        "tests/voting/audit/test_manifest.py",
        "tests/web/forms/test_rules_form.py",
        "tests/web/pages/test_openings.py",
        "tests/web/pages/test_results.py",
        "tests/test_house_rules.py",
        "tests/test_catalogues.py",
    ]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider"]
    command += ["-k", "block or catalogues", *asked]
    environment = {**os.environ, "MUFAKAT_TEST_PROFILE": "quick", "PYTHONPATH": str(tmp_path)}
    run = subprocess.run(
        command, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
    method = [sys.executable, "-S", "-m", "voting", "methods", "block"]
    told = subprocess.run(method, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert "block" in told.stdout
