"""What a round promises, for every preset where it holds, and what it is known not to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.ballots.stances import STANCES
from voting.deliberation.presets import PRESETS
from voting.deliberation.rounds import ANSWERS_NEEDED, Place, count_round

COUNTS = st.fixed_dictionaries({stance: st.integers(0, 12) for stance in STANCES})
ELIGIBLE = st.integers(0, 80)
every_preset = pytest.mark.parametrize("name", PRESETS)


def count(name, counts, eligible, **how):
    return count_round(PRESETS[name].rules(), counts, eligible=eligible, **how)


def passes(found):
    """Tell whether a text is adopted, or will be once objections are answered."""
    return found.is_adopted or found.outcome == ANSWERS_NEEDED


def with_one(counts, stance, instead=None):
    changed = {**counts, stance: counts[stance] + 1}
    return {**changed, instead: changed[instead] - 1} if instead else changed


@every_preset
@given(counts=COUNTS, eligible=ELIGIBLE)
def test_more_agreement_never_undoes_an_adoption(name, counts, eligible):
    eligible = max(eligible, sum(counts.values()) + 1)
    if passes(count(name, counts, eligible)):
        assert passes(count(name, with_one(counts, "agree"), eligible))
        for stance in STANCES[2:]:
            if counts[stance]:
                assert passes(count(name, with_one(counts, "agree", stance), eligible))


@every_preset
@given(counts=COUNTS, eligible=ELIGIBLE, stance=st.sampled_from(STANCES[:5]))
def test_turning_to_a_block_never_helps(name, counts, eligible, stance):
    if counts[stance] and not passes(count(name, counts, eligible)):
        assert not passes(count(name, with_one(counts, "block", stance), eligible))


@pytest.mark.parametrize("name", sorted(set(PRESETS) - {"rough"}))
@given(counts=COUNTS, eligible=ELIGIBLE)
def test_one_more_block_never_helps(name, counts, eligible):
    eligible = max(eligible, sum(counts.values()) + 1)
    if not passes(count(name, counts, eligible)):
        assert not passes(count(name, with_one(counts, "block"), eligible))


def test_where_a_block_does_not_stop_it_can_bring_the_quorum():
    counts = dict.fromkeys(STANCES, 0) | {"agree": 15}
    assert count("rough", counts, 30).outcome == "no_quorum"
    assert count("rough", with_one(counts, "block"), 30).outcome == ANSWERS_NEEDED


@every_preset
@given(counts=COUNTS, eligible=ELIGIBLE, more=st.integers(1, 50))
def test_abstaining_never_changes_a_share(name, counts, eligible, more):
    first = count(name, counts, eligible)
    second = count(name, {**counts, "abstain": counts["abstain"] + more}, eligible)
    assert first.agree_share == second.agree_share
    assert first.stand_aside_share == second.stand_aside_share


@every_preset
@given(counts=COUNTS, eligible=ELIGIBLE)
def test_nothing_is_adopted_without_quorum_or_anybody_who_agrees(name, counts, eligible):
    found = count(name, counts, eligible)
    if passes(found):
        assert found.present >= found.quorum_needed
        assert counts["agree"] + counts["agree-note"] > 0
    assert found.quorum_met == (found.present >= found.quorum_needed)


@every_preset
@given(counts=COUNTS, eligible=ELIGIBLE)
def test_a_note_counts_as_agreeing_and_the_round_number_never_matters_to_the_outcome(
    name, counts, eligible
):
    rules = PRESETS[name].rules()
    found = count(name, counts, eligible)
    noted = {**counts, "agree": 0, "agree-note": counts["agree"] + counts["agree-note"]}
    assert count(name, noted, eligible).outcome == found.outcome
    last = count(name, counts, eligible, place=Place(number=rules.max_rounds, sitting=9))
    assert last.outcome == found.outcome
    assert last.follows not in ("amend_and_new_round", "postpone")
