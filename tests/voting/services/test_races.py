"""No double cast, however many requests come at once (T3), and one receipt for all (T4)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.village import DURING, make_village
from voting.errors import ConflictError
from voting.services import balloting, evidence
from voting.store import ballot_box, rolls

AT_ONCE = 16


@pytest.fixture
def crowd(database_url, tmp_path, request):
    """Yield a village with as many residents as the test asks for."""
    made = make_village(database_url, tmp_path / "keys", residents=request.param)
    yield made
    made.database.close()


def all_at_once(work, times=AT_ONCE):
    """Run something in several threads that start together; return values and refusals."""
    barrier = Barrier(times)

    def one(turn):
        barrier.wait()
        try:
            return work(turn)
        except ConflictError as refusal:
            return refusal

    with ThreadPoolExecutor(times) as pool:
        found = list(pool.map(one, range(times)))
    refusals = [value for value in found if isinstance(value, ConflictError)]
    return [value for value in found if not isinstance(value, ConflictError)], refusals


def check_no_double_cast(village):
    number = village.open()
    for who, voter in enumerate(village.residents):
        forms = [village.prepare(number, who, "1", retry=turn) for turn in range(AT_ONCE)]
        receipts, refusals = all_at_once(
            lambda turn, voter=voter, forms=forms: village.write(
                balloting.cast, voter, forms[turn], "phone", DURING
            )
        )
        assert len(receipts) == 1
        assert {refusal.code for refusal in refusals} == {"ballot.already-cast"}
    voters = len(village.residents)
    view = village.view(number)
    assert village.read(ballot_box.count, view.id) == voters
    assert sum(e.voted for e in village.read(rolls.standing, view.id)) == voters
    village.finish(number)
    assert village.read(evidence.report, number).holds


@pytest.mark.parametrize("crowd", [20], indirect=True)
def test_sixteen_casts_at_once_by_each_voter_are_one(crowd):
    check_no_double_cast(crowd)


@pytest.mark.slow
@pytest.mark.parametrize("crowd", [1000], indirect=True)
def test_sixteen_casts_at_once_by_each_of_a_thousand_voters_are_one(crowd):
    check_no_double_cast(crowd)


@pytest.mark.parametrize("level", ["A", "B"])
def test_one_form_sent_sixteen_times_at_once_gets_one_receipt(village, level):
    number = village.open(level)
    for who in range(5):
        receipts, refusals = all_at_once(lambda _, who=who: village.cast(number, who, "1", "2"))
        assert not refusals
        assert len({(r.note, r.file) for r in receipts}) == 1
        assert len(receipts) == AT_ONCE
    assert village.view(number).voted == 5
    village.finish(number)
    assert village.read(evidence.report, number).holds


@pytest.mark.parametrize("level", ["A", "B"])
def test_sixteen_voters_at_once_all_come_through(village, level):
    village.residents += village.add_residents(range(len(village.residents), AT_ONCE))
    number = village.open(level)
    receipts, refusals = all_at_once(lambda who: village.cast(number, who, "1", "2"))
    assert not refusals
    assert len({r.code for r in receipts}) == AT_ONCE
    village.finish(number)
    assert village.read(evidence.outcome, number).transcript["ballots"]["cast"] == AT_ONCE
