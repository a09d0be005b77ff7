"""The desk of a contest in every state; closing early, counting, and the lot."""

import pytest

from tests.web.browser import form_of, words_of
from voting.audit.commitments import tie_seed
from voting.deliberation import ContestState
from voting.errors import ConflictError
from voting.roll import Role
from voting.services import changing, closing, contests, counting, evidence, recording, sealing
from voting.store import results

WHY = "Semua yang hadir sudah memilih."
DICE = "31415926535897932384"
TIED = ((1,), (2,), (1, 3), (2, 3))
CLEAR = ((1,), (1, 2), (2,))


@pytest.fixture
def client(town):
    """A browser in which the moderator is at work."""
    client = town.client()
    town.sign_in_officer(client, Role.MODERATOR)
    return client


def held(town, ballots, **values):
    """Open a contest and cast these ballots."""
    view = town.open(**values)
    for number, ballot in enumerate(ballots, 1):
        town.cast(view, f"TS-{number:04}", *ballot)
    return view


def close(town, view):
    moderator = town.officer(Role.MODERATOR)
    town.write(closing.close, moderator, view.number, WHY, at=town.at)


def state(town, view):
    return town.read(contests.show, view.number).state


def labels(page):
    """Return what the desk offers, the thing that waits first."""
    return [duty.url.rpartition("/")[2] for duty in page.context["duties"]]


def desk(client, view):
    page = client.get(f"/petugas/p/{view.number}")
    assert page.status_code == 200
    return page


def test_the_desk_of_a_draft_is_its_summary(town, client):
    view = town.draft()
    answer = client.get(f"/petugas/p/{view.number}")
    assert answer.headers["location"] == f"/petugas/p/{view.number}/buka"


def test_the_desk_offers_in_each_state_what_can_be_done(town, client):
    coming = town.open(opens=town.at + 60)
    assert labels(desk(client, coming)) == ["perpanjang", "tarik", "batalkan"]
    view = held(town, TIED)
    assert labels(desk(client, view)) == ["perpanjang", "tarik", "tutup", "batalkan"]
    close(town, view)
    assert labels(desk(client, view)) == ["hitung", "batalkan"]
    moderator = town.officer(Role.MODERATOR)
    prepared = town.read(sealing.prepare_seal, town.keys, view.number)
    town.write(sealing.seal, moderator, prepared, town.at)
    assert labels(desk(client, view)) == ["hitung"]
    town.write(counting.count, moderator, view.number, town.at)
    assert labels(desk(client, view)) == ["undi"]
    town.write(counting.draw, moderator, town.keys, view.number, DICE, at=town.at)
    assert labels(desk(client, view)) == ["hitung"]
    town.write(counting.publish, moderator, view.number, town.at)
    published = desk(client, view)
    assert labels(published) == ["hasil"]
    told = [act.index for act in published.context["acts"]]
    assert told == sorted(told, reverse=True)
    assert len(told) == 6
    cancelled = town.open()
    town.write(changing.cancel, moderator, cancelled.number, WHY, at=town.at)
    assert labels(desk(client, cancelled)) == []


def test_what_waits_has_the_one_filled_button(town, client):
    view = held(town, CLEAR)
    assert 'class="btn main' not in desk(client, view).text
    close(town, view)
    assert desk(client, view).text.count('class="btn main') == 1


def test_whoever_keeps_the_roll_too_may_correct_it_from_the_desk(town, client):
    view = town.open()
    person = town.officer(Role.MODERATOR)
    town.write(contests.people.grant, [person.id], Role.ROLL_OFFICER, town.at - 60, None)
    assert "daftar" in labels(desk(client, view))


def test_turnout_is_by_dusun_in_numbers_and_never_of_few(town, client):
    view = held(town, [(1,)] * 9)
    assert desk(client, view).context["turnout"].places == []
    town.cast(view, "TS-0100", 2)
    turnout = desk(client, view).context["turnout"]
    assert turnout.places == [
        ("Kaliasem", 1, 76),
        ("Krajan", 9, 82),
        ("Ngemplak", 0, 64),
        ("Sumberejo", 0, 74),
    ]
    assert turnout.few == ["Kaliasem", "Krajan", "Ngemplak", "Sumberejo"]
    assert "belum sampai setengah" in words_of(desk(client, view))


def test_closing_early_needs_a_reason_and_leads_to_the_count(town, client):
    view = held(town, CLEAR)
    path = f"/petugas/p/{view.number}/tutup"
    refused = form_of(client.get(path), "change").send(client)
    assert refused.status_code == 422
    assert set(refused.context["reader"].errors) == {"reason"}
    assert state(town, view) is ContestState.OPEN
    form = form_of(client.get(path), "change").set("reason", WHY)
    assert form.send(client).headers["location"].endswith("/hitung")
    assert state(town, view) is ContestState.CLOSED
    assert town.read(recording.acts_of_contest, view.id)[-1].reason == WHY
    assert form.send(client).headers["location"] == f"/petugas/p/{view.number}"  # pressed again


def test_what_has_not_begun_or_is_over_is_not_closed_early(town, client):
    coming = town.open(opens=town.at + 60)
    answer = client.get(f"/petugas/p/{coming.number}/tutup")
    assert answer.headers["location"] == f"/petugas/p/{coming.number}"
    view = town.open(closes=town.at + 600)
    form = form_of(client.get(f"/petugas/p/{view.number}/tutup"), "change").set("reason", WHY)
    town.at = view.closes + view.grace
    assert form.send(client).headers["location"] == f"/petugas/p/{view.number}"
    assert town.read(recording.acts_of_contest, view.id)[-1].officer == ""  # the clock closed it


def test_one_button_counts_and_publishes(town, client):
    view = held(town, CLEAR)
    close(town, view)
    path = f"/petugas/p/{view.number}/hitung"
    page = client.get(path)
    assert page.context["steps_done"] == 1
    form = form_of(page, "count")
    assert form.send(client).headers["location"] == f"/p/{view.number}/hasil"
    assert state(town, view) is ContestState.PUBLISHED
    assert form.send(client).headers["location"] == f"/p/{view.number}/hasil"  # pressed again
    assert client.get(path).headers["location"] == f"/p/{view.number}/hasil"


def test_nothing_is_counted_before_the_close_or_after_a_cancelling(town, client):
    view = held(town, CLEAR)
    path = f"/petugas/p/{view.number}/hitung"
    for answer in (client.get(path), town.post(client, path, page="/")):
        assert answer.headers["location"] == f"/petugas/p/{view.number}"
    assert state(town, view) is ContestState.OPEN
    town.write(changing.cancel, town.officer(Role.MODERATOR), view.number, WHY, at=town.at)
    assert town.post(client, path, page="/").status_code == 303
    assert state(town, view) is ContestState.CANCELLED


def test_a_count_that_was_interrupted_says_so_and_goes_on(town, client, monkeypatch):
    view = held(town, CLEAR)
    close(town, view)
    form = form_of(client.get(f"/petugas/p/{view.number}/hitung"), "count")

    def busy(_database, _number):
        raise ConflictError("seal.busy")

    with monkeypatch.context() as patch:
        patch.setattr(sealing, "scrub", busy)
        answer = form.send(client)
    assert answer.status_code == 422
    assert answer.context["steps_done"] == 2
    assert answer.context["problem"]
    assert form_of(answer, "count").send(client).headers["location"].endswith("/hasil")


def tied(town, client):
    """Bring a contest to its tie by the pages."""
    view = held(town, TIED)
    close(town, view)
    form = form_of(client.get(f"/petugas/p/{view.number}/hitung"), "count")
    assert form.send(client).headers["location"] == f"/petugas/p/{view.number}/undi"
    return view


def test_a_tie_is_named_and_the_promise_shown(town, client):
    view = tied(town, client)
    page = client.get(f"/petugas/p/{view.number}/undi")
    assert page.context["between"] == [["Pipa air bersih Krajan", "Jembatan Kali Asem"]]
    assert page.context["tied"]
    assert town.read(counting.lot_promise, view.number) in page.text
    assert state(town, view) is ContestState.COUNTED


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "314", DICE + "1", DICE[:-1] + "x", "\uff13" * 20, "-" * 20, "<script>"],
)
def test_digits_that_cannot_be_come_back_and_draw_nothing(town, client, typed):
    view = tied(town, client)
    form = form_of(client.get(f"/petugas/p/{view.number}/undi"), "draw").set("digits", typed)
    for sure in ({}, {"sure": "1"}):
        answer = form.send(client, **sure)
        assert answer.status_code == 422
        assert set(answer.context["reader"].errors) == {"digits"}
        assert form_of(answer, "draw").fields["digits"] == [typed]
    assert state(town, view) is ContestState.COUNTED


def test_the_digits_are_read_once_more_and_then_drawn_and_published(town, client):
    view = tied(town, client)
    spaced = " 31415 92653.58979-32384 "
    form = form_of(client.get(f"/petugas/p/{view.number}/undi"), "draw").set("digits", spaced)
    read = form.send(client)
    assert read.context["groups"] == ["31415", "92653", "58979", "32384"]
    assert state(town, view) is ContestState.COUNTED
    sure = form_of(read, "draw")
    assert sure.send(client).headers["location"] == f"/p/{view.number}/hasil"
    drawn = town.read(results.find_draw, view.id)
    assert drawn.public == DICE
    result = town.read(evidence.outcome, view.number)
    expected = town.read(
        counting.tally, view.number, counting.Lot(tie_seed(view.poll, drawn.share, DICE))
    )
    assert result.winners == expected.winners
    assert sure.send(client).status_code == 303  # pressed again
    assert state(town, view) is ContestState.PUBLISHED


def test_two_moderators_draw_only_one_lot(town, client):
    view = tied(town, client)
    page = client.get(f"/petugas/p/{view.number}/undi")
    first = form_of(form_of(page, "draw").set("digits", DICE).send(client), "draw")
    other = form_of(form_of(page, "draw").set("digits", "7" * 20).send(client), "draw")
    first.send(client)
    assert other.send(client).status_code == 303
    assert town.read(results.find_draw, view.id).public == DICE


def test_without_a_tie_there_is_no_lot(town, client):
    view = held(town, CLEAR)
    path = f"/petugas/p/{view.number}/undi"
    assert client.get(path).status_code == 303
    close(town, view)
    assert town.post(client, path, {"digits": DICE, "sure": "1"}, page="/").status_code == 303
    assert state(town, view) is ContestState.CLOSED


@pytest.mark.parametrize("page", ["", "/tutup", "/hitung", "/undi", "/batalkan"])
def test_the_desk_is_for_moderators_only(town, client, page):
    view = held(town, CLEAR)
    resident, auditor = town.client(), town.client()
    town.sign_in_slip(resident, "TS-0040")
    town.sign_in_officer(auditor, Role.AUDITOR)
    path = f"/petugas/p/{view.number}{page}"
    assert resident.get(path).status_code == 403
    assert auditor.get(path).status_code == 403
    assert town.client().get(path).headers["location"].startswith("/masuk/petugas")
    assert client.get(f"/en{path}").status_code in (200, 303)
