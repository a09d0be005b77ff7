"""Counting: the one button, ties and the lot, and what is on record of each step."""

import pytest

from tests.village import AFTER, DICE, DURING
from voting.audit.commitments import tie_commitment, tie_seed
from voting.audit.entries import Counted, Drawn, Event, Opened, Sealed, Voted, read_entry
from voting.ballots import Ranking
from voting.canonical import sha256
from voting.deliberation import ContestState
from voting.errors import ConflictError, ForbiddenError, InvalidError
from voting.methods import method
from voting.profile import Profile
from voting.services import changing, closing, counting, evidence, sealing
from voting.store import ballot_box, log, results, rolls
from voting.tiebreak import Lot

LEVELS = pytest.mark.parametrize("level", ["A", "B"])
CLEAR = [("1", "2"), ("1",), ("2", "1"), ("1", "3"), ()]
TIED = [("1",), ("2",), ("1", "3"), ("2", "3")]


def held(village, level, ballots):
    """Return the number of an open contest in which residents have cast these ballots."""
    number = village.open(level)
    for who, ranks in enumerate(ballots):
        village.cast(number, who, *ranks)
    return number


def expected(village, number, ballots, lot=None):
    """Return the transcript that the method gives for these ballots."""
    contest = village.view(number).contest()
    profile = Profile.of(Ranking, contest.ids, [Ranking.of(*ranks) for ranks in ballots])
    return method("irv").count(contest, profile, lot).transcript()


def entries(village, number):
    found = village.read(log.entries_of_contest, village.view(number).id)
    return [read_entry(entry) for _, entry in found]


@LEVELS
def test_one_button_closes_seals_counts_and_publishes(village, level):
    number = held(village, level, CLEAR)
    view = village.finish(number)
    assert view.state is ContestState.PUBLISHED
    result = village.read(evidence.outcome, number)
    assert result.transcript == expected(village, number, CLEAR)
    assert result.winners == ("1",)
    assert not result.tied
    kinds = [type(entry) for entry in entries(village, number)]
    votes = [Voted] * len(CLEAR) if level == "A" else []
    assert kinds == [Opened, *votes, Event, Sealed, Counted, Event]
    assert village.finish(number) == view  # pressed again


@LEVELS
def test_the_seal_holds_the_sums(village, level):
    number = held(village, level, CLEAR)
    village.finish(number)
    seal = next(entry for entry in entries(village, number) if isinstance(entry, Sealed))
    assert (seal.ballots, seal.voted) == (5, 5)
    opened = village.read(ballot_box.opened, village.view(number).id)
    assert [commitment for commitment, _ in opened] == sorted(c for c, _ in opened)
    assert len(opened) == 5
    counted = next(entry for entry in entries(village, number) if isinstance(entry, Counted))
    transcript = village.read(results.transcript, village.view(number).id)
    assert counted.result == sha256(transcript).hex()


def test_of_an_open_contest_the_last_ballots_count(village):
    number = held(village, "A", [("1",), ("1",), ("2",)])
    village.cast(number, 0, "2", retry=1)
    village.cast(number, 1, "3", retry=1)
    village.cast(number, 1, "2", "3", retry=2)
    village.finish(number)
    result = village.read(evidence.outcome, number)
    assert result.transcript == expected(village, number, [("2",), ("2", "3"), ("2",)])


@LEVELS
def test_a_tie_waits_for_the_lot(village, level):
    number = held(village, level, TIED)
    assert village.finish(number).state is ContestState.COUNTED
    assert village.finish(number).state is ContestState.COUNTED
    assert village.read(evidence.outcome, number, village.moderator).tied
    with pytest.raises(ConflictError, match="tie-not-drawn"):
        village.write(counting.publish, village.moderator, number, AFTER)
    village.draw(number)
    poll = village.view(number).poll
    secret = village.keys.tie_secret(poll)
    assert village.read(results.find_draw, village.view(number).id).share == secret
    assert village.finish(number).state is ContestState.PUBLISHED
    lot = Lot(tie_seed(poll, secret, DICE))
    result = village.read(evidence.outcome, number)
    assert result.transcript == expected(village, number, TIED, lot)
    drawn = next(entry for entry in entries(village, number) if isinstance(entry, Drawn))
    assert (drawn.public, drawn.secret, drawn.result) == (DICE, secret.hex(), result.hash)


def test_the_lot_is_drawn_once_only_where_it_is_needed(village):
    clear, tied = held(village, "B", CLEAR), held(village, "B", TIED)
    with pytest.raises(ConflictError, match="wrong-state"):
        village.draw(tied)
    village.finish(tied)
    village.finish(clear)
    with pytest.raises(ConflictError, match="wrong-state"):
        village.draw(clear)
    with pytest.raises(InvalidError, match=r"tie\.public"):
        village.write(counting.draw, village.moderator, village.keys, tied, "123", at=AFTER)
    village.draw(tied)
    with pytest.raises(ConflictError, match="wrong-state"):
        village.draw(tied)


def test_a_count_without_a_tie_refuses_the_lot(village):
    number = held(village, "B", CLEAR)
    village.write(closing.close, village.moderator, number, "Semua sudah", at=DURING)
    prepared = village.read(sealing.prepare_seal, village.keys, number)
    village.write(sealing.seal, village.moderator, prepared, AFTER)
    village.write(counting.count, village.moderator, number, AFTER)
    with pytest.raises(ConflictError, match="no-tie"):
        village.draw(number)
    village.write(counting.publish, village.moderator, number, AFTER)


def test_the_lot_needs_the_secret_that_was_committed_to(village):
    number = held(village, "B", TIED)
    village.finish(number)
    seeds = village.keys.seeds() | {"tie": bytes(32)}
    village.keys = type(village.keys).of(village.keys.folder, seeds)
    with pytest.raises(ConflictError, match=r"tie\.other-secret"):
        village.draw(number)


@LEVELS
def test_withdrawn_options_are_skipped(village, level):
    ballots = [("2", "1"), ("2", "1"), ("3",), ("1",)]
    number = held(village, level, ballots)
    village.write(changing.withdraw_option, village.moderator, number, "2", "Ditarik", at=DURING)
    village.finish(number)
    result = village.read(evidence.outcome, number)
    assert result.winners == ("1",)
    assert result.transcript == expected(village, number, ballots)
    assert village.read(evidence.report, number).holds


@pytest.mark.parametrize("after", range(5))
def test_the_button_goes_on_where_it_stopped(village, monkeypatch, after):
    """A machine that stops after any step is asked again and reaches the same result."""
    number = held(village, "B", CLEAR)
    steps = [
        (closing, "close"), (sealing, "seal"), (sealing, "scrub"), (counting, "count"),
        (evidence, "keep_bundle"),
    ]  # fmt: skip
    owner, name = steps[after]

    def broken(*_args, **_values):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, broken)
        with pytest.raises(KeyboardInterrupt):
            village.finish(number)
    assert village.finish(number).state is ContestState.PUBLISHED
    assert village.read(evidence.outcome, number).transcript == expected(village, number, CLEAR)
    assert village.read(evidence.report, number).holds


def test_a_vote_of_nobody_has_a_result(village):
    number = village.open()
    village.finish(number)
    result = village.read(evidence.outcome, number, village.moderator)
    assert result.transcript["ballots"]["cast"] == 0


def test_only_a_moderator_presses_the_button(village):
    number = held(village, "B", CLEAR)
    for actor in (village.auditor, village.residents[0], village.roll_officer):
        with pytest.raises(ForbiddenError):
            counting.finish(village.database, actor, village.keys, number, AFTER)
    with pytest.raises(InvalidError, match="no-reason"):
        village.finish(number, at=DURING)
    village.finish(number, at=DURING, reason="Semua sudah memberi suara")


def test_steps_cannot_be_taken_out_of_turn(village):
    number = held(village, "B", CLEAR)
    with pytest.raises(ConflictError):
        village.read(sealing.prepare_seal, village.keys, number)
    with pytest.raises(ConflictError):
        village.write(counting.count, village.moderator, number, AFTER)
    with pytest.raises(ConflictError):
        village.write(counting.publish, village.moderator, number, AFTER)
    village.write(closing.close, village.moderator, number, "Semua sudah", at=DURING)
    prepared = village.read(sealing.prepare_seal, village.keys, number)
    village.write(sealing.seal, village.moderator, prepared, AFTER)
    with pytest.raises(ConflictError):
        village.write(sealing.seal, village.moderator, prepared, AFTER)


def test_marks_and_ballots_that_differ_are_never_sealed(village):
    number = held(village, "B", CLEAR)
    mark = rolls.mark
    village.write(mark, village.view(number).id, village.residents[9].id)  # an abstainer's mark
    with pytest.raises(ConflictError, match="does-not-add-up"):
        village.finish(number)
    assert village.view(number).state is ContestState.CLOSED


def test_a_box_with_a_foreign_ballot_is_never_sealed(village):
    number = held(village, "B", CLEAR)
    village.write(rolls.mark, village.view(number).id, village.residents[9].id)
    village.write(ballot_box.put, village.view(number).id, bytes(32), b"forged", "phone")
    with pytest.raises(ConflictError, match="ballot-broken"):
        village.finish(number)
    assert village.view(number).state is ContestState.CLOSED


def test_a_ballot_under_anothers_commitment_is_never_sealed(village):
    number = held(village, "B", CLEAR)
    whole = village.prepare(number, 9, "1")
    village.write(rolls.mark, village.view(number).id, village.residents[9].id)
    village.write(ballot_box.put, village.view(number).id, bytes(32), whole.sealed, "phone")
    with pytest.raises(ConflictError, match="ballot-broken"):
        village.finish(number)


def test_the_promise_for_the_lot_is_kept_by_the_draw(village):
    number = held(village, "B", TIED)
    promise = village.read(counting.lot_promise, number)
    village.finish(number)
    village.draw(number)
    drawn = village.read(results.find_draw, village.view(number).id)
    assert tie_commitment(drawn.share) == promise
