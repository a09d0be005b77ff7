"""The rehearsal casts nothing; the opening says what it freezes, and freezes what was read."""

import pytest

from tests.web.browser import form_of
from tests.web.pages.drafts_of import draft_of
from voting.audit.checkpoints import read_signed_checkpoint
from voting.audit.manifest import read_manifest
from voting.deliberation import ContestState
from voting.methods import METHODS
from voting.roll import Role
from voting.services import contests, enrolment
from voting.services.contests import DraftOption
from voting.store import ballot_box, log, states
from web import pictures

SUMUR, JALAN = DraftOption(label="Sumur"), DraftOption(label="Jalan")


@pytest.fixture
def client(town):
    """A browser in which the moderator is at work."""
    client = town.client()
    town.sign_in_officer(client, Role.MODERATOR)
    return client


def stored(town, number):
    return town.read(contests.show, number)


def rehearse(client, view):
    return form_of(client.get(f"/petugas/p/{view.number}/pratinjau"), "ballot")


@pytest.mark.parametrize("method", sorted(METHODS))
def test_the_ballot_of_every_method_can_be_tried_out(town, client, method):
    view = town.draft(**draft_of(method))
    page = client.get(f"/petugas/p/{view.number}/pratinjau")
    assert page.status_code == 200
    assert "INI UJI COBA" in page.text
    form = form_of(page, "ballot")
    assert form.action.endswith(f"/petugas/p/{view.number}/pratinjau")
    fields = {"rank-2": ["1"], "rank-1": ["2"], "approve": ["2"], "choice": ["2"]}
    fields |= {"score-2": ["1"], "gift-2": ["5000"], "stance": ["agree"]}
    form.fields |= {k: v for k, v in fields.items() if k in form.fields or "-" not in k}
    read = form.send(client)
    said = read.context["read"]
    assert said.given == ("agree",) or said.names[0] == "Jembatan Kali Asem"
    assert "INI UJI COBA" in read.text
    assert read.text.count("/suara") == 0
    assert town.read(ballot_box.count, view.id) == 0


def test_arrows_move_and_a_wrong_ballot_comes_back(town, client):
    view = town.draft()
    moved = rehearse(client, view).send(client, move="3:up")
    assert moved.context["marks"] == {"3": 1}
    form = form_of(moved, "ballot").set("rank-1", "1")
    answer = form.send(client)
    assert answer.status_code == 422
    assert answer.context["read"] is None
    assert form_of(answer, "ballot").fields["rank-1"] == ["1"]


def test_without_options_there_is_nothing_to_try(town, client):
    view = town.draft(options=())
    page = client.get(f"/petugas/p/{view.number}/pratinjau")
    assert page.status_code == 200
    assert f"/petugas/p/{view.number}/pilihan" in page.text
    assert town.post(client, f"/petugas/p/{view.number}/pratinjau", page="/").status_code == 200


@pytest.mark.parametrize(
    ("draft", "mended"),
    [
        ({"options": ()}, {"pilihan"}),
        ({"options": (SUMUR,)}, {"pilihan"}),
        ({"options": (SUMUR, DraftOption(label="sumur"))}, {"pilihan"}),
        ({"place": "Atlantis"}, {"ubah#f-place"}),
        ({"rules": {"ties": "order:1"}}, {"cara#f-rules"}),
        ({"method": "quadratic-funding", "rules": {}}, {"cara#f-rules"}),
    ],
)
def test_holes_are_listed_and_nothing_opens(town, client, draft, mended):
    view = town.draft(**draft)
    path = f"/petugas/p/{view.number}/buka"
    page = client.get(path)
    assert {hole.url.rpartition("/")[2] for hole in page.context["holes"]} == mended
    answer = form_of(page, "open").send(client)
    assert answer.status_code == 422
    assert answer.context["problem"]
    assert stored(town, view.number).state is ContestState.DRAFT


def test_a_time_that_has_passed_is_a_hole(town, client):
    view = town.draft()
    town.at = view.closes
    client = town.client()
    town.sign_in_officer(client, Role.MODERATOR)
    page = client.get(f"/petugas/p/{view.number}/buka")
    assert [hole.url.rpartition("/")[2] for hole in page.context["holes"]] == ["ubah#f-closes"]


def test_a_secret_vote_among_four_is_a_hole_with_its_way_out(town, client):
    keeper = town.officer(Role.ROLL_OFFICER)
    few = [
        enrolment.store.Elector(reference=f"X-{n}", name=f"Orang {n}", place="Pulau")
        for n in range(4)
    ]
    town.write(enrolment.import_roll, keeper, few, town.at)
    view = town.draft(place="Pulau")
    page = client.get(f"/petugas/p/{view.number}/buka")
    assert [hole.url.rpartition("/")[2] for hole in page.context["holes"]] == ["cara#f-level"]


def test_opening_freezes_pictures_and_all_and_signs_the_log(town, client):
    view = town.draft(opens=town.at + 3600)
    page = client.get(f"/petugas/p/{view.number}/buka")
    assert len(page.context["frozen"]) == 6
    assert len(page.context["changeable"]) == 4
    answer = form_of(page, "open").send(client)
    assert answer.headers["location"] == f"/petugas/p/{view.number}"
    opened = stored(town, view.number)
    assert (opened.state, opened.opened_at) == (ContestState.OPEN, town.at)
    manifest = read_manifest(town.read(states.manifest, view.id))
    assert manifest.picture_hashes["1"] == pictures.hashes()["air-bersih"]
    _, checkpoint = read_signed_checkpoint(town.read(log.last_checkpoint))
    assert checkpoint.size == town.read(log.size)
    desk = client.get(answer.headers["location"])
    assert desk.context["state"] == "Segera dibuka"


def test_a_second_press_leads_to_the_desk_and_opens_nothing_twice(town, client):
    view = town.draft()
    form = form_of(client.get(f"/petugas/p/{view.number}/buka"), "open")
    form.send(client)
    entries = town.read(log.size)
    assert form.send(client).headers["location"] == f"/petugas/p/{view.number}"
    assert client.get(f"/petugas/p/{view.number}/buka").status_code == 303
    assert town.read(log.size) == entries


def test_what_somebody_changed_meanwhile_is_read_again_before_it_opens(town, client):
    view = town.draft()
    form = form_of(client.get(f"/petugas/p/{view.number}/buka"), "open")
    other = form_of(client.get(f"/petugas/p/{view.number}/pilihan/ubah?option=1"), "option")
    other.set("label", "Sesuatu yang lain").send(client)
    answer = form.send(client)
    assert answer.status_code == 422
    assert "Sesuatu yang lain" in answer.text
    assert stored(town, view.number).state is ContestState.DRAFT
    assert form_of(answer, "open").send(client).status_code == 303


def test_a_roll_that_grew_meanwhile_is_read_again_too(town, client):
    view = town.draft()
    form = form_of(client.get(f"/petugas/p/{view.number}/buka"), "open")
    new = enrolment.store.Elector(reference="X-1", name="Warga Baru", place="Krajan")
    town.write(enrolment.add_person, town.officer(Role.ROLL_OFFICER), new, town.at)
    assert form.send(client).status_code == 422
    assert stored(town, view.number).state is ContestState.DRAFT


def test_a_rare_ranking_is_warned_of(town, client):
    many = tuple(DraftOption(label=f"Pilihan {n}") for n in range(6))
    page = client.get(f"/petugas/p/{town.draft(options=many).number}/buka")
    assert len(page.context["warnings"]) == 1
    assert page.context["holes"] == []
