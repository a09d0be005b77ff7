"""Gifts through the site: amounts and groups come back when the voter goes a page back."""

from tests.web.browser import form_of
from tests.web.pages.drafts_of import draft_of


def test_amounts_and_groups_come_back(town):
    rules = {"match": "cluster", "groups": "krajan,kaliasem", "pool": "1000000"}
    view = town.open(**{**draft_of("quadratic-funding"), "rules": rules})
    client = town.client()
    town.sign_in_slip(client, "TS-0042")
    form = form_of(client.get(f"/p/{view.number}/suara"), "ballot")
    form.fields |= {"gift-2": ["25.000"], "group": ["krajan"]}
    page = form.send(client)
    assert page.status_code == 200
    assert page.context["read"].given == (25000,)
    assert page.context["read"].groups == ("krajan",)
    again = form_of(form_of(page, "again").send(client), "ballot")
    assert again.fields["gift-2"] == ["25000"]
    assert again.fields["group"] == ["krajan"]


def test_words_instead_of_an_amount_are_asked_for_as_money(town):
    view = town.open(**draft_of("quadratic-funding"))
    client = town.client()
    town.sign_in_slip(client, "TS-0043")
    form = form_of(client.get(f"/p/{view.number}/suara"), "ballot")
    page = form.set("gift-2", "sepuluh ribu").send(client)
    assert page.status_code == 422
    assert "Tulis jumlah rupiah utuh, misalnya 38.500.000." in page.text
