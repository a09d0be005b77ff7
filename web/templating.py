"""Templates: one Jinja environment per language, and the page as a response.

Autoescape is on and an undefined name is an error. A template finds ``_``, ``ngettext``,
``pgettext``, ``lang``, ``url(route, ...)``, ``asset(path)``, ``phase_names`` and the filters
``date``, ``datetime``, ``time``, ``number``, ``money``, ``phrase``, ``markdown`` everywhere, in
imported macros too; ``visit`` and ``community`` where the context reaches.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.bccache import Bucket
from starlette.responses import HTMLResponse
from starlette.types import Receive, Scope, Send

from voting.deliberation.matters import Phase
from voting.words import Phrase, say
from web import cldr, markdown
from web.addresses import Addresses
from web.language import catalogue
from web.settings import Settings
from web.static_files import Assets

_PACKAGED = Path(__file__).parent / "_templates"
_CHECKOUT = Path(__file__).parent.parent / "templates"


def folder() -> Path:
    """Return where templates lie: inside an installed package, else in the checkout."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


class Page(HTMLResponse):
    """A rendered template; tests find ``response.template`` and ``response.context``."""

    def __init__(self, template: Template, context: Mapping[str, Any], status: int = 200) -> None:
        """Render the template."""
        self.template = template
        self.context = context
        super().__init__(template.render(context), status)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the page, telling a test client what it was made of."""
        if "http.response.debug" in scope.get("extensions", {}):
            info = {"template": self.template, "context": self.context}
            await send({"type": "http.response.debug", "info": info})
        await super().__call__(scope, receive, send)


class SharedCode(BytecodeCache):
    """Compiled templates, kept once in memory for the environments of both languages."""

    def __init__(self) -> None:
        """Begin with none."""
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code if the same source has been compiled before."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


_CODE = SharedCode()


def environment(
    language: str,
    settings: Settings,
    addresses: Addresses,
    assets: Assets,
    templates: Path | None = None,
) -> Environment:
    """Return the environment of one language."""
    made = Environment(
        loader=FileSystemLoader(templates or folder()),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_CODE,
    )
    words = catalogue(language)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext,
        words.ngettext,
        newstyle=True,
        pgettext=words.pgettext,
        npgettext=words.npgettext,
    )
    made.globals |= {
        "lang": language,
        "url": partial(addresses.url, language),
        "asset": assets.url,
        "phase_names": [say(f"phase.{phase}", {}, language) for phase in Phase],
    }
    zone = settings.timezone
    made.filters |= {
        "date": partial(cldr.date, language=language, zone=zone),
        "datetime": partial(cldr.date_time, language=language, zone=zone),
        "time": partial(cldr.time, language=language, zone=zone),
        "number": partial(cldr.number, language=language),
        "in_words": partial(cldr.in_words, language=language),
        "money": partial(cldr.money, language=language),
        "phrase": partial(_phrase, language=language),
        "markdown": markdown.render,
    }
    return made


def _phrase(phrase: Phrase, language: str) -> str:
    return phrase.in_language(language)
