"""``mufakat demo``: a village in the middle of its year, served here, with its log-ins."""

import json
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
import uvicorn

from voting.words import LANGUAGES
from web import settings as site_settings
from web.app import create_app
from web.commands.opened import BAD
from web.commands.serve import options
from web.demo import folder, self_check
from web.demo.folder import Demonstration
from web.settings import Settings

PORT = 8000
_WAIT_SECONDS = 30
_SLIPS_PRINTED = 3
_NAMES = {"id": "Bahasa Indonesia", "en": "English"}


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port (default: 8000, else a free one)."
)
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that keeps the village (default: a new one, gone afterwards).",
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    envvar="MUFAKAT_DEFAULT_LOCALE",
    default="id",
    help="Language of the village (default: id, or MUFAKAT_DEFAULT_LOCALE).",
)
@click.option("--check", is_flag=True, help="Build, serve, ask for the first pages, and end.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON, then serve.")
def demo(
    port: int | None, data_dir: Path | None, language: str, check: bool, as_json: bool
) -> None:
    """Build a village in the middle of its year, print the log-ins and serve it.

    It has matters in every phase, from a problem raised yesterday to a decision under review.
    Needs no setting, secret or mail server. One of its votes is a real election.
    """
    with _place(data_dir) as chosen:
        spoken = folder.language_of(chosen) or language
        settings = site_settings.load({"MUFAKAT_DEFAULT_LOCALE": spoken}, chosen)
        built = folder.prepare(settings, int(time.time()), _progress)
        with _listening(port) as listener:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            server = uvicorn.Server(uvicorn.Config(create_app(settings), **options(settings)))
            if check:
                sys.exit(_check(server, listener, url, built, as_json=as_json))
            built.database.close()
            _greet(url, settings, built, as_json=as_json)
            server.run(sockets=[listener])


@contextmanager
def _place(data_dir: Path | None) -> Iterator[Path]:
    if data_dir is not None:
        yield data_dir
        return
    with tempfile.TemporaryDirectory(prefix="mufakat-demo-") as temporary:
        yield Path(temporary)


@contextmanager
def _listening(port: int | None) -> Iterator[socket.socket]:
    """Listen on the port asked for; without one, on 8000 or else on any that is free."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", PORT if port is None else port))
    except OSError as error:
        if port is not None:
            listener.close()
            raise click.ClickException(f"Port {port} is taken: {error.strerror}.") from error
        listener.bind(("127.0.0.1", 0))
    listener.listen()  # whoever reads the address may ask at once, and waits its turn
    try:
        yield listener
    finally:
        listener.close()


def _progress(line: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"… {line}", err=True)


def _check(
    server: uvicorn.Server,
    listener: socket.socket,
    url: str,
    built: Demonstration,
    *,
    as_json: bool,
) -> int:
    """Serve in a thread, look at everything, say what was seen, and return the exit code."""
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    until = time.monotonic() + _WAIT_SECONDS
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    seen = list(self_check.look(url, built.village, built.database))
    server.should_exit = True
    thread.join(_WAIT_SECONDS)
    built.database.close()
    good = all(held for _, held in seen)
    if as_json:
        checks = [{"what": what, "holds": held} for what, held in seen]
        click.echo(json.dumps({"url": url, "checks": checks, "holds": good}))
    else:
        for what, held in seen:
            click.echo(f"{'ok ' if held else 'BAD'} {what}")
    return 0 if good else BAD


def _greet(url: str, settings: Settings, built: Demonstration, *, as_json: bool) -> None:
    accounts = built.village.accounts
    if as_json:
        said = {
            "url": url,
            "data_dir": str(settings.data_dir),
            "accounts": [asdict(account) for account in accounts],
        }
        click.echo(json.dumps(said, ensure_ascii=False))
        return
    other = "id" if settings.default_locale == "en" else "en"
    click.echo(f"{url}     ({_NAMES[other]}: {url}/{other})\n")
    click.echo("Open now, with slips that have not voted:  " + url + "/masuk")
    slips = [account for account in accounts if account.how == "slip"]
    for account in slips[:_SLIPS_PRINTED]:
        click.echo(f"  {account.login}   {account.name}")
    click.echo(f"  ... and {len(slips) - _SLIPS_PRINTED} more with --json\n")
    click.echo("Officers:  " + url + "/masuk/petugas")
    for account in accounts:
        if account.how == "password":
            click.echo(f"  {account.role:<14} {account.login:<8} {account.secret}   {account.name}")
    click.echo(f"\nA real election, recounted: {url}/p/{built.village.real.number}/hasil")
    click.echo(f"Data lies in {settings.data_dir}. Stop with Ctrl-C.")
