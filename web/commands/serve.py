"""Serving: ``serve`` and, where a site has several servers, ``worker`` alone."""

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import uvicorn
from starlette.applications import Starlette

from voting.services import checkpointing, recording
from voting.store import migrate as migrations
from web import logs, settings
from web.app import create_app
from web.commands.opened import check_set_up, data_dir, opened
from web.settings import Settings
from web.worker import Worker

GRACE_SECONDS = 10


@click.command()
@data_dir
@click.option("--host", help="Address to listen on (default: HOST, else 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port (default: PORT, else 8000).")
@click.option("--workers", type=click.IntRange(1), default=1, help="Processes (PostgreSQL only).")
@click.option("--migrate", is_flag=True, help="First bring the database to this version.")
@click.option("--no-worker", is_flag=True, help="Leave the work to `mufakat worker`.")
def serve(  # noqa: PLR0917 - options of a command
    data_dir: Path | None,
    host: str | None,
    port: int | None,
    workers: int,
    migrate: bool,
    no_worker: bool,
) -> None:
    """Serve the site until it is told to stop."""
    with opened(data_dir, bare=True) as site:
        if migrate:
            migrations.upgrade(site.database)
        check_set_up(site.database)
        if site.settings.lan_http:
            site.database.write(
                lambda connection: recording.record(connection, "lan-http", at=site.at, actor=None)
            )
        if workers > 1 and site.database.is_sqlite:
            raise click.UsageError("Several processes need PostgreSQL (MUFAKAT_DATABASE_URL).")
        chosen = site.settings
    how = options(chosen)
    how |= {"host": host or chosen.host, "port": chosen.port if port is None else port}
    if workers == 1:
        uvicorn.run(create_app(chosen, works=not no_worker), **how)
        return
    settings.hand_down(chosen.data_dir)
    factory = f"{__name__}:{'silent_app' if no_worker else 'working_app'}"
    uvicorn.run(factory, factory=True, workers=workers, **how)


@click.command()
@data_dir
def worker(data_dir: Path | None) -> None:
    """Close what is due and sign the log, every few seconds, until told to stop."""
    with opened(data_dir) as site:
        logs.configure(site.settings.log_format)
        refusal = checkpointing.guard(site.database, site.keys)
        if refusal is not None:
            raise refusal
        work = Worker(site.database, site.keys)
        _on_signals(work.stop_soon)
        work.run()


def working_app() -> Starlette:
    """Return the site of the environment's settings, its worker beside it."""
    return create_app(settings.load())


def silent_app() -> Starlette:
    """Return the site of the environment's settings without a worker."""
    return create_app(settings.load(), works=False)


def options(chosen: Settings) -> dict[str, Any]:
    """Return how uvicorn serves: no access log, no banner, proxies only if they are trusted."""
    return {
        "log_config": logs.config(chosen.log_format),
        "access_log": False,
        "server_header": False,
        "proxy_headers": bool(chosen.trusted_proxies),
        "forwarded_allow_ips": ",".join(chosen.trusted_proxies),
        "timeout_graceful_shutdown": GRACE_SECONDS,
    }


def _on_signals(stop: Callable[[], None]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop())
