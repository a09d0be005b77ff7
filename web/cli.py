"""The command ``mufakat``: finds the module of a command and loads nothing else.

Counting a file must not wait for a web server to be imported, so each command's module is loaded
when it is asked for. The counting commands are those of ``voting.__main__``, word for word. Exit
codes: 0 done, 1 something does not hold, 2 wrong usage, 3 input is invalid, 4 not set up, 5 checks
were skipped (``docs/commands.md``).
"""

import sys
from importlib import import_module
from typing import NamedTuple, NoReturn

import click

from voting import __version__
from voting.errors import ConflictError, InvalidError, MissingError, RefusalError
from voting.words import LANGUAGES, explain

INVALID = 3
NOT_SET_UP = 4
NOT_SET_UP_CODES = ("settings.", "community.not-founded", "database.")
COUNTING = "voting.__main__"


class Entry(NamedTuple):
    """Where a command lies, and what it does in one line."""

    place: str
    line: str


COMMANDS = {
    "tally": Entry(COUNTING, "count a ballot file and explain the result"),
    "methods": Entry(COUNTING, "list the methods, or the rules of one"),
    "compare": Entry(COUNTING, "count the same ballots by several methods"),
    "convert": Entry(COUNTING, "write a ballot file in another format"),
    "verify": Entry(COUNTING, "check the evidence of a contest and count it again, offline"),
    "demo": Entry("web.commands.demo:demo", "a village to try, with its log-ins"),
    "init": Entry("web.commands.setup:init", "found the community: database, keys, name"),
    "migrate": Entry("web.commands.setup:migrate", "bring the database to this version"),
    "create-admin": Entry("web.commands.setup:create_admin", "make the first administrator"),
    "reset-password": Entry("web.commands.setup:reset_password", "give an officer a new start"),
    "serve": Entry("web.commands.serve:serve", "serve the site"),
    "worker": Entry("web.commands.serve:worker", "do the work beside the pages, alone"),
    "roll": Entry("web.commands.records:roll", "the roll of residents: import"),
    "contests": Entry("web.commands.records:contests", "list the contests"),
    "bundle": Entry("web.commands.records:bundle", "write the public bundle of a contest"),
    "backup": Entry("web.commands.care:backup", "copy database and encrypted keys"),
    "restore": Entry("web.commands.care:restore", "fill an empty site from a backup"),
    "resume": Entry("web.commands.care:resume", "let a restored site write its log again"),
    "doctor": Entry("web.commands.care:doctor", "ask whether all is well"),
}


class Commands(click.Group):
    """A group that loads a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order of ``COMMANDS``."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command; None if there is none of that name."""
        del ctx
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        if entry.place == COUNTING:
            return _counting(cmd_name)
        module, _, name = entry.place.partition(":")
        found: click.Command = getattr(import_module(module), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading one."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.line) for name, entry in COMMANDS.items()])


def _counting(name: str) -> click.Command:
    """Return a command that hands everything to the counting commands as it stands."""

    @click.command(
        name,
        add_help_option=False,
        context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    )
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def hand_over(arguments: tuple[str, ...]) -> NoReturn:
        sys.exit(import_module(COUNTING).main([name, *arguments]))

    return hand_over


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mufakat", message="%(prog)s %(version)s")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of messages.")
@click.pass_context
def mufakat(ctx: click.Context, lang: str) -> None:
    """Decide together, and let anyone check the result."""
    ctx.obj = lang


def main() -> None:
    """Run the command; a refusal becomes a sentence on standard error and an exit code."""
    try:
        mufakat.main(standalone_mode=True)
    except RefusalError as error:
        arguments = " ".join(sys.argv[1:])
        language = "id" if "--lang id" in arguments or "--lang=id" in arguments else "en"
        click.echo(f"mufakat: {explain(error, language)}", err=True)
        sys.exit(exit_code(error))


def exit_code(error: RefusalError) -> int:
    """Return the exit code of a refusal."""
    if error.code.startswith(NOT_SET_UP_CODES):
        return NOT_SET_UP
    return INVALID if isinstance(error, InvalidError | MissingError | ConflictError) else 1


if __name__ == "__main__":
    main()
