"""The receipt: what it shows and hides, what it proves, and that it is kept nowhere."""

import base64
from dataclasses import replace

import pytest

from tests.web.browser import form_of, words_of
from tests.web.voters import Voter, boxed, code_of, file_of
from voting.audit.commitments import voter_share
from voting.audit.receipts import read_receipt
from voting.ballots import Ranking
from voting.canonical import encode
from voting.roll import Role
from voting.services import community, counting, evidence
from voting.services.keys import receipt_name

NV = "cd" * 32
REASON = "Alasan yang jelas."


@pytest.fixture
def view(town):
    return town.open()


@pytest.fixture
def voter(town, view):
    return Voter(town, view)


def test_a_vote_from_slip_to_receipt(town, view, voter):
    page = voter.check(rank_3="1", rank_1="2")
    assert page.status_code == 200
    assert page.context["read"].names == ("Perbaikan posyandu", "Pipa air bersih Krajan")
    assert page.context["read"].rest == ("Jembatan Kali Asem", "Lampu jalan surya")
    assert boxed(town, view) == (0, 0)
    answer, _ = voter.cast(page)
    assert answer.status_code == 200
    assert boxed(town, view) == (1, 1)
    receipt = read_receipt(file_of(answer))
    assert receipt.opening.ballot == encode(Ranking.of("3", "1").json())
    assert receipt.fits_opening()
    found = count(town, view, code_of(answer))
    assert found.commitment == receipt.commitment


def count(town, view, code):
    """Close and publish; return what the receipt's code finds."""
    for number in range(2, 8):
        town.cast(view, f"TS-{number:04}", 1, 2)
    officer = town.officer(Role.MODERATOR)
    counting.finish(town.database, officer, town.keys, view.number, town.at, reason=REASON)
    return town.read(evidence.find_receipt, view.number, code)


def test_the_receipt_shows_neither_name_nor_choices_and_is_kept_nowhere(town, view, voter):
    answer, _ = voter.cast(rank_3="1")
    seen = words_of(answer)
    assert town.person("TS-0001").name not in seen
    assert "TS-0001" not in seen
    for option in view.options:
        assert option.label not in seen
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    assert "location" not in answer.headers
    assert answer.context["other_language_url"] == ""
    code = code_of(answer)
    assert code not in str(answer.url)
    assert code.replace("-", "") not in "".join(dump(town))


def dump(town):
    with town.database.read() as connection:
        raw = connection.connection.driver_connection
        yield from raw.iterdump()


def test_the_qr_code_leads_to_the_ballot_once_the_result_is_out(town, view, voter):
    answer, _ = voter.cast()
    found = count(town, view, code_of(answer))
    assert found.ballot == Ranking.of("1")
    shown = voter.client.get(f"/p/{view.number}/hasil/bukti", params={"kode": code_of(answer)})
    assert shown.status_code == 200


def test_the_promise_alone_or_the_whole_proof_can_be_saved(view, voter):
    answer, _ = voter.cast()
    saved = form_of(answer, "/bukti").send(voter.client)
    whole = form_of(answer, "/bukti").send(voter.client, part="whole")
    assert saved.content == answer.context["receipt"].note
    assert whole.content == file_of(answer)
    for response in (saved, whole):
        assert response.status_code == 200
        assert response.headers["content-disposition"].startswith("attachment; filename=")
        assert response.headers["content-type"].startswith("text/plain")
        assert response.headers["cache-control"] == "no-store"
    assert view.number in saved.headers["content-disposition"]


def forgeries(town, file):
    """Return receipts that are none of ours, and texts that are no receipts."""
    real = read_receipt(file)
    name = receipt_name(town.read(community.show).origin)
    other = replace(real.opening, voter=b"x" * 32)
    return {
        "another key": replace(real, note=town.keys.log.sign(name, real.note.text)).encode(),
        "another opening": replace(real, opening=other).encode(),
        "another text": file.replace(b"\nballot ", b"\nballot A"),
        "no receipt": b"<script>",
        "nothing": b"",
    }


def test_only_our_own_receipts_of_this_contest_come_back(town, voter):
    answer, _ = voter.cast()
    other = town.open(title="Yang lain")
    for words, file in forgeries(town, file_of(answer)).items():
        form = form_of(answer, "/bukti").set("file", base64.b64encode(file).decode())
        assert form.send(voter.client).status_code == 422, words
    assert form_of(answer, "/bukti").set("file", "?").send(voter.client).status_code == 422
    sent = form_of(answer, "/bukti")
    sent.action = sent.action.replace(voter.view.number, other.number)
    assert sent.send(voter.client).status_code == 422


def test_the_voters_share_comes_from_word_device_or_server(town, view):
    sources = {}
    for number, fields in enumerate([{"phrase": "kopi tubruk"}, {"nv": NV}, {}], 1):
        voter = Voter(town, view, f"TS-{number:04}")
        form = form_of(voter.check(rank_1="1"), "send")
        for name, value in fields.items():
            form.set(name, value)
        answer = form.send(voter.client)
        receipt = answer.context["receipt"]
        sources[receipt.voter_share_source] = receipt.nv
        said = "dibuat oleh server" in answer.text
        assert said is (receipt.voter_share_source == "server")
    assert list(sources) == ["phrase", "device", "server"]
    assert sources["phrase"] == voter_share("kopi tubruk")
    assert sources["device"] == bytes.fromhex(NV)
