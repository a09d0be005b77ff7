"""V11: an older bundle of the same contest still stands, and a second history of the log shows."""

from dataclasses import replace

import pytest

from tests.voting.audit.elections import POLL, election, tied_election
from voting.audit import bundle
from voting.audit.asking import Question
from voting.audit.checks import verify
from voting.audit.entries import Event
from voting.audit.merkle import Tree, leaf_hash
from voting.audit.reading import read_bundle


def later(built, edit=None, more=5):
    """Return the bundle after the log has grown, and perhaps has been rewritten first."""
    log = list(built.log)
    if edit is not None:
        edit(log)
    acts = [Event(act="slip-reset", actor="y", at=2, details={"n": n}) for n in range(more)]
    log += [act.encode() for act in acts]
    tree = Tree.of([leaf_hash(entry) for entry in log])
    placed = [
        bundle.LoggedEntry(index=index, entry=log[index], proof=tree.inclusion(index))
        for index in built.own
    ]
    evidence = replace(built.evidence(), entries=placed, checkpoint=built.sign_checkpoint(tree))
    return bundle.write_bundle(POLL, evidence)


def finding(new, old):
    report = verify(Question(bundle=read_bundle(new), since=read_bundle(old)))
    return next(found for found in report.findings if found.id == "V11")


def rewrite(log):
    log[1] = Event(act="slip-reset", actor="z", at=3, details={"n": 99}).encode()


@pytest.mark.parametrize("more", [0, 1, 2, 5, 40])
def test_a_log_that_only_grew_is_proved(more):
    built = election()
    found = finding(later(built, more=more), built.bundle())
    assert (found.status.value, found.code) == ("holds", "verify.v11.holds")


def test_a_log_rewritten_behind_the_contest_s_back_shows():
    built = election()
    forked = later(built, rewrite)
    assert verify(Question(bundle=read_bundle(forked))).holds  # nobody can tell by this file alone
    found = finding(forked, built.bundle())
    assert (found.status.value, found.code) == ("fails", "verify.v11.log-forked")


def test_an_older_file_is_not_newer():
    built = election()
    assert finding(built.bundle(), later(built)).code == "verify.v11.log-forked"


def test_where_the_older_checkpoint_ended_elsewhere_only_entries_are_compared():
    built = election()
    found = finding(later(built, more=9), later(built, more=2))
    assert (found.status.value, found.code) == ("holds", "verify.v11.holds-entries")
    assert "cannot be proved" in found.says("en")


def test_another_result_or_other_ballots_than_before_show():
    honest = tied_election()
    other = tied_election(seed=2)
    assert finding(other.bundle(), honest.bundle()).code == "verify.v11.other-manifest"
    data = honest.evidence()
    changed = bundle.write_bundle(POLL, replace(data, result=b"{}"))
    assert finding(changed, honest.bundle()).code == "verify.v11.file-changed"
    shorter = replace(data, entries=data.entries[:-1])
    assert (
        finding(bundle.write_bundle(POLL, shorter), honest.bundle()).code
        == "verify.v11.entry-changed"
    )
