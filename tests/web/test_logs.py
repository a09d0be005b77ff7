"""The server's log helps operators and tells nothing about voters."""

import json
import logging
import re

import pytest
from sqlalchemy.exc import IntegrityError

from web.addresses import Address
from web.logs import Lines, config, once

CODE = "H4KD92TW"


@pytest.fixture
def lines(caplog):
    """Return the lines that the log holds, as it would write them."""
    return lambda: [Lines("json").format(record) for record in caplog.records if once(record)]


def failing(error):
    def page(_visit):
        raise error

    return page


def broken(value):
    """Fail as a database does: with the values in its message."""
    return IntegrityError("INSERT INTO box VALUES (?)", (value,), Exception(f"Key ({value})"))


def test_a_line_is_one_json_document():
    record = logging.LogRecord("web", logging.INFO, "f", 1, "says %s", ("a\nb",), None)
    record.created = 1_778_756_400.5
    line = Lines("json").format(record)
    assert "\n" not in line
    assert json.loads(line) == {
        "at": "2026-05-14T11:00:00Z", "level": "info", "from": "web", "says": "says a\nb",
    }  # fmt: skip
    assert Lines("text").format(record) == "2026-05-14T11:00:00Z info says a\nb"


def test_a_fault_is_logged_with_route_and_place_and_without_values(site, lines):
    client = site({Address("home/show", "/"): failing(broken(CODE))})
    assert client.get(f"/?kode={CODE}").status_code == 500
    (line,) = [json.loads(one) for one in lines() if "broke" in one]
    assert line["route"] == "home/show"
    assert "test_logs.py" in line["trace"]
    assert "IntegrityError" in line["trace"]
    assert CODE not in json.dumps(line)
    assert "203.0.113.9" not in json.dumps(line)


@pytest.mark.parametrize("route", ["account/slip", "account/pin"])
def test_near_a_sign_in_or_a_ballot_the_log_knows_only_the_day(site, lines, route):
    client = site({Address(route, "/x", private=True): failing(broken(CODE))})
    client.get("/x")
    (line,) = [json.loads(one) for one in lines() if "broke" in one]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", line["at"])


def test_what_goes_well_leaves_no_line(site, home, lines):
    client = site(home)
    client.get("/")
    client.get("/nowhere")
    assert lines() == []


def test_the_access_log_is_off_and_uvicorn_does_not_repeat_a_fault():
    loggers = config("json")["loggers"]
    assert loggers["uvicorn.access"] == {"level": "CRITICAL", "handlers": [], "propagate": False}
    fault = logging.LogRecord(
        "uvicorn.error",
        logging.ERROR,
        "f",
        1,
        "Exception in ASGI application",
        (),
        (ValueError, ValueError("x"), None),
    )
    assert not once(fault)
    assert once(logging.LogRecord("uvicorn.error", logging.INFO, "f", 1, "Started", (), None))


def fail_twice():
    try:
        broken(CODE).missing  # noqa: B018 - it fails, which is the point
    except AttributeError as error:
        raise RuntimeError(CODE) from error


def test_the_cause_of_a_fault_is_named():
    try:
        fail_twice()
    except RuntimeError as error:
        fault = (type(error), error, error.__traceback__)
        record = logging.LogRecord("web", logging.ERROR, "f", 1, "m", (), fault)
    line = Lines("text").format(record)
    assert "builtins.RuntimeError" in line
    assert "builtins.AttributeError" in line
    assert CODE not in line
