import pytest

from tests.voting.deliberation.stories import Village
from voting import canonical
from voting.deliberation.events import (
    RecordVote,
    event_from_json,
    event_json,
)
from voting.deliberation.machine import replay
from voting.errors import (
    InvalidError,
)


def test_events_survive_as_json_and_replay_to_the_same_state():
    village = Village().failed_round().amend().failed_round().amend().failed_round()
    village.do(RecordVote, yes=3, no=1, abstain=0, eligible=4)
    lines = [canonical.encode(event_json(event)) for event in village.events]
    again = [event_from_json(canonical.decode(line)) for line in lines]
    assert again == village.events
    assert replay(again) == village.now
    for wrong in ({}, {"t": "consensus/take/1"}, {"t": "consensus/coin/1", "actor": "a", "at": 1}):
        with pytest.raises(InvalidError):
            event_from_json(wrong)
