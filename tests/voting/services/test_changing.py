"""The few changes of an open contest: logged, with a reason, and nothing beyond."""

import pytest

from tests.village import AFTER, CLOSES, DURING
from voting.audit.entries import Event, read_entry
from voting.deliberation import ContestState
from voting.errors import ConflictError, ForbiddenError, InvalidError, MissingError
from voting.roll import Elector
from voting.services import balloting, changing, enrolment, opening, recording
from voting.store import log

WHY = "Banjir di jalan ke balai"


def last_event(village, number):
    """Return the last entry of a contest, which must be an event, and how people read it."""
    view = village.view(number)
    entries = village.read(log.entries_of_contest, view.id)
    event = read_entry(entries[-1][1])
    assert isinstance(event, Event)
    assert (event.poll, event.number) == (view.poll, len(entries) - 1)
    return event, village.read(recording.acts_of_contest, view.id)[-1]


def test_extending_is_on_record_with_its_reason(village):
    number = village.open()
    view = village.write(
        changing.extend, village.moderator, number, CLOSES + 600, f"  {WHY} ", at=DURING
    )
    assert view.closes == CLOSES + 600
    event, act = last_event(village, number)
    assert (event.act, event.details) == ("extended", {"closes": CLOSES + 600})
    assert (act.reason, act.officer, act.detail) == (WHY, "Ibu Sri", {"closes": CLOSES + 600})
    assert WHY.encode() not in event.encode()
    village.cast(number, 0, "1", at=CLOSES + 300)


@pytest.mark.parametrize("closes", [CLOSES, CLOSES - 1])
def test_a_contest_never_closes_earlier_by_a_change(village, closes):
    number = village.open()
    with pytest.raises(InvalidError, match="closes-not-later"):
        village.write(changing.extend, village.moderator, number, closes, WHY, at=DURING)


def test_what_is_over_cannot_be_extended_even_before_that_is_written_down(village):
    number = village.open()
    for service, args in (
        (changing.extend, (CLOSES + 86_400, WHY)),
        (changing.withdraw_option, ("1", WHY)),
    ):
        with pytest.raises(ConflictError, match="is-closed"):
            village.write(service, village.moderator, number, *args, at=AFTER)


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 501])
def test_every_change_needs_a_reason(village, reason):
    number = village.open()
    before = village.read(log.size)
    acts = (
        (changing.extend, village.moderator, (CLOSES + 1,)),
        (changing.withdraw_option, village.moderator, ("1",)),
        (changing.add_elector, village.roll_officer, (village.add("W1", "B", "resident").id,)),
        (changing.strike_elector, village.roll_officer, (village.residents[0].id,)),
        (changing.cancel, village.moderator, ()),
    )
    for service, actor, args in acts:
        with pytest.raises(InvalidError, match=r"act\.no-reason|act\.reason-too-long"):
            village.write(service, actor, number, *args, reason, at=DURING)
    view = village.view(number)
    assert (view.state, view.closes, view.eligible) == (ContestState.OPEN, CLOSES, 12)
    assert village.read(log.size) == before


def test_withdrawing_an_option(village):
    number = village.open()
    village.write(changing.withdraw_option, village.moderator, number, "2", WHY, at=DURING)
    assert [o.withdrawn for o in village.view(number).options] == [False, True, False]
    assert last_event(village, number)[0].details == {"option": "2"}
    for option, error in (("2", ConflictError), ("1", ConflictError), ("9", MissingError)):
        with pytest.raises(error):
            village.write(
                changing.withdraw_option, village.moderator, number, option, WHY, at=DURING
            )


def test_correcting_the_roll(village):
    number = village.open()
    forgotten = village.add("W8888", "Warga terlewat", "resident")
    view = village.write(
        changing.add_elector, village.roll_officer, number, forgotten.id, WHY, at=DURING
    )
    assert view.eligible == 13
    first, act = last_event(village, number)
    assert first.details["eligible"] == 13
    assert set(act.detail) == {"eligible", "roll_root"}  # whom it was about is nobody's business
    village.residents.append(forgotten)
    village.cast(number, 12, "1")

    view = village.write(
        changing.strike_elector, village.roll_officer, number, village.residents[0].id, WHY,
        at=DURING,
    )  # fmt: skip
    assert view.eligible == 12
    second, _ = last_event(village, number)
    assert second.details["roll_root"] != first.details["roll_root"]
    village.write(
        changing.add_elector, village.roll_officer, number, village.residents[0].id, WHY,
        at=DURING,
    )  # fmt: skip
    assert last_event(village, number)[0].details["roll_root"] == first.details["roll_root"]


def test_what_a_correction_of_the_roll_cannot_do(village):
    number = village.open()
    village.cast(number, 0, "1")
    outsider = village.add("P1", "Kantor desa", "partner")
    cases = (
        (changing.strike_elector, village.residents[0], ConflictError, "roll.has-voted"),
        (changing.strike_elector, outsider, MissingError, "roll.not-on-it"),
        (changing.add_elector, outsider, ConflictError, "roll.not-a-resident"),
        (changing.add_elector, village.residents[1], ConflictError, "roll.on-it-already"),
    )
    for service, person, error, code in cases:
        with pytest.raises(error) as refusal:
            village.write(service, village.roll_officer, number, person.id, WHY, at=DURING)
        assert refusal.value.code == code


def test_cancelling_is_for_good(village):
    number = village.open()
    village.cast(number, 0, "1")
    village.write(changing.cancel, village.moderator, number, WHY, at=DURING)
    assert village.view(number).state is ContestState.CANCELLED
    assert last_event(village, number)[0].act == "cancelled"
    for service, args in ((changing.cancel, (WHY,)), (changing.extend, (CLOSES + 9, WHY))):
        with pytest.raises(ConflictError):
            village.write(service, village.moderator, number, *args, at=DURING)


def test_a_draft_is_cancelled_without_an_entry(village):
    number = village.draft()
    before = village.read(log.size)
    village.write(changing.cancel, village.moderator, number, "", at=DURING)
    assert village.view(number).state is ContestState.CANCELLED
    assert village.read(log.size) == before
    with pytest.raises(ConflictError):
        village.write(opening.open_contest, village.moderator, village.keys, number, DURING)


def test_each_change_has_its_officer(village):
    number = village.open()
    resident = village.residents[0]
    acts = (
        (changing.extend, village.roll_officer, (CLOSES + 1, WHY)),
        (changing.withdraw_option, village.auditor, ("1", WHY)),
        (changing.strike_elector, village.moderator, (resident.id, WHY)),
        (changing.add_elector, resident, (resident.id, WHY)),
        (changing.cancel, resident, (WHY,)),
    )
    for service, actor, args in acts:
        with pytest.raises(ForbiddenError):
            village.write(service, actor, number, *args, at=DURING)
    assert village.read(balloting.may_vote, resident, number, DURING).may_cast


def test_a_correction_finds_whoever_is_here_or_on_the_roll(village):
    number = village.open()
    first, second = village.residents[0], village.residents[1]
    officer = village.roll_officer
    village.write(enrolment.leave, officer, second.id, WHY, at=DURING)
    village.write(changing.strike_elector, officer, number, first.id, WHY, at=DURING)
    late = Elector(reference="W0100%", name="Warga Baru", place="Krajan")
    village.write(enrolment.add_person, officer, late, DURING)

    def found(**values):
        lines = village.read(changing.roll_lines, officer, number, **values)
        return {line.reference: line.stands for line in lines}

    assert found(text=first.reference) == {first.reference: False}
    assert found(person_id=second.id) == {second.reference: True}
    assert found(text="100%") == {"W0100%": False}
    assert found(text="tidak ada") == {}
    village.write(changing.strike_elector, officer, number, second.id, WHY, at=DURING)
    assert found(person_id=second.id) == {second.reference: False}
    with pytest.raises(ForbiddenError):
        village.read(changing.roll_lines, village.moderator, number)
    other = village.open()
    assert village.read(changing.roll_lines, officer, other, person_id=first.id)[0].stands
