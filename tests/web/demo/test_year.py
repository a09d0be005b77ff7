"""The year of the village holds everything a matter can go through, found through the services."""

from zoneinfo import ZoneInfo

import pytest

from voting.deliberation import ContestState
from voting.deliberation.matters import Ending, Phase
from voting.deliberation.standing import State
from voting.services import (
    amending,
    deciding,
    gathering,
    matters,
    merging,
    moderation,
    proposing,
    raising,
    recording,
    sittings,
    summarising,
    talking,
)
from voting.services.answering import answers
from web.demo import facts

PHASES = {
    Phase.PROBLEM: {"lampu-paud", "sumur", "sinyal", "kolam"},
    Phase.SOLUTIONS: {"irigasi", "anggaran"},
    Phase.TALK: {"pasar"},
    Phase.CAPACITY: {"posyandu"},
    Phase.DECISION: {"anak", "tim", "hajatan"},
    Phase.DELIVERY: {"sampah", "dana-desa"},
    Phase.REVIEW: {"ronda"},
}


def view(year, name):
    """Return a matter of the story by its name."""
    return year.read(matters.show, year.made[name])


def solutions(year, name):
    return year.read(proposing.listed, view(year, name))


def sitting(year, name):
    number = year.made[f"{name}/sitting"]
    return year.read(lambda c: sittings.standing(c, sittings.show(c, number)))


@pytest.mark.parametrize("phase", Phase)
def test_matters_stand_in_every_phase(year, phase):
    for name in PHASES[phase]:
        assert view(year, name).phase is phase, name


def test_matters_end_declined_with_a_kind_reason_and_merged_with_consent(year):
    declined = view(year, "kolam")
    assert declined.ended_as == Ending.DECLINED
    assert "Terima kasih" in year.read(answers, declined)[0].words
    merged = view(year, "sawah-kering")
    (merger,) = year.read(merging.mergers_into, view(year, "irigasi").id)
    assert (merged.ended_as, merger.agreed) == (Ending.MERGED, True)


def test_one_problem_is_fresh_one_answered_for_later_and_one_pressing_and_late(year):
    newest = max(one.at for one in year.read(recording.public_log).acts)
    fresh, late, later = (view(year, name) for name in ("lampu-paud", "sumur", "sinyal"))
    assert newest - fresh.raised_at < 2 * 86_400 < fresh.answer_due - newest
    assert late.supports >= year.read(raising.threshold_of, late.place)
    assert late.answer_due < newest
    assert later.answer_due > newest


def test_solutions_are_amended_signed_and_verified_green_and_yellow(year):
    dig, pump = solutions(year, "irigasi")
    (amendment,) = year.read(amending.listed, dig)
    assert (amendment.answer, dig.version) == ("accepted", 2)
    assert (dig.light, pump.light) == ("green", "yellow")
    assert [one.name for one in dig.signers] == ["Agus Santoso"]


def test_a_budget_gathers_several_matters_and_its_solutions_answer_them(year):
    meeting = view(year, "anggaran")
    parts = {one.number for one in year.read(gathering.parts, meeting)}
    assert parts == {year.made[name] for name in ("irigasi", "posyandu", "sumur")}
    cited = {number for one in solutions(year, "anggaran") for number in one.text.cites}
    assert cited == parts


def test_the_talk_is_lively_in_four_columns_and_summed_up(year):
    talk = view(year, "pasar")
    counts = year.read(talking.counts, talk)
    assert sum(standing for standing, _ in counts.values()) >= 22
    assert min(standing for standing, _ in counts.values()) >= 4
    assert len(counts) == 4
    asked = year.read(talking.listed, talk, "question", None, limit=50, offset=0)
    assert sum(map(len, year.read(talking.answers, asked, None).values())) >= 3
    summary = year.read(summarising.latest, talk)
    assert summary.not_agreed
    assert len(year.read(summarising.differing, talk, None)) == 1


def test_an_insult_is_hidden_the_appeal_heard_by_another_and_a_report_let_pass(year):
    (case,) = year.read(moderation.cases, limit=9, offset=0)
    assert (case.rule, case.upheld) == ("insult", True)
    totals = year.read(moderation.totals, ZoneInfo(facts.TIMEZONE))
    assert (totals.let_pass, totals.whole.upheld) == (1, 1)
    by = {act.kind: act.officer for act in acts_of(year, "pasar")}
    assert by["appeal-heard"] != by["words-hidden"]


def acts_of(year, name):
    return year.read(recording.acts_of_matter, view(year, name).id)


def test_consensus_was_found_in_two_rounds_with_an_amendment(year):
    now = sitting(year, "ronda").deliberation
    assert now.state is State.ADOPTED
    assert (len(now.rounds), len(now.versions)) == (2, 2)
    assert {one.answer for one in now.objections} == {"accepted"}
    (solution,) = solutions(year, "ronda")
    assert solution.version == 2


def test_a_stalemate_fell_back_to_its_vote_after_three_rounds(year):
    now = sitting(year, "sampah").deliberation
    assert now.state is State.ADOPTED_BY_VOTE
    assert len(now.rounds) == 3
    assert now.votes[0].yes > now.votes[0].no > 0


def test_a_second_round_is_open_on_a_changed_text(year):
    now = sitting(year, "hajatan").deliberation
    assert (now.state, now.round_number, len(now.versions)) == (State.ROUND_OPEN, 2, 2)
    assert not any(one.is_open for one in now.objections)


@pytest.mark.parametrize("name", ["ronda", "sampah", "dana-desa"])
def test_what_was_decided_is_written_down(year, name):
    (outcome,) = year.read(deciding.outcomes, view(year, name))
    assert outcome.words
    assert outcome.tasks
    assert outcome.review_at


def test_the_votes_belong_to_matters_and_carry_their_solutions(years):
    for year in years.values():
        for name, vote in (("dana-desa", "first"), ("anak", "children"), ("tim", "team")):
            contest = year.made[f"contest {vote}"]
            (found,) = year.read(deciding.contests_of, view(year, name))
            assert found.number == contest.number
            titles = [one.text.title for one in solutions(year, name)]
            assert [option.label for option in contest.options] == titles
    assert years["id"].made["contest first"].state is ContestState.PUBLISHED


def test_people_are_told_and_officers_acts_stand_in_the_log(year):
    kinds = {
        act.kind for page in range(1, 30) for act in year.read(recording.public_log, page).acts
    }
    wanted = {"matter-raised", "matter-answered", "matter-merged", "matter-gathered"}
    wanted |= {"solution-verified", "summary-published", "words-hidden", "flags-dismissed"}
    wanted |= {"appeal-heard", "sitting-called", "sitting-text", "sitting-moved"}
    wanted |= {"people-invited", "outcome-recorded", "matter-moved", "matter-ended"}
    assert wanted <= kinds


def test_built_twice_it_has_the_same_public_numbers(years):
    def numbers(year):
        plain = {key: one for key, one in year.made.items() if not key.startswith("contest")}
        votes = {key: one.number for key, one in year.made.items() if key.startswith("contest")}
        return {**plain, **votes}

    assert numbers(years["id"]) == numbers(years["en"])
