"""Filling in the ballot: every method, arrows, errors, the way back, and who finds none.

Forms are sent as a browser without script would send them.
"""

import pytest

from tests.web.browser import form_of
from tests.web.pages.drafts_of import draft_of
from tests.web.voters import Voter, boxed, code_of, file_of
from voting.audit.receipts import read_receipt
from voting.ballots import Ranking
from voting.canonical import encode
from voting.roll import Role
from voting.services import balloting, changing
from web.demo import facts

NV = "cd" * 32
REASON = "Alasan yang jelas."


@pytest.fixture
def view(town):
    return town.open()


@pytest.fixture
def voter(town, view):
    return Voter(town, view)


def test_who_has_voted_finds_no_ballot_and_no_receipt(voter):
    answer, _ = voter.cast()
    page = voter.ballot()
    assert (page.status_code, page.context["stop"]) == (409, "voted")
    assert code_of(answer) not in page.text
    assert "Pipa air bersih" not in page.text


def test_before_the_opening_time_there_is_no_ballot(town):
    view = town.open(opens=1_778_756_400 + 3600)
    voter = Voter(town, view)
    page = voter.ballot()
    assert (page.status_code, page.context["stop"]) == (409, "early")
    sent = town.post(voter.client, f"{voter.base}/kirim", {"rank-1": "1", "key": "ab" * 32})
    assert (sent.status_code, sent.context["stop"]) == (409, "early")
    assert boxed(town, view) == (0, 0)


def test_who_is_not_on_the_roll_is_told_whom_to_see(town):
    view = town.open(place="Ngemplak")
    voter = Voter(town, view, "TS-0001")
    page = voter.ballot()
    assert (page.status_code, page.context["stop"]) == (403, "off-roll")
    assert "Ngemplak" in page.text
    sent = town.post(voter.client, f"{voter.base}/kirim", {"rank-1": "1", "key": "ab" * 32})
    assert (sent.status_code, sent.context["stop"]) == (403, "off-roll")


def test_an_option_withdrawn_while_the_ballot_was_filled_in_is_told_before_the_check(
    town, view, voter
):
    form = form_of(voter.ballot(), "ballot").set("rank-2", "1").set("rank-1", "2")
    officer = town.officer(Role.MODERATOR)
    town.write(changing.withdraw_option, officer, view.number, "2", REASON, at=town.at)
    page = form.send(voter.client)
    assert page.status_code == 422
    assert page.context["marks"] == {"1": 1}
    assert "Jembatan Kali Asem" in page.context["problems"][0].sentence
    assert voter.check(page).status_code == 200


def test_an_option_withdrawn_in_between_brings_the_ballot_back_without_it(town, view, voter):
    form = form_of(voter.check(rank_2="1", rank_1="2"), "send")
    officer = town.officer(Role.MODERATOR)
    town.write(changing.withdraw_option, officer, view.number, "2", REASON, at=town.at)
    answer = form.send(voter.client)
    assert answer.status_code == 422
    assert boxed(town, view) == (0, 0)
    assert answer.context["marks"] == {"1": 1}
    assert "rank-2" not in form_of(answer, "ballot").fields
    assert "Jembatan Kali Asem" in answer.text
    done, _ = voter.cast(voter.check(answer))
    assert done.status_code == 200


def test_an_arrow_brings_the_page_back_with_new_numbers(voter):
    form = form_of(voter.ballot(), "ballot")
    form.action = voter.base
    page = form.send(voter.client, move="3:up")
    page = _arrow(voter, page, "1:up")
    assert page.context["marks"] == {"3": 1, "1": 2}
    page = _arrow(voter, page, "1:up")
    assert page.context["marks"] == {"1": 1, "3": 2}
    assert [row.id for row in page.context["rows"]][:2] == ["1", "3"]
    assert form_of(page, "ballot").fields["key"] == form.fields["key"]
    assert f'formaction="{voter.base}#o-1"' in page.text


def _arrow(voter, page, move):
    form = form_of(page, "ballot")
    form.action = voter.base
    return form.send(voter.client, move=move)


def test_the_way_back_from_the_check_keeps_every_choice(voter):
    checked = voter.check(rank_4="1", rank_2="2", nv=NV)
    page = form_of(checked, "again").send(voter.client)
    form = form_of(page, "ballot")
    assert form.fields["rank-4"] == ["1"]
    assert form.fields["rank-2"] == ["2"]
    assert form.fields["nv"] == [NV]
    assert form.fields["key"] == form_of(checked, "send").fields["key"]


def test_numbers_given_twice_come_back_with_one_sentence_and_are_kept(voter):
    page = voter.check(rank_1="1", rank_2="1", rank_3="2")
    assert page.status_code == 422
    assert len(page.context["problems"]) == 1
    assert set(page.context["errors"]) == {"1", "2"}
    assert form_of(page, "ballot").fields["rank-3"] == ["2"]
    assert page.text.index("data-errors") < page.text.index("<h1")


def test_no_more_numbers_than_the_rules_read(town):
    view = town.open(rules={"max_rankings": 2})
    voter = Voter(town, view)
    page = voter.check(rank_1="1", rank_2="2", rank_3="3")
    assert page.status_code == 422
    assert set(page.context["errors"]) == {"3"}
    assert voter.check(rank_1="1", rank_2="2").status_code == 200


def test_a_blank_ballot_is_asked_about_once_more(town, view, voter):
    page = voter.check(rank_1="")
    assert "kosong" in page.text
    back = form_of(page, "again").send(voter.client)
    assert back.status_code == 200
    answer, _ = voter.cast(page)
    assert answer.status_code == 200
    assert read_receipt(file_of(answer)).opening.ballot == encode(Ranking(()).json())
    assert boxed(town, view) == (1, 1)


@pytest.mark.parametrize(
    ("method", "field", "marked", "ballot"),
    [
        ("approval", "approve", ["3", "1"], '{"approval":["1","3"],"v":1}'),
        ("plurality", "choice", ["2"], '{"choice":["2"],"v":1}'),
        ("plurality", "choice", [], '{"choice":[],"v":1}'),
        ("stv-scottish", "rank-2", ["1"], '{"ranking":["2"],"v":1}'),
    ],
)
def test_every_method_has_its_ballot(town, method, field, marked, ballot):
    view = town.open(method=method)
    voter = Voter(town, view, front="/en")
    form = form_of(voter.ballot(), "ballot").set(field, *marked)
    page = form.send(voter.client)
    back = form_of(form_of(page, "again").send(voter.client), "ballot")
    assert sorted(back.fields.get(field, [])) == sorted(marked)
    answer, _ = voter.cast(page)
    assert read_receipt(file_of(answer)).opening.ballot == ballot.encode()


@pytest.mark.parametrize(
    ("rules", "asked"),
    [
        ({}, "Tandai semua yang Anda setujui"),
        ({"ballot": "knapsack"}, "harus cukup dengan anggaran"),
        ({"max_length": "2"}, "Tandai paling banyak 2 proyek"),
    ],
)
def test_a_ballot_asks_for_what_its_rules_take(town, rules, asked):
    given = draft_of("budget-greedy")
    view = town.open(**{**given, "rules": given["rules"] | rules})
    assert asked in Voter(town, view).ballot().text


def test_two_radio_buttons_at_once_are_refused(town):
    voter = Voter(town, town.open(method="plurality"))
    page = form_of(voter.ballot(), "ballot").set("choice", "1", "2").send(voter.client)
    assert page.status_code == 422
    assert "choice" in page.context["errors"]


def test_an_open_vote_may_be_changed_until_the_close(town):
    view = town.open(level="A")
    voter = Voter(town, view)
    first, form = voter.cast(rank_2="1")
    page = voter.ballot()
    assert page.status_code == 200
    assert form_of(page, "ballot").fields["rank-2"] == ["1"]
    assert "tidak rahasia" in page.text
    changed = form_of(page, "ballot").set("rank-2", "2").set("rank-1", "1").send(voter.client)
    assert "Perubahan BELUM dikirim" in changed.text
    second, _ = voter.cast(changed)
    assert second.status_code == 200
    assert file_of(second) != file_of(first)
    assert file_of(form.send(voter.client)) == file_of(first)
    person = town.person("TS-0001")
    assert town.read(balloting.own_ballot, person, view.number) == Ranking.of("1", "2")


def test_going_back_in_an_open_vote_and_choosing_otherwise_is_a_new_sending(town):
    voter = Voter(town, town.open(level="A"))
    checked = voter.check(rank_1="1")
    voter.cast(checked)
    page = form_of(checked, "again").send(voter.client)
    answer, _ = voter.cast(voter.check(page, rank_1="", rank_3="1"))
    assert answer.status_code == 200
    assert town.read(balloting.own_ballot, town.person("TS-0001"), voter.view.number) == Ranking.of(
        "3"
    )


def test_passers_by_sign_in_and_come_back_to_the_ballot(town, view):
    client = town.client()
    for path in ("", "/periksa", "/kirim"):
        answer = client.get(f"/p/{view.number}/suara{path}")
        assert answer.status_code == 303
        assert answer.headers["location"].endswith("%2Fsuara" + path.replace("/", "%2F"))
    voter = Voter(town, view)
    for path in ("/periksa", "/kirim"):
        answer = voter.client.get(voter.base + path)
        assert (answer.status_code, answer.headers["location"]) == (303, voter.base)


def test_the_order_of_the_options_stays_when_the_page_is_loaded_again(voter):
    first, again = voter.ballot(), voter.ballot()
    assert first.context["rows"] == again.context["rows"]
    assert {row.id for row in first.context["rows"]} == {
        str(n) for n, _ in enumerate(facts.FIRST, 1)
    }
