import pytest

from voting import canonical
from voting.deliberation.presets import PRESETS, preset
from voting.errors import (
    InvalidRuleError,
    MissingError,
)
from voting.rules import card


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_data_and_a_village_edits_numbers(name):
    rules = preset(name).rules()
    assert preset(name).rules(max_rounds=7).max_rounds == 7
    assert card(rules) == {**card(PRESETS["mufakat"].rules()), **PRESETS[name].values}
    assert canonical.encode(card(rules))
    with pytest.raises(InvalidRuleError):
        preset(name).rules(veto=True)
    with pytest.raises(MissingError):
        preset("coin")


@pytest.mark.parametrize("waits", ["", "x", "5-3", "1,,2", "12345"])
def test_a_wait_must_be_one(waits):
    with pytest.raises(InvalidRuleError):
        preset("mufakat").rules(sitting_waits=waits)
