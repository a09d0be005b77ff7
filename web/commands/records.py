"""What a site holds: the roll, the contests, the bundles."""

import json
from pathlib import Path

import click

from voting.errors import InvalidFileError
from voting.roll import Person
from voting.services import enrolment, evidence, signing_in
from voting.services.hashing import Hasher
from voting.store.contests import read_all
from voting.words import say
from web.commands.opened import Opened, data_dir, opened, secret

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def roll() -> None:
    """Keep the roll of residents."""


@roll.command("import")
@data_dir
@click.argument("file", type=FILE)
@click.option("--login", prompt="Login name of a roll officer", help="Who imports it.")
@click.option("--password-file", type=FILE, help="File with the officer's password.")
@click.option("--check", is_flag=True, help="Only say what importing would do.")
@click.pass_obj
def import_roll(  # noqa: PLR0917 - options of a command
    language: str,
    data_dir: Path | None,
    file: Path,
    login: str,
    password_file: Path | None,
    check: bool,
) -> None:
    """Import a CSV file of residents; a file with one bad row imports nothing."""
    data = file.read_bytes()
    with opened(data_dir) as site:
        officer = _officer(site, login, password_file)
        with site.database.read() as connection:
            found = enrolment.preview(connection, officer, data, site.at)
        for error in found.errors:
            click.echo(f"{file}:{error.line}: {say(error.code, error.params, language)}", err=True)
        if found.errors:
            raise InvalidFileError("roll.bad-rows", count=len(found.errors))
        if not check:
            site.database.write(
                lambda connection: enrolment.import_file(connection, officer, data, site.at)
            )
        summary = {"new": len(found.new), "changed": len(found.changed)}
        click.echo(json.dumps({**summary, "unchanged": found.unchanged}))


def _officer(site: Opened, login: str, password_file: Path | None) -> Person:
    password = secret(password_file, "Password")
    return signing_in.check_password(site.database, Hasher(), login, password, site.at)


@click.command()
@data_dir
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def contests(data_dir: Path | None, as_json: bool) -> None:
    """List the contests: number, title, method, level, state."""
    with opened(data_dir) as site, site.database.read() as connection:
        rows = [
            {
                "id": view.number,
                "title": view.title,
                "method": view.method,
                "level": view.level,
                "state": view.state.value,
            }
            for view in read_all(connection)
        ]
    if as_json:
        click.echo(
            json.dumps({"schema": "mufakat/contests/1", "contests": rows}, ensure_ascii=False)
        )
        return
    for row in rows:
        click.echo("\t".join((row["id"], row["state"], row["level"], row["method"], row["title"])))


@click.command()
@data_dir
@click.argument("contest")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The file.")
def bundle(data_dir: Path | None, contest: str, output: Path) -> None:
    """Write the public bundle of a contest: all it takes to check it offline."""
    with opened(data_dir) as site, site.database.read() as connection:
        content = evidence.bundle(connection, contest)
    output.write_bytes(content)
    click.echo(str(output))
