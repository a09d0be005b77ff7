"""Looking after a site: ``backup``, ``restore``, ``resume``, ``doctor``."""

import json
import sys
from pathlib import Path

import click

from voting.services import care
from voting.store.database import Database
from voting.words import say
from web import settings
from web.commands.opened import BAD, data_dir, opened, secret

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
passphrase_file = click.option(
    "--passphrase-file", type=FILE, help="File with the passphrase of the keys."
)


@click.command()
@data_dir
@passphrase_file
@click.argument("dest", type=FOLDER)
def backup(data_dir: Path | None, passphrase_file: Path | None, dest: Path) -> None:
    """Copy the database, and the keys encrypted, into a new folder."""
    with opened(data_dir) as site:
        passphrase = secret(passphrase_file, "Passphrase of the keys", new=True)
        care.backup(site.database, site.keys, dest, passphrase)
        click.echo(str(dest))


@click.command()
@data_dir
@passphrase_file
@click.argument("src", type=FOLDER)
def restore(data_dir: Path | None, passphrase_file: Path | None, src: Path) -> None:
    """Fill an empty site from a backup; its log waits for `mufakat resume`."""
    passphrase = secret(passphrase_file, "Passphrase of the keys")
    chosen = settings.load(data_dir=data_dir)
    database = Database(chosen.database_url)
    try:
        care.restore(src, database, chosen.data_dir / "keys", passphrase)
    finally:
        database.close()
    click.echo(str(chosen.data_dir))


@click.command()
@data_dir
@click.argument("checkpoint", type=FILE)
def resume(data_dir: Path | None, checkpoint: Path) -> None:
    """Let a restored site write its log again, given the newest checkpoint anybody holds."""
    with opened(data_dir) as site:
        care.resume(site.database, site.keys, checkpoint.read_bytes(), site.at)


@click.command()
@data_dir
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def doctor(language: str, data_dir: Path | None, as_json: bool) -> None:
    """Ask everything that can be asked of a site; exit 1 if an answer is bad."""
    with opened(data_dir) as site:
        answers = care.doctor(site.database, site.keys, site.at)
    well = all(answer.well for answer in answers)
    if as_json:
        checks = [{"id": answer.code, "holds": answer.well} for answer in answers]
        click.echo(json.dumps({"schema": "mufakat/doctor/1", "checks": checks, "holds": well}))
    else:
        for answer in answers:
            mark = "ok " if answer.well else "BAD"
            click.echo(f"{mark} {say(answer.code, answer.params, language)}")
    if not well:
        sys.exit(BAD)
