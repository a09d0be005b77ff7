"""The twelve checks: whole elections hold, and each dishonest change fails where it should."""

import json
from dataclasses import replace

import pytest

from tests.voting.audit.elections import (
    LOG,
    POLICY,
    POLL,
    PUBLIC,
    RECEIPT,
    election,
    tied_election,
)
from voting.audit import bundle
from voting.audit.archive import read_archive, write_archive
from voting.audit.asking import Question
from voting.audit.ballot_lines import OpenedBallot
from voting.audit.checkpoints import Checkpoint
from voting.audit.checks import CHECKS, verify
from voting.audit.commitments import Opening
from voting.audit.merkle import EMPTY_ROOT
from voting.audit.notes import Note
from voting.audit.policies import Policy
from voting.audit.reading import read_bundle
from voting.audit.report import Status
from voting.ballots import Ranking
from voting.canonical import decode, encode

HOLDS = {f"V{number}": "holds" for number in range(1, 13)} | {"V10": "unasked", "V11": "unasked"}


def ask(data, **given):
    since = given.pop("since", None)
    since = None if since is None else read_bundle(since)
    return verify(Question(bundle=read_bundle(data), since=since, **given))


def statuses(report):
    return {finding.id: finding.status.value for finding in report.findings}


def failing(report):
    """Return the checks that fail; every sentence of the report must exist in both languages."""
    for language in ("id", "en"):
        for finding in report.findings:
            texts = (finding.title, finding.says, finding.proves, finding.leaves_open)
            assert all(
                "verify." not in text(language) and "{" not in text(language) for text in texts
            )
    return set(report.with_status(Status.FAILS))


def changed(data, **files):
    """Return a bundle with some files put in another's stead, or taken out where None."""
    names = {name.replace("_", "/"): content for name, content in files.items()}
    kept = dict(read_archive(data).files)
    for short, content in names.items():
        name = next(
            n
            for n in (*kept, bundle.ROLL_LINES)
            if short in (n, n.split(".")[0], n.replace("/", "."))
        )
        kept[name] = content
    return write_archive({name: content for name, content in kept.items() if content is not None})


ELECTIONS = {
    "secret": election,
    "secret, nobody voted": lambda: election(count=0),
    "secret, one ballot": lambda: election(count=1),
    "secret, log of its own": lambda: election(others=0),
    "secret, no witness": lambda: election(policy=Policy(logs=(LOG.key,))),
    "open": lambda: election(level="A"),
    "open, votes replaced": lambda: election(level="A", again=7),
    "tied": tied_election,
    "tied, open": lambda: tied_election(level="A", again=2),
    "changed while open": lambda: election(
        acts=[
            ("extended", {"closes": 1_790_090_000}),
            ("option-withdrawn", {"option": "b"}),
            ("slip-reset", {"n": 1}),
        ]
    ),
    "two seats": lambda: election(
        method="stv-scottish", rules={"seats": 2}, count=40, options="abcdef"
    ),
}


@pytest.mark.parametrize("build", ELECTIONS.values(), ids=ELECTIONS)
@pytest.mark.parametrize("with_roll", [False, True], ids=["public", "auditors"])
def test_an_honest_election_holds(build, with_roll):
    report = ask(build().bundle(with_roll=with_roll))
    assert statuses(report) == HOLDS, [f.says("en") for f in report.findings]
    assert report.exit_code == 0
    assert not failing(report)


def test_a_cancelled_contest_has_nothing_to_count():
    report = ask(election(cancelled=True).bundle())
    skipped = {"V5", "V6", "V7", "V8", "V9", "V12"}
    assert set(report.with_status(Status.SKIPPED)) == skipped
    assert not failing(report)
    assert report.exit_code == 5


@pytest.mark.parametrize("level", ["A", "B"])
def test_every_voter_finds_their_ballot(level):
    built = election(level=level, again=3)
    data = built.bundle()
    for number in (1, 7, 20):
        for receipt in (
            built.receipt(number),
            replace(built.receipt(number), opening=None),
            built.proof(number),
        ):
            report = ask(data, receipt=receipt.encode())
            assert report.exit_code == 0
            assert statuses(report)["V10"] == "holds"


def lines(data, name=bundle.BALLOTS):
    return read_archive(data).files[name].splitlines(keepends=True)


SECRET = election()
OPEN = election(level="A", again=4)
TIED = tied_election()
DATA, OPEN_DATA, TIED_DATA = (built.bundle() for built in (SECRET, OPEN, TIED))
FORGED = Opening(encode(Ranking.of("c").json()), b"x" * 32, b"y" * 32)


def forged_line():
    return OpenedBallot(FORGED.commitment(POLL), FORGED).line()


def ballots(edit):
    rows = lines(DATA)
    edit(rows)
    return changed(DATA, ballots=b"".join(rows))


def edited(data, name, edit):
    value = decode(read_archive(data).files[name])
    edit(value)
    return changed(data, **{name.split(".")[0]: encode(value)})


def entry(edit, data=DATA, index=0):
    rows = lines(data, bundle.ENTRIES)
    value = decode(rows[index][:-1])
    edit(value)
    rows[index] = encode(value) + b"\n"
    return changed(data, log_entries=b"".join(rows))


def checkpoint(text):
    note = Note(text, (LOG.sign(text),))
    return changed(DATA, log_checkpoint=note.encode())


def other_choice(rows):
    rows[4] = (
        rows[4].replace(b'"a"', b'"c"', 1)
        if b'"a"' in rows[4]
        else b'{"b":{"ranking":["a"],"v":1}' + rows[4][rows[4].index(b',"c"') :]
    )


def stuffed(rows):
    rows.append(forged_line())
    rows.sort(key=lambda row: decode(row[:-1])["c"])


def swapped(rows):
    rows[2], rows[3] = rows[3], rows[2]


CHANGES = {
    "another choice on one ballot": (lambda: ballots(other_choice), {"V5"}),
    "a ballot taken out": (lambda: ballots(lambda rows: rows.pop(3)), {"V5", "V7"}),
    "a ballot twice": (lambda: ballots(lambda rows: rows.insert(3, rows[3])), {"V5", "V7"}),
    "two ballots in another order": (lambda: ballots(swapped), {"V5"}),
    "a ballot slipped in": (lambda: ballots(stuffed), {"V5", "V7"}),
    "one ballot for another": (lambda: ballots(lambda rows: rows.__setitem__(slice(0, 1), [forged_line()])), {"V5"}),
    "all ballots taken out": (lambda: changed(DATA, ballots=b""), {"V5", "V7", "V8", "V9"}),
    "another title": (lambda: edited(DATA, "manifest.json", lambda m: m.update(title="Lain")), {"V2"}),
    "another label": (lambda: edited(DATA, "manifest.json", lambda m: m["options"][0].update(label="Lain")), {"V2"}),
    "one option less": (lambda: edited(DATA, "manifest.json", lambda m: m["options"].pop()), {"V2", "V6"}),
    "other rules": (lambda: edited(DATA, "manifest.json", lambda m: m["method"]["rules"].update(max_rankings=1)), {"V2", "V9"}),
    "more electors": (lambda: edited(DATA, "manifest.json", lambda m: m.update(eligible=99)), {"V2", "V7"}),
    "another log": (lambda: edited(DATA, "manifest.json", lambda m: m.update(log=str(RECEIPT.key), receipt_key=m["receipt_key"].replace("x", "y"))), {"V1"}),
    "another policy": (lambda: changed(DATA, policy=Policy(logs=(LOG.key,)).encode()), {"V3"}),
    "another root": (lambda: checkpoint(Checkpoint(LOG.key.name, SECRET.tree.size, EMPTY_ROOT).text), {"V3", "V4"}),
    "another size": (lambda: checkpoint(Checkpoint(LOG.key.name, SECRET.tree.size + 1, SECRET.tree.root).text), {"V3", "V4"}),
    "no witness": (lambda: checkpoint(Checkpoint(LOG.key.name, SECRET.tree.size, SECRET.tree.root).text), {"V3"}),
    "a stray signature": (lambda: changed(DATA, log_checkpoint=SECRET.checkpoint + (RECEIPT.sign(SECRET.tree.root.hex()).line() + "\n").encode()), {"V3"}),
    "an entry left out": (lambda: changed(DATA, log_entries=b"".join(lines(DATA, bundle.ENTRIES)[:1] + lines(DATA, bundle.ENTRIES)[2:])), {"V4"}),
    "the last entry left out": (lambda: changed(DATA, log_entries=b"".join(lines(DATA, bundle.ENTRIES)[:-1])), {"V4"}),
    "another time of an act": (lambda: entry(lambda e: e["e"].update(at=5), index=1), {"V4"}),
    "another hash at the opening": (lambda: entry(lambda e: e["e"].update(m="00" * 32)), {"V2", "V4"}),
    "another place": (lambda: entry(lambda e: e.update(i=e["i"] + 1), index=4), {"V4"}),
    "another proof": (lambda: entry(lambda e: e["p"].pop()), {"V4"}),
    "fewer sealed": (lambda: entry(lambda e: e["e"].update(n=19), index=2), {"V4", "V5"}),
    "another result on record": (lambda: entry(lambda e: e["e"].update(r="00" * 32), index=3), {"V4", "V8", "V9"}),
    "fewer marks": (lambda: edited(DATA, "roll.json", lambda r: r.update(voted_n=19)), {"V7"}),
    "a larger roll": (lambda: edited(DATA, "roll.json", lambda r: r.update(eligible=30)), {"V7"}),
    "another roll": (lambda: edited(DATA, "roll.json", lambda r: r.update(roll_root="00" * 32)), {"V7"}),
    "a lot nobody drew": (lambda: changed(DATA, tie=bundle.write_tie(POLL, bundle.Draw(public=PUBLIC, secret=SECRET.secret))), {"V8"}),
    "no lot": (lambda: changed(TIED_DATA, tie=bundle.write_tie(POLL, None)), {"V8", "V9"}),
    "other dice": (lambda: changed(TIED_DATA, tie=bundle.write_tie(POLL, bundle.Draw(public="0" * 20, secret=TIED.secret))), {"V8"}),
    "another secret": (lambda: changed(TIED_DATA, tie=bundle.write_tie(POLL, bundle.Draw(public=PUBLIC, secret=bytes(32)))), {"V8"}),
    "another seed": (lambda: edited(TIED_DATA, "tie.json", lambda t: t.update(seed="00" * 32)), {"V1", "V8", "V9"}),
    "another winner": (lambda: edited(DATA, "result.json", lambda r: r.update(winners=["a"])), {"V9"}),
    "another number in a stage": (lambda: edited(DATA, "result.json", lambda r: r["stages"][0]["tallies"].update(a=0)), {"V9"}),
    "another vote at level A": (lambda: changed(OPEN_DATA, ballots=b"".join(lines(OPEN_DATA)[:-1])), {"V5"}),
    "a text put in the readme": (lambda: changed(DATA, README=b"all is well\n"), {"V1"}),
}  # fmt: skip


@pytest.mark.parametrize(("build", "expected"), CHANGES.values(), ids=CHANGES)
def test_a_change_fails_where_it_should(build, expected):
    report = ask(build())
    assert expected <= failing(report)
    assert report.exit_code == 1
    assert len(report.findings) == len(CHECKS)


@pytest.mark.parametrize("name", sorted(bundle.COUNTED))
def test_a_missing_file_fails_and_the_rest_is_still_asked(name):
    files = {n: c for n, c in read_archive(DATA).files.items() if n != name}
    report = ask(write_archive(files))
    assert "V1" in failing(report)
    assert len(report.findings) == len(CHECKS)
    assert name in report.findings[0].says("en")


def test_a_foreign_file_fails():
    files = dict(read_archive(DATA).files) | {"extra.txt": b""}
    assert failing(ask(write_archive(files))) == {"V1"}


def test_the_report_as_json():
    report = ask(ballots(lambda rows: rows.pop()))
    value = json.loads(json.dumps(report.json("id")))
    assert value["schema"] == "mufakat/verify/1"
    assert value["holds"] is False
    assert [check["id"] for check in value["checks"]] == list(CHECKS)
    assert {c["id"]: c["holds"] for c in value["checks"] if "holds" in c}["V5"] is False
    assert "holds" not in value["checks"][9]
    assert POLICY.quorum == "saksi"
