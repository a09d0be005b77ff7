"""What may change in an open contest: with a reason, on record, and nothing by accident."""

import pytest

from tests.web.browser import form_of, words_of
from voting.deliberation import ContestState
from voting.roll import Elector, Role
from voting.services import contests, enrolment, recording
from voting.services.contests import DraftOption
from voting.store import rolls

WHY = "Jalan ke balai terendam banjir."
EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture
def view(town):
    return town.open()


@pytest.fixture
def client(town):
    """A browser in which the moderator is at work."""
    client = town.client()
    town.sign_in_officer(client, Role.MODERATOR)
    return client


@pytest.fixture
def keeper(town):
    """A browser in which the roll officer is at work."""
    client = town.client()
    town.sign_in_officer(client, Role.ROLL_OFFICER)
    return client


def send(client, view, page, **fields):
    form = form_of(client.get(f"/petugas/p/{view.number}/{page}"), "change")
    form.fields |= {name: [value] for name, value in fields.items()}
    return form.send(client)


def stored(town, view):
    return town.read(contests.show, view.number)


def last_act(town, view):
    return town.read(recording.acts_of_contest, view.id)[-1]


def led_to_desk(answer, view):
    return answer.status_code == 303 and answer.headers["location"] == f"/petugas/p/{view.number}"


def test_a_contest_closes_later_with_a_reason(town, client, view):
    answer = send(client, view, "perpanjang", closes="16 Mei 2026 20.00", reason=WHY)
    assert led_to_desk(answer, view)
    assert stored(town, view).closes > view.closes
    act = last_act(town, view)
    assert (act.kind, act.reason, act.officer) == ("extended", WHY, "Ratna Wulandari")
    assert WHY in words_of(client.get(f"/petugas/p/{view.number}"))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"reason": WHY}, {"closes"}),
        ({"closes": "2026-05-14T20:00", "reason": WHY}, {"closes"}),
        ({"closes": "besok", "reason": ""}, {"closes", "reason"}),
        ({"closes": "2026-05-20T20:00", "reason": " \n "}, {"reason"}),
        ({"closes": "2026-05-20T20:00", "reason": "x" * 501}, {"reason"}),
    ],
)
def test_an_extension_that_cannot_be_comes_back_filled_in(town, client, view, fields, wrong):
    answer = send(client, view, "perpanjang", **fields)
    assert answer.status_code == 422
    assert set(answer.context["reader"].errors) == wrong
    assert form_of(answer, "change").fields["reason"] == [fields["reason"]]
    assert stored(town, view) == view


def test_of_two_extensions_at_once_the_longer_holds(client, view):
    other = form_of(client.get(f"/petugas/p/{view.number}/perpanjang"), "change")
    send(client, view, "perpanjang", closes="2026-05-20T20:00", reason=WHY)
    answer = other.set("closes", "2026-05-18T20:00").set("reason", WHY).send(client)
    assert set(answer.context["reader"].errors) == {"closes"}
    assert form_of(answer, "change").fields["closes"] == ["2026-05-18T20:00"]


def test_an_option_is_withdrawn(town, client, view):
    answer = send(client, view, "tarik", option="2", reason=WHY)
    assert led_to_desk(answer, view)
    assert [o.withdrawn for o in stored(town, view).options] == [False, True, False, False]
    assert last_act(town, view).kind == "option-withdrawn"


def test_a_withdrawal_names_an_option_and_says_why(client, view):
    answer = send(client, view, "tarik", reason="")
    assert set(answer.context["reader"].errors) == {"option", "reason"}
    answer = send(client, view, "tarik", option="9", reason=WHY)
    assert set(answer.context["reader"].errors) == {"option"}
    assert form_of(answer, "change").fields["reason"] == [WHY]


def test_the_last_two_options_stay(town, client):
    view = town.open(options=(DraftOption(label="Sumur"), DraftOption(label="Jalan")))
    path = f"/petugas/p/{view.number}/tarik"
    page = client.get(path)
    assert 'id="change"' not in page.text
    answer = town.post(client, path, {"option": "1", "reason": WHY}, page=path)
    assert set(answer.context["reader"].errors) == {"option"}
    assert stored(town, view) == view


def test_a_contest_is_cancelled_for_good(town, client, view):
    assert set(send(client, view, "batalkan").context["reader"].errors) == {"reason"}
    form = form_of(client.get(f"/petugas/p/{view.number}/batalkan"), "change").set("reason", EVIL)
    assert led_to_desk(form.send(client), view)
    assert stored(town, view).state is ContestState.CANCELLED
    assert led_to_desk(form.send(client), view)  # a second press
    desk = client.get(f"/petugas/p/{view.number}")
    assert desk.context["duties"] == []
    assert EVIL in words_of(desk)
    assert EVIL not in desk.text


def test_a_draft_is_thrown_away_without_a_reason(town, client):
    view = town.draft()
    page = client.get(f"/petugas/p/{view.number}/batalkan")
    assert "reason" not in form_of(page, "change").fields
    answer = send(client, view, "batalkan")
    assert answer.headers["location"] == "/petugas"
    assert stored(town, view).state is ContestState.CANCELLED
    assert client.get(f"/petugas/p/{view.number}").status_code == 200
    assert town.client().get(f"/p/{view.number}").status_code == 404


def on_roll(town, view, reference):
    found = town.read(rolls.find, view.id, town.person(reference).id)
    return found is not None and not found.struck


def test_somebody_forgotten_is_put_on_the_roll(town, keeper, view):
    new = Elector(reference="TS-9999", name=f"Siti {EVIL}", place="Krajan, RT 01")
    person = town.write(enrolment.add_person, town.officer(Role.ROLL_OFFICER), new, town.at)
    path = f"/petugas/p/{view.number}/daftar"
    found = keeper.get(path, params={"q": "ts-9999"}).context["found"]
    assert [(line.reference, line.stands) for line in found] == [("TS-9999", False)]
    answer = send(keeper, view, f"daftar?person={person.id}", reason=WHY)
    assert answer.status_code == 303
    assert on_roll(town, view, "TS-9999")
    after = keeper.get(answer.headers["location"])
    assert after.context["last"].stands
    assert EVIL not in after.text
    assert last_act(town, view).detail["eligible"] == 297


def test_somebody_who_does_not_belong_is_struck_off_unless_they_voted(town, keeper, view):
    town.cast(view, "TS-0007", 1)
    for reference, gone in (("TS-0006", True), ("TS-0007", False)):
        person = town.person(reference)
        answer = send(keeper, view, f"daftar?person={person.id}", reason=WHY)
        assert answer.status_code == (303 if gone else 422)
        assert on_roll(town, view, reference) is not gone


def test_two_officers_who_strike_the_same_person(town, keeper, view):
    page = f"/petugas/p/{view.number}/daftar?person={town.person('TS-0006').id}"
    form = form_of(keeper.get(page), "change").set("reason", WHY)
    assert form.send(keeper).status_code == 303
    answer = form.send(keeper)
    assert answer.status_code == 422
    assert set(answer.context["reader"].errors) == {""}
    assert form_of(answer, "change").fields["act"] == ["add"]


def test_the_search_finds_nobody_by_tricks_and_tells_nobody_who_voted(town, keeper, view):
    town.cast(view, "TS-0007", 1)
    path = f"/petugas/p/{view.number}/daftar"
    for search in ("%", "_", "' OR 1=1 --", "\x00", "tidak ada"):
        page = keeper.get(path, params={"q": search})
        assert page.status_code == 200
        assert page.context["found"] == []
    found = keeper.get(path, params={"q": "TS-000"})
    assert len({(line.stands) for line in found.context["found"]}) == 1
    for person in ("0", "-1", "x", "999999999", "²"):
        assert keeper.get(path, params={"person": person}).context["named"] is None
    refused = town.post(keeper, path, {"person": "99999", "reason": WHY}, page=path)
    assert refused.status_code == 422


@pytest.mark.parametrize("page", ["perpanjang", "tarik", "daftar"])
def test_each_change_has_its_officer_and_its_time(town, client, keeper, page):
    view = town.open(closes=town.at + 600)
    able, other = (keeper, client) if page == "daftar" else (client, keeper)
    assert able.get(f"/petugas/p/{view.number}/{page}").status_code == 200
    assert other.get(f"/petugas/p/{view.number}/{page}").status_code == 403
    draft = town.draft()
    assert able.get(f"/petugas/p/{draft.number}/{page}").status_code in (404, 409)
    form = form_of(client.get(f"/petugas/p/{view.number}/perpanjang"), "change")
    town.at = view.closes + view.grace
    assert able.get(f"/petugas/p/{view.number}/{page}").status_code == 409
    late = form.set("closes", "2026-05-20T20:00").set("reason", WHY).send(client)
    assert late.status_code == 409
    assert stored(town, view).state is ContestState.CLOSED
