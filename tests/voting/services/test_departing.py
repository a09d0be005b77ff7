"""A whole place leaves at once: one act, one entry, and somebody stays to appoint others."""

import pytest

from tests.village import FOUNDED
from voting.errors import ConflictError, ForbiddenError, InvalidError
from voting.roll import Elector, Role
from voting.services import appointing, departing, enrolment, recording, sessions
from voting.store import people

AT = FOUNDED + 100
SUMBER = [Elector(reference=f"S{n}", name=f"Orang {n}", place="Sumber") for n in range(4)]


@pytest.fixture
def hamlet(village):
    village.write(enrolment.import_roll, village.roll_officer, SUMBER, AT)
    return village


def leave(village, place="Sumber", who=None, reason="Pindah desa"):
    who = who or village.roll_officer
    return village.write(departing.leave_place, who, place, reason, at=AT)


def test_all_of_a_place_leave_as_one_act(hamlet):
    who = hamlet.read(people.residents, "Sumber")[0]
    hamlet.write(sessions.start, who.id, False, b"token", AT)
    before = hamlet.read(recording.log.size)
    assert leave(hamlet) == 4
    assert hamlet.read(recording.log.size) == before + 1
    act = hamlet.read(recording.public_log).acts[0]
    assert (act.kind, act.detail, act.reason) == ("elector-removed", {"n": 4}, "Pindah desa")
    assert hamlet.read(people.count_residents) == 12
    assert hamlet.read(sessions.find, b"token", AT) is None


def test_nobody_to_leave_is_no_act(hamlet):
    before = hamlet.read(recording.log.size)
    assert leave(hamlet, "Nowhere") == 0
    assert leave(hamlet, "") == 0
    assert hamlet.read(recording.log.size) == before


def test_it_needs_a_roll_officer_and_a_reason(hamlet):
    with pytest.raises(ForbiddenError):
        leave(hamlet, who=hamlet.moderator)
    with pytest.raises(InvalidError):
        leave(hamlet, reason=" ")
    assert hamlet.read(people.count_residents) == 16


def test_the_last_administrator_does_not_leave_with_the_others(hamlet):
    who = hamlet.read(people.residents, "Sumber")[0]
    hamlet.database.write(lambda c: people.grant(c, [who.id], Role.ADMINISTRATOR, AT, None))
    assert hamlet.read(appointing.administrators, AT) == {who.id}
    with pytest.raises(ConflictError) as refused:
        leave(hamlet)
    assert refused.value.code == "appointing.last-administrator"
    assert hamlet.read(people.count_residents) == 16
