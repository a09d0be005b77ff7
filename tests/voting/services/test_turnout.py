"""How many have voted: told from ten on, by dusun to officers, and never of a few."""

import pytest

from tests.village import DRAFTED
from voting.deliberation import ContestState
from voting.errors import ForbiddenError
from voting.roll import Elector
from voting.services import contests, enrolment


def test_turnout_is_told_from_ten_voters_on(village):
    number = village.open()
    for who in range(9):
        village.cast(number, who, "1")
        assert village.read(contests.show, number).voted is None
        assert village.view(number).voted == who + 1
    village.cast(number, 9, "1")
    assert village.read(contests.show, number).voted == 10


def test_a_published_result_tells_the_turnout_however_small(village):
    number = village.open()
    for who in range(3):
        village.cast(number, who, "1", "2")
    village.finish(number)
    view = village.read(contests.show, number)
    assert (view.state, view.voted) == (ContestState.PUBLISHED, 3)


def test_turnout_by_place_is_for_officers_and_never_of_few(sqlite_village):
    village = sqlite_village
    few = [Elector(reference=f"S{n}", name="Orang", place="Sumber") for n in range(4)]
    village.write(enrolment.import_roll, village.roll_officer, few, DRAFTED)
    number = village.open()

    def turnout(who):
        found = village.read(contests.turnout_by_place, who, number)
        return [(one.place, one.eligible, one.voted) for one in found]

    for who in range(10):
        assert turnout(village.moderator) == [("Krajan", 12, None), ("Sumber", 4, None)]
        village.cast(number, who, "1")
    assert turnout(village.moderator) == [("Krajan", 12, 10), ("Sumber", 4, None)]
    assert turnout(village.auditor) == turnout(village.moderator)
    for who in (village.residents[0], village.roll_officer):
        with pytest.raises(ForbiddenError):
            turnout(who)


def test_turnout_puts_the_neighbourhoods_of_a_dusun_together(sqlite_village):
    village = sqlite_village
    more = [
        Elector(reference=f"S{n}", name="Orang", place=f"Sumber, RT 0{n % 2 + 1}") for n in range(6)
    ]
    village.write(enrolment.import_roll, village.roll_officer, more, DRAFTED)
    whole, part = village.open(), village.open("A", place="Sumber")
    for who in range(10):
        village.cast(whole, who, "1")
    turnout = village.read(contests.turnout_by_place, village.moderator, whole)
    assert [(t.place, t.eligible, t.voted) for t in turnout] == [
        ("Krajan", 12, 10),
        ("Sumber", 6, 0),
    ]
    inside = village.read(contests.turnout_by_place, village.moderator, part)
    assert [t.place for t in inside] == ["Sumber, RT 01", "Sumber, RT 02"]
