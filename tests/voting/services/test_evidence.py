"""Evidence: bundles of real contests pass every check, and voters find their ballots in them."""

import pytest

from tests.village import AFTER, CLOSES, DURING, ORIGIN
from voting.audit.archive import read_archive
from voting.audit.asking import Question
from voting.audit.ballot_proofs import read_ballot_proof
from voting.audit.checks import verify
from voting.audit.reading import read_bundle
from voting.audit.report import Status
from voting.errors import ConflictError, ForbiddenError, InvalidError, MissingError
from voting.services import changing, evidence, recording
from voting.store import results

LEVELS = pytest.mark.parametrize("level", ["A", "B"])
BALLOTS = [("1", "2"), ("1",), ("2", "1"), ("1", "3"), (), ("3", "2", "1")]


def held(village, level, *, tied=False):
    """Return a contest that was held with all that can happen in one, and the receipts."""
    number = village.open(level)
    forgotten = village.add("W8888", "Warga terlewat", "resident")
    village.residents.append(forgotten)
    why = "Sudah dibahas di balai"
    village.write(changing.add_elector, village.roll_officer, number, forgotten.id, why, at=DURING)
    village.write(
        changing.strike_elector, village.roll_officer, number, village.residents[9].id, why,
        at=DURING,
    )  # fmt: skip
    ballots = [("1",), ("2",), ("1", "3"), ("2", "3")] if tied else BALLOTS
    receipts = [village.cast(number, who, *ranks) for who, ranks in enumerate(ballots)]
    village.write(changing.extend, village.moderator, number, CLOSES + 60, why, at=DURING)
    village.write(changing.withdraw_option, village.moderator, number, "3", why, at=DURING)
    if level == "A":
        receipts[0] = village.cast(number, 0, *ballots[0], retry=1)
    village.finish(number, at=AFTER + 60)
    if tied:
        village.draw(number, at=AFTER + 120)
        village.finish(number, at=AFTER + 180)
    return number, receipts


@LEVELS
@pytest.mark.parametrize("tied", [False, True], ids=["clear", "tied"])
def test_the_bundle_of_a_real_contest_passes_every_check(village, level, tied):
    number, receipts = held(village, level, tied=tied)
    public = village.read(evidence.bundle, number)
    full = village.read(evidence.bundle, number, evidence.AUDITOR, village.auditor)
    for data in (public, full):
        for receipt in receipts:
            question = Question(
                bundle=read_bundle(data), receipt=receipt.file, since=read_bundle(data)
            )
            report = verify(question)
            failed = [f.says("en") for f in report.findings if f.status is not Status.HOLDS]
            assert not failed
    assert village.read(evidence.report, number).holds


def test_a_cancelled_contest_has_evidence_too(village):
    number = village.open()
    village.cast(number, 0, "1")
    village.write(changing.cancel, village.moderator, number, "Keliru", at=DURING)
    with pytest.raises(ConflictError, match="not-signed-yet"):
        village.read(evidence.bundle, number)
    recording.checkpoint(village.database, village.keys, DURING)
    report = village.read(evidence.report, number)
    assert report.holds
    assert "ballots.jsonl" not in read_archive(village.read(evidence.bundle, number)).files


def test_the_bundle_is_the_same_whenever_it_is_made(village):
    number, _ = held(village, "B")
    kept = village.read(results.bundle, village.view(number).id)
    village.write(recording.record, "lan-http", at=AFTER, actor=None)
    recording.checkpoint(village.database, village.keys, AFTER)
    made = evidence.make_bundle
    assert village.read(made, village.view(number), with_roll=False) == kept
    assert village.read(evidence.bundle, number) == kept


def test_the_roll_is_for_auditors_only(village):
    number, _ = held(village, "B")
    for reader in (None, village.moderator, village.residents[0]):
        with pytest.raises(ForbiddenError, match="auditors-only"):
            village.read(evidence.bundle, number, evidence.AUDITOR, reader)
    full = village.read(evidence.bundle, number, evidence.AUDITOR, village.auditor)
    public = village.read(evidence.bundle, number)
    files = read_archive(full).files
    assert files.keys() - read_archive(public).files.keys() == {"roll.jsonl"}
    assert len(files["roll.jsonl"].splitlines()) == 12


def test_nothing_is_shown_before_its_time(village):
    number = village.open()
    receipt = village.cast(number, 0, "1")
    for service in (evidence.bundle, evidence.outcome, evidence.report):
        with pytest.raises(ConflictError):
            village.read(service, number)
    assert village.read(evidence.find_receipt, number, receipt.code).waits
    assert village.read(evidence.find_receipt, number, "000-000-000-000").waits


def test_officers_see_a_count_that_waits_for_the_lot_and_others_do_not(village):
    number = village.open()
    village.cast(number, 0, "1")
    village.cast(number, 1, "2")
    village.finish(number)
    assert village.read(evidence.outcome, number, village.moderator).tied
    for reader in (None, village.residents[0]):
        with pytest.raises(ConflictError, match="not-published"):
            village.read(evidence.outcome, number, reader)


@LEVELS
def test_a_voter_finds_the_ballot_and_its_proof(village, level):
    number, receipts = held(village, level)
    for receipt in receipts:
        typed = receipt.code.replace("-", " ").lower()
        found = village.read(evidence.find_receipt, number, typed)
        assert (found.waits, found.ballot, found.size) == (False, receipt.ballot, len(BALLOTS))
        proof = read_ballot_proof(found.proof)
        assert proof.is_sealed()
        assert proof.is_logged(village.keys.log.public(ORIGIN))
        assert proof.commitment == receipt.commitment == found.commitment
    with pytest.raises(MissingError, match="not-found"):
        village.read(evidence.find_receipt, number, "000-000-000-000")
    with pytest.raises(InvalidError):
        village.read(evidence.find_receipt, number, "bukan kode")


def test_a_result_explains_itself_from_the_transcript(village):
    number, _ = held(village, "B")
    result = village.read(evidence.outcome, number)
    assert result.reasons
    assert set(result.labels.values()) == {"Sumur", "Jalan", "Balai"}
    assert result.channels == {"phone": len(BALLOTS)}
