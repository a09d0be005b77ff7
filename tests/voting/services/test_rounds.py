"""A sitting's rounds: contests that anybody can recount, events that say the same."""

import pytest

from tests import sittings
from tests.sittings import BETTER, HOUR, TEXT
from tests.village import DURING
from voting.audit.manifest import text_hash
from voting.canonical import decode
from voting.deliberation import ContestState
from voting.deliberation.standing import State
from voting.errors import ConflictError, ForbiddenError
from voting.services import (
    attending,
    calling,
    care,
    changing,
    closing,
    deciding,
    evidence,
    objecting,
    recording,
    rounds,
)
from voting.services.calling import Fallback
from voting.store import results

HALL = {"place": "hall", "wait_hall": 0}


def contest_says(village, contest):
    return decode(village.read(results.transcript, village.view(contest).id))["details"]


def test_a_round_that_everybody_agrees_in_is_adopted(village):
    number = sittings.call(village)
    after = sittings.hold(village, number, ["agree"] * 12)
    assert after.deliberation.state is State.ADOPTED
    assert after.deliberation.adopted == text_hash(TEXT)
    view = village.view(after.rounds[0].contest)
    assert view.state is ContestState.PUBLISHED
    assert contest_says(village, view.number)["outcome"] == "adopted_by_consensus"


def test_the_bundle_of_a_round_can_be_verified(sqlite_village):
    village = sqlite_village
    number = sittings.call(village, edits=HALL)
    village.add_residents([77])  # who is not invited does not count as an elector
    taken = ["agree"] * 8 + [("disagree", "Terlalu berat."), ("block", "Rugi.", "harm")]
    after = sittings.hold(village, number, taken)
    contest = after.rounds[0].contest
    assert village.read(evidence.report, contest).holds
    said = contest_says(village, contest)
    count = after.deliberation.rounds[0].count
    assert said["outcome"] == count.outcome == "not_reached"
    assert said["stances"] == dict(count.counts)
    assert said["present"] == count.present
    assert said["quorum_needed"] == count.quorum_needed


def test_objections_new_text_second_round(village):
    number = sittings.call(village, edits=HALL)
    against = ("block", "Yang tua jangan diwajibkan.", "harm")
    after = sittings.hold(village, number, ["agree"] * 11 + [against])
    assert after.deliberation.state is State.AMENDING
    later = DURING + 60
    with pytest.raises(ConflictError, match="objections-open"):
        sittings.open_round(village, number, later)
    changed = village.write(
        rounds.revise, village.moderator, number, BETTER, seen=after.mark, at=later
    )
    assert changed.versions[-1].words == BETTER
    village.write(
        objecting.answer,
        village.moderator,
        number,
        1,
        "accepted",
        version=2,
        reason="Benar, sudah diubah.",
        at=later,
    )
    village.write(objecting.resolve, village.residents[11], number, 1, at=later)
    after = sittings.hold(village, number, ["agree"] * 12, later)
    assert after.deliberation.state is State.ADOPTED
    assert after.deliberation.objections[0].resolved
    assert after.deliberation.objections[0].reason == "Yang tua jangan diwajibkan."
    kinds = [act.kind for act in village.read(recording.acts_of_matter, after.view.matter_id)]
    assert kinds.count("sitting-moved") == 7  # opened, closed, concluded, twice; one answer
    assert kinds.count("sitting-text") == 2


def test_a_round_takes_its_invitations_as_roll(village):
    about = sittings.matter_in_talk(village)
    number = sittings.call(village, about)
    other = village.add_residents([77])[0]
    contest = sittings.open_round(village, number)
    assert village.view(contest).eligible == 12
    village.residents.append(other)
    with pytest.raises(ForbiddenError, match="not-on-roll"):
        sittings.take(village, contest, 12, "agree")


def test_a_stance_may_change_until_the_close_and_not_after(village):
    number = sittings.call(village, edits=HALL)
    contest = sittings.open_round(village, number)
    sittings.take(village, contest, 0, "block", "Rugi.", "harm")
    sittings.take(village, contest, 0, "agree", retry=1)
    sittings.take(village, contest, 0, "agree", retry=1)  # the same form once more
    for who in range(1, 12):
        sittings.take(village, contest, who, "agree")
    after = sittings.close(village, number)
    assert after.deliberation.rounds[0].count.counts["agree"] == 12
    assert not after.notes
    with pytest.raises(ConflictError, match="is-closed"):
        sittings.take(village, contest, 0, "abstain", retry=2, at=DURING + 3)


def test_a_round_on_the_site_is_not_closed_before_its_time(village):
    number = sittings.call(village)
    contest = sittings.open_round(village, number)
    sittings.take(village, contest, 0, "agree")
    with pytest.raises(ConflictError, match="too-early"):
        sittings.close(village, number)
    assert village.view(contest).state is ContestState.OPEN


def test_the_clock_closes_a_round_and_the_chair_concludes(village):
    number = sittings.call(village)
    contest = sittings.open_round(village, number)
    for who in range(7):
        sittings.take(village, contest, who, "agree")
    care.work(village.database, village.keys, DURING + HOUR)
    after = sittings.now(village, number)
    assert after.deliberation.state is State.ROUND_CLOSED
    assert sittings.conclude(village, number, DURING + HOUR + 1).deliberation.state is State.ADOPTED
    assert village.view(contest).state is ContestState.PUBLISHED


def test_conclude_closes_a_round_whose_time_is_over_by_itself(village):
    number = sittings.call(village)
    contest = sittings.open_round(village, number)
    for who in range(7):
        sittings.take(village, contest, who, "agree")
    after = sittings.conclude(village, number, DURING + HOUR)
    assert after.deliberation.state is State.ADOPTED


def test_only_its_sitting_ends_or_changes_a_round(village):
    number = sittings.call(village)
    contest = sittings.open_round(village, number)
    at = DURING + 5
    with pytest.raises(ConflictError, match="its-own-page"):
        village.write(closing.close, village.moderator, contest, "Cepat.", at=at)
    with pytest.raises(ConflictError, match="its-own-page"):
        village.write(changing.cancel, village.moderator, contest, "Batal.", at=at)
    with pytest.raises(ConflictError, match="its-own-page"):
        village.write(changing.extend, village.moderator, contest, at + 9000, "Lama.", at=at)


def test_without_a_quorum_it_is_postponed_then_goes_on_with_those_present(village):
    edits = {"max_postponements": 1, "after_postponements": "proceed", "sitting_waits": "0", **HALL}
    number = sittings.call(village, edits=edits)
    after = sittings.hold(village, number, ["agree"])
    assert after.deliberation.state is State.POSTPONED
    assert after.day == 2
    after = sittings.hold(village, number, ["agree", "agree"], DURING + 60)
    assert after.deliberation.state is State.ADOPTED
    assert [part.round for part in after.rounds] == [1, 1]


def test_presence_by_the_list_is_that_of_the_opening(village):
    number = sittings.call(village, edits={**HALL, "present": "attendance"})
    for person in village.residents[:7]:
        village.write(attending.attend, person, number, DURING)
    contest = sittings.open_round(village, number)
    for person in village.residents[7:]:  # too late to count
        village.write(attending.attend, person, number, DURING)
    for who in range(5):
        sittings.take(village, contest, who, "agree")
    after = sittings.close(village, number)
    count = after.deliberation.rounds[0].count
    said = contest_says(village, contest)
    assert (count.present, count.outcome) == (7, "adopted_by_consensus")
    assert (said["present"], said["outcome"]) == (7, "adopted_by_consensus")


def test_of_two_forms_one_wins(village):
    number = sittings.call(village)
    seen = sittings.now(village, number).mark
    sittings.open_round(village, number)
    with pytest.raises(ConflictError, match="moved-meanwhile"):
        village.write(
            rounds.open_round,
            village.moderator,
            village.keys,
            number,
            seen=seen,
            closes=DURING + HOUR,
            at=DURING,
        )


def test_only_moderators_lead(village):
    number = sittings.call(village)
    for who in (village.residents[0], village.auditor, village.roll_officer):
        with pytest.raises(ForbiddenError):
            village.write(
                rounds.open_round,
                who,
                village.keys,
                number,
                seen=sittings.now(village, number).mark,
                closes=DURING + HOUR,
                at=DURING,
            )
        with pytest.raises(ForbiddenError):
            village.write(calling.invite, who, number, place="", at=DURING)


def test_the_same_form_calls_one_sitting(village):
    about = sittings.matter_in_talk(village)
    assert sittings.call(village, about) == sittings.call(village, about)
    assert Fallback().method == "plurality"


def test_what_a_sitting_decides_awaits_its_outcome(village):
    number = sittings.call(village, edits={"place": "hall", "wait_hall": 0})
    after = sittings.hold(village, number, ["agree"] * 12)
    (awaited,) = village.read(deciding.awaited)
    assert (awaited.matter, awaited.sitting_id) == (after.view.matter, after.view.id)
    other = sittings.call(village, key="other", edits={"place": "hall", "wait_hall": 0})
    sittings.hold(village, other, ["agree"] * 4 + [("block", "Bahaya.", "harm")] * 8)
    assert village.read(deciding.awaited) == (awaited,)  # nothing is decided yet
