"""Evidence that a dishonest server signs properly, one lie at a time: just the right check fails."""

from dataclasses import replace

import pytest

from tests.voting.audit.elections import LOG, POLICY, RECEIPT, WITNESS, Election, election
from voting.audit import bundle
from voting.audit.asking import Question
from voting.audit.checks import verify
from voting.audit.notes import Note
from voting.audit.policies import Policy
from voting.audit.reading import read_bundle
from voting.audit.report import Status
from voting.ballots import Ranking

HONEST = election()


def findings(data, **given):
    report = verify(Question(bundle=read_bundle(data), **given))
    return {f.id: f.code for f in report.findings if f.status is Status.FAILS}


def written(**changes):
    return bundle.write_bundle(HONEST.poll, replace(HONEST.evidence(), **changes))


def test_a_policy_that_asks_for_less_than_the_frozen_one():
    easier = Policy(logs=POLICY.logs, witnesses=POLICY.witnesses)
    assert findings(written(policy=easier.encode())) == {"V3": "verify.v3.other-policy"}


def test_a_checkpoint_that_the_log_did_not_sign():
    text = HONEST.checkpoint.decode().split("\n\n")[0] + "\n"
    unsigned = Note(text, (WITNESS.sign(text, time=9),)).encode()
    assert findings(written(checkpoint=unsigned)) == {"V3": "verify.v3.not-signed"}
    stranger = Note(text, (RECEIPT.sign(text), WITNESS.sign(text, time=9))).encode()
    assert findings(written(checkpoint=stranger)) == {"V3": "verify.v3.not-signed"}


def test_signatures_out_of_their_place():
    text = HONEST.checkpoint.decode().split("\n\n")[0] + "\n"
    witness, log = WITNESS.sign(text, time=9), LOG.sign(text)
    for lines in ((witness, log), (log, log, witness), (log, witness, witness)):
        data = written(checkpoint=Note(text, lines).encode())
        assert findings(data) == {"V3": "verify.v3.stray-signature"}


def test_an_auditor_s_own_policy_decides():
    assert not findings(HONEST.bundle(), policy=POLICY)
    strict = replace(
        POLICY, quorum="saksi", witnesses={"saksi": replace(WITNESS.key, name="x.example")}
    )
    assert findings(HONEST.bundle(), policy=strict) == {"V3": "verify.v3.no-quorum"}
    assert findings(HONEST.bundle(), policy=Policy()) == {"V3": "verify.v3.not-trusted"}


def test_acts_that_stand_in_the_log_in_another_order_than_they_say():
    class Backdated(Election):
        def _run(self):
            super()._run()
            first, second = self.own[2], self.own[3]
            self.log[first], self.log[second] = self.log[second], self.log[first]
            self.own[2], self.own[3] = second, first

    assert findings(Backdated(ballots=HONEST.ballots).bundle()) == {"V4": "verify.v4.order"}


def test_a_ballot_that_the_rules_do_not_allow():
    overvote = Ranking((("a", "b"),))
    found = findings(Election(ballots=[*HONEST.ballots, overvote]).bundle())
    assert found["V6"] == "verify.v6.not-allowed"
    assert set(found) == {"V6", "V8", "V9"}


def test_more_ballots_than_marks():
    class Stuffed(Election):
        def _opened(self, number, ballot, turn=1):
            for line in self.roll[-2:]:
                object.__setattr__(line, "voted", False)
            return super()._opened(number, ballot, turn)

    stuffed = Stuffed(ballots=HONEST.ballots, eligible=20)
    assert findings(stuffed.bundle()) == {"V7": "verify.v7.marks"}
    assert findings(stuffed.bundle(with_roll=True)) == {"V7": "verify.v7.marks"}


def test_more_ballots_than_electors():
    crowded = Election(ballots=HONEST.ballots, eligible=20, acts=[("roll-corrected", {"eligible": 19, "roll_root": "ab" * 32})])  # fmt: skip
    assert findings(crowded.bundle()) == {"V7": "verify.v7.too-many"}


def test_a_false_count():
    class Miscounted(Election):
        def _count(self, at):
            honest, self.ballots = self.ballots, self.ballots[:5]
            super()._count(at)
            self.ballots = honest

    found = findings(Miscounted(ballots=HONEST.ballots).bundle())
    assert found == {"V8": "verify.v8.other-count", "V9": "verify.v9.other-result"}


@pytest.mark.parametrize("edit", ["unmark", "strike", "twice"])
def test_a_roll_that_is_not_the_frozen_one(edit):
    lines = list(HONEST.roll)
    if edit == "unmark":
        lines[0] = replace(lines[0], voted=False)
    elif edit == "strike":
        lines.pop()
    else:
        lines[1] = replace(lines[0], voted=False)
    data = written(roll_lines=lines)
    assert set(findings(data)) == {"V7"}


def test_a_receipt_of_a_ballot_that_is_missing():
    class Losing(Election):
        def _opened(self, number, ballot, turn=1):
            self.promised = super()._opened(number, ballot, turn)
            return super()._opened(number, ballot, turn + (number == 20))

    lost = Losing(ballots=HONEST.ballots)
    promise = replace(HONEST.receipt(20), opening=None)
    assert findings(lost.bundle(), receipt=promise.encode()) == {"V10": "verify.v10.missing"}
    assert findings(lost.bundle(), receipt=HONEST.receipt(3).encode()) == {}


def test_receipts_that_prove_nothing():
    genuine = HONEST.receipt(3)
    other = Election(ballots=HONEST.ballots, poll="f" * 32)
    stranger = replace(genuine, note=Note(genuine.note.text, (LOG.sign(genuine.note.text),)))
    mixed = replace(genuine, opening=HONEST.receipt(4).opening)
    proof = other.proof(3)
    cases = {
        other.receipt(3).encode(): "verify.v10.other-contest",
        stranger.encode(): "verify.v10.not-signed",
        mixed.encode(): "verify.v10.other-ballot",
        proof.encode(): "verify.v10.other-contest",
        replace(HONEST.proof(3), index=4).encode(): "verify.v10.proof-fails",
        replace(
            HONEST.proof(3), opening=HONEST.proof(4).opening
        ).encode(): "verify.v10.proof-fails",
        election(seed=2).proof(3).encode(): "verify.v10.other-seal",
    }
    for receipt, code in cases.items():
        assert findings(HONEST.bundle(), receipt=receipt) == {"V10": code}
