"""Tamper evidence: any byte flipped, dropped, doubled or swapped, in any file of any bundle."""

import os
import random

import pytest

from tests.voting.audit.elections import election, tied_election
from voting.audit import bundle
from voting.audit.archive import read_archive, write_archive
from voting.audit.asking import Question
from voting.audit.checks import verify
from voting.audit.reading import read_bundle
from voting.audit.report import Status
from voting.canonical import decode, encode
from voting.errors import InvalidFileError

SEED = 20261124

# Which checks may be the ones that see a change in a file (V1 sees every change of form).
SEEN_BY = {
    bundle.BALLOTS: {"V1", "V5"},
    bundle.CHECKPOINT: {"V1", "V3"},
    bundle.ENTRIES: {"V1", "V4"},
    bundle.MANIFEST: {"V1", "V2"},
    bundle.POLICY: {"V1", "V3"},
    bundle.README: {"V1"},
    bundle.RESULT: {"V1", "V9"},
    bundle.ROLL: {"V1", "V7"},
    bundle.ROLL_LINES: {"V1", "V7"},
    bundle.TIE: {"V1", "V8"},
}

ELECTIONS = {
    "secret": election(count=9).bundle(with_roll=True),
    "open": election(count=6, level="A", again=2).bundle(with_roll=True),
    "tied": tied_election(acts=[("extended", {"closes": 1_790_090_000})]).bundle(with_roll=True),
}


def flip(data, chance):
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ chance.randrange(1, 256)]) + data[place + 1 :]


def drop(data, chance):
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.choice((1, 1, 2, 50, 512)) :]


def double(data, chance):
    start = chance.randrange(len(data))
    end = start + chance.choice((1, 1, 2, 50, 512))
    return data[:end] + data[start:]


def swap(data, chance):
    one, other = sorted(chance.sample(range(len(data)), 2))
    changed = bytearray(data)
    changed[one], changed[other] = changed[other], changed[one]
    return bytes(changed)


def drop_line(data, chance):
    lines = data.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def swap_lines(data, chance):
    lines = data.splitlines(keepends=True)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def double_line(data, chance):
    lines = data.splitlines(keepends=True)
    place = chance.randrange(len(lines))
    return b"".join([*lines[:place], lines[place], *lines[place:]])


WAYS = (flip, flip, drop, double, swap, drop_line, swap_lines, double_line)


def failing(data):
    """Return the checks that fail, or None if the bundle cannot even be opened."""
    try:
        opened = read_bundle(data)
    except InvalidFileError:
        return None
    report = verify(Question(bundle=opened))
    assert report.exit_code in (0, 1)
    return set(report.with_status(Status.FAILS))


def mutations(data, chance, count):
    """Yield way, file and changed bundle; the file is None where the container itself changed."""
    files = read_archive(data).files
    while count:
        way = chance.choice(WAYS)
        name = chance.choice([None, *files])
        if name is None:
            changed = way(data, chance)
        else:
            changed = write_archive({**files, name: way(files[name], chance)})
        if changed != data:
            count -= 1
            yield way.__name__, name, changed


@pytest.mark.parametrize("kind", ELECTIONS)
def test_every_change_is_rejected_by_the_right_check(kind):
    chance = random.Random(f"{SEED} {kind}")
    for way, name, changed in mutations(ELECTIONS[kind], chance, 170):
        seen = failing(changed)
        assert seen is None or seen, f"{way} in {name} went unseen"
        if name is not None:
            assert seen & SEEN_BY[name], f"{way} in {name} was only seen by {seen}"


WHATEVER = (
    0, -1, 2**53 - 1, True, False, "", "a", "0" * 32, "ab" * 32, "A" * 43 + "=", [], [0], ["a"], [[]],
    {}, {"a": 1}, {"t": "seal/1"}, {"id": "irv", "rules": {}},
)  # fmt: skip
JSON_FILES = (
    bundle.MANIFEST,
    bundle.ROLL,
    bundle.TIE,
    bundle.RESULT,
    bundle.ENTRIES,
    bundle.BALLOTS,
)


def places(value):
    """Yield every container of a JSON value with each of its keys."""
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in keys:
        yield value, key
        yield from places(value[key])


def reshape(data, chance):
    """Put any JSON value in another's place, in one line of a file."""
    lines = data.split(b"\n")
    number = chance.choice([number for number, line in enumerate(lines) if line])
    value = decode(lines[number])
    container, key = chance.choice(list(places(value)))
    container[key] = chance.choice(WHATEVER)
    lines[number] = encode(value)
    return b"\n".join(lines)


@pytest.mark.parametrize("name", JSON_FILES)
def test_no_value_in_any_place_makes_a_check_stumble(name):
    chance = random.Random(f"{SEED} {name}")
    for data in ELECTIONS.values():
        files = read_archive(data).files
        for _ in range(40):
            changed = write_archive({**files, name: reshape(files[name], chance)})
            assert changed == data or failing(changed)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ELECTIONS)
def test_thousands_of_changes_of_a_fresh_seed(kind):
    seed = os.environ.get("TAMPER_SEED") or str(random.SystemRandom().randrange(10**9))
    chance = random.Random(f"{seed} {kind}")
    for way, name, changed in mutations(ELECTIONS[kind], chance, 1700):
        seen = failing(changed)
        assert seen is None or seen, f"seed {seed}: {way} in {name} went unseen"
        if name is not None:
            assert seen & SEEN_BY[name], f"seed {seed}: {way} in {name} was only seen by {seen}"
