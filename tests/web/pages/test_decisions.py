"""A vote made of a matter's solutions in a few clicks, and the outcome form after its result."""

import pytest

from tests import matters as made
from tests.village import AFTER, CLOSES, OPENS, make_village
from tests.web.browser import words_of
from tests.web.visitors import make_hall
from voting.services import contests, deciding, matters, opening
from voting.services.contests import ContestDraft, DraftOption
from web.forms.moments import local_moment

DAY = 86_400


@pytest.fixture
def hall(tmp_path):
    village = make_village(f"sqlite:///{tmp_path / 'village.db'}", tmp_path / "keys")
    yield make_hall(village, tmp_path / "site")
    village.database.close()


def in_decision(hall, template="quick"):
    view = made.start(hall.village, template=template)
    hall.village.write(matters.store.change, view.id, phase="decision")
    return hall.village.read(matters.show, view.number)


def decided(hall, view):
    village = hall.village
    draft = ContestDraft(
        title="Pipa yang mana?",
        method="irv",
        opens=OPENS,
        closes=CLOSES,
        options=tuple(DraftOption(label=label) for label in ("Baja", "Plastik")),
    )
    contest = village.write(deciding.call, village.moderator, view.number, draft, OPENS - 10)
    village.write(opening.open_contest, village.moderator, village.keys, contest.number, OPENS - 9)
    village.cast(contest.number, 0, "1")
    village.finish(contest.number)
    hall.at = AFTER
    return contest


def moments(hall):
    zone = hall.app.state.site.settings.timezone
    return {
        "opens": local_moment(hall.at + DAY, zone),
        "closes": local_moment(hall.at + 8 * DAY, zone),
    }


def test_a_vote_is_called_and_stands_on_the_page_of_the_matter(hall):
    view = in_decision(hall, "musdus")
    moderator = hall.visitor(hall.village.moderator)
    path = f"/petugas/m/{view.number}/pemungutan"
    page = moderator.get(path)
    assert page.context["usual"] == "schulze"
    data = {"title": "Mana yang didahulukan?", "method": "schulze", **moments(hall)}
    sent = moderator.post(path, data)
    assert sent.status_code == 303
    (called,) = hall.village.read(deciding.contests_of, view)
    draft = hall.village.read(contests.show, called.number)
    assert (draft.title, draft.method) == ("Mana yang didahulukan?", "schulze")
    assert "Mana yang didahulukan?" in words_of(moderator.get(f"/m/{view.number}"))
    assert "Mana yang didahulukan?" not in words_of(hall.visitor().get(f"/m/{view.number}"))


def test_what_is_wrong_with_a_call_is_said_with_everything_kept(hall):
    view = in_decision(hall)
    moderator = hall.visitor(hall.village.moderator)
    data = {"title": "", "method": "lotere", "opens": "kapan-kapan", "closes": "2020-01-01 08:00"}
    bad = moderator.post(f"/petugas/m/{view.number}/pemungutan", data)
    assert bad.status_code == 422
    fields = {problem.field for problem in bad.context["reader"].problems}
    assert fields == {"title", "method", "opens"}
    assert "kapan-kapan" in bad.text


def test_an_outcome_is_written_down_row_by_row(hall):
    view = in_decision(hall)
    contest = decided(hall, view)
    passer_by = hall.visitor()
    assert passer_by.get(f"/m/{view.number}").context["decision"].outcomes[0].at is None
    moderator = hall.visitor(hall.village.moderator)
    path = f"/petugas/m/{view.number}/keputusan"
    assert f"/p/{contest.number}/hasil" in moderator.get(path).text
    (outcome,) = hall.village.read(deciding.outcomes, view)
    data = {"outcome": str(outcome.id), "words": "Pipa plastik.", "who1": "Pak Darto"}
    bad = moderator.post(path, data)
    assert {problem.field for problem in bad.context["reader"].problems} == {
        "what1", "due1", "review",
    }  # fmt: skip
    assert "Pak Darto" in bad.text
    zone = hall.app.state.site.settings.timezone
    day = local_moment(AFTER + 30 * DAY, zone)[:10]
    whole = {**data, "what1": "Membeli pipa", "due1": day, "review": day}
    assert moderator.post(path, whole).status_code == 303
    page = words_of(passer_by.get(f"/m/{view.number}"))
    assert "Pak Darto" in page
    assert "Membeli pipa" in page
    again = moderator.post(path, whole)
    assert again.status_code == 422


def test_a_late_outcome_shows_to_everybody(hall):
    view = in_decision(hall)
    decided(hall, view)
    hall.at = AFTER + 7 * DAY
    part = hall.visitor().get(f"/m/{view.number}").context["decision"]
    assert list(part.late.values())


def test_an_outcome_where_none_is_awaited_says_so(hall):
    view = in_decision(hall)
    page = hall.visitor(hall.village.moderator).get(f"/petugas/m/{view.number}/keputusan")
    assert page.status_code == 200
    assert page.context["awaited"] == []
