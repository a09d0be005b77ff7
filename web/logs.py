"""The server's own log: for operators, as text or as one JSON document a line.

It must not help to find out who cast which ballot. No line is written for a request that went
well; uvicorn's access log, which would put address and time beside the booth, is off. A fault in
booth, receipt or sign-in is logged without a time finer than the day. Addresses, form fields,
names and cookies are never logged anywhere; of an exception only its kind and where it happened,
because databases put values into their messages.
"""

import json
import logging
import logging.config
import time
import traceback
from typing import Any

_DAY = "%Y-%m-%d"
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class Lines(logging.Formatter):
    """One line per record; ``coarse`` records (see ``web.errors``) say the day only."""

    def __init__(self, style: str) -> None:
        """Choose ``json`` or ``text``."""
        super().__init__()
        self._as_json = style == "json"

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        pattern = _DAY if getattr(record, "coarse", False) else _MOMENT
        line: dict[str, Any] = {
            "at": time.strftime(pattern, time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": record.getMessage(),
        }
        route = getattr(record, "route", None)
        if route is not None:
            line["route"] = route
        if record.exc_info:
            line["trace"] = _trace(record.exc_info[1])
        if self._as_json:
            return json.dumps(line, ensure_ascii=False)
        trace = f"\n{line['trace']}" if "trace" in line else ""
        where = f" [{route}]" if route else ""
        return f"{line['at']} {line['level']}{where} {line['says']}{trace}"


def _trace(error: BaseException | None) -> str:
    """Return kind and places of an exception and of what caused it, without their messages."""
    parts: list[str] = []
    while error is not None:
        places = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"{places}{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or error.__context__
    return "\nfrom\n".join(parts)


def once(record: logging.LogRecord) -> bool:
    """Drop what ``web.errors`` has logged already, in its own careful way."""
    return not (record.name == "uvicorn.error" and record.exc_info)


def configure(style: str) -> None:
    """Send all logging to standard error in this style."""
    logging.config.dictConfig(config(style))


def config(style: str) -> dict[str, Any]:
    """Return the configuration, which uvicorn takes too."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": Lines, "style": style}},
        "filters": {"once": {"()": lambda: once}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "filters": ["once"],
            }
        },
        "root": {"level": "INFO", "handlers": ["stderr"]},
        "loggers": {
            "uvicorn": {"level": "INFO"},
            "uvicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
            "alembic": {"level": "WARNING"},
        },
    }
