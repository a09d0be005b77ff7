"""Result pages, through the real services and database."""

import re

import pytest

from tests.web.pages.drafts_of import draft_of
from voting.methods import METHODS
from voting.roll import Role
from voting.services import counting
from web import templating


def test_a_published_result_says_who_won_in_every_part(town):
    view, _ = town.published()
    for path in (f"/p/{view.number}/hasil", f"/en/p/{view.number}/hasil"):
        page = town.client().get(path)
        assert page.status_code == 200
        told = page.context["told"]
        assert told.result.winner_names == ("Pipa air bersih Krajan",)
        assert {kind for kind, _ in told.flows} == {"large", "phone"}
        assert [line.name for line in told.lines if line.won] == ["Pipa air bersih Krajan"]
        assert '<svg class="flow large"' in page.text


def test_a_result_is_nobodys_before_publication(town):
    view = town.open()
    assert town.client().get(f"/p/{view.number}/hasil").status_code == 409


def test_each_loser_gets_its_reason(town):
    view, _ = town.published()
    told = town.client().get(f"/p/{view.number}/hasil").context["told"]
    assert {name for name, _ in told.why_not} == {
        "Jembatan Kali Asem",
        "Perbaikan posyandu",
        "Lampu jalan surya",
    }
    assert all(sentences for _, sentences in told.why_not)


def test_every_receipt_is_found_and_shows_its_own_ballot(town):
    view, receipts = town.published()
    labels = view.contest().labels()
    for receipt in receipts:
        typed = receipt.code.lower().replace("-", " ")
        page = town.client().get(f"/p/{view.number}/hasil/bukti", params={"kode": typed})
        assert page.status_code == 200
        said = [labels[option] for rank in receipt.ballot.ranks for option in rank]
        assert page.context["read"].names == tuple(said)
        proof = town.client().get(
            f"/p/{view.number}/hasil/bukti.tlog-proof", params={"kode": receipt.code}
        )
        assert proof.content.startswith(b"c2sp.org/tlog-proof@v1\n")


@pytest.mark.parametrize("code", ["", "K7P-4MX-2QA-9FE", "x" * 30, "<script>alert(1)</script>"])
def test_a_code_that_is_not_there_comes_back_in_the_field(town, code):
    view, _ = town.published()
    page = town.client().get(f"/en/p/{view.number}/hasil/bukti", params={"kode": code})
    assert page.status_code == 422
    assert page.context["reader"].errors["kode"]
    assert "<script>alert" not in page.text


def test_the_list_of_results_holds_what_is_published_only(town):
    assert town.client().get("/hasil").context["results"] == []
    view, _ = town.published()
    town.open(title="Masih berjalan")
    listed = town.client().get("/hasil").context["results"]
    assert [result.view.number for result in listed] == [view.number]


def test_a_tie_is_shown_to_the_moderator_first(town):
    view, _ = town.published(ballots=((1,), (2,)))
    assert town.client().get(f"/p/{view.number}/hasil").status_code == 409
    client = town.client()
    town.sign_in_officer(client, Role.MODERATOR)
    page = client.get(f"/p/{view.number}/hasil")
    assert page.status_code == 200
    assert page.context["result"].tied


def test_a_code_waits_while_nothing_is_published(town):
    view = town.open()
    receipt = town.cast(view, "TS-0001", 1, 2)
    for code in (receipt.code, "K7P-4MX-2QA-9FE"):
        page = town.client().get(f"/p/{view.number}/hasil/bukti", params={"kode": code})
        assert page.status_code == 200
        assert page.context["found"].waits
        assert page.context["read"] is None
    assert town.client().get(f"/p/{view.number}/hasil/bukti.tlog-proof").status_code == 409


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_explains_asks_and_shows_its_result(town, method):
    view = town.open(**draft_of(method))
    page = town.client().get(f"/p/{view.number}")
    assert page.status_code == 200
    source = (templating.folder() / page.context["method_page"]).read_text("utf-8")
    macros = [name for name in re.findall(r"macro ([a-z]\w*)\(", source) if name != "ask"]
    assert macros == ["explain", "ballot", "result"]
    for reference in ("TS-0001", "TS-0002", "TS-0003"):
        client = town.client()
        town.sign_in_slip(client, reference)
        assert client.get(f"/p/{view.number}/suara").status_code == 200
    moderator = town.officer("moderator")
    counting.finish(town.database, moderator, town.keys, view.number, town.at, reason="Uji.")
    client = town.client()
    town.sign_in_officer(client, Role.MODERATOR)
    assert client.get(f"/p/{view.number}/hasil").status_code == 200


def test_a_round_on_one_text_speaks_of_adopting_and_not_of_winning(town):
    view = town.open(**draft_of("consensus"))
    counting.finish(
        town.database, town.officer("moderator"), town.keys, view.number, town.at, reason="Uji."
    )
    client = town.client()
    town.sign_in_officer(client, Role.MODERATOR)
    page = client.get(f"/p/{view.number}/hasil").text
    assert "Belum diterima pada putaran ini." in page
    assert "Mengapa bukan" not in page


@pytest.mark.parametrize(
    "method",
    ["budget-greedy", "equal-shares", "phragmen", "maximin-support", "quadratic-funding"],
)
@pytest.mark.parametrize(("way", "amount"), [("", "Rp30.000.000"), ("/en", "Rp30,000,000")])
def test_sums_in_the_sentences_of_a_count_are_money(town, method, way, amount):
    money = {"pool" if method == "quadratic-funding" else "budget": str(30_000_000)}
    view = town.open(**{**draft_of(method), "rules": money})
    moderator = town.officer("moderator")
    counting.finish(town.database, moderator, town.keys, view.number, town.at, reason="Uji.")
    client = town.client()
    town.sign_in_officer(client, Role.MODERATOR)
    told = client.get(f"{way}/p/{view.number}/hasil").context["told"]
    said = [sentence for stage in told.stage_views for sentence in stage.sentences]
    assert any(amount in sentence for sentence in said)
    plain = amount.removeprefix("Rp")
    assert all(sentence.count(plain) == sentence.count(amount) for sentence in said)
