"""Sending a ballot: once however often it is sent, never late, and nothing tampered with (T4, T5)."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.web.browser import form_of
from tests.web.voters import Voter, boxed, file_of
from voting.roll import Role
from voting.services import changing, sealing

NV = "cd" * 32
REASON = "Alasan yang jelas."


@pytest.fixture
def view(town):
    return town.open()


@pytest.fixture
def voter(town, view):
    return Voter(town, view)


@pytest.mark.parametrize("times", [2, 5])
def test_sending_again_gives_the_same_receipt_byte_for_byte(town, view, voter, times):
    answer, form = voter.cast()
    for _ in range(times):
        again = form.send(voter.client)
        assert again.status_code == 200
        assert file_of(again) == file_of(answer)
    assert boxed(town, view) == (1, 1)


def test_a_double_tap_at_the_same_moment_is_one_vote(town, view, voter):
    form = form_of(voter.check(rank_1="1"), "send")
    with ThreadPoolExecutor(8) as taps:
        answers = list(taps.map(lambda _: form.send(voter.client), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({file_of(answer) for answer in answers}) == 1
    assert boxed(town, view) == (1, 1)


def test_whoever_saw_no_answer_and_goes_back_gets_the_receipt(town, view, voter):
    ballot = form_of(voter.ballot(), "ballot").set("rank-1", "1").set("nv", NV)
    first = form_of(ballot.send(voter.client), "send").send(voter.client)
    again = ballot.send(voter.client)
    assert again.status_code == 200
    assert file_of(again) == file_of(first)
    other = ballot.set("rank-1", "2").set("rank-2", "1").send(voter.client)
    assert other.context["stop"] == "voted"
    assert boxed(town, view) == (1, 1)


def test_two_tabs_are_one_vote_and_the_second_is_told_so(town, view, voter):
    first, second = voter.check(rank_1="1"), voter.check(rank_2="1")
    voter.cast(first)
    answer, _ = voter.cast(second)
    assert (answer.status_code, answer.context["stop"]) == (409, "voted")
    assert boxed(town, view) == (1, 1)


def test_another_persons_form_on_a_shared_phone_is_neither_their_receipt_nor_a_vote(town, view):
    first = Voter(town, view, "TS-0001")
    _, form = first.cast()
    second = Voter(town, view, "TS-0002")
    stale = form.send(second.client)
    assert stale.status_code == 403
    own = form_of(second.check(rank_1="1"), "send")
    answer = own.set("key", *form.fields["key"]).set("nv", *form.fields["nv"]).send(second.client)
    assert (answer.status_code, answer.context["stop"]) == (409, "spoiled")
    assert boxed(town, view) == (1, 1)
    assert form_of(second.check(rank_1="1"), "send").send(second.client).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"nv": "zz"},
        {"key": "ab"},
        {"key": ""},
        {"rank-1": "1", "rank-2": "1"},
        {"rank-1": "2"},
        {"rank-1": ""},
        {"rank-1": "", "rank-77": "1"},
    ],
    ids=str,
)
def test_a_tampered_form_is_refused_and_nothing_is_stored(town, view, voter, fields):
    form = form_of(voter.check(rank_1="1"), "send")
    for name, value in fields.items():
        form.set(name, value)
    answer = form.send(voter.client)
    assert answer.status_code == 422
    assert answer.context["stop"] == "spoiled"
    assert "BELUM masuk" in answer.text
    assert boxed(town, view) == (0, 0)


def test_a_form_sent_from_another_site_is_refused(town, view, voter):
    form = form_of(voter.check(rank_1="1"), "send")
    voter.client.headers["origin"] = "https://evil.example"
    assert form.send(voter.client).status_code == 403
    assert boxed(town, view) == (0, 0)


def test_a_late_vote_is_refused_even_between_page_and_sending(town):
    view = town.open(closes=town.at + 600)
    voter = Voter(town, view)
    form = form_of(voter.check(rank_1="1"), "send")
    town.at = view.closes + view.grace
    answer = form.send(voter.client)
    assert (answer.status_code, answer.context["stop"]) == (409, "late")
    assert "TIDAK masuk" in answer.text
    assert boxed(town, view) == (0, 0)
    town.at = view.opens  # the clock goes back: what is closed stays closed
    assert form.send(voter.client).context["stop"] == "late"
    closed = voter.ballot()
    assert closed.status_code == 409
    assert f'href="/p/{view.number}"' in closed.text
    assert boxed(town, view) == (0, 0)


def test_around_the_deadline_a_vote_is_counted_or_refused_never_between(town):
    view = town.open(closes=town.at + 600, grace=5)
    voters = [Voter(town, view, f"TS-{number:04}") for number in range(1, 9)]
    forms = [form_of(voter.check(rank_1="1"), "send") for voter in voters]
    taken = 0
    for moment, voter, form in zip(
        range(view.closes + 1, view.closes + 9), voters, forms, strict=True
    ):
        town.at = moment
        answer = form.send(voter.client)
        assert answer.status_code == (200 if moment < view.closes + 5 else 409)
        taken += answer.status_code == 200
    assert boxed(town, view) == (taken, taken) == (4, 4)


def test_after_the_close_a_repeated_sending_learns_that_the_vote_is_in(town):
    view = town.open(closes=town.at + 600)
    voter = Voter(town, view)
    first, form = voter.cast()
    town.at = view.closes + view.grace
    again = form.send(voter.client)
    assert (again.status_code, again.context["receipt"]) == (200, first.context["receipt"])
    assert sealing.tidy_up(town.database) == (view.number,)
    late = form.send(voter.client)
    assert (late.status_code, late.context["stop"]) == (409, "voted")
    assert boxed(town, view) == (1, 1)


def test_a_cancelled_vote_says_so(town, view, voter):
    form = form_of(voter.check(rank_1="1"), "send")
    officer = town.officer(Role.MODERATOR)
    town.write(changing.cancel, officer, view.number, REASON, at=town.at)
    answer = form.send(voter.client)
    assert (answer.status_code, answer.context["stop"]) == (409, "cancelled")
    assert voter.ballot().status_code == 409
    assert boxed(town, view) == (0, 0)


def test_who_was_struck_off_in_the_meantime_cannot_vote(town, view, voter):
    form = form_of(voter.check(rank_1="1"), "send")
    keeper = town.officer(Role.ROLL_OFFICER)
    person = town.person("TS-0001")
    town.write(changing.strike_elector, keeper, view.number, person.id, REASON, at=town.at)
    answer = form.send(voter.client)
    assert (answer.status_code, answer.context["stop"]) == (403, "off-roll")
    assert boxed(town, view) == (0, 0)
