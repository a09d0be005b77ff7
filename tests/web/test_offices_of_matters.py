"""Offices hold for matters too: who may not, cannot; and whose time is over, cannot any more.

Roles come from the database at each request, so a session that goes on does not keep an office.
"""

import pytest

from tests import matters as made
from tests import sittings, solutions, talk
from tests.village import DURING
from voting.deliberation.matters import Phase
from voting.errors import ConflictError
from voting.roll import Role
from voting.services import appointing, matters, proposing
from voting.store import hidings, people, problems
from web.access import STAFF, TABLE
from web.routes import ADDRESSES

UNTIL = DURING + 600
NAMES = ("{matter}", "{sitting}", "{case}", "{subject}")
OFFICES = [
    address
    for address in ADDRESSES
    if address.path.startswith("/petugas")
    and (any(name in address.path for name in NAMES) or "moderasi" in address.path)
] + [address for address in ADDRESSES if address.name == "phases/start"]


@pytest.fixture
def given(hall):
    """A problem, a talk with a reported position and a solution, a sitting: values for paths."""
    village = hall.village
    view = solutions.matter(village, Phase.TALK)
    said = talk.speak(village, view, 1, words="Bodoh.")
    talk.flag(village, 2, said)
    case = talk.hide(village, talk.speak(village, view, 3), actor=talk.second_moderator(village))
    talk.appeal(village, case, 3)
    return {
        "matter": view.number,
        "solution": 1,
        "sitting": sittings.call(village),
        "kind": "position",
        "subject": said.id,
        "case": case.id,
    }


def officer_for_ten_minutes(hall, *roles):
    """Return a browser in which an officer is signed in whose office soon ends."""
    person = hall.village.add("S1", "Bu Tri")
    for role in roles:
        hall.village.database.write(
            lambda c, role=role: people.grant(c, [person.id], role, DURING, UNTIL)
        )
    return hall.visitor(person)


def acts(given):
    """Return forms that a moderator may send here and now, by their paths."""
    problem = given["problem"]
    return {
        f"/petugas/m/{problem}/jawab": {"decision": "take-up", "words": "Kami catat.", "seen": "0"},
        f"/petugas/m/{given['matter']}/ringkasan": {"words": "Ringkasan.", "seen": "0"},
        f"/petugas/m/{given['matter']}/tahap": {
            "to": "solutions",
            "seen": "talk",
            "reason": "Kurang.",
        },
        f"/petugas/m/{given['matter']}/akhiri": {"ended": "lapsed", "reason": "Tidak perlu lagi."},
        f"/petugas/m/{given['matter']}/usulan/1": {"light": "green", "words": "Bisa.", "seen": "1"},
        f"/petugas/moderasi/position/{given['subject']}": {
            "do": "hide",
            "act": "hide",
            "rule": "insult",
            "reason": "Menghina.",
        },
        f"/petugas/musyawarah/{given['sitting']}/buka": {"minutes": "10", "seen": "x"},
    }


def test_the_list_of_offices_is_not_empty_by_mistake():
    assert len(OFFICES) > 20
    for address in OFFICES:
        roles = frozenset().union(*(grant.roles or () for grant in TABLE[address.name]))
        allowed = {Role.MODERATOR, Role.POLL_OFFICER, Role.ADMINISTRATOR}
        assert roles, address.name
        assert roles <= allowed, address.name
        assert roles & STAFF


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.MODERATOR}))
def test_no_other_office_does_a_moderators_work(hall, given, role):
    browser = hall.visitor(hall.village.add(f"X-{role}", "Orang lain", role))
    hearing = {"moderation/queue", "moderation/hear"} if role is Role.ADMINISTRATOR else set()
    hall_work = {"halls/presence", "halls/enter", "halls/speaker"}
    work = hearing | (hall_work if role is Role.POLL_OFFICER else set())
    for address in OFFICES:
        path = address.path.format(**given)
        for method in address.methods:
            answer = getattr(browser, method.lower())(path)
            assert (answer.status_code == 403) is (address.name not in work), f"{method} {path}"


def test_an_office_that_ends_ends_within_the_session(hall, given):
    browser = officer_for_ten_minutes(hall, Role.MODERATOR)
    for address in OFFICES:
        path = address.path.format(**given)
        hall.at = UNTIL - 1
        assert browser.get(path).status_code in (200, 303, 409), path
        hall.at = UNTIL
        for method in address.methods:
            assert getattr(browser, method.lower())(path).status_code == 403, f"{method} {path}"


def test_the_same_forms_do_nothing_a_second_after_the_office_and_something_before(hall, given):
    village = hall.village
    given["problem"] = made.start(village, title="Lampu mati").number
    view = village.read(matters.show, given["problem"])
    browser = officer_for_ten_minutes(hall, Role.MODERATOR)
    hall.at = UNTIL
    for path, form in acts(given).items():
        assert browser.post(path, form).status_code == 403, path
    talk_view = village.read(matters.show, given["matter"])
    assert village.read(problems.answers, view.id) == ()
    assert (talk_view.phase, talk_view.ended_as) == (Phase.TALK, "")
    assert village.read(proposing.show, talk_view, 1).light == ""
    assert village.read(hidings.count) == 1
    hall.at = UNTIL - 1
    path = f"/petugas/m/{view.number}/jawab"
    assert browser.post(path, acts(given)[path]).status_code == 303
    assert len(village.read(problems.answers, view.id)) == 1


def test_an_office_taken_back_is_gone_at_the_next_request(hall, given):
    village = hall.village
    head = village.add("K1", "Bu Lurah", Role.ADMINISTRATOR)
    browser = hall.visitor(village.moderator)
    path = f"/petugas/m/{given['matter']}/tahap"
    assert browser.get(path).status_code == 200
    village.write(
        appointing.revoke, head, village.moderator.id, Role.MODERATOR, "Pindah.", at=hall.at
    )
    assert browser.get(path).status_code in (303, 403)  # the session ended with the office
    assert browser.post(path, {"to": "solutions", "seen": "talk"}).status_code in (303, 403)
    assert village.read(matters.show, given["matter"]).phase is Phase.TALK


def test_whoever_checks_the_records_cannot_be_made_a_moderator(hall):
    village = hall.village
    head = village.add("K1", "Bu Lurah", Role.ADMINISTRATOR)
    with pytest.raises(ConflictError):
        village.write(appointing.grant, head, village.auditor.id, Role.MODERATOR, None, at=hall.at)


def test_a_slip_opens_no_office(hall, given):
    """A moderator who signs in by slip, as a resident does, is a resident."""
    browser = hall.visitor(hall.village.moderator, officer=False)
    for address in OFFICES:
        assert browser.get(address.path.format(**given)).status_code == 403
