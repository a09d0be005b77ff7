"""The record of a matter: its parts, its main act, its tools, its citation."""

import re

import pytest

from tests import matters as made
from tests import talk as talked
from tests.village import DURING, make_village
from tests.web.browser import words_of
from tests.web.visitors import make_hall
from voting.deliberation.matters import Phase
from voting.services import deciding, matters
from voting.services.contests import ContestDraft, DraftOption
from voting.store import matters as store


@pytest.fixture
def hall(tmp_path):
    village = make_village(f"sqlite:///{tmp_path / 'village.db'}", tmp_path / "keys")
    yield make_hall(village, tmp_path / "site")
    village.database.close()


def change(hall, view, **values):
    hall.village.write(store.change, view.id, **values)
    return hall.village.read(matters.show, view.number)


def resident(hall, who=0):
    return hall.visitor(hall.village.residents[who], officer=False)


def contest_of(hall, view, **values):
    draft = ContestDraft(
        title="Pompa yang mana?",
        method="approval",
        opens=DURING - 100,
        closes=DURING + 86_400,
        options=(DraftOption(label="Merah"), DraftOption(label="Biru")),
        **values,
    )
    return hall.village.write(
        deciding.call, hall.village.moderator, view.number, draft, DURING - 200
    )


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("ended", ["", "done"])
def test_every_phase_has_its_page_for_everybody(hall, phase, ended):
    view = talked.talk(hall.village, phase)
    if ended:
        view = change(hall, view, ended_as=ended, ended_at=DURING, phase_until=None)
    for visitor in (hall.visitor(), resident(hall), hall.visitor(hall.village.moderator)):
        page = visitor.get(f"/m/{view.number}")
        assert page.status_code == 200
        record = page.context["record"]
        assert (record.now is None) is bool(ended)
        assert {*record.above, *record.open, *record.folded, "problem"} >= set(record.parts)
        assert not set(record.open) & set(record.folded)
        if record.now:
            assert record.now.phase in words_of(page)
            assert bool(record.now.following) is (phase is not Phase.REVIEW)


def test_the_main_act_fits_the_phase_and_the_visitor(hall):
    view = talked.talk(hall.village, Phase.PROBLEM)
    guest, one, moderator = hall.visitor(), resident(hall), hall.visitor(hall.village.moderator)

    def act(visitor):
        return visitor.get(f"/m/{view.number}").context["record"].act

    assert act(one).posts
    assert act(one).url.endswith("/saya-juga")
    assert act(moderator).url.endswith("/jawab")
    assert "/masuk" in act(guest).url
    one.post(f"/m/{view.number}/saya-juga")
    assert act(one) is None
    change(hall, view, phase="solutions")
    assert act(one).url == act(guest).url == f"/m/{view.number}/usulan/baru"
    change(hall, view, phase="talk")
    assert act(one).url == act(guest).url == f"/m/{view.number}/pendapat/tulis"
    change(hall, view, phase="delivery")
    assert act(one) is None


def test_a_vote_and_its_matter_point_to_each_other(hall):
    view = talked.talk(hall.village, Phase.DECISION, title="Pompa")
    contest = contest_of(hall, view)
    moderator = hall.visitor(hall.village.moderator)
    page = moderator.get(f"/p/{contest.number}")
    assert f'href="/m/{view.number}"' in page.text
    assert contest.number in moderator.get(f"/m/{view.number}").text
    assert contest.number not in hall.visitor().get(f"/m/{view.number}").text
    change(hall, view, hidden=True)
    assert "Pompa<" not in moderator.get(f"/p/{contest.number}").text


def test_a_matter_is_started_like_an_earlier_one(hall):
    before = made.start(hall.village, template="budget", title="Anggaran 2023", words="Pagu desa.")
    hall.village.write(
        matters.end, hall.village.moderator, before.number, "done", "Selesai.", at=DURING
    )
    moderator = hall.visitor(hall.village.moderator)
    assert "from=" + before.number in moderator.get(f"/m/{before.number}").text
    page = moderator.get(f"/petugas/m/baru?from={before.number}")
    reader = page.context["reader"]
    told = [reader.raw(name) for name in ("template", "title", "words", "theme")]
    assert told == ["budget", "Anggaran 2023", "Pagu desa.", "water"]
    key = re.search(r'name="key" value="([0-9a-f]+)"', page.text)[1]
    data = {"key": key, "template": "budget", "title": "Anggaran 2024", "words": "Pagu desa."}
    sent = moderator.post("/petugas/m/baru", {**data, "theme": "water", "place": "-"})
    assert sent.status_code == 303
    assert moderator.get("/petugas/m/baru?from=M-1999-001").status_code == 404
    change(hall, before, hidden=True)
    assert moderator.get(f"/petugas/m/baru?from={before.number}").status_code == 409


def test_the_citation_has_the_address_that_stays(hall):
    view = made.start(hall.village, title="Air bersih")
    for path in (f"/m/{view.number}", f"/en/m/{view.number}"):
        page = hall.visitor().get(path)
        cited = re.search(r'id="citation">(.*?)</p>', page.text)[1]
        assert view.number in cited
        assert "Air bersih" in cited
        assert "Desa Tirtasari" in cited
        assert f"https://suara.desa.example/m/{view.number}" in cited


def test_moderators_have_their_tools_and_nobody_else(hall):
    view = talked.talk(hall.village)
    assert hall.visitor().get(f"/m/{view.number}").context["record"].tools == ()
    assert resident(hall).get(f"/m/{view.number}").context["record"].tools == ()
    tools = hall.visitor(hall.village.moderator).get(f"/m/{view.number}").context["record"].tools
    moderator = hall.visitor(hall.village.moderator)
    assert len(tools) >= 6
    for tool in tools:
        assert moderator.get(tool.url).status_code == 200, tool.url
