"""A moderator gathers matters in a meeting."""

import pytest

from tests import matters as made
from tests.village import make_village
from tests.web.visitors import make_hall
from voting.services import gathering


@pytest.fixture
def hall(tmp_path):
    village = make_village(f"sqlite:///{tmp_path / 'village.db'}", tmp_path / "keys")
    yield make_hall(village, tmp_path / "site")
    village.database.close()


def test_a_moderator_gathers_matters_by_tick_and_by_number(hall):
    meeting = made.start(hall.village, template="musdes", title="Musyawarah")
    one, two = (made.start(hall.village, title=title) for title in ("Air", "Jalan"))
    moderator = hall.visitor(hall.village.moderator)
    path = f"/petugas/m/{meeting.number}/himpun"
    assert {card.view.number for card in moderator.get(path).context["offered"]} == {
        one.number,
        two.number,
    }
    assert moderator.post(path).status_code == 422
    bad = moderator.post(path, {"part": [one.number], "number": "M-1999-001"})
    assert bad.status_code == 422
    assert one.number in bad.context["chosen"]
    assert hall.village.read(gathering.parts, meeting) == ()
    assert moderator.post(path, {"part": [one.number], "number": two.number}).status_code == 303
    assert len(hall.village.read(gathering.parts, meeting)) == 2
    assert moderator.post(path, {"part": [one.number]}).status_code == 422
    guest = hall.visitor()
    assert one.number in guest.get(f"/m/{meeting.number}").text
    assert meeting.number in guest.get(f"/m/{one.number}").text
