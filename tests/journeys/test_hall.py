"""The screen of a hall renews itself: nobody loads it again, and it shows no stance too early."""

import pytest

from tests import sittings
from tests.journeys.conftest import serving
from tests.village import DURING, make_village
from tests.web.visitors import make_hall

pytestmark = pytest.mark.e2e


def test_the_screen_follows_the_round_without_being_loaded_again(tmp_path, phone):
    village = make_village(f"sqlite:///{tmp_path / 'v.db'}", tmp_path / "keys")
    number = sittings.call(village, edits={"place": "hall"})
    contest = sittings.open_round(village, number)
    with serving(make_hall(village, tmp_path / "site").app) as url:
        screen = phone(viewport={"width": 1280, "height": 800})
        loaded = []
        screen.on("request", lambda request: loaded.append(request.resource_type))
        screen.goto(f"{url}/musyawarah/{number}/layar")
        assert screen.locator(".chairs .figure").text_content() == "0"
        sittings.take(village, contest, 0, "block", "Rugi.", "harm", at=DURING)
        screen.wait_for_selector(".chairs .figure >> text=1", timeout=15_000)
        assert "Rugi" not in screen.content()
        sittings.close(village, number, DURING)
        screen.wait_for_selector(".marks")
        assert loaded.count("document") == 1
    village.database.close()


def test_without_scripts_the_screen_loads_again_by_itself(tmp_path, phone):
    village = make_village(f"sqlite:///{tmp_path / 'v.db'}", tmp_path / "keys")
    number = sittings.call(village)
    with serving(make_hall(village, tmp_path / "site").app) as url:
        screen = phone(java_script_enabled=False)
        screen.goto(f"{url}/musyawarah/{number}/layar")
        assert screen.locator("meta[http-equiv=refresh]").count() == 1
    village.database.close()
