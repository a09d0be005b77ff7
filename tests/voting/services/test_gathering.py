"""A meeting gathers other matters: both point to each other, nothing moves, everybody is told."""

import pytest

from tests import matters as made
from tests.village import DURING
from voting.errors import ConflictError, ForbiddenError, MissingError
from voting.services import gathering, matters, notices, recording


def gather(village, meeting, part, actor=None):
    return village.write(
        gathering.gather, actor or village.moderator, meeting.number, part.number, at=DURING
    )


@pytest.fixture
def meeting(village):
    return made.start(village, template="musdes", title="Musyawarah desa")


def test_both_pages_point_to_each_other_and_the_log_names_both(village, meeting):
    part = made.start(village, title="Air")
    village.write(notices.follow, village.residents[0].id, part.id, DURING)
    gather(village, meeting, part)
    assert [v.number for v in village.read(gathering.parts, meeting)] == [part.number]
    assert [v.number for v in village.read(gathering.meetings, part)] == [meeting.number]
    assert village.read(gathering.parts, part) == ()
    for view in (meeting, part):
        acts = village.read(recording.acts_of_matter, view.id)
        assert "matter-gathered" in [act.kind for act in acts]
    told = village.read(notices.inbox, village.residents[0], limit=9)
    assert [(one.kind, one.detail["into"]) for one in told] == [("gathered", meeting.number)]


def test_a_matter_can_come_before_two_meetings(village, meeting):
    part = made.start(village, title="Air")
    other = made.start(village, template="musrenbang", title="Musrenbangdes")
    for one in (other, meeting):
        gather(village, one, part)
    numbers = [v.number for v in village.read(gathering.meetings, part)]
    assert numbers == sorted((meeting.number, other.number))


def test_what_cannot_be_gathered_is_refused(village, meeting):
    part = made.start(village, title="Air")
    another = made.start(village, template="budget", title="Anggaran")
    with pytest.raises(ForbiddenError):
        gather(village, meeting, part, village.residents[0])
    with pytest.raises(ConflictError, match=r"gathering\.gathers-none"):
        gather(village, made.start(village, template="quick", title="Cepat"), part)
    for wrong in (meeting, another):
        with pytest.raises(ConflictError, match=r"gathering\.is-a-meeting"):
            gather(village, meeting, wrong)
    gather(village, meeting, part)
    with pytest.raises(ConflictError, match=r"gathering\.has-it-already"):
        gather(village, meeting, part)
    with pytest.raises(MissingError):
        village.write(gathering.gather, village.moderator, meeting.number, "M-1", at=DURING)


def test_ended_and_hidden_matters_stay_out(village, meeting):
    ended, hidden = made.start(village, title="A"), made.start(village, title="B")
    village.write(
        matters.end, village.moderator, ended.number, "lapsed", "Tak ada yang mau.", at=DURING
    )
    village.write(matters.store.change, hidden.id, hidden=True)
    with pytest.raises(ConflictError, match=r"gathering\.has-ended"):
        gather(village, meeting, ended)
    with pytest.raises(ConflictError, match=r"matter\.is-hidden"):
        gather(village, meeting, hidden)


def test_a_part_that_is_hidden_later_is_not_named(village, meeting):
    part = made.start(village, title="Air")
    gather(village, meeting, part)
    village.write(matters.store.change, part.id, hidden=True)
    assert village.read(gathering.parts, meeting) == ()
