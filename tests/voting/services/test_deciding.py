"""A decision comes back to its matter: the outcome is awaited, written once, and public."""

import pytest

from tests import matters as made
from tests.village import AFTER, CLOSES, DURING, OPENS
from voting.deliberation.matters import Phase
from voting.errors import ConflictError, ForbiddenError, InvalidError, MissingError
from voting.services import deciding, matters, notices, opening, recording
from voting.services.contests import ContestDraft, DraftOption
from voting.services.deciding import Task
from voting.store import matters as store

DAY = 86_400


def in_decision(village):
    view = made.start(village, template="quick")
    village.write(store.change, view.id, phase="decision")
    return village.read(matters.show, view.number)


def decided(village, view):
    """Call, open, vote, count and publish a contest of a matter."""
    draft = ContestDraft(
        title="Pipa yang mana?",
        method="irv",
        opens=OPENS,
        closes=CLOSES,
        options=tuple(DraftOption(label=label) for label in ("Baja", "Plastik")),
    )
    contest = village.write(deciding.call, village.moderator, view.number, draft, OPENS - 10)
    village.write(opening.open_contest, village.moderator, village.keys, contest.number, OPENS - 9)
    village.cast(contest.number, 0, "1")
    village.finish(contest.number)
    return contest


def tasks(at=AFTER):
    return (Task(who="Pak Darto", what="Membeli pipa", due=at + 30 * DAY),)


def record(village, view, outcome, actor=None, **values):
    given = {
        "words": "Kita pakai pipa plastik.",
        "tasks": tasks(),
        "review_at": AFTER + 180 * DAY,
        "at": AFTER,
        **values,
    }
    return village.write(
        deciding.record, actor or village.moderator, view.number, outcome.id, **given
    )


def test_a_published_result_awaits_its_outcome_within_five_days(village):
    view = in_decision(village)
    village.write(notices.follow, village.residents[0].id, view.id, DURING)
    contest = decided(village, view)
    (outcome,) = village.read(deciding.outcomes, view)
    assert (outcome.contest, outcome.at) == (contest.number, None)
    assert outcome.due == AFTER + 5 * DAY
    assert village.read(deciding.awaited) == (outcome,)
    box = village.read(notices.inbox, village.residents[0], limit=5)
    assert [notice.kind for notice in box] == ["decided"]
    facts = village.read(matters.facts, view)
    assert (facts.decided, facts.outcomes_due, facts.undecided) == (1, 1, 0)


def test_the_matter_goes_on_only_once_the_outcome_is_written(village):
    view = in_decision(village)
    decided(village, view)
    with pytest.raises(ConflictError, match="needs-outcome"):
        made.move(village, view, Phase.DELIVERY, AFTER)
    (outcome,) = village.read(deciding.outcomes, view)
    record(village, view, outcome)
    assert made.move(village, view, Phase.DELIVERY, AFTER).phase is Phase.DELIVERY
    (written,) = village.read(deciding.outcomes, view)
    assert written.words == "Kita pakai pipa plastik."
    assert [task["who"] for task in written.tasks] == ["Pak Darto"]
    kinds = [act.kind for act in village.read(recording.acts_of_matter, view.id)]
    assert kinds == ["matter-raised", "outcome-recorded", "matter-moved"]
    assert village.read(deciding.written, 5) == (written,)


def test_an_outcome_is_written_once(village):
    view = in_decision(village)
    decided(village, view)
    (outcome,) = village.read(deciding.outcomes, view)
    record(village, view, outcome)
    with pytest.raises(ConflictError, match="written-already"):
        record(village, view, outcome, words="Bukan, baja.")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"words": " \n"}, "outcome.no-words"),
        ({"tasks": ()}, "outcome.no-tasks"),
        ({"tasks": tasks() * 13}, "outcome.no-tasks"),
        ({"tasks": (Task(who="A", what="B", due=AFTER - 1),)}, "outcome.task-in-the-past"),
        ({"tasks": (Task(who=" ", what="B", due=AFTER + 9),)}, "outcome.no-one"),
        ({"tasks": (Task(who="A", what="", due=AFTER + 9),)}, "outcome.no-task"),
        ({"review_at": AFTER}, "outcome.no-review"),
        ({"words": "x" * 4001}, "matter.text-too-long"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(village, values, code):
    view = in_decision(village)
    decided(village, view)
    (outcome,) = village.read(deciding.outcomes, view)
    with pytest.raises(InvalidError) as refused:
        record(village, view, outcome, **values)
    assert refused.value.code == code
    assert village.read(deciding.outcomes, view)[0].at is None


def test_an_outcome_of_another_matter_cannot_be_written_here(village):
    view, other = in_decision(village), made.start(village, template="quick", title="Lain")
    decided(village, view)
    (outcome,) = village.read(deciding.outcomes, view)
    with pytest.raises(MissingError, match=r"outcome\.unknown"):
        record(village, other, outcome)
    with pytest.raises(ForbiddenError):
        record(village, view, outcome, village.residents[0])


def test_a_contest_is_called_in_its_phases_by_moderators_only(village):
    view = made.start(village)
    draft = ContestDraft(title="A", method="approval", opens=OPENS, closes=CLOSES)
    with pytest.raises(ConflictError, match="not-in-this-phase"):
        village.write(deciding.call, village.moderator, view.number, draft, DURING)
    with pytest.raises(ForbiddenError):
        village.write(deciding.call, village.residents[0], view.number, draft, DURING)
