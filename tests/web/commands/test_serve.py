"""How the server is told to serve: quiet, modest, and trusting nobody it was not told to."""

import signal
import subprocess
import sys
import time

import pytest

from tests.village import make_village
from voting.services import recording
from voting.services.keys import Keys
from voting.store import migrate
from web.commands import serve
from web.settings import load


def test_no_access_log_no_banner_and_no_proxy_believed(tmp_path):
    given = serve.options(load({}, tmp_path))
    assert given["access_log"] is False
    assert given["server_header"] is False
    assert given["proxy_headers"] is False
    assert given["forwarded_allow_ips"] == ""


def test_proxies_are_believed_by_name(tmp_path):
    given = serve.options(load({"MUFAKAT_TRUSTED_PROXIES": "10.0.0.1,10.0.0.2"}, tmp_path))
    assert given["proxy_headers"] is True
    assert given["forwarded_allow_ips"] == "10.0.0.1,10.0.0.2"


@pytest.fixture
def site(tmp_path):
    """A migrated site with a village in it; its folder."""
    settings = load({}, tmp_path / "site")
    village = make_village(settings.database_url, settings.data_dir / "keys")
    Keys.load_or_create(settings.data_dir / "keys")
    stamp = f"CREATE TABLE alembic_version AS SELECT '{migrate.newest()}' AS version_num"
    village.database.write(lambda connection: connection.exec_driver_sql(stamp))
    yield settings.data_dir, village
    village.database.close()


def start(folder, *arguments, **environ):
    command = [sys.executable, "-m", "web.cli", *arguments, "--data-dir", str(folder)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environ or None)


def wait_for(condition, process):
    for _ in range(600):
        if condition():
            return True
        if process.poll() is not None:
            break
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_alone_signs_the_log_and_stops_when_told(site, number):
    folder, _ = site
    process = start(folder, "worker")
    assert wait_for((folder / "keys/last-checkpoint").exists, process)
    process.send_signal(number)
    assert process.wait(20) == 0
    process.stderr.close()


def test_several_processes_need_postgresql(site):
    folder, _ = site
    process = start(folder, "serve", "--workers", "2")
    assert process.wait(30) == 2
    assert "PostgreSQL" in process.stderr.read()
    process.stderr.close()


def test_serving_over_plain_http_is_on_record(site, monkeypatch):
    folder, village = site
    monkeypatch.setattr(serve.uvicorn, "run", lambda *_args, **_values: None)
    monkeypatch.setenv("MUFAKAT_LAN_HTTP", "1")
    serve.serve.callback(folder, None, None, 1, migrate=False, no_worker=True)
    acts = village.read(recording.public_log).acts
    assert acts[0].kind == "lan-http"
