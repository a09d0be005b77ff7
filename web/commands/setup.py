"""Setting a site up: ``init``, ``migrate``, ``create-admin``; and ``reset-password``."""

from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import click
from sqlalchemy import Connection

from voting.roll import Elector
from voting.services import appointing, community, office_codes, signing_in
from voting.services.hashing import Hasher
from voting.store import migrate as migrations
from web.commands.opened import data_dir, opened, secret


@click.command()
@data_dir
@click.option("--name", prompt="Name of the community", help="Such as Desa Tirtasari.")
@click.option("--origin", help="Name of its public log: a host and a path, for ever.")
def init(data_dir: Path | None, name: str, origin: str | None) -> None:
    """Found the community: make database and keys, give it its name."""
    with opened(data_dir, bare=True) as site:
        migrations.upgrade(site.database)
        host = urlsplit(site.settings.base_url).hostname
        if origin is None:
            origin = f"{host}/log" if host else click.prompt("Name of its public log")
        site.database.write(
            partial(
                community.found,
                name=name,
                origin=origin,
                language=site.settings.default_locale,
                timezone=site.settings.timezone.key,
                at=site.at,
            )
        )
        click.echo(f"{name}: {site.settings.data_dir}")


@click.command()
@data_dir
def migrate(data_dir: Path | None) -> None:
    """Bring the database to the tables of this version."""
    with opened(data_dir, bare=True) as site:
        migrations.upgrade(site.database)
        click.echo(migrations.newest())


@click.command("create-admin")
@data_dir
@click.option("--name", prompt="Name of the person", help="As the community knows them.")
@click.option("--reference", prompt="Number in the roll", help="How the roll numbers them.")
@click.option("--login", prompt="Login name", help="To sign in with.")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="File with the password in its first line (else it is asked for).",
)
def create_admin(
    data_dir: Path | None, name: str, reference: str, login: str, password_file: Path | None
) -> None:
    """Make the first administrator, who appoints everybody else."""
    with opened(data_dir) as site:
        with site.database.read() as connection:
            own = (community.show(connection).name, name, login)
        password = secret(password_file, "Password", new=True)
        hashed = signing_in.prepare_password(Hasher(), password, own)
        elector = Elector(reference=reference, name=name)
        site.database.write(
            lambda connection: appointing.bootstrap(connection, elector, login, hashed, at=site.at)
        )
        click.echo(login)


@click.command("reset-password")
@data_dir
@click.argument("login")
@click.option("--reason", required=True, help="Why, for the public log.")
def reset_password(data_dir: Path | None, login: str, reason: str) -> None:
    """Take an officer's password back and print the office code for choosing a new one.

    The way back where the only administrator has forgotten theirs; it stands in the public log.
    """
    with opened(data_dir) as site:

        def body(connection: Connection) -> str:
            person = signing_in.person_of_login(connection, login)
            signing_in.reset_password(connection, None, person, reason, site.at)
            return office_codes.show(connection, None, site.keys, person)

        click.echo(site.database.write(body))
