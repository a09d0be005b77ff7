"""The catalogues' tool: what templates and pages say, and what is still to be translated.

``python -m web.catalogues`` brings both catalogues up to date: new sentences come in (English says
its own), sentences nobody uses any more go out, and what Indonesian lacks is listed.
``python -m web.catalogues FILE.json`` first takes translations from a file such as
``{"msgid": "kalimat"}``; a context stands before the msgid and U+0004, as in gettext. A lock lets
several people do it.
"""

import fcntl
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from voting.words import LANGUAGES
from web.language import LOCALE, po_path

CHECKOUT = Path(__file__).parent.parent
_PLURALS = {"id": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
_CONTEXT = "\x04"


def in_use() -> Catalog:
    """Return every sentence that templates and pages ask for."""
    config = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    mappings = config["tool"]["babel"]["mappings"]
    methods = [(one["pattern"], one["method"]) for one in mappings]
    options = {one["pattern"]: one for one in mappings}
    found = Catalog()
    for _, _, message, _, context in extract_from_dir(CHECKOUT, methods, options):
        found.add(message, context=context)
    return found


def update(language: str, used: Catalog, given: Mapping[str, str]) -> list[str]:
    """Bring one catalogue up to date and return the sentences it does not translate yet."""
    path = po_path(language)
    old = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale=language)
    new = Catalog(locale=language, fuzzy=False)
    new.mime_headers = [("Plural-Forms", _PLURALS[language])]
    for message in used:
        if message.id:
            known = old.get(_first(message), message.context)
            text = _translation(language, message, known, given)
            new.add(message.id, text, context=message.context)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, new, sort_output=True, no_location=True, omit_header=True, width=100)
    body = path.read_text("utf-8")
    path.write_text(_head(language) + body, "utf-8")
    return [_key(message) for message in new if message.id and not all(_strings(message))]


def _head(language: str) -> str:
    return (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n"Plural-Forms: {_PLURALS[language]}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )


def _translation(
    language: str, message: Message, known: Message | None, given: Mapping[str, str]
) -> str | tuple[str, ...]:
    plural = isinstance(message.id, tuple)
    if language == "en":
        return tuple(message.id) if plural else str(message.id)
    if _key(message) in given:
        text = given[_key(message)]
        return (text,) if plural else text
    if known is None or known.pluralizable != plural:
        return ("",) if plural else ""
    return tuple(_strings(known)) if plural else _strings(known)[0]


def _first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else str(message.id)


def _key(message: Message) -> str:
    return f"{message.context}{_CONTEXT}{_first(message)}" if message.context else _first(message)


def _strings(message: Message) -> tuple[str, ...]:
    given = message.string or ""
    return (given,) if isinstance(given, str) else tuple(given)


@click.command()
@click.argument("translations", required=False, type=click.Path(path_type=Path, exists=True))
def main(translations: Path | None) -> None:
    """Bring the catalogues up to date, taking translations into Indonesian from a JSON file."""
    given = json.loads(translations.read_text("utf-8")) if translations else {}
    LOCALE.mkdir(exist_ok=True)
    with (LOCALE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        used = in_use()
        known = {_key(message) for message in used if message.id}
        missing = {language: update(language, used, given) for language in LANGUAGES}
    for key in sorted(given.keys() - known):
        click.echo(f"nobody asks for: {key}", err=True)
    click.echo(json.dumps(dict.fromkeys(missing["id"], ""), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
