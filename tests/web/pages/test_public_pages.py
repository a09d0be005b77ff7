"""Pages that anybody may read: home, contests, evidence, log, help; in both languages."""

import html5lib
import pytest

from voting.audit.archive import read_archive
from voting.roll import Role
from voting.services import changing

PATHS = ("/", "/pemungutan", "/hasil", "/periksa", "/catatan", "/bantuan", "/kerahasiaan", "/masuk")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_public_page_answers_before_and_after_a_vote(town, path, prefix):
    client = town.client()
    for _ in range(2):
        page = client.get(f"{prefix}{path}".rstrip("/") or "/")
        assert page.status_code == 200
        html5lib.HTMLParser(strict=True).parse(page.text)
        town.published()


def test_the_home_asks_residents_for_what_they_have_not_voted_on(town):
    view = town.open()
    town.draft(title="Belum untuk siapa pun")
    town.open(title="Nanti saja", opens=town.at + 60, closes=town.at + 3600)
    client = town.client()
    town.sign_in_slip(client, "TS-0005")
    page = client.get("/")
    assert [w.view.number for w in page.context["waiting"]] == [view.number]
    assert [v.title for v in page.context["coming"]] == ["Nanti saja"]
    assert "Belum untuk siapa pun" not in page.text
    town.cast(view, "TS-0005", 1, 2)
    page = client.get("/")
    assert page.context["waiting"] == []
    assert [d.view.number for d in page.context["done"]] == [view.number]


def test_a_contest_of_one_dusun_waits_for_nobody_else(town):
    town.open(place="Krajan")
    inside, outside = town.client(), town.client()
    town.sign_in_slip(inside, "TS-0001")
    town.sign_in_slip(outside, "TS-0200")
    assert len(inside.get("/").context["waiting"]) == 1
    assert outside.get("/").context["waiting"] == []


def test_a_contest_page_names_options_rules_and_acts(town):
    view = town.open(method="stv-scottish", rules={"seats": 2})
    page = town.client().get(f"/en/p/{view.number}")
    assert page.status_code == 200
    for option in view.options:
        assert option.label in page.text
    assert "2" in dict(page.context["rules"]).values()
    assert page.context["acts"]


def test_a_draft_does_not_exist_for_the_public(town):
    view = town.draft()
    assert town.client().get(f"/p/{view.number}").status_code == 404
    moderator = town.client()
    town.sign_in_officer(moderator, Role.MODERATOR)
    assert moderator.get(f"/p/{view.number}").status_code == 200


def test_the_bundle_is_whole_and_the_roll_is_for_auditors(town):
    view, _ = town.published()
    page = town.client().get(f"/p/{view.number}/periksa")
    assert page.context["report"].holds
    path = f"/p/{view.number}/berkas.tar"
    public = town.client().get(path)
    names = read_archive(public.content).files
    assert "ballots.jsonl" in names
    assert "roll.jsonl" not in names
    assert town.client().get(path, params={"edisi": "pemeriksa"}).status_code == 403
    auditor = town.client()
    town.sign_in_officer(auditor, Role.AUDITOR)
    whole = auditor.get(path, params={"edisi": "pemeriksa"})
    assert "roll.jsonl" in read_archive(whole.content).files


def test_no_bundle_before_the_result(town):
    view = town.open()
    assert town.client().get(f"/p/{view.number}/berkas.tar").status_code == 409
    assert town.client().get(f"/p/{view.number}/periksa").status_code == 200


def test_the_log_has_pages_and_survives_any_page_number(town):
    for number in range(50):
        town.open(title=f"Ke-{number}")
    first = town.client().get("/catatan")
    assert first.context["page"].pages > 1
    for asked in ("2", "0", "-1", "99999999", "x", "²", "1e9"):
        assert town.client().get("/catatan", params={"halaman": asked}).status_code == 200


def test_the_checkpoint_is_a_signed_note(town):
    town.open()
    note = town.client().get("/catatan/titik")
    assert note.text.splitlines()[0] == "tirtasari.example/log"
    assert "\n\n\u2014 tirtasari.example/log " in note.text


def test_the_log_says_until_when_and_which_option(town):
    view = town.open()
    moderator = town.officer("moderator")
    later = view.closes + 86_400
    town.write(changing.extend, moderator, view.number, later, "Banjir.", at=town.at)
    town.write(changing.withdraw_option, moderator, view.number, "3", "Batal.", at=town.at)
    acts = town.client().get("/en/catatan").context["acts"]
    assert acts[0].sentence == "Withdrew option number 3."
    assert acts[1].sentence == "Extended the vote until Saturday, 16 May 2026 at 18:00 WIB."
    assert [act.reason for act in acts[:2]] == ["Batal.", "Banjir."]
    page = town.client().get(f"/en/p/{view.number}")
    label = view.contest().labels()[view.contest().ids[2]]
    assert f"Withdrew option number 3 ({label})." in page.text


def test_the_days_left_are_rounded_up_as_people_count(town):
    for hours, words in ((47, "2 days left"), (25, "2 days left"), (23, "Closes ")):
        view = town.open(title=f"{hours}", closes=town.at + hours * 3600)
        page = town.client().get("/en")
        waiting = {w.view.number: w.deadline.words for w in page.context["waiting"]}
        assert waiting[view.number].startswith(words)
