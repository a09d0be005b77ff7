"""The whole application: started, working beside its pages, stopped; and what stops a start."""

import logging
import time

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from tests.village import AFTER, make_village
from voting.deliberation import ContestState
from voting.services import recording
from voting.services.keys import Keys
from voting.store import migrate
from voting.store.database import Database
from web.app import create_app
from web.settings import load


@pytest.fixture
def made(tmp_path):
    """A village in the data folder of a site: its settings and itself."""
    settings = load({}, tmp_path)
    village = make_village(settings.database_url, settings.data_dir / "keys")
    village.keys = Keys.load_or_create(settings.data_dir / "keys")
    yield settings, village
    village.database.close()


def wait_for(condition):
    for _ in range(400):
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_contest_is_closed_and_the_log_signed_without_a_visitor(made):
    settings, village = made
    number = village.open()
    assert time.time() > AFTER
    with TestClient(create_app(settings)):
        assert wait_for(lambda: village.view(number).state is ContestState.CLOSED)
        assert wait_for((settings.data_dir / "keys/last-checkpoint").exists)


def test_without_the_worker_nothing_happens_by_itself(made):
    settings, village = made
    number = village.open()
    with TestClient(create_app(settings, works=False)):
        time.sleep(0.1)
        assert village.view(number).state is ContestState.OPEN


def test_a_log_that_lacks_what_was_signed_is_not_written_on(made, caplog):
    settings, village = made
    recording.checkpoint(village.database, village.keys, AFTER)
    damage = text("UPDATE log_entry SET leaf = zeroblob(32)")
    village.database.write(lambda connection: connection.execute(damage))
    number = village.draft()
    with caplog.at_level(logging.ERROR), TestClient(create_app(settings)) as client:
        assert "read-only" in caplog.text
        time.sleep(0.1)
        response = client.get("/catatan", headers={"host": "localhost"})
        assert response.status_code < 500
    assert village.view(number).state is ContestState.DRAFT


def test_a_site_is_ready_once_it_is_migrated_and_founded(tmp_path):
    app = create_app(load({}, tmp_path / "other"), works=False)
    with TestClient(app, base_url="http://localhost") as client:
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
        migrate.upgrade(app.state.site.database)
        assert client.get("/readyz").status_code == 503
        assert client.get("/").status_code == 404


def test_a_database_that_cannot_be_opened_is_a_busy_server(tmp_path):
    settings = load({"MUFAKAT_DATABASE_URL": f"sqlite:///{tmp_path}/no/such/folder.db"}, tmp_path)
    with TestClient(create_app(settings, works=False), base_url="http://localhost") as client:
        response = client.get("/")
        assert response.status_code == 503
        assert response.headers["retry-after"] == "5"
        assert client.get("/readyz").status_code == 503
        assert isinstance(client.app.state.site.database, Database)
