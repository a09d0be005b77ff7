"""The languages of the site: its catalogues, and which language an address speaks.

The language of a page stands in its address and nowhere else: no cookie, no header. The default
language has no prefix; any other has its name in front (``/en/hasil``). Catalogues are ``.po``
files with English msgids, compiled in memory when the program starts.
"""

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from voting.words import LANGUAGES

LOCALE = Path(__file__).parent / "locale"


@cache
def catalogue(language: str) -> GNUTranslations:
    """Return the compiled catalogue of a language of ``LANGUAGES``."""
    with po_path(language).open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return GNUTranslations(compiled)


def po_path(language: str) -> Path:
    """Return the place of a language's catalogue."""
    return LOCALE / language / "LC_MESSAGES" / "messages.po"


def prefix(language: str, default: str) -> str:
    """Return what stands in front of every path of a language: nothing for the default one."""
    return "" if language == default else f"/{language}"


def language_of(path: str, default: str) -> str:
    """Return the language that a path speaks."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in LANGUAGES and first != default else default


def other(language: str) -> str:
    """Return the other of the two languages."""
    first, second = LANGUAGES
    return second if language == first else first
