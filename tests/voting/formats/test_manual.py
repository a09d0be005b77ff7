"""The examples of docs/formats.md are read as the page says."""

import re
from pathlib import Path

import pytest

from voting.formats import FORMATS, read_poll

PAGE = (Path(__file__).parent.parent.parent.parent / "docs/formats.md").read_text("utf-8")


def example(heading):
    """Return the first block of a section, without the remarks beside its lines."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    block = re.search(r"```\n(.*?)```", section, re.DOTALL)[1]
    return re.sub(r"[ ]{3,}\S.*", "", block)


@pytest.mark.parametrize(
    ("heading", "format_id", "cast", "options"),
    [
        ("BLT", "blt", 9, 4),
        ("Rank CSV", "rank-csv", 12, 5),
        ("Score CSV", "score-csv", 6, 3),
        ("Preference lines", "pref-lines", 50, 4),
        ("JSON lines", "jsonl", 4, 2),
        ("Pabulib", "pb", 4, 3),
    ],
)
def test_an_example_is_read(heading, format_id, cast, options):
    poll = read_poll(example(heading).encode(), FORMATS[format_id])
    assert (poll.profile.cast, len(poll.options)) == (cast, options)


def test_every_format_has_its_row():
    for format_id in FORMATS:
        assert f"`{format_id}`" in PAGE
