"""What a sitting decides waits to be written down in its matter, once, however it was decided."""

import pytest

from tests import sittings
from tests.sittings import HOUR
from tests.village import DURING
from voting.deliberation.standing import State
from voting.services import deciding, falling_back, matters, rounds
from voting.services.calling import Fallback


def awaited(village, number):
    """Return the outcomes that wait in the matter of a sitting."""
    now = sittings.now(village, number)
    view = village.read(matters.show, now.view.matter)
    return village.read(deciding.outcomes, view)


def test_consensus_is_to_be_written_down_within_five_days(village):
    number = sittings.call(village, edits={"place": "hall"})
    assert not awaited(village, number)
    sittings.hold(village, number, ["agree"] * 12)
    (one,) = awaited(village, number)
    assert (one.at, one.due) == (None, DURING + 3 + 5 * 86_400)


@pytest.mark.parametrize("ballots", [(7, 3), (3, 7)])
def test_a_vote_after_a_stalemate_is_one_outcome_and_not_two(village, ballots):
    edits = {"place": "hall", "max_rounds": 1}
    number = sittings.call(village, edits=edits, fallback=Fallback(hours=1))
    sittings.hold(village, number, ["agree"] * 8 + [("block", "Rugi.", "harm")])
    assert not awaited(village, number)
    seen = sittings.now(village, number).mark
    view = village.write(
        falling_back.open_vote, village.moderator, village.keys, number, seen=seen, at=DURING + 60
    )
    sittings.vote(village, view.number, ballots, DURING + 61)
    after = falling_back.record_vote(
        village.database,
        village.moderator,
        village.keys,
        number,
        seen=sittings.now(village, number).mark,
        at=DURING + 60 + HOUR + 60,
    )
    assert after.deliberation.state in (State.ADOPTED_BY_VOTE, State.REJECTED)
    assert len(awaited(village, number)) == 1


def test_a_sitting_given_up_has_decided_nothing(village):
    number = sittings.call(village)
    seen = sittings.now(village, number).mark
    village.write(rounds.lapse, village.moderator, number, "Hujan.", seen=seen, at=DURING + 5)
    assert not awaited(village, number)
