"""Budgets voted with any ballot that their rules offer: cast, sealed, counted, found, verified."""

import pytest

from tests.web.browser import form_of
from tests.web.pages.drafts_of import draft_of
from voting.audit.asking import Question
from voting.audit.checks import verify
from voting.audit.manifest import Manifest
from voting.audit.reading import read_bundle
from voting.services import counting

MARKS = {
    "approval": ("approve", "1"),
    "knapsack": ("approve", "1"),
    "choose-1": ("choice", "1"),
    "ranking": ("rank-1", "1"),
    "points": ("score-1", "3"),
    "scores": ("score-1", "3"),
}


LEARNT = "max_rankings"


def finish(town, view):
    officer = town.officer("moderator")
    counting.finish(town.database, officer, town.keys, view.number, town.at, reason="Uji.")


def cast(town, client, view, name, mark):
    """Vote as a resident does and return the code on the receipt."""
    town.sign_in_slip(client, "TS-0042")
    form = form_of(client.get(f"/p/{view.number}/suara"), "ballot").set(name, mark)
    sent = form_of(form.send(client), "kirim").send(client)
    assert sent.status_code == 200
    return sent.context["receipt"].code


def evidence_of(client, view):
    """Return what a verifier says of a contest's bundle."""
    bundle = client.get(f"/p/{view.number}/berkas.tar")
    report = verify(Question(bundle=read_bundle(bundle.content)))
    return [] if report.holds else [f"{found.id}: {found.says('en')}" for found in report.findings]


@pytest.mark.parametrize("ballot", MARKS)
@pytest.mark.parametrize("method", ["budget-greedy", "equal-shares"])
def test_a_budget_is_counted_from_every_ballot_it_offers(town, method, ballot):
    given = draft_of(method)
    view = town.open(**{**given, "rules": {**given["rules"], "ballot": ballot}})
    client = town.client()
    code = cast(town, client, view, *MARKS[ballot])
    finish(town, view)
    page = client.get(f"/p/{view.number}/hasil")
    assert page.context["result"].winners == ("1",)
    found = client.get(f"/p/{view.number}/hasil/bukti?kode={code}")
    assert found.context["read"].names
    assert not evidence_of(client, view)


def test_a_rule_learnt_while_a_contest_is_open_leaves_its_evidence_whole(town, monkeypatch):
    """The site counts by the card that was frozen, as the verifier does."""
    known = Manifest.json

    def before_the_rule(manifest):
        value = known(manifest)
        rules = {name: rule for name, rule in value["method"]["rules"].items() if name != LEARNT}
        return {**value, "method": {**value["method"], "rules": rules}}

    with monkeypatch.context() as then:
        then.setattr(Manifest, "json", before_the_rule)
        view = town.open()
    client = town.client()
    cast(town, client, view, "rank-1", "1")
    finish(town, view)
    assert LEARNT not in client.get(f"/p/{view.number}/hasil").context["result"].transcript["rules"]
    assert not evidence_of(client, view)
